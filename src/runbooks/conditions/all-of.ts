import type { Condition, NamedRead } from '../../model/plan.ts';

/** Holds when all hold, and fails with the first that fails. What is read under one name is read once. */
export function allOf(says: string, ...conditions: readonly Condition[]): Condition {
  const reads = new Map<string, NamedRead>(
    conditions.flatMap((one) => one.reads.map((read) => [read.as, read] as const)),
  );
  return {
    says,
    reads: [...reads.values()],
    met: conditions.map(({ met }) => `(${met})`).join(' && '),
    failed: conditions.flatMap(({ failed }) => failed),
    unsure: conditions.flatMap(({ unsure }) => unsure),
    observed: `join('; ', [${conditions.map(({ observed }) => observed).join(', ')}])`,
  };
}
