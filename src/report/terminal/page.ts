import type pc from 'picocolors';
import type { Severity } from '../../model/severity.ts';
import { plain } from '../text/plain.ts';
import { shorten, widthOf } from '../text/width.ts';
import { wrapIndented } from '../text/wrap.ts';

type Paint = ReturnType<typeof pc.createColors>;

/** What every part of a terminal report knows about the page it is printed on. */
export interface Page {
  readonly width: number;
  readonly paint: Paint;
  /** Whether more than one account or region was looked at, so that a finding must say where it is. */
  readonly manyPlaces: boolean;
  /** The command that made the report. */
  readonly command: string;
}

/** Text from anywhere, made safe and wrapped; further lines are indented by `rest`. */
export function paragraph(text: string, page: Page, first = '', rest?: string): string[] {
  return wrapIndented(plain(text), page.width, first, rest);
}

/** A title at the left, an addition at the right where there is room for both on one line. */
export function titled(title: string, addition: string, page: Page): string[] {
  const [left, right] = [plain(title), plain(addition)];
  const gap = page.width - widthOf(left) - widthOf(right);
  if (gap >= 2) return [`${page.paint.bold(left)}${' '.repeat(gap)}${page.paint.dim(right)}`];
  const lines = wrapIndented(left, page.width, '').map((line) => page.paint.bold(line));
  return [...lines, page.paint.dim(shorten(right, page.width))];
}

/** A heading with a rule to the edge of the page: findable when scrolling, also without colour. */
export function heading(text: string, page: Page, paint: (text: string) => string = page.paint.bold): string {
  const title = shorten(plain(text), page.width - 6);
  return paint(`── ${title} ${'─'.repeat(page.width - widthOf(title) - 4)}`);
}

export function severityPaint(severity: Severity, { paint }: Page): (text: string) => string {
  switch (severity) {
    case 'critical':
      return (text) => paint.bold(paint.red(text));
    case 'high':
      return paint.red;
    case 'medium':
      return paint.yellow;
    case 'low':
      return paint.cyan;
    case 'informational':
      return paint.dim;
  }
}
