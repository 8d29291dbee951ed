import type { Plot } from '../../model/section.ts';
import { numberText, timeText } from './value.ts';

/**
 * A straight line into the future does not know that there are no negative bytes, connections or dollars: where nothing
 * below zero was measured, the forecast ends at zero.
 */
export function withPossibleForecast(plot: Plot): Plot {
  const { forecast, series } = plot;
  if (!forecast || series.some(({ points }) => points.some(({ value }) => value !== null && value < 0))) return plot;
  const points = forecast.points.map(({ at, low, mid, high }) => ({
    at,
    low: Math.max(0, low),
    mid: Math.max(0, mid),
    high: Math.max(0, high),
  }));
  return { ...plot, forecast: { ...forecast, points } };
}

/** When the forecast meets the limit, or else where it ends; undefined where there is no forecast. */
export function forecastText(given: Plot): string | undefined {
  const { forecast, limit, unit } = withPossibleForecast(given);
  const [first, end] = [forecast?.points[0], forecast?.points.at(-1)];
  if (!forecast || !first || !end) return undefined;
  const meets = limit && first.mid !== limit.value ? meetingText(forecast.points, limit) : undefined;
  const [low, mid, high] = [end.low, end.mid, end.high].map((value) => numberText(value, unit));
  return `${forecast.label}: ${meets ?? `${mid} (${low} to ${high}) on ${timeText(end.at, 'date')}`}`;
}

type Points = NonNullable<Plot['forecast']>['points'];

function meetingText(points: Points, limit: { readonly label: string; readonly value: number }): string | undefined {
  const falling = (points[0]?.mid ?? 0) > limit.value;
  const beyond = (value: number): boolean => (falling ? value <= limit.value : value >= limit.value);
  const at = points.find(({ mid }) => beyond(mid))?.at;
  if (at === undefined) return undefined;
  const early = points.find(({ low, high }) => beyond(falling ? low : high))?.at ?? at;
  const late = points.find(({ low, high }) => beyond(falling ? high : low))?.at;
  const [day, from, to] = [at, early, late ?? at].map((time) => timeText(time, 'date'));
  const range = late === undefined ? `, ${from} at the earliest` : `, between ${from} and ${to}`;
  return `reaches ${limit.label} about ${day}${from === to ? '' : range}`;
}
