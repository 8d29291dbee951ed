import { shorten, widthOf } from './width.ts';

/** Rows of cells as lines: each column as wide as its widest cell, each line no wider than the page. */
export function columnLines(rows: readonly (readonly string[])[], width: number): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)));
    return shorten(cells.join('  ').trimEnd(), width);
  });
  return `${lines.join('\n')}\n`;
}
