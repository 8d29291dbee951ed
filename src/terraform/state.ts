import { z } from 'zod';
import type { TerraformLayer, TerraformState } from '../model/outside.ts';
import { type CommandOptions, runTerraform } from './command.ts';
import { problemOf } from './problem.ts';

/** https://developer.hashicorp.com/terraform/language/state (version 4); of the values, which are secret, nothing is kept. */
const stateFile = z.object({
  resources: z
    .array(
      z.object({
        mode: z.string(),
        module: z.string().optional(),
        type: z.string().default(''),
        name: z.string().default(''),
        instances: z.array(z.unknown()),
      }),
    )
    .default([]),
});

/**
 * What the layer's backend holds, asked from it: `state pull` needs neither providers nor a lock. It succeeds with no
 * output where no state was ever written.
 */
export async function readState(layer: TerraformLayer, options: CommandOptions): Promise<TerraformState> {
  const ended = await runTerraform([`-chdir=${layer.directory}`, 'state', 'pull', '-no-color'], options);
  const problem = problemOf(ended, options.binary);
  if (problem !== undefined || ended.how !== 'exited') return { state: 'unreadable', problem: problem ?? ended.how };
  if (ended.stdout.trim() === '') return { state: 'readable', resources: 0, written: false };
  const parsed = parse(ended.stdout);
  if (!parsed) return { state: 'unreadable', problem: 'what the backend holds is no Terraform state' };
  const managed = parsed.resources.filter(({ mode }) => mode === 'managed');
  return {
    state: 'readable',
    resources: managed.reduce((sum, { instances }) => sum + instances.length, 0),
    written: true,
  };
}

/** The managed resources in a state as `state pull` prints it, by address, the instances of one together. */
export function addressesIn(text: string): string[] | undefined {
  if (text.trim() === '') return [];
  const managed = parse(text)?.resources.filter(({ mode, instances }) => mode === 'managed' && instances.length > 0);
  return managed?.map(({ module, type, name }) => [...(module === undefined ? [] : [module]), type, name].join('.'));
}

function parse(text: string): z.infer<typeof stateFile> | undefined {
  try {
    return stateFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
