import type { Message } from '../../model/incident/message.ts';
import { cut, plainLine, plainText, utf8Bytes } from './plain-text.ts';

/** Longer ones are cut by some mail readers and refused by some chats. */
const LINK_CHARACTERS = 2048;

export interface Fact {
  readonly label: string;
  /** One line of plain text, not escaped for anything. */
  readonly value: string;
}

/** What a reader has to know of the incident, in the order of a glance; nothing of a message that is about none. */
export function factsOf({ incident }: Message): readonly Fact[] {
  if (incident === null) return [];
  return [
    { label: 'Incident', value: cut(plainLine(`#${incident.number} ${incident.title}`), 300) },
    { label: 'Severity', value: incident.severity },
    { label: 'Status', value: cut(plainLine(incident.status), 100) },
    { label: 'Opened', value: instant(incident.openedAt) },
  ];
}

/** Where a browser shows the incident; null where nothing does, or where it is no web address. */
export function linkOf({ incident }: Message): string | null {
  const url = incident?.url ?? '';
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return null;
  const { href } = new URL(url);
  return href.length > LINK_CHARACTERS ? null : href;
}

/** The whole message as plain text, with its key at the end, by which a reader knows a repeat. */
export function letterOf(message: Message, mostBytes: number): string {
  const facts = factsOf(message).map(({ label, value }) => `${label}: ${value}`);
  const end = [...facts, linkOf(message) ?? '', `Key: ${keyOf(message)}`].filter((line) => line !== '').join('\n');
  const start = subjectOf(message, 300);
  // Cut is the body, never what says which incident it is.
  const left = mostBytes - utf8Bytes(`${start}\n\n\n\n${end}\n`);
  const body = cut(plainText(message.body), left, utf8Bytes);
  return `${[start, body, end].filter((part) => part !== '').join('\n\n')}\n`;
}

/** Never empty: an empty subject is refused here and there. */
export function subjectOf(message: Message, mostCharacters: number): string {
  const subject = plainLine(message.subject);
  return cut(subject === '' ? `Opsbook: ${message.kind}` : subject, mostCharacters);
}

/** The key as a reader sees it. */
export function keyOf(message: Message): string {
  return cut(plainLine(message.key), 200);
}

/** ISO 8601 in UTC, to the second. */
function instant(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}
