import type { HandOffNote, HandOffSection, HandOffSource, HandOffView } from '../../model/oncall/hand-off.ts';
import { entryWords, momentWords, partyWords, spanWords } from '../../model/oncall/hand-off-words.ts';
import { readable } from '../text/readable.ts';
import { plain } from '../text/plain.ts';
import { wrapIndented } from '../text/wrap.ts';

const STATES = {
  coming: 'it has not changed yet: this is what is known so far',
  open: 'not signed by both',
  signed: 'signed',
} as const;

/** The checklist of a hand-off for a terminal: what others wrote cannot move or colour anything in it. */
export function handOffText(view: HandOffView, width: number): string {
  const { schedule, rotation, shift, timezone, id, state, sections, notes, filledAt } = view;
  const called = id === null ? 'The next hand-off' : `Hand-off ${id}`;
  const before = sections.filter(({ id: section }) => section !== 'contacts' && section !== 'links');
  const after = sections.filter((section) => !before.includes(section));
  const lines = [
    ...wrapIndented(plain(`${called} of ${schedule}, ${rotation}: ${STATES[state]}`), width, ''),
    ...wrapIndented(plain(`${whoWords(view)}, ${spanWords(shift.start, shift.end, timezone)} ${timezone}`), width, ''),
    ...(id === null ? [] : [`Filled in ${momentWords(filledAt, timezone)}`]),
    ...before.flatMap((section) => sectionLines(section, { timezone, width })),
    ...noteLines(notes, { timezone, width }),
    ...after.flatMap((section) => sectionLines(section, { timezone, width })),
    ...signatureLines(view),
  ];
  return `${lines.join('\n')}\n`;
}

/** `Alice Example (alice) hands over to Bob Example (bob)` */
export function whoWords({ outgoing, incoming }: HandOffView): string {
  return outgoing
    ? `${partyWords(outgoing)} hands over to ${partyWords(incoming)}`
    : `${partyWords(incoming)} begins, after nobody`;
}

/** `incident 12`; of a link its address. */
export function sourceWords({ kind, id }: HandOffSource): string {
  return kind === 'link' ? id : `${kind} ${id}`;
}

interface Page {
  readonly timezone: string;
  readonly width: number;
}

function sectionLines({ id, title, entries, more, unknown }: HandOffSection, { timezone, width }: Page): string[] {
  const mark = id === 'contacts' || id === 'links' ? '  - ' : '  [ ] ';
  return [
    '',
    title.toUpperCase(),
    ...entries.flatMap((entry) =>
      wrapIndented(readable(`${entryWords(entry, timezone)} · ${sourceWords(entry.source)}`), width, mark),
    ),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...unknown.flatMap((sentence) => wrapIndented(readable(sentence), width, '  ? ')),
    ...(entries.length + unknown.length === 0 ? ['  none'] : []),
  ];
}

function noteLines(notes: readonly HandOffNote[], { timezone, width }: Page): string[] {
  return [
    '',
    'IMPORTANT NOTES',
    ...notes.flatMap(({ id, text, author, at, keep }) => {
      const from = `note ${id} of ${author}, ${momentWords(at, timezone)}${keep ? ', kept' : ''}`;
      return wrapIndented(plain(`${text} · ${from}`), width, '  [ ] ');
    }),
    ...(notes.length === 0 ? ['  none'] : []),
  ];
}

function signatureLines({ id, outgoing, incoming, signed, timezone, warnedAt }: HandOffView): string[] {
  if (id === null) return [];
  const line = (side: 'outgoing' | 'incoming', person: string): string => {
    const signature = signed[side];
    if (!signature) return `  [ ] ${side} ${plain(person)}: not signed (--sign)`;
    const behalf = signature.by === person ? '' : ` by ${plain(signature.by)} on their behalf`;
    return `  [x] ${side} ${plain(person)}: signed ${momentWords(signature.at, timezone)}${behalf}`;
  };
  return [
    '',
    'SIGNED',
    ...(outgoing ? [line('outgoing', outgoing.id)] : []),
    line('incoming', incoming.id),
    ...(warnedAt === null ? [] : [`  That it was not signed was told ${momentWords(warnedAt, timezone)}`]),
  ];
}
