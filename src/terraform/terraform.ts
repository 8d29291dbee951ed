import type { Terraform, TerraformLayer } from '../model/outside.ts';
import type { CommandOptions } from './command.ts';
import { readDrift } from './drift.ts';
import { readState } from './state.ts';

export interface TerraformOptions extends Omit<CommandOptions, 'timeoutMs'> {
  readonly layers: readonly TerraformLayer[];
  /** Of one command; a refresh asks AWS for every resource of the layer. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10 * 60_000;
/** Every plan runs all the providers of its layer. */
const AT_ONCE = 2;

/** The installed Terraform (or OpenTofu), for reads: each layer is asked once, however many want to know. */
export function createTerraform({ layers, binary, environment, timeoutMs = TIMEOUT_MS }: TerraformOptions): Terraform {
  const options: CommandOptions = { binary, environment, timeoutMs };
  const turn = createTurns(AT_ONCE);
  return {
    layers,
    readState: once((layer) => turn(() => readState(layer, options))),
    readDrift: once((layer) => turn(() => readDrift(layer, options))),
  };
}

function once<T>(ask: (layer: TerraformLayer) => Promise<T>): (layer: TerraformLayer) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (layer) => {
    const known = asked.get(layer.directory);
    if (known) return known;
    const answer = ask(layer);
    asked.set(layer.directory, answer);
    return answer;
  };
}

function createTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
