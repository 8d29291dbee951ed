import type { Plot, PlotSeries } from '../../model/section.ts';
import { forecastText } from './forecast.ts';
import { limitText } from './limit.ts';
import { counted, numberText, timeText } from './value.ts';

/** Whether the points of a plot are times, as they should be of a line, rather than names. */
export function isOverTime({ series }: Plot): boolean {
  return series.every(({ points }) =>
    points.every(({ at }) => /^\d{4}-\d\d-\d\d/.test(at) && !Number.isNaN(Date.parse(at))),
  );
}

/** What a plot shows, in words: for who cannot see it, and for who is in a hurry. */
export function plotFacts(plot: Plot): string {
  const limit = plot.limit ? [`Limit: ${limitText(plot.limit, plot.unit)}.`] : [];
  const forecast = forecastText(plot);
  const sentences = [
    ...plot.series.map((series) => seriesFacts(plot, series)),
    ...limit,
    ...(forecast === undefined ? [] : [`${forecast}.`]),
  ];
  return sentences.map((sentence) => `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`).join(' ');
}

function seriesFacts(plot: Plot, { label, points }: PlotSeries): string {
  const { unit } = plot;
  const known = points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const ranked = known.toSorted((a, b) => a.value - b.value);
  const [least, most, last] = [ranked[0], ranked.at(-1), known.at(-1)];
  if (!least || !most || !last) return `${label}: no data.`;
  const gaps = points.length - known.length;
  const missing = gaps > 0 ? `; ${counted(gaps, 'value')} missing` : '';
  const range = `${label}: ${numberText(least.value, unit)} to ${numberText(most.value, unit)}`;
  const end = isOverTime(plot)
    ? `last ${numberText(last.value, unit)} on ${timeText(last.at, 'date')}`
    : `most by ${most.at}`;
  return `${range}, ${end}${missing}.`;
}
