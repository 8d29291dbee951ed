import type { Json } from '../model/json.ts';
import { applyLayer } from './apply.ts';
import { requireEmptyLayer } from './require-empty.ts';
import type { CommandOptions } from './command.ts';
import { destroyLayer } from './destroy.ts';

export interface TerraformChangesOptions extends Omit<CommandOptions, 'timeoutMs' | 'graceMs'> {
  /** Of one command; an apply waits for whatever its providers make. */
  readonly timeoutMs?: number;
  /** How long to wait for a lock that somebody else holds, in Terraform's own words: `5m`. */
  readonly lockTimeout?: string;
  /** Where the directories of a plan are counted from. */
  readonly resolveDirectory?: (directory: string) => string;
  /** Told what is about to be done: "2 to add, 1 to change, 0 to destroy". */
  readonly say?: (text: string) => void;
}

/** What applies and destroys: the installed Terraform (or OpenTofu), on one layer's directory. */
export interface TerraformChanges {
  apply(directory: string, variables: Readonly<Record<string, Json>>): Promise<Json>;
  requireEmpty(directory: string): Promise<void>;
  destroy(directory: string, variables: Readonly<Record<string, Json>>): Promise<void>;
}

/** One command on one layer, with what it needs to know. */
export interface LayerChange extends CommandOptions {
  readonly directory: string;
  readonly variables: Readonly<Record<string, Json>>;
  readonly lockTimeout: string;
  readonly say: (text: string) => void;
}

const TIMEOUT_MS = 2 * 3_600_000;
const GRACE_MS = 10 * 60_000;

export function createTerraformChanges(options: TerraformChangesOptions): TerraformChanges {
  const { timeoutMs = TIMEOUT_MS, lockTimeout = '5m', say = () => undefined, ...command } = options;
  const { resolveDirectory = (directory: string) => directory } = options;

  function changeOf(directory: string, variables: LayerChange['variables']): LayerChange {
    const { binary, environment } = command;
    const where = resolveDirectory(directory);
    return { binary, environment, timeoutMs, graceMs: GRACE_MS, lockTimeout, say, directory: where, variables };
  }

  return {
    apply: (directory, variables) => applyLayer(changeOf(directory, variables)),
    requireEmpty: (directory) => requireEmptyLayer(changeOf(directory, {})),
    destroy: (directory, variables) => destroyLayer(changeOf(directory, variables)),
  };
}
