import type { Condition } from '../../model/plan.ts';

/** The same condition, looked at in another region. */
export function inRegion(condition: Condition, region: string): Condition {
  const reads = condition.reads.map((read) => ({ ...read, call: { ...read.call, region } }));
  return { ...condition, reads };
}
