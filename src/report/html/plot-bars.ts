import { scaleBand } from 'd3-scale';
import type { Plot } from '../../model/section.ts';
import { numberText, timeText } from '../text/value.ts';
import {
  AREA,
  dayText,
  horizontalGrid,
  limitLine,
  round,
  seriesColor,
  underAxis,
  verticalScale,
} from './plot-frame.ts';
import { type Html, markup } from './template.ts';

const LABEL_PIXELS = 46;

/** A bar for each value; where series share a day their bars stand side by side, and a gap is an empty place. */
export function drawBars(plot: Plot): Html {
  const days = [...new Set(plot.series.flatMap(({ points }) => points.map(({ at }) => at)))].toSorted();
  const x = scaleBand().domain(days).range([AREA.left, AREA.right]).paddingInner(0.25).paddingOuter(0.1);
  const { y, ticks, limitShown } = verticalScale(plot);
  const abreast = standAbreast(plot) ? plot.series.length : 1;
  const width = x.bandwidth() / abreast;
  const bars = plot.series.flatMap(({ label, points }, index) =>
    points.flatMap(({ at, value }) => {
      if (value === null) return [];
      const [from, to] = [y(Math.max(0, value)), y(Math.min(0, value))];
      const left = (x(at) ?? 0) + (abreast > 1 ? index * width : 0);
      const said = `${label} ${timeText(at, 'date')}: ${numberText(value, plot.unit)}`;
      return [
        markup`<rect x="${round(left)}" y="${round(from)}" width="${round(width * 0.96)}" height="${round(Math.max(0.5, to - from))}" rx="1.5" class="f${seriesColor(plot, index)}"><title>${said}</title></rect>`,
      ];
    }),
  );
  const every = Math.max(1, Math.ceil(LABEL_PIXELS / x.step()));
  const labels = days.flatMap((at, index) =>
    (days.length - 1 - index) % every === 0 ? [underAxis((x(at) ?? 0) + x.bandwidth() / 2, dayText(new Date(at)))] : [],
  );
  return markup`${horizontalGrid(ticks, y, plot.unit)}${bars}${labels}${limitLine(plot, y, limitShown)}`;
}

/** Whether a day has bars of more than one series. */
function standAbreast({ series }: Plot): boolean {
  const days = series.flatMap(({ points }) => points.map(({ at }) => at));
  return new Set(days).size < days.length;
}
