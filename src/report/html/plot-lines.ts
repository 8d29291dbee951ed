import { type ScaleTime, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Plot, PlotSeries } from '../../model/section.ts';
import { withPossibleForecast } from '../text/forecast.ts';
import {
  AREA,
  dayText,
  horizontalGrid,
  limitLine,
  round,
  seriesColor,
  underAxis,
  type Vertical,
  verticalScale,
} from './plot-frame.ts';
import { type Html, markup } from './template.ts';

type Horizontal = ScaleTime<number, number>;

interface Point {
  readonly at: Date;
  readonly value: number | null;
}

interface Band {
  readonly at: Date;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

const TWO_DAYS_MS = 2 * 24 * 3600 * 1000;

/** A line for each series, broken where data is missing, with the limit and the band of the forecast. */
export function drawLines(given: Plot): Html {
  const plot = withPossibleForecast(given);
  const series = plot.series.map(knownPoints);
  const forecast = knownBands(plot);
  const times = [...series.flat(), ...forecast].map(({ at }) => at.getTime()).toSorted((a, b) => a - b);
  const [first = 0, last = 1] = [times[0], times.at(-1)];
  const x = scaleUtc()
    .domain([new Date(first), new Date(last)])
    .range([AREA.left, AREA.right]);
  const { y, ticks, limitShown } = verticalScale(plot);
  const long = last - first > TWO_DAYS_MS;
  const labels = x.ticks(7).map((tick) => underAxis(x(tick), long ? dayText(tick) : tick.toISOString().slice(11, 16)));
  const lines = series.map((points, index) => drawLine(points, x, y, seriesColor(plot, index)));
  return markup`${horizontalGrid(ticks, y, plot.unit)}${labels}${drawForecast(forecast, x, y)}${lines}${limitLine(plot, y, limitShown)}`;
}

function knownPoints({ points }: PlotSeries): Point[] {
  return points.map(({ at, value }) => ({ at: new Date(at), value })).filter(hasTime);
}

function knownBands({ forecast }: Plot): Band[] {
  return (forecast?.points ?? [])
    .map(({ at, low, mid, high }) => ({ at: new Date(at), low, mid, high }))
    .filter(hasTime);
}

function hasTime({ at }: { readonly at: Date }): boolean {
  return !Number.isNaN(at.getTime());
}

function drawLine(points: readonly Point[], x: Horizontal, y: Vertical, color: number): Html {
  const path = line<Point>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => round(x(at)))
    .y(({ value }) => round(y(value ?? 0)));
  const dots = points
    .filter((_, index) => isLonely(points, index))
    .map(
      ({ at, value }) => markup`<circle cx="${round(x(at))}" cy="${round(y(value ?? 0))}" r="2.5" class="f${color}"/>`,
    );
  return markup`<path d="${path(points) ?? ''}" class="line s${color}"/>${dots}`;
}

/** A value between two gaps has no line to be on; without a dot it would not be seen. */
function isLonely(points: readonly Point[], index: number): boolean {
  const missing = (at: number): boolean => (points[at]?.value ?? null) === null;
  return !missing(index) && missing(index - 1) && missing(index + 1);
}

function drawForecast(bands: readonly Band[], x: Horizontal, y: Vertical): Html[] {
  if (bands.length === 0) return [];
  const band = area<Band>()
    .x(({ at }) => round(x(at)))
    .y0(({ low }) => round(y(low)))
    .y1(({ high }) => round(y(high)));
  const middle = line<Band>()
    .x(({ at }) => round(x(at)))
    .y(({ mid }) => round(y(mid)));
  return [markup`<path d="${band(bands) ?? ''}" class="band"/><path d="${middle(bands) ?? ''}" class="middle"/>`];
}
