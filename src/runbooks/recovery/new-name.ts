import type { Reference } from '../../model/plan.ts';

/** A name that is new in each execution: what it begins with, cut to what AWS takes, and the execution's eight characters. */
export function nameWithExecution(beginning: string, most: number): Extract<Reference, { $join: unknown }> {
  const kept = beginning.slice(0, most - 9).replace(/-+$/, '');
  return { $join: [`${kept}-`, { $execution: 'short' }] };
}
