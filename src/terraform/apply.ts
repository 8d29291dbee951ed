import { z } from 'zod';
import type { Json } from '../model/json.ts';
import type { LayerChange } from './changes.ts';
import { problemOf } from './problem.ts';
import { applySaved, inLayer, withSavedPlan } from './saved-plan.ts';

/** https://developer.hashicorp.com/terraform/cli/commands/output#use-in-automation */
const outputs = z.record(z.string(), z.object({ sensitive: z.boolean(), value: z.json().optional() }));

/**
 * Brings a layer about and gives its outputs by name, without those that are sensitive. Applied again, it makes what is
 * missing.
 * @throws NothingChanged where it did not come to applying: no terraform, a lock, code that is not right
 * @throws Error where it failed on the way, and something may be there
 */
export async function applyLayer(layer: LayerChange): Promise<Json> {
  await withSavedPlan(layer, [], async (saved) => {
    if (saved.changes) await applySaved(layer, saved);
  });
  const ended = await inLayer(layer, ['output', '-json', '-no-color']);
  const problem = problemOf(ended, layer.binary);
  if (problem !== undefined || ended.how !== 'exited') {
    throw new Error(`${layer.directory}: it is applied, but its outputs cannot be read: ${problem ?? ended.how}`);
  }
  return readable(layer, ended.stdout);
}

function readable({ directory }: LayerChange, text: string): Json {
  try {
    const parsed = outputs.parse(JSON.parse(text));
    return Object.fromEntries(
      Object.entries(parsed).flatMap(([name, { sensitive, value = null }]) => (sensitive ? [] : [[name, value]])),
    );
  } catch (error) {
    throw new Error(`${directory}: terraform output -json printed no outputs`, { cause: error });
  }
}
