import type { Column, Section } from '../../model/section.ts';
import { readable } from '../text/readable.ts';
import { cellText, counted, isNumeric } from '../text/value.ts';
import { plotFigure } from './plot.ts';
import { type Html, markup, NOTHING } from './template.ts';

const MOST_ROWS = 1000;

export function sectionHtml(section: Section, anchor: string): Html {
  const { title, text = [], plots = [], note, rows } = section;
  return markup`<section id="${anchor}">
<h2>${title}</h2>
${text.map((paragraph) => markup`<p>${readable(paragraph)}</p>`)}
${plots.map((plot, index) => plotFigure(plot, `${anchor}-plot-${index}`))}
${note === null ? NOTHING : markup`<p class="note">${readable(note)}</p>`}
${rows.length > 0 ? tableHtml(section) : NOTHING}
</section>
`;
}

function tableHtml({ columns, rows }: Section): Html {
  const heads = columns.map(({ label, format }) => markup`<th scope="col" class="${kindOf(format)}">${label}</th>`);
  const body = rows.slice(0, MOST_ROWS).map((row) => {
    const cells = columns.map(
      ({ key, format }) => markup`<td class="${kindOf(format)}">${cellText(row[key], format)}</td>`,
    );
    return markup`<tr>${cells}</tr>\n`;
  });
  const left = rows.length - MOST_ROWS;
  const more = left > 0 ? markup`<p class="facts">… and ${counted(left, 'more row')}.</p>` : NOTHING;
  return markup`<div class="scroll"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody></table></div>${more}`;
}

function kindOf(format: Column['format']): 'number' | 'time' | 'text' {
  if (isNumeric(format)) return 'number';
  return format === 'date' || format === 'instant' ? 'time' : 'text';
}
