import type { Section } from '../../model/section.ts';
import { cellText, counted, isNumeric } from '../text/value.ts';
import { plotFigure } from './plot.ts';
import { type Html, html, NOTHING } from './template.ts';

const MOST_ROWS = 1000;

export function sectionHtml(section: Section, anchor: string): Html {
  const { title, text = [], plots = [], note, rows } = section;
  return html`<section id="${anchor}">
<h2>${title}</h2>
${text.map((paragraph) => html`<p>${paragraph}</p>`)}
${plots.map((plot, index) => plotFigure(plot, `${anchor}-plot-${index}`))}
${note === null ? NOTHING : html`<p class="note">${note}</p>`}
${rows.length > 0 ? tableHtml(section) : NOTHING}
</section>
`;
}

function tableHtml({ columns, rows }: Section): Html {
  const kind = (format: Section['columns'][number]['format']): string =>
    isNumeric(format) ? 'number' : format === 'date' || format === 'instant' ? 'time' : 'text';
  const left = rows.length - MOST_ROWS;
  const body = rows.slice(0, MOST_ROWS).map(
    (row) => html`<tr>${columns.map(({ key, format }) => html`<td class="${kind(format)}">${cellText(row[key], format)}</td>`)}</tr>
`,
  );
  return html`<div class="scroll"><table>
<thead><tr>${columns.map(({ label, format }) => html`<th scope="col" class="${kind(format)}">${label}</th>`)}</tr></thead>
<tbody>
${body}</tbody></table></div>${left > 0 ? html`<p class="facts">… and ${counted(left, 'more row')}.</p>` : NOTHING}`;
}
