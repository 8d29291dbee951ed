import type { Plot, PlotSeries } from '../../model/section.ts';
import { plain } from './plain.ts';
import { forecastText } from './forecast.ts';
import { limitText } from './limit.ts';
import { isOverTime } from './plot-facts.ts';
import { numberText, timeText } from './value.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const MOST = 40;

/** A plot where nothing can be drawn but text: a line of bars and the numbers that matter, one string for a series. */
export function sparklines(plot: Plot): string[] {
  // Bars of names say nothing without the names, which are in the table.
  if (!isOverTime(plot)) return [];
  const forecast = forecastText(plot);
  const ahead = forecast === undefined ? [] : [plain(`${plot.title}, ${forecast}`)];
  return [...seriesLines(plot), ...ahead];
}

function seriesLines(plot: Plot): string[] {
  const scale = scaleOf(plot);
  const limit = plot.limit ? `; ${plain(limitText(plot.limit, plot.unit))}` : '';
  return plot.series.map((series) => {
    const values = series.points.flatMap(({ value }) => value ?? []);
    const name = plot.series.length > 1 ? `${plot.title}, ${series.label}` : plot.title;
    if (values.length === 0) return `${plain(name)}: no data`;
    return `${plain(name)}: ${bars(series, scale)} ${rangeText(plot, series, values)}${limit}`;
  });
}

interface Scale {
  readonly low: number;
  readonly span: number;
}

/** One scale for all series of a plot, from zero, so that they can be compared. */
function scaleOf({ series }: Plot): Scale {
  const values = series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  return { low, span: high - low || 1 };
}

function bars({ points }: PlotSeries, { low, span }: Scale): string {
  // A gap is neither a small value nor zero.
  return points
    .slice(-MOST)
    .map(({ value }) => (value === null ? '·' : (BARS[Math.min(7, Math.floor(((value - low) / span) * 8))] ?? '█')))
    .join('');
}

function rangeText({ unit }: Plot, { points }: PlotSeries, values: readonly number[]): string {
  const last = points.findLast(({ value }) => value !== null);
  const ends = `${numberText(Math.min(...values), unit)} to ${numberText(Math.max(...values), unit)}`;
  return `${ends}, last ${numberText(last?.value ?? 0, unit)} (${timeText(last?.at ?? '', 'date')})`;
}
