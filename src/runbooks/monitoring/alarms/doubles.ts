import type { AlarmDefinition } from '../../../model/monitoring.ts';
import type { PlanBuilder } from '../../define.ts';
import type { ExistingAlarms } from './managed.ts';
import { comparable, inputFor, inputOf, type PutInput } from './put-input.ts';

interface Beside {
  readonly existing: ExistingAlarms;
  readonly topic: string;
}

/** Somebody else's alarms that watch the same metric: both will ring, and one of them should go. */
export function warnOfDoubles(plan: PlanBuilder, ours: readonly AlarmDefinition[], { existing, topic }: Beside): void {
  const others = new Map<string, string[]>();
  for (const [name, alarm] of existing.others) {
    const watched = watchedBy(inputOf(alarm));
    if (watched !== undefined) others.set(watched, [...(others.get(watched) ?? []), name]);
  }
  for (const definition of ours) {
    const watched = watchedBy(inputFor(definition, topic));
    const names = (watched === undefined ? undefined : others.get(watched)) ?? [];
    const doubles = names.filter((name) => name !== definition.name);
    if (doubles.length > 0) plan.warn(`${doubles.join(', ')} watches what ${definition.name} watches: both will ring`);
  }
}

/** The metric and the side on which it rings; undefined of metric math. */
function watchedBy(input: PutInput): string | undefined {
  const { Namespace, MetricName, Dimensions = [] } = comparable(input);
  if (MetricName === undefined) return undefined;
  return JSON.stringify([Namespace, MetricName, Dimensions, input.ComparisonOperator?.startsWith('Greater')]);
}
