import type { Terraform } from '../src/engine/execute/ports.ts';
import { NothingChanged } from '../src/model/errors.ts';
import type { Json } from '../src/model/json.ts';

/** A Terraform that remembers what it was asked for, in order, and fails when it is told to. */
export interface TerraformPort extends Terraform {
  /** `apply network`, `destroy network`. */
  readonly asked: string[];
  /** By directory: the variables that it was last applied with, also when it is gone. */
  readonly applied: Map<string, Readonly<Record<string, Json>>>;
  /** The same of what stands. */
  readonly standing: Map<string, Readonly<Record<string, Json>>>;
  /** What is asked for and fails half-way: something is left. */
  readonly failing: Set<string>;
}

export function createTerraformPort(outputs: Readonly<Record<string, Json>> = {}): TerraformPort {
  const asked: string[] = [];
  const standing: TerraformPort['standing'] = new Map();
  const applied: TerraformPort['applied'] = new Map();
  const failing = new Set<string>();

  function ask(words: string): void {
    asked.push(words);
    if (failing.has(words)) throw new Error(`${words}: a provider failed; left in its state: aws_vpc.drill`);
  }

  return {
    asked,
    applied,
    standing,
    failing,
    async apply(directory, variables) {
      await Promise.resolve();
      applied.set(directory, variables);
      standing.set(directory, variables);
      ask(`apply ${directory}`);
      return outputs[directory] ?? {};
    },
    async destroy(directory) {
      await Promise.resolve();
      ask(`destroy ${directory}`);
      standing.delete(directory);
    },
    async requireEmpty(directory) {
      await Promise.resolve();
      if (standing.has(directory)) throw new NothingChanged(`${directory}: its state holds aws_vpc.main already`);
    },
  };
}
