import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { NothingChanged } from '../model/errors.ts';
import type { LayerChange } from './changes.ts';
import { type Ended, runTerraform } from './command.ts';
import { isNotInitialised, problemOf } from './problem.ts';

/** https://developer.hashicorp.com/terraform/internals/json-format#plan-representation; the values are secret and not kept. */
const plan = z.object({
  errored: z.boolean().default(false),
  resource_changes: z
    .array(z.object({ address: z.string(), mode: z.string(), change: z.object({ actions: z.array(z.string()) }) }))
    .default([]),
});

/** `-detailed-exitcode`: 0 is an empty plan, 2 one that is not, 1 an error. */
const CHANGES = 2;
const PLANNED = [0, CHANGES];

export interface SavedPlan {
  readonly file: string;
  /** Exit code 2: something is to be done. That the world has moved, it does not mean. */
  readonly changes: boolean;
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

/**
 * Plans to a file and hands it to `use`, which applies that very file: what was looked at is what is done. The file and
 * the variables, which hold secrets, are gone afterwards.
 * @throws NothingChanged where there is no plan
 */
export async function withSavedPlan<T>(
  layer: LayerChange,
  words: readonly string[],
  use: (saved: SavedPlan) => Promise<T>,
): Promise<T> {
  // Made by mkdtemp, nobody else may look into it.
  const folder = await mkdtemp(join(tmpdir(), 'opsbook-apply-'));
  const forget = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', forget);
  try {
    return await use(await savePlan(layer, folder, words));
  } finally {
    process.off('exit', forget);
    forget();
  }
}

/** @throws Error with what went wrong, for a sentence */
export async function applySaved(layer: LayerChange, { file }: SavedPlan): Promise<void> {
  const ended = await inLayer(layer, ['apply', ...QUIET, `-lock-timeout=${layer.lockTimeout}`, file]);
  const problem = problemOf(ended, layer.binary);
  if (problem === undefined) return;
  // Terraform looks at both before it changes anything.
  const untouched = /^the state is locked|^Saved plan is stale/.test(problem);
  throw untouched ? new NothingChanged(`${layer.directory}: ${problem}`) : new Error(`${layer.directory}: ${problem}`);
}

export function inLayer(layer: LayerChange, words: readonly string[]): Promise<Ended> {
  return runTerraform([`-chdir=${layer.directory}`, ...words], layer);
}

const QUIET = ['-input=false', '-no-color'] as const;

async function savePlan(layer: LayerChange, folder: string, words: readonly string[]): Promise<SavedPlan> {
  const [file, variables] = [join(folder, 'change.tfplan'), join(folder, 'opsbook.tfvars.json')];
  await writeFile(variables, JSON.stringify(layer.variables), { mode: 0o600 });
  const asked = [
    'plan',
    ...QUIET,
    '-detailed-exitcode',
    `-lock-timeout=${layer.lockTimeout}`,
    `-var-file=${variables}`,
  ];
  let ended = await inLayer(layer, [...asked, `-out=${file}`, ...words]);
  if (await initialise(layer, ended)) ended = await inLayer(layer, [...asked, `-out=${file}`, ...words]);
  refuse(layer, problemOf(ended, layer.binary, PLANNED) ?? undeclared(ended));
  const shown = await inLayer(layer, ['show', '-json', '-no-color', file]);
  refuse(layer, problemOf(shown, layer.binary));
  const counted = shown.how === 'exited' ? countsIn(shown.stdout) : undefined;
  if (!counted) throw new NothingChanged(`${layer.directory}: terraform show -json printed no plan`);
  layer.say(`${counted.add} to add, ${counted.change} to change, ${counted.destroy} to destroy`);
  return { file, changes: ended.how === 'exited' && ended.code === CHANGES, ...counted };
}

/**
 * Where a command asks for it, `terraform init`: a fresh checkout has no providers yet. Which ones, its lock file says, and
 * that stays as it is.
 * @returns whether it was needed, so that the command is to be tried again
 * @throws NothingChanged where it fails
 */
export async function initialise(layer: LayerChange, ended: Ended): Promise<boolean> {
  if (!isNotInitialised(ended)) return false;
  const begun = await inLayer(layer, ['init', ...QUIET, '-lockfile=readonly']);
  refuse(layer, problemOf(begun, layer.binary));
  return true;
}

function refuse(layer: LayerChange, problem: string | undefined): void {
  if (problem !== undefined) throw new NothingChanged(`${layer.directory}: ${problem}`);
}

/** Terraform only warns of a variable that a layer does not have: it would be a different plan from the one meant. */
function undeclared(ended: Ended): string | undefined {
  const said = ended.how === 'exited' ? `${ended.stdout}\n${ended.stderr}` : '';
  const name = /does not declare a variable named "([^"]+)"/.exec(said.replaceAll(/\s+/g, ' '))?.[1];
  return name === undefined ? undefined : `the layer has no variable "${name}"`;
}

/** A replacement is one to destroy and one to add. */
function countsIn(text: string): Pick<SavedPlan, 'add' | 'change' | 'destroy'> | undefined {
  const parsed = parse(text);
  if (!parsed || parsed.errored) return undefined;
  const actions = parsed.resource_changes.flatMap(({ mode, change }) => (mode === 'managed' ? change.actions : []));
  const count = (action: string) => actions.filter((one) => one === action).length;
  return { add: count('create'), change: count('update'), destroy: count('delete') };
}

function parse(text: string): z.infer<typeof plan> | undefined {
  try {
    return plan.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
