import { NothingChanged } from '../model/errors.ts';
import type { LayerChange } from './changes.ts';
import { problemOf } from './problem.ts';
import { initialise, inLayer } from './saved-plan.ts';
import { addressesIn } from './state.ts';

/**
 * What is destroyed later is the whole state of a layer: what somebody else made must not be in it.
 * @throws NothingChanged where something is in it, or where that cannot be found out
 */
export async function requireEmptyLayer(layer: LayerChange): Promise<void> {
  const there = await resourcesOf(layer);
  if ('problem' in there) throw new NothingChanged(`${layer.directory}: ${there.problem}`);
  if (there.addresses.length === 0) return;
  throw new NothingChanged(
    `${layer.directory}: its state holds ${listed(there.addresses)} already, which would be destroyed afterwards: nothing was applied`,
  );
}

/** The addresses of what a layer's state holds. */
export async function resourcesOf(
  layer: LayerChange,
): Promise<{ readonly addresses: readonly string[] } | { readonly problem: string }> {
  const pull = ['state', 'pull', '-no-color'];
  let ended = await inLayer(layer, pull);
  if (await initialise(layer, ended)) ended = await inLayer(layer, pull);
  const problem = problemOf(ended, layer.binary);
  if (problem !== undefined || ended.how !== 'exited') return { problem: problem ?? ended.how };
  const addresses = addressesIn(ended.stdout);
  return addresses ? { addresses } : { problem: 'what the backend holds is no Terraform state' };
}

/** The first few of many: "aws_vpc.main, aws_subnet.a and 3 more". */
export function listed(addresses: readonly string[]): string {
  const [shown, rest] = [addresses.slice(0, 5), addresses.length - 5];
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
