import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { MetricSeries } from '../../world/metrics.ts';

interface Index {
  readonly length: number;
  readonly byKey: ReadonlyMap<string, MetricSeries>;
}

const indexes = new WeakMap<readonly MetricSeries[], Index>();

/** The series with exactly these dimensions: CloudWatch has no answer for fewer or more. A later push replaces an earlier. */
export function findSeries(
  metrics: readonly MetricSeries[],
  namespace: string,
  name: string,
  dimensions: readonly Dimension[] = [],
): MetricSeries | undefined {
  return indexOf(metrics).byKey.get(keyOf(namespace, name, entries(dimensions)));
}

export function dimensionsOf(series: MetricSeries): Dimension[] {
  return Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value }));
}

function indexOf(metrics: readonly MetricSeries[]): Index {
  const known = indexes.get(metrics);
  if (known?.length === metrics.length) return known;
  const byKey = new Map(
    metrics.map((series) => [keyOf(series.namespace, series.name, Object.entries(series.dimensions)), series]),
  );
  const made = { length: metrics.length, byKey };
  indexes.set(metrics, made);
  return made;
}

function entries(dimensions: readonly Dimension[]): (readonly [string, string])[] {
  return dimensions.map(({ Name = '', Value = '' }) => [Name, Value] as const);
}

function keyOf(namespace: string, name: string, dimensions: readonly (readonly [string, string])[]): string {
  const sorted = dimensions.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [namespace, name, ...sorted.flat()].join('\u0000');
}
