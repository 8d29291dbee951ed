import type { Plot, PlotSeries } from '../../model/section.ts';
import { counted, numberText, timeText } from './value.ts';

/** What a plot shows, in words: for who cannot see it, and for who is in a hurry. */
export function plotFacts(plot: Plot): string {
  const sentences = plot.series.map((series) => seriesFacts(plot, series));
  if (plot.limit) sentences.push(`${plot.limit.label} ${numberText(plot.limit.value, plot.unit)}.`);
  const end = plot.forecast?.points.at(-1);
  if (plot.forecast && end) {
    const [low, mid, high] = [end.low, end.mid, end.high].map((value) => numberText(value, plot.unit));
    sentences.push(`${plot.forecast.label} for ${timeText(end.at, 'date')}: ${mid} (${low} to ${high}).`);
  }
  return sentences.join(' ');
}

function seriesFacts({ unit, series: all }: Plot, { label, points }: PlotSeries): string {
  const known = points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const last = known.at(-1);
  if (!last) return `${label}: no data.`;
  const values = known.map(({ value }) => value).toSorted((a, b) => a - b);
  const range = `${numberText(values[0] ?? 0, unit)} to ${numberText(values.at(-1) ?? 0, unit)}`;
  const gaps = points.length - known.length;
  const missing = gaps > 0 ? `; ${counted(gaps, 'value')} missing` : '';
  const name = all.length > 1 || label !== '' ? `${label}: ` : '';
  return `${name}${range}, last ${numberText(last.value, unit)} on ${timeText(last.at, 'date')}${missing}.`;
}
