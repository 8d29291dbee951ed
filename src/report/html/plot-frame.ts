import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { Plot } from '../../model/section.ts';
import { limitText } from '../text/limit.ts';
import { byteUnit, numberText } from '../text/value.ts';
import { type Html, markup } from './template.ts';

export const HEIGHT = 260;

/** The drawing area inside 720 × 260, in pixels of the view box. */
export const AREA = { left: 76, right: 708, top: 14, bottom: 230 } as const;

export type Vertical = ScaleLinear<number, number>;

/** A limit that is further away than this many times the largest value would flatten what is to be seen. */
const FAR = 3;

export function verticalScale(plot: Plot): { y: Vertical; ticks: number[]; limitShown: boolean } {
  const measured = plot.series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const values = [...measured, ...(plot.forecast?.points ?? []).flatMap(({ low, high }) => [low, high])];
  const most = values.reduce((high, value) => Math.max(high, value), 0);
  const least = values.reduce((low, value) => Math.min(low, value), 0);
  const limit = plot.limit?.value;
  const limitShown = limit !== undefined && limit <= most * FAR;
  const top = Math.max(most, limitShown ? limit : 0) || 1;
  // Round numbers of bytes are round in the unit that is printed.
  const divisor = plot.unit === 'bytes' ? byteUnit(top).divisor : 1;
  const nice = scaleLinear()
    .domain([least / divisor, top / divisor])
    .nice(5);
  const [low = 0, high = 1] = nice.domain();
  const y = scaleLinear()
    .domain([low * divisor, high * divisor])
    .range([AREA.bottom, AREA.top]);
  return { y, ticks: nice.ticks(5).map((tick) => tick * divisor), limitShown };
}

export function horizontalGrid(ticks: readonly number[], y: Vertical, unit: Plot['unit']): Html[] {
  return ticks.map((tick) => {
    const at = round(y(tick));
    const line = tick === 0 ? 'axis' : 'grid';
    return markup`<path d="M${AREA.left} ${at}H${AREA.right}" class="${line}"/><text x="${AREA.left - 8}" y="${at + 4}" text-anchor="end">${tickText(tick, unit, byteUnit(ticks.at(-1) ?? 0))}</text>`;
  });
}

/** The limit, or a word at the top edge that it lies far above what is drawn. */
export function limitLine({ limit, unit }: Plot, y: Vertical, shown: boolean): Html[] {
  if (!limit) return [];
  const text = limitText(limit, unit);
  if (!shown) {
    return [
      markup`<text x="${AREA.right}" y="${AREA.top - 2}" text-anchor="end" class="limit-label">↑ ${text}, far above</text>`,
    ];
  }
  const at = round(y(limit.value));
  const beside = at - AREA.top > 16 ? at - 6 : at + 15;
  return [
    markup`<path d="M${AREA.left} ${at}H${AREA.right}" class="limit"/><text x="${AREA.left + 4}" y="${beside}" class="limit-label">${text}</text>`,
  ];
}

/** A word under the axis; at the right edge it ends there, so as not to leave the drawing. */
export function underAxis(x: number, text: string): Html {
  const atEdge = x > AREA.right - 12;
  return markup`<text x="${round(atEdge ? AREA.right + 12 : x)}" y="${AREA.bottom + 24}" text-anchor="${atEdge ? 'end' : 'middle'}">${text}</text>`;
}

/** The colour of a series; of bars, the last ones are the news and the ones before are the background. */
export function seriesColor({ kind, series }: Plot, index: number): number {
  return (kind === 'bar' ? series.length - 1 - index : index) % 5;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `Nov 16`, in UTC; empty for what is no date. */
export function dayText(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : `${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCDate()}`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The ticks of one axis are all in the unit of its largest: `0.2 GiB` below `1 GiB`, not `204.8 MiB`. */
function tickText(tick: number, unit: Plot['unit'], scale: ReturnType<typeof byteUnit>): string {
  if (unit === 'bytes' && tick !== 0) return `${numberText(tick / scale.divisor, 'number')} ${scale.unit}`;
  return unit === 'usd' && Number.isInteger(tick) ? `$${tick.toLocaleString('en-US')}` : numberText(tick, unit);
}
