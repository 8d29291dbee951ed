import { scaleBand } from 'd3-scale';
import type { Plot } from '../../model/section.ts';
import { numberText, timeText } from '../text/value.ts';
import { AREA, dayText, horizontalGrid, limitLine, round, seriesColor, underAxis, verticalScale } from './plot-frame.ts';
import { type Html, html } from './template.ts';

const LABEL_PIXELS = 46;

/** A bar for each value; where series share a day their bars stand side by side, and a gap is an empty place. */
export function drawBars(plot: Plot): Html {
  const days = [...new Set(plot.series.flatMap(({ points }) => points.map(({ at }) => at)))].toSorted();
  const x = scaleBand().domain(days).range([AREA.left, AREA.right]).paddingInner(0.25).paddingOuter(0.1);
  const { y, ticks, limitShown } = verticalScale(plot);
  const abreast = sideBySide(plot);
  const inner = scaleBand().domain(abreast.map(String)).range([0, x.bandwidth()]).paddingInner(0.08);
  const bars = plot.series.flatMap(({ label, points }, index) =>
    points.flatMap(({ at, value }) => {
      if (value === null) return [];
      const [from, to] = [y(Math.max(0, value)), y(Math.min(0, value))];
      const left = (x(at) ?? 0) + (abreast.length > 1 ? (inner(String(index)) ?? 0) : 0);
      const width = abreast.length > 1 ? inner.bandwidth() : x.bandwidth();
      return [
        html`<rect x="${round(left)}" y="${round(from)}" width="${round(width)}" height="${round(Math.max(0.5, to - from))}" rx="1.5" class="f${seriesColor(plot, index)}"><title>${label} ${timeText(at, 'date')}: ${numberText(value, plot.unit)}</title></rect>`,
      ];
    }),
  );
  const every = Math.max(1, Math.ceil(LABEL_PIXELS / x.step()));
  const labels = days.flatMap((at, index) =>
    (days.length - 1 - index) % every === 0 ? [underAxis((x(at) ?? 0) + x.bandwidth() / 2, dayText(new Date(at)))] : [],
  );
  return html`${horizontalGrid(ticks, y, plot.unit)}${bars}${labels}${limitLine(plot, y, limitShown)}`;
}

/** The series that stand beside another one; none where each has days of its own. */
function sideBySide({ series }: Plot): number[] {
  const days = series.flatMap(({ points }) => points.map(({ at }) => at));
  return new Set(days).size === days.length ? [] : series.map((_, index) => index);
}
