import { readProcess, wantsColor } from '../main/process.ts';

/** Where a command prints to, and what fits there. */
export interface Out {
  /** Resolves when the text has left: a process that ends sooner cuts a pipe short. */
  write(text: string): Promise<void>;
  /** Columns of text: the terminal's, but no more than reads well. */
  readonly width: number;
  readonly color: boolean;
}

const WIDEST = 100;

/** Resolves when the text has left: a process that ends sooner cuts a pipe short. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

export function standardOut(color = true): Out {
  const facts = readProcess();
  return {
    write: print,
    width: Math.min(facts.columns, WIDEST),
    color: wantsColor(facts, color),
  };
}
