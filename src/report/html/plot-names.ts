import { scaleBand, scaleLinear } from 'd3-scale';
import type { Plot } from '../../model/section.ts';
import { plain } from '../text/plain.ts';
import { numberText } from '../text/value.ts';
import { shorten } from '../text/width.ts';
import { round, seriesColor } from './plot-frame.ts';
import { type Html, markup } from './template.ts';

const ROW_PIXELS = 26;
const NAMES = { left: 0, right: 250, characters: 36 } as const;
const BARS = { left: 258, right: 630 } as const;

/** Names have bars that lie, one under the other in the order given, so that the names can be read. */
export function namesHeight({ series }: Plot): number {
  return Math.max(1, namesOf(series).length) * ROW_PIXELS * Math.max(1, series.length) + 8;
}

export function drawNames(plot: Plot): Html {
  const names = namesOf(plot.series);
  const y = scaleBand()
    .domain(names)
    .range([4, namesHeight(plot) - 4])
    .padding(0.25);
  const values = plot.series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const most = values.reduce((high, value) => Math.max(high, value), 0) || 1;
  const x = scaleLinear().domain([0, most]).range([BARS.left, BARS.right]);
  const height = y.bandwidth() / plot.series.length;
  const labels = names.map((name) => {
    const middle = round((y(name) ?? 0) + y.bandwidth() / 2 + 4);
    return markup`<text x="${NAMES.right}" y="${middle}" text-anchor="end">${shorten(plain(name), NAMES.characters)}<title>${name}</title></text>`;
  });
  const bars = plot.series.flatMap(({ points }, index) =>
    points.flatMap(({ at, value }) => {
      if (value === null) return [];
      const top = (y(at) ?? 0) + index * height;
      const end = round(Math.max(BARS.left + 1, x(Math.max(0, value))));
      return [
        markup`<rect x="${BARS.left}" y="${round(top)}" width="${round(end - BARS.left)}" height="${round(height * 0.94)}" rx="1.5" class="f${seriesColor(plot, index)}"/><text x="${end + 7}" y="${round(top + height / 2 + 4)}">${numberText(value, plot.unit)}</text>`,
      ];
    }),
  );
  return markup`${labels}${bars}`;
}

function namesOf(series: Plot['series']): string[] {
  return [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))];
}
