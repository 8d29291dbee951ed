import type { HandOffSection, HandOffView } from '../../model/oncall/hand-off.ts';
import {
  entryWords,
  missingSignatures,
  momentWords,
  partyWords,
  spanWords,
} from '../../model/oncall/hand-off-words.ts';

/** What fits a chat; the whole is asked for. */
const MOST_ENTRIES = 5;
const MOST_CHARACTERS = 200;

export interface Letter {
  readonly subject: string;
  readonly body: string;
}

/** What both are told when the shift changes. `unreached`: who of them cannot be told. */
export function handOffLetter(view: HandOffView, unreached: readonly string[]): Letter {
  const { schedule, rotation, shift, timezone, outgoing, incoming, sections, notes } = view;
  const from = outgoing
    ? `${partyWords(outgoing)} hands over to ${partyWords(incoming)}`
    : `${partyWords(incoming)} begins`;
  const lines = [
    `${from}: ${schedule}, ${rotation}, ${spanWords(shift.start, shift.end, timezone)} ${timezone}`,
    ...sections
      .filter(({ id }) => id !== 'contacts' && id !== 'links')
      .flatMap((section) => sectionLines(section, timezone)),
    ...(notes.length > 0
      ? ['', 'Important notes', ...notes.map(({ text, author }) => `- [ ] ${cut(text)} (${author})`)]
      : []),
    ...unreached.map((person) => `\n${person} is not told: no channel of the configuration reaches them.`),
    '',
    `The whole checklist: ${commandOf(view)}`,
    `Sign it, both: ${commandOf(view)} --sign`,
  ];
  return {
    subject: `On-call hand-off: ${placeWords(view)}, ${momentWords(shift.start, timezone)}`,
    body: lines.join('\n'),
  };
}

/** What is told once where somebody has not signed. */
export function unsignedLetter(view: HandOffView): Letter {
  const missing = missingSignatures(view);
  const who = missing.join(' and ');
  return {
    subject: `Hand-off not signed by ${who}: ${placeWords(view)}`,
    body: [
      `The shift changed at ${momentWords(view.shift.start, view.timezone)} ${view.timezone}, and ${who} ${missing.length > 1 ? 'have' : 'has'} not signed the hand-off.`,
      `Read and sign it: ${commandOf(view)} --sign`,
    ].join('\n'),
  };
}

function sectionLines({ title, entries, more, unknown }: HandOffSection, timezone: string): string[] {
  const left = Math.max(0, entries.length - MOST_ENTRIES) + more;
  return [
    '',
    title,
    ...entries.slice(0, MOST_ENTRIES).map((entry) => `- [ ] ${cut(entryWords(entry, timezone))}`),
    ...(left > 0 ? [`- … and ${left} more`] : []),
    ...unknown.map((sentence) => `- ? ${cut(sentence)}`),
    ...(entries.length + unknown.length === 0 ? ['- none'] : []),
  ];
}

function placeWords({ schedule, rotation, outgoing, incoming }: HandOffView): string {
  return `${schedule}/${rotation}, ${outgoing ? `${outgoing.id} → ` : ''}${incoming.id}`;
}

function commandOf({ schedule, rotation }: HandOffView): string {
  return `opsbook oncall handoff --schedule ${schedule} --rotation ${rotation}`;
}

/** One line of it. */
function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…`;
}
