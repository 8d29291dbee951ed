import { SEVERITY_MEANING } from '../../model/incident/severity.ts';
import type { Message, MessageIncident, MessageKind } from '../../model/incident/message.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Kept } from '../../store/respond-tables.ts';

interface About {
  readonly key: string;
  readonly kind: MessageKind;
  readonly at: Date;
  readonly url: string | null;
  /** In place of what the kind says. */
  readonly words?: string | undefined;
}

/** What is told of an incident, as plain text: who reads it at 03:00 sees what it is, how bad, since when, and what to do. */
export function messageOf(incident: IncidentRow, { key, kind, at, url, words }: About): Message {
  const { number, title, severity } = incident;
  return {
    key,
    kind,
    subject:
      words === undefined ? `${subjectWord(kind)}${severity} #${number} ${title}` : `#${number} ${firstLine(words)}`,
    body: words ?? bodyOf(incident, kind),
    incident: messageIncident(incident, url),
    at,
  };
}

export function messageIncident(incident: IncidentRow, url: string | null): MessageIncident {
  const { number, title, severity, status, openedAt } = incident;
  return {
    number,
    title,
    severity,
    status,
    openedAt,
    url: url === null ? null : `${url.replace(/\/$/, '')}/incidents/${number}`,
    dedupKey: `opsbook/incident/${number}`,
  };
}

function subjectWord(kind: MessageKind): string {
  if (kind === 'acknowledged') return 'Acknowledged: ';
  if (kind === 'resolved') return 'Resolved: ';
  return '';
}

function bodyOf(incident: IncidentRow, kind: MessageKind): string {
  const { number, severity, title, openedAt, occurrences, labels, escalation, resolvedBy } = incident;
  const about = Object.entries(labels).map(([name, value]) => `${name}: ${value}`);
  if (kind === 'acknowledged') return `${title}\n${escalation.acknowledgedBy.join(', ') || 'Somebody'} has it.`;
  if (kind === 'resolved') {
    return `${title}\nResolved ${resolvedBy === 'source' ? 'by itself: the alarm went out' : `by ${resolvedBy ?? 'somebody'}`}.`;
  }
  return [
    title,
    `${SEVERITY_MEANING[severity].title}; since ${openedAt.toISOString().slice(0, 16)}Z${occurrences > 1 ? `; ${occurrences} times` : ''}`,
    ...about,
    `Take it: opsbook incident ack ${number}`,
    `Look at it: opsbook incident show ${number}`,
  ].join('\n');
}

/** Kinds of events that a room hears; what comes from the room itself, and what only machines care for, is left out. */
const IN_ROOM = new Set([
  'opened',
  'reopened',
  'status',
  'severity',
  'paged',
  'gap',
  'lap',
  'policy',
  'exhausted',
  'unreached',
  'acknowledged',
  'acknowledgement-expired',
  'snoozed',
  'escalated',
  'impact',
  'resolved',
  'recovered',
  'execution',
  'evidence',
  'breach',
  'breach-ahead',
  'assigned',
  'note',
  'mitigation',
]);

export function roomWords<T extends { readonly kind: string; readonly by: { readonly via: string } }>(
  happened: readonly T[],
): T[] {
  return happened.filter(({ kind, by }) => IN_ROOM.has(kind) && !(kind === 'note' && by.via === 'slack'));
}

/** Which incident is meant, of words that do not say it. */
export function aboutOf({ number, severity, title }: IncidentRow): string {
  return `${severity} #${number} ${title}\nLook at it: opsbook incident show ${number}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 200) ?? '';
}

/** As JSON keeps it. */
export function kept(message: Message): Kept<Message> {
  const { incident, at } = message;
  return {
    ...message,
    at: at.toISOString(),
    incident: incident && { ...incident, openedAt: incident.openedAt.toISOString() },
  };
}

/** The other way round. */
export function revived({ incident, at, ...rest }: Kept<Message>): Message {
  return {
    ...rest,
    at: new Date(at),
    incident: incident && { ...incident, openedAt: new Date(incident.openedAt) },
  };
}
