import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { TerraformDrift, TerraformLayer } from '../model/outside.ts';
import { type CommandOptions, type Ended, runTerraform } from './command.ts';
import { problemOf } from './problem.ts';

/** https://developer.hashicorp.com/terraform/internals/json-format#plan-representation; the values are secret and not kept. */
const plan = z.object({
  resource_drift: z
    .array(z.object({ address: z.string(), change: z.object({ actions: z.array(z.string()) }) }))
    .default([]),
});

/** `-detailed-exitcode`: 0 is an empty plan, 2 one that is not, 1 an error. */
const CHANGES = 2;
const PLANNED = [0, CHANGES];

/**
 * Drift is what the world did to what Terraform made: a refresh-only plan. A change of the code that is not applied yet
 * is none; an ordinary plan tells it apart. Both only read, and take no lock.
 */
export async function readDrift(layer: TerraformLayer, options: CommandOptions): Promise<TerraformDrift> {
  const folder = await mkdtemp(join(tmpdir(), 'opsbook-plan-'));
  // A plan holds every value of the state: nobody finds it afterwards, also where the operator interrupts.
  const forget = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', forget);
  try {
    return await compare(layer, join(folder, 'refresh.tfplan'), options);
  } finally {
    process.off('exit', forget);
    forget();
  }
}

async function compare(layer: TerraformLayer, file: string, options: CommandOptions): Promise<TerraformDrift> {
  const refresh = await planned(layer, ['-refresh-only', `-out=${file}`], options);
  const unrefreshed = problemOf(refresh, options.binary, PLANNED);
  if (unrefreshed !== undefined) return { state: 'undetermined', problem: unrefreshed };
  // Without a refresh of its own, this compares the code with the state alone: drift does not show in it a second time.
  const ordinary = await planned(layer, ['-refresh=false'], options);
  const unplanned = problemOf(ordinary, options.binary, PLANNED);
  if (unplanned !== undefined) return { state: 'undetermined', problem: unplanned };
  const pendingChanges = foundChanges(ordinary);
  if (!foundChanges(refresh)) return { state: 'none', pendingChanges };
  const shown = await runTerraform([`-chdir=${layer.directory}`, 'show', '-json', '-no-color', file], options);
  const unshown = problemOf(shown, options.binary);
  if (unshown !== undefined || shown.how !== 'exited') return { state: 'undetermined', problem: unshown ?? shown.how };
  const resources = drifted(shown.stdout);
  if (!resources) return { state: 'undetermined', problem: 'terraform show -json printed no plan' };
  // Outputs that are not in the state yet make a refresh-only plan too; they come from the code.
  return resources.length > 0 ? { state: 'drift', resources, pendingChanges } : { state: 'none', pendingChanges };
}

function planned(layer: TerraformLayer, words: readonly string[], options: CommandOptions): Promise<Ended> {
  const fixed = ['-detailed-exitcode', '-input=false', '-no-color', '-lock=false'];
  return runTerraform([`-chdir=${layer.directory}`, 'plan', ...fixed, ...words], options);
}

function foundChanges(ended: Ended): boolean {
  return ended.how === 'exited' && ended.code === CHANGES;
}

/** Addresses of what was changed or deleted by others; a resource that only moved in the code is `no-op`. */
function drifted(text: string): string[] | undefined {
  try {
    const { resource_drift } = plan.parse(JSON.parse(text));
    const changed = resource_drift.filter(({ change }) =>
      change.actions.some((action) => action !== 'no-op' && action !== 'read'),
    );
    return changed.map(({ address }) => address).toSorted();
  } catch {
    return undefined;
  }
}
