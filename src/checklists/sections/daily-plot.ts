import type { Datapoint } from '../../aws/metric-gathering.ts';
import type { PlotSeries } from '../../model/section.ts';
import type { DaysUntil } from '../../model/trend.ts';

const DAY_MS = 86_400_000;

/** A daily series for a plot: a day without a datapoint is a gap, and is drawn as one. */
export function plotSeries(label: string, points: readonly Datapoint[]): PlotSeries {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return { label, points: [] };
  const byDay = new Map(points.map(({ at, value }) => [dayOf(at), value]));
  const days: { at: string; value: number | null }[] = [];
  for (let at = first.at.getTime(); at <= last.at.getTime(); at += DAY_MS) {
    const day = dayOf(new Date(at));
    days.push({ at: day, value: byDay.get(day) ?? null });
  }
  return { label, points: days };
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** `12 (9–17)`, `never at this rate`, or nothing where there are too few days to say. */
export function daysUntilLimit({ low, mid, high }: DaysUntil): string {
  if (mid === undefined) return low === undefined ? 'never at this rate' : `not before ${Math.floor(low)}`;
  const range = low !== undefined ? ` (${Math.floor(low)}–${high === undefined ? 'never' : Math.ceil(high)})` : '';
  return `${Math.round(mid)}${range}`;
}
