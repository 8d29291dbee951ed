import { advance, escalationDue } from '../../model/incident/escalation.ts';
import type { NextPaging } from '../../model/incident/view.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Scene } from './scene.ts';
import { worldOf } from './world.ts';

/** What paging does next, if nobody does anything before: the same rules, as of when it is due. Null where it does nothing. */
export function foresee(incident: IncidentRow, scene: Scene): NextPaging | null {
  const { escalation } = incident;
  const due = escalationDue(escalation, scene.responder.settings.policies);
  if (due === null) return null;
  const at = new Date(Math.max(due, scene.now.getTime()));
  const { pages, events } = advance(escalation, worldOf(incident, { ...scene, now: at }));
  return {
    at: at.toISOString(),
    people: pages.flatMap(({ to }) => ('person' in to ? [to.person] : [])),
    places: pages.flatMap(({ to }) => ('channel' in to ? [to.channel] : [])),
    words: events.map(({ text }) => text),
  };
}
