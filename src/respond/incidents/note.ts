import { UsageError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { changeIncident } from './change.ts';

/** Longer texts belong elsewhere, and are linked. */
const MOST_CHARACTERS = 10_000;

interface Note {
  readonly text: string;
  readonly by: Responding;
  /** When it was so, where that is not now. */
  readonly at?: Date | undefined;
  readonly eventId?: string | undefined;
  readonly kind?: 'note' | 'chat' | 'execution' | 'mitigation' | 'finding' | undefined;
  readonly details?: Json | undefined;
}

/** Adds to the timeline; the same event of the same source is added once. @throws UsageError */
export function addNote(responder: Responder, number: number, note: Note): Promise<IncidentRow> {
  const { text, by, at, eventId, kind = 'note', details } = note;
  if (text.trim() === '') throw new UsageError('a note needs a text');
  if (text.length > MOST_CHARACTERS)
    throw new UsageError(`a note has ${MOST_CHARACTERS} characters at most: link what is longer`);
  return changeIncident(responder, number, (incident, { now }) => {
    if (at && at > now) throw new UsageError(`${at.toISOString()} has not come yet`);
    return { incident, happened: [{ kind, text: text.trim(), at: at ?? now, by, eventId, details }] };
  });
}

/** Says who works on it. */
export function assign(responder: Responder, number: number, assignee: string, by: Responding): Promise<IncidentRow> {
  return changeIncident(responder, number, (incident, { now }) => ({
    incident: { ...incident, assignee },
    happened: [{ kind: 'assigned', text: `${assignee} works on it`, at: now, by }],
  }));
}
