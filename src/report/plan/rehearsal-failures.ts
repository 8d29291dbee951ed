import { formatDuration } from '../../model/duration.ts';
import type { RehearsedFailure } from '../../model/rehearsal.ts';
import { type Page, paragraph } from '../terminal/page.ts';

/** More than these are counted. */
const MOST_LEFT = 8;

/** What goes wrong, step by step, and how it ends; steps that fail alike and end alike in one line. */
export function failureLines(failures: readonly RehearsedFailure[], page: Page): string[] {
  return together(failures).flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const what = `${first.trouble}${first.step === null ? ' when all is done' : ''}`;
    const clean = isClean(first);
    return [
      ...paragraph(`${what} → ${endOf(group)}`, page, numbersOf(group), ' '.repeat(9)).map(
        clean ? (line) => line : page.paint.yellow,
      ),
      ...leftOf(first).flatMap((text) => paragraph(text, page, ' '.repeat(9), ' '.repeat(11))),
    ];
  });
}

/** Neighbours that differ in nothing but the step. */
function together(failures: readonly RehearsedFailure[]): RehearsedFailure[][] {
  const groups: RehearsedFailure[][] = [];
  for (const one of failures) {
    const last = groups.at(-1);
    if (last?.[0] && kindOf(last[0]) === kindOf(one) && isClean(one)) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

function kindOf(one: RehearsedFailure): string {
  return JSON.stringify([one.trouble, one.status, one.asksFirst, isClean(one), one.requestsFailed > 0]);
}

function isClean({ status, left }: RehearsedFailure): boolean {
  return status !== 'failed' && left.length === 0;
}

function numbersOf(group: readonly RehearsedFailure[]): string {
  const [first, last] = [group[0]?.number, group.at(-1)?.number];
  if (first == null) return '      –  ';
  const text = first === last ? String(first) : `${first}–${last}`;
  return `${text.padStart(6)}.  `.slice(0, 9);
}

function endOf(group: readonly RehearsedFailure[]): string {
  const [first] = group;
  if (!first) return '';
  const { status, asksFirst, requestsFailed, reason } = first;
  const longest = Math.max(...group.map(({ undoSeconds }) => undoSeconds));
  const time = longest === 0 ? 'at once' : `in ${formatDuration(longest * 1000)}`;
  const failed = requestsFailed > 0 ? `; ${requestsFailed.toLocaleString('en-US')} requests fail until then` : '';
  if (status === 'failed') return `not undone as a whole: ${reason}${failed}`;
  if (status === 'succeeded') return 'it succeeds all the same';
  const asked = asksFirst ? 'a person is asked, and what they have undone is ' : '';
  return `${asked}undone ${time}${isClean(first) ? '' : ', but it leaves something'}${failed}`;
}

function leftOf({ left }: RehearsedFailure): string[] {
  const more = left.length - MOST_LEFT;
  return [...left.slice(0, MOST_LEFT).map((text) => `✗ ${text}`), ...(more > 0 ? [`and ${more} more`] : [])];
}
