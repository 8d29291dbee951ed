import { listIncidents, findIncidentByRoom, type IncidentRow } from '../../store/incidents.ts';
import { openByHand, perform } from '../incidents/perform.ts';
import { addNote } from '../incidents/note.ts';
import type { Responder, Responding } from '../responder.ts';
import type { SlackAct, SlackDeed, SlackNote } from './acts.ts';

/** Longer texts are cut: the whole stands in Slack. */
const NOTE_LENGTH = 9000;
const MOST_LISTED = 20;

/** What somebody does to incidents; what they say of executions is decided where executions are. */
type IncidentDeed = Exclude<SlackDeed, { kind: 'approve' | 'reject' }>;

/** As it came, of these deeds alone. */
export type IncidentAct = Omit<SlackAct, 'act'> & { readonly act: IncidentDeed };

export interface Performing {
  /** Of the configuration: who did it. */
  readonly person: string;
  /** Of the configuration: where it was done. */
  readonly channel: string;
}

/**
 * Does what somebody did in Slack, once however often it is delivered. Gives what to tell them, as plain text; null where
 * nobody has to be told.
 * @throws UsageError, Refused
 */
export async function performAct(
  responder: Responder,
  { act, id: eventId, at, channel: place }: IncidentAct,
  { person, channel }: Performing,
): Promise<string | null> {
  const by = { id: person, via: 'slack' };
  switch (act.kind) {
    case 'acknowledge':
      await perform(responder, act.incident, { action: 'acknowledge' }, { by, eventId });
      return `Incident ${act.incident} is yours.`;
    case 'escalate':
      await perform(responder, act.incident, { action: 'escalate' }, { by, eventId });
      return `Incident ${act.incident}: the next level is paged.`;
    case 'open': {
      const wish = { title: act.title, labels: {}, ...(act.severity && { severity: act.severity }) };
      const { number } = await openByHand(responder, wish, { by, eventId });
      return `Incident ${number} is open.`;
    }
    case 'list':
      return listWords(await listIncidents(responder.db, { open: true, limit: MOST_LISTED + 1 }));
    case 'note': {
      const number = act.incident ?? (await roomOf(responder, channel, place));
      if (number === undefined) return null;
      await keepNote(responder, number, act, { by, eventId, at });
      return act.incident === null ? null : `It is on the timeline of incident ${number}.`;
    }
  }
}

async function roomOf({ db }: Responder, channel: string, id: string | null): Promise<number | undefined> {
  return id === null ? undefined : (await findIncidentByRoom(db, { channel, id }))?.number;
}

interface Written {
  readonly by: Responding;
  readonly eventId: string;
  readonly at: Date;
}

/** What was written stays as it was written; what somebody makes of it later stands beneath, with the name of the message. */
async function keepNote(responder: Responder, number: number, note: SlackNote, written: Written): Promise<void> {
  const { text, ts, change } = note;
  const cut = text.length > NOTE_LENGTH ? `${text.slice(0, NOTE_LENGTH)}…` : text;
  const now = responder.now();
  await addNote(responder, number, {
    ...written,
    // Slack's clock may be ahead of ours.
    at: written.at < now ? written.at : now,
    kind: note.incident === null ? 'chat' : 'note',
    text: change === 'written' ? cut : change === 'edited' ? `(edited) ${cut}` : '(deleted)',
    details: { ts, change },
  });
}

function listWords(rows: readonly IncidentRow[]): string {
  if (rows.length === 0) return 'No incident is open.';
  const lines = rows.slice(0, MOST_LISTED).map(lineOf);
  return [...lines, ...(rows.length > MOST_LISTED ? ['… and more: opsbook incident list'] : [])].join('\n');
}

function lineOf({ number, severity, title, status, assignee }: IncidentRow): string {
  return `#${number} ${severity} ${title} (${status}${assignee === null ? '' : `, ${assignee}`})`;
}
