import type { ChecklistResult } from '../../model/result.ts';
import type { Section } from '../../model/section.ts';
import { readable } from '../text/readable.ts';
import { sparklines } from '../text/sparkline.ts';
import { counted, listed } from '../text/value.ts';
import { heading, type Page, paragraph } from './page.ts';
import { tableLines } from './table.ts';

const MOST_ROWS = 25;
const MOST_PARAGRAPHS = 8;
const MOST_NOTE = 400;

export function sectionLines({ sections }: ChecklistResult, page: Page): string[] {
  return sections.flatMap((section, index) => [...(index > 0 ? [''] : []), ...oneSection(section, page)]);
}

function oneSection(section: Section, page: Page): string[] {
  const told = [...(section.text ?? []), ...(section.plots ?? []).flatMap(sparklines)];
  const parts = [noteLines(section, page), toldLines(told, page), rowLines(section, page)].filter(
    ({ length }) => length > 0,
  );
  const body = parts.flatMap((lines, index) => [...(index > 0 ? [''] : []), ...lines]);
  return [heading(section.title, page), ...(body.length > 0 ? body : paragraph('Nothing to show.', page, '  '))];
}

function noteLines({ note }: Section, page: Page): string[] {
  if (note === null) return [];
  const text = note.length > MOST_NOTE ? `${note.slice(0, MOST_NOTE)}…` : note;
  return paragraph(readable(text), page, '  ! ').map(page.paint.yellow);
}

function toldLines(paragraphs: readonly string[], page: Page): string[] {
  const left = paragraphs.length - MOST_PARAGRAPHS;
  const more = left > 0 ? [`… and ${counted(left, 'more paragraph')} (${page.command} --output html)`] : [];
  return [...paragraphs.slice(0, MOST_PARAGRAPHS), ...more].flatMap((text) => paragraph(readable(text), page, '  '));
}

function rowLines({ columns, rows }: Section, page: Page): string[] {
  if (rows.length === 0) return [];
  const { lines, hidden } = tableLines({ columns, rows: rows.slice(0, MOST_ROWS) }, page.width - 2);
  const left = rows.length - MOST_ROWS;
  const notes = [
    ...(left > 0 ? [`… and ${counted(left, 'more row')} (${page.command} --output json)`] : []),
    ...(hidden.length > 0 ? [`Not shown for want of room: ${listed(hidden)} (${page.command} --output html)`] : []),
  ];
  return [
    ...lines.map((line, index) => (index < 2 ? page.paint.dim(`  ${line}`) : `  ${line}`)),
    ...notes.flatMap((note) => paragraph(note, page, '  ').map(page.paint.dim)),
  ];
}
