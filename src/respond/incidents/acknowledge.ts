import {
  acknowledge as acknowledgePaging,
  holdAgain,
  unacknowledge as unacknowledgePaging,
} from '../../model/incident/escalation.ts';
import { Refused } from '../../model/errors.ts';
import { isOpen } from '../../model/incident/status.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { type Change, changeIncident } from './change.ts';
import { resolvedBySource } from './occurrence.ts';
import { holdAnew } from './policy-for.ts';
import type { Happened, Scene } from './scene.ts';
import { worldOf } from './world.ts';

/** Somebody has it: nobody is paged any more, unless more people have to say so. Again changes nothing. @throws Refused */
export function acknowledge(
  responder: Responder,
  number: number,
  by: Responding,
  eventId?: string,
): Promise<IncidentRow> {
  return changeIncident(
    responder,
    number,
    (incident, scene) => {
      if (!isOpen(incident.status))
        throw new Refused(`incident ${number} is ${incident.status} already: there is nothing to take`);
      return acknowledged(incident, by, scene, eventId);
    },
    { by, eventId },
  );
}

export function acknowledged(incident: IncidentRow, by: Responding, scene: Scene, eventId?: string): Change {
  const { now } = scene;
  const moved = acknowledgePaging(incident.escalation, by.id, worldOf(incident, scene));
  const isNew = moved.events.length > 0;
  const isFirst = incident.acknowledgedAt === null;
  const takes = isNew && (incident.status === 'responding' || incident.status === 'ticket');
  const happened: Happened[] = isNew ? [{ kind: 'acknowledged', text: `${by.id} has it`, at: now, by, eventId }] : [];
  if (takes) {
    const text = 'Investigating';
    happened.push({ kind: 'status', text, at: now, by, details: { from: incident.status, to: 'investigating' } });
  }
  return {
    incident: {
      ...incident,
      ...(isNew && isFirst && { acknowledgedAt: now, respondedAt: incident.respondedAt ?? now }),
      ...(takes && { status: 'investigating', statusSince: now }),
      assignee: incident.assignee ?? by.id,
    },
    happened,
    // Who did it, and by which way, stands in the event above.
    moved: { ...moved, events: moved.events.filter(({ kind }) => kind !== 'acknowledged') },
    follow: isNew && moved.cancel === 'all' ? 'acknowledged' : undefined,
  };
}

/** Gives it back: whoever is on call is paged anew, if it still stands. @throws Refused */
export function unacknowledge(responder: Responder, number: number, by: Responding): Promise<IncidentRow> {
  return changeIncident(responder, number, async (incident, scene, trx) => {
    const { escalation, firing, flapping } = incident;
    if (escalation.phase !== 'acknowledged') throw new Refused(`incident ${number} is not acknowledged`);
    const text = `${by.id} gives it back: it is not acknowledged any more`;
    const happened = [{ kind: 'unacknowledged', text, at: scene.now, by }];
    const given: IncidentRow = { ...incident, acknowledgedAt: null, assignee: null };
    if (firing === false && !flapping) return resolvedBySource(given, happened, scene);
    const held = await holdAnew(trx, incident, scene);
    const moved = held
      ? holdAgain(escalation, held, scene.now.getTime())
      : unacknowledgePaging(escalation, worldOf(incident, scene));
    return { incident: given, happened, moved };
  });
}
