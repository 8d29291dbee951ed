import type { JsonObject } from '../../model/json.ts';
import type { Column } from '../../model/section.ts';
import { plain } from '../text/plain.ts';
import { cellText, isNumeric } from '../text/value.ts';
import { padEnd, padStart, shorten, widthOf } from '../text/width.ts';
import { wrap } from '../text/wrap.ts';

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
}

/** How a column is laid out: words may be wrapped down to `least`, numbers and dates never are. */
interface Layout {
  readonly column: Column;
  readonly label: string;
  readonly cells: readonly string[];
  readonly natural: number;
  readonly least: number;
}

const GAP = 2;
const NARROWEST_TEXT = 14;
const CELL_LINES = 4;

/** The table in `width` columns of text. Columns that do not fit are left out from the right, whole, and named. */
export function tableLines({ columns, rows }: Table, width: number): { lines: string[]; hidden: string[] } {
  const all = columns.map((column) => layOut(column, rows));
  const shown = fitting(all, width);
  const widths = spread(shown, width);
  const header = rowLines(
    shown.map(({ label }) => label),
    shown,
    widths,
  );
  const rule = widths.map((columnWidth) => '─'.repeat(columnWidth)).join(' '.repeat(GAP));
  const body = rows.flatMap((_, index) =>
    rowLines(
      shown.map(({ cells }) => cells[index] ?? ''),
      shown,
      widths,
    ),
  );
  return { lines: [...header, rule, ...body], hidden: all.slice(shown.length).map(({ label }) => label) };
}

function layOut(column: Column, rows: readonly JsonObject[]): Layout {
  const label = plain(column.label);
  const cells = rows.map((row) => cellText(row[column.key], column.format));
  const natural = Math.max(1, widthOf(label), ...cells.map(widthOf));
  const rigid = column.format !== undefined && column.format !== 'text';
  return { column, label, cells, natural, least: rigid ? natural : Math.min(natural, NARROWEST_TEXT) };
}

/** The first column stays whatever happens; of the others, as many from the left as have room for their least. */
function fitting(layouts: readonly Layout[], width: number): Layout[] {
  const shown: Layout[] = [];
  let used = -GAP;
  for (const layout of layouts) {
    used += GAP + layout.least;
    if (used > width && shown.length > 0) break;
    shown.push(layout);
  }
  return shown;
}

/** Gives each column its least, then what is left over to the columns that would use it, the neediest first. */
function spread(layouts: readonly Layout[], width: number): number[] {
  const widths = layouts.map(({ least }) => Math.min(least, width));
  let left = width - widths.reduce((sum, columnWidth) => sum + columnWidth, 0) - GAP * (layouts.length - 1);
  while (left > 0) {
    const needs = layouts.map(({ natural }, index) => natural - (widths[index] ?? 0));
    const wanting = needs.filter((need) => need > 0);
    if (wanting.length === 0) break;
    const share = Math.max(1, Math.floor(left / wanting.length));
    for (const [index, need] of needs.entries()) {
      const given = Math.min(share, Math.max(0, need), left);
      widths[index] = (widths[index] ?? 0) + given;
      left -= given;
    }
  }
  return widths;
}

function rowLines(texts: readonly string[], layouts: readonly Layout[], widths: readonly number[]): string[] {
  const cells = texts.map((text, index) => cellLines(text, widths[index] ?? 1));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    layouts
      .map(({ column }, index) => {
        const text = cells[index]?.[line] ?? '';
        return isNumeric(column.format) ? padStart(text, widths[index] ?? 1) : padEnd(text, widths[index] ?? 1);
      })
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function cellLines(text: string, width: number): string[] {
  const lines = wrap(text, width);
  if (lines.length <= CELL_LINES) return lines;
  return [...lines.slice(0, CELL_LINES - 1), shorten(lines.slice(CELL_LINES - 1).join(' '), width)];
}
