import { type ScaleTime, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Plot, PlotSeries } from '../../model/section.ts';
import { AREA, dayText, horizontalGrid, limitLine, round, seriesColor, underAxis, type Vertical, verticalScale } from './plot-frame.ts';
import { type Html, html } from './template.ts';

type Horizontal = ScaleTime<number, number>;

interface Point {
  readonly at: Date;
  readonly value: number | null;
}

const TWO_DAYS_MS = 2 * 24 * 3600 * 1000;

/** A line for each series, broken where data is missing, with the limit and the band of the forecast. */
export function drawLines(plot: Plot): Html {
  const series = plot.series.map(knownTimes);
  const times = [...series.flat().map(({ at }) => at.getTime()), ...(plot.forecast?.points ?? []).map(({ at }) => Date.parse(at))];
  const known = times.filter((time) => !Number.isNaN(time)).toSorted((a, b) => a - b);
  const [first = 0, last = 1] = [known[0], known.at(-1)];
  const x = scaleUtc().domain([new Date(first), new Date(last)]).range([AREA.left, AREA.right]);
  const { y, ticks, limitShown } = verticalScale(plot);
  const labels = x.ticks(7).map((tick) => underAxis(x(tick), last - first > TWO_DAYS_MS ? dayText(tick) : tick.toISOString().slice(11, 16)));
  const lines = series.map((points, index) => drawLine(points, x, y, seriesColor(plot, index)));
  return html`${horizontalGrid(ticks, y, plot.unit)}${labels}${drawForecast(plot, x, y)}${lines}${limitLine(plot, y, limitShown)}`;
}

function knownTimes({ points }: PlotSeries): Point[] {
  return points.map(({ at, value }) => ({ at: new Date(at), value })).filter(({ at }) => !Number.isNaN(at.getTime()));
}

function drawLine(points: readonly Point[], x: Horizontal, y: Vertical, color: number): Html {
  const path = line<Point>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => round(x(at)))
    .y(({ value }) => round(y(value ?? 0)));
  // A value between two gaps has no line to be on; without a dot it would not be seen.
  const lonely = points.filter(
    ({ value }, index) => value !== null && (points[index - 1]?.value ?? null) === null && (points[index + 1]?.value ?? null) === null,
  );
  const dots = lonely.map(({ at, value }) => html`<circle cx="${round(x(at))}" cy="${round(y(value ?? 0))}" r="2.5" class="f${color}"/>`);
  return html`<path d="${path(points) ?? ''}" class="line s${color}"/>${dots}`;
}

function drawForecast({ forecast }: Plot, x: Horizontal, y: Vertical): Html[] {
  const points = (forecast?.points ?? []).map(({ at, ...band }) => ({ at: new Date(at), ...band })).filter(({ at }) => !Number.isNaN(at.getTime()));
  if (points.length === 0) return [];
  const band = area<(typeof points)[number]>()
    .x(({ at }) => round(x(at)))
    .y0(({ low }) => round(y(low)))
    .y1(({ high }) => round(y(high)));
  const middle = line<(typeof points)[number]>()
    .x(({ at }) => round(x(at)))
    .y(({ mid }) => round(y(mid)));
  return [html`<path d="${band(points) ?? ''}" class="band"/><path d="${middle(points) ?? ''}" class="middle"/>`];
}
