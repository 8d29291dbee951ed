import type { LayerChange } from './changes.ts';
import { applySaved, withSavedPlan } from './saved-plan.ts';
import { listed, resourcesOf } from './require-empty.ts';

/**
 * Takes everything away that a layer's state holds, and looks whether it is gone. A layer that holds nothing is left alone.
 * @throws Error that names what is left, also where terraform failed half-way
 */
export async function destroyLayer(layer: LayerChange): Promise<void> {
  await withSavedPlan(layer, ['-destroy'], async (saved) => {
    if (!saved.changes) return;
    await applySaved(layer, saved).catch(async (error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : String(error)}${await whatIsLeft(layer)}`, {
        cause: error,
      });
    });
  });
  const left = await whatIsLeft(layer);
  if (left !== '') throw new Error(`${layer.directory}: terraform destroyed it${left}`);
}

/** Empty where nothing is: else words to go on a sentence with. */
async function whatIsLeft(layer: LayerChange): Promise<string> {
  const left = await resourcesOf(layer);
  if ('problem' in left) return `; what is left cannot be read: ${left.problem}`;
  return left.addresses.length === 0 ? '' : `; left in its state: ${listed(left.addresses)}`;
}
