import pc from 'picocolors';
import type { FindingChange, FindingsDiff } from './diff.ts';
import { findingText } from './digest/finding-text.ts';
import { placeOf } from './digest/unknowns.ts';
import { heading, type Page, paragraph } from './terminal/page.ts';
import { counted, listed, timeText } from './text/value.ts';

interface DiffOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const MOST = 20;

/** What is new, what is better, and what only looks so because nobody looked. */
export function renderDiffText(diff: FindingsDiff, { color, width }: DiffOptions): string {
  const page: Page = {
    width: Math.max(40, width),
    paint: pc.createColors(color),
    manyPlaces: true,
    command: 'opsbook findings diff',
  };
  const { red, yellow, green } = page.paint;
  const parts = [
    [
      ...paragraph(`From ${sideText(diff.before)} to ${sideText(diff.after)}`, page),
      '',
      ...paragraph(sentence(diff), page).map(page.paint.bold),
    ],
    changeLines('NEW', diff.new, page, red),
    changeLines('CHANGED', diff.changed, page, yellow),
    changeLines('NOT DETERMINED', diff.notDetermined, page, yellow),
    changeLines('GONE', diff.gone, page, green),
    diff.summary.unchanged > 0 ? paragraph(`${counted(diff.summary.unchanged, 'finding')} unchanged.`, page) : [],
  ];
  return `${parts
    .filter(({ length }) => length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

export function renderDiffJson(diff: FindingsDiff): string {
  return `${JSON.stringify(diff, null, 2)}\n`;
}

function sideText({ checklist, finishedAt }: FindingsDiff['before']): string {
  return `${checklist} of ${timeText(finishedAt, 'instant')}`;
}

function sentence({ summary, changed }: FindingsDiff): string {
  const broken = changed.filter(({ after }) => after === 'fail').length;
  const fixed = changed.filter(({ after }) => after === 'pass').length;
  const other = changed.length - broken - fixed;
  const parts = [
    ...(summary.new > 0 ? [`${summary.new} new`] : []),
    ...(broken > 0 ? [`${broken} newly failing`] : []),
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
    ...(other > 0 ? [`${other} otherwise changed`] : []),
    ...(summary.gone > 0 ? [`${summary.gone} gone`] : []),
    ...(summary.unchanged > 0 ? [`${summary.unchanged} unchanged`] : []),
  ];
  const told = parts.length > 0 ? `${listed(parts)}` : 'Nothing changed';
  const blind = summary.notDetermined;
  return blind > 0 ? `${told}; of ${counted(blind, 'finding')} nothing can be said.` : `${told}.`;
}

function changeLines(
  title: string,
  changes: readonly FindingChange[],
  page: Page,
  paint: (text: string) => string,
): string[] {
  if (changes.length === 0) return [];
  const left = changes.length - MOST;
  return [
    heading(`${title} (${changes.length.toLocaleString('en-US')})`, page, paint),
    ...changes.slice(0, MOST).flatMap((change) => oneChange(change, page)),
    ...(left > 0
      ? paragraph(`… and ${left.toLocaleString('en-US')} more (${page.command} … --output json)`, page, '  ')
      : []),
  ];
}

function oneChange({ finding, before, after, why }: FindingChange, page: Page): string[] {
  const from = before === null || after === null ? '' : ` (${before} → ${after})`;
  const because = why === undefined || why === finding.reason ? '' : ` ${why}`;
  const text = `${finding.severity} ${finding.check}${from} ${placeOf(finding)}: ${findingText(finding)}${because}`;
  return paragraph(text, page, '  - ', '    ');
}
