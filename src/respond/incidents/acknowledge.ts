import {
  acknowledge as acknowledgePaging,
  unacknowledge as unacknowledgePaging,
} from '../../model/incident/escalation.ts';
import { Refused } from '../../model/errors.ts';
import { isOpen } from '../../model/incident/status.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { type Change, changeIncident } from './change.ts';
import type { Happened, Scene } from './scene.ts';
import { worldOf } from './world.ts';

/** Somebody has it: nobody is paged any more, unless more people have to say so. Again changes nothing. @throws Refused */
export function acknowledge(
  responder: Responder,
  number: number,
  by: Responding,
  eventId?: string,
): Promise<IncidentRow> {
  return changeIncident(responder, number, (incident, scene) => {
    if (!isOpen(incident.status))
      throw new Refused(`incident ${number} is ${incident.status} already: there is nothing to take`);
    return acknowledged(incident, by, scene, eventId);
  });
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
      ...(isNew && isFirst && { acknowledgedAt: now }),
      ...(takes && { status: 'investigating', statusSince: now }),
      assignee: incident.assignee ?? by.id,
    },
    happened,
    // Who did it, and by which way, stands in the event above.
    moved: { ...moved, events: moved.events.filter(({ kind }) => kind !== 'acknowledged') },
    follow: isNew && moved.cancel === 'all' ? 'acknowledged' : undefined,
  };
}

/** Gives it back: whoever is on call is paged anew. @throws Refused */
export function unacknowledge(responder: Responder, number: number, by: Responding): Promise<IncidentRow> {
  return changeIncident(responder, number, (incident, scene) => {
    if (incident.escalation.phase !== 'acknowledged') throw new Refused(`incident ${number} is not acknowledged`);
    const moved = unacknowledgePaging(incident.escalation, worldOf(incident, scene));
    const text = `${by.id} gives it back: it is not acknowledged any more`;
    return {
      incident: { ...incident, acknowledgedAt: null, assignee: null },
      happened: [{ kind: 'unacknowledged', text, at: scene.now, by }],
      moved,
    };
  });
}
