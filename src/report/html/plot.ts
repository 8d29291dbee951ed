import type { Plot } from '../../model/section.ts';
import { limitText } from '../text/limit.ts';
import { isOverTime, plotFacts } from '../text/plot-facts.ts';
import { numberText, timeText } from '../text/value.ts';
import { drawBars } from './plot-bars.ts';
import { HEIGHT, seriesColor } from './plot-frame.ts';
import { drawLines } from './plot-lines.ts';
import { drawNames, namesHeight } from './plot-names.ts';
import { type Html, markup, NOTHING } from './template.ts';

/** Points of a plot that are listed under it, for who cannot see it or wants the numbers. */
const MOST_NUMBERS = 400;

/** A figure: title, legend, drawing, what the drawing says in words, and the numbers. `id` is unique on the page. */
export function plotFigure(plot: Plot, id: string): Html {
  const empty = plot.series.every(({ points }) => points.every(({ value }) => value === null));
  if (empty) return markup`<figure><figcaption>${plot.title}</figcaption><p class="facts">No data.</p></figure>`;
  const { drawing, height, kind } = draw(plot);
  return markup`<figure>
<figcaption>${plot.title}</figcaption>
${legend(plot)}
<div class="scroll"><svg class="plot ${kind}" viewBox="0 0 720 ${height}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${plot.title}</title><desc id="${id}-desc">${plotFacts(plot)}</desc>
${drawing}
</svg></div>
<p class="facts">${plotFacts(plot)}</p>
${numbers(plot)}
</figure>`;
}

function draw(plot: Plot): { drawing: Html; height: number; kind: 'over-time' | 'by-name' } {
  if (plot.kind === 'line') return { drawing: drawLines(plot), height: HEIGHT, kind: 'over-time' };
  if (isOverTime(plot)) return { drawing: drawBars(plot), height: HEIGHT, kind: 'over-time' };
  return { drawing: drawNames(plot), height: namesHeight(plot), kind: 'by-name' };
}

function legend(plot: Plot): Html {
  const items = plot.series.map(({ label }, index) =>
    legendItem(markup`<rect x="0" y="3" width="24" height="6" rx="2" class="f${seriesColor(plot, index)}"/>`, label),
  );
  if (plot.forecast) {
    const swatch = markup`<rect width="24" height="12" class="band"/><path d="M1 6H23" class="middle"/>`;
    items.push(legendItem(swatch, plot.forecast.label));
  }
  if (plot.limit) {
    items.push(legendItem(markup`<path d="M0 6H24" class="limit"/>`, limitText(plot.limit, plot.unit)));
  }
  return items.length > 1 ? markup`<ul class="legend">${items}</ul>` : NOTHING;
}

function legendItem(swatch: Html, label: string): Html {
  return markup`<li><svg viewBox="0 0 24 12" aria-hidden="true">${swatch}</svg>${label}</li>`;
}

function numbers(plot: Plot): Html {
  const { series, unit } = plot;
  const overTime = isOverTime(plot);
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))];
  const values = series.map(({ points }) => new Map(points.map(({ at, value }) => [at, value])));
  if (overTime) times.sort();
  const rows = times.slice(-MOST_NUMBERS).map((at) => {
    const cells = values.map((byTime) => {
      const value = byTime.get(at);
      return markup`<td class="number">${typeof value === 'number' ? numberText(value, unit) : '–'}</td>`;
    });
    return markup`<tr><td class="time">${timeText(at, 'instant')}</td>${cells}</tr>`;
  });
  const heads = series.map(({ label }) => markup`<th scope="col" class="number">${label}</th>`);
  return markup`<details><summary>Numbers</summary><div class="scroll"><table><thead><tr><th scope="col">${overTime ? 'When' : 'Name'}</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
}
