import { randomUUID } from 'node:crypto';
import type { IncidentAction, IncidentOpening } from '../../model/incident/action.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { acknowledge, unacknowledge } from './acknowledge.ts';
import { changePolicy, declareImpact, escalate, requirePolicy } from './escalate.ts';
import { moveIncident, resolveIncident } from './move.ts';
import { addNote, assign } from './note.ts';
import { openIncident, type Opened } from './open.ts';
import { silence, snooze, unsilence } from './quieten.ts';
import { changeSeverity } from './severity.ts';

/** Does what somebody wants of an incident. `eventId`: of what was delivered, where it may be again. @throws UsageError, Refused */
export function perform(
  responder: Responder,
  number: number,
  action: IncidentAction,
  { by, eventId }: { readonly by: Responding; readonly eventId?: string | undefined },
): Promise<IncidentRow> {
  switch (action.action) {
    case 'acknowledge':
      return acknowledge(responder, number, by, eventId);
    case 'unacknowledge':
      return unacknowledge(responder, number, by);
    case 'escalate':
      return action.businessImpact === undefined
        ? escalate(responder, number, by, eventId)
        : declareImpact(responder, number, by, action.businessImpact);
    case 'severity':
      return changeSeverity(responder, number, action.severity, { by, reason: action.reason ?? null });
    case 'note':
      return addNote(responder, number, { text: action.text, by, at: dateOf(action.at), eventId });
    case 'status':
      return move(responder, number, action, by);
    case 'resolve': {
      const { note, at, despite, dismiss } = action;
      return resolveIncident(responder, number, { by, note, at: dateOf(at), despite, dismiss });
    }
    case 'snooze':
      return snooze(responder, number, { by, until: new Date(action.until) });
    case 'silence':
      return silence(responder, number, { by, until: new Date(action.until), reason: action.reason });
    case 'unsilence':
      return unsilence(responder, number, by);
    case 'assign':
      return assign(responder, number, action.person, { by, note: action.note });
    case 'policy':
      return changePolicy(responder, number, action.policy, by);
  }
}

/** By whichever word it is resolved: what still fires is not resolved without a reason. */
function move(
  responder: Responder,
  number: number,
  { status, note, at }: Extract<IncidentAction, { action: 'status' }>,
  by: Responding,
): Promise<IncidentRow> {
  const word = { by, note, at: dateOf(at) };
  return status === 'resolved'
    ? resolveIncident(responder, number, word)
    : moveIncident(responder, number, status, word);
}

/** Opens one by hand; with a key that is open already, adds to that. @throws UsageError */
export async function openByHand(
  responder: Responder,
  { title, severity, key, labels, policy, note }: IncidentOpening,
  { by, eventId }: { readonly by: Responding; readonly eventId?: string | undefined },
): Promise<Opened> {
  if (policy !== undefined) requirePolicy(responder.settings, policy);
  const opened = await openIncident(responder, {
    // What is delivered again finds what it opened.
    key: key ?? `manual/${eventId ?? randomUUID()}`,
    title,
    severity: severity ?? null,
    by,
    at: responder.now(),
    labels,
    alarm: null,
    hasSource: false,
    policy,
    eventId,
  });
  if (note !== undefined) {
    await addNote(responder, opened.number, { text: note, by, eventId: eventId && `${eventId} note` });
  }
  return opened;
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
