/** What the workers of the tests do: a list of steps and waits. Each step writes down that it began and that it ended. */
export type Script = readonly (
  | { readonly do: 'step'; readonly name: string; readonly ms?: number }
  | { readonly do: 'fail'; readonly name: string }
  /** Asks the database outside of any step, once after another, until the table `enough` is there. */
  | { readonly do: 'ask' }
  | { readonly do: 'wait'; readonly ms: number }
)[];

export const LOG = `create table if not exists log (
  run text, name text, phase text, worker text, at timestamptz not null default clock_timestamp())`;
