import { escalateNow, pageForImpact, replacePolicy } from '../../model/incident/escalation.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import { isOpen } from '../../model/incident/status.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { changeIncident } from './change.ts';
import { worldOf } from './world.ts';

/** Pages the next level now. @throws Refused while it is held, or where there is no further level */
export function escalate(responder: Responder, number: number, by: Responding, eventId?: string): Promise<IncidentRow> {
  return changeIncident(
    responder,
    number,
    (incident, scene) => {
      refuseOver(incident);
      const moved = escalateNow(incident.escalation, by.id, worldOf(incident, scene));
      const [own] = moved.events.filter(({ kind }) => kind === 'escalated');
      const text = own?.text ?? `${by.id} escalates`;
      return {
        incident,
        happened: [{ kind: 'escalated', text, at: scene.now, by, eventId }],
        // Who did it, and by which way, stands in the event above.
        moved: { ...moved, events: moved.events.filter(({ kind }) => kind !== 'escalated') },
      };
    },
    { by, eventId },
  );
}

/** Says that the business is hit: who waits for that is paged at once. @throws Refused where it was said already */
export function declareImpact(
  responder: Responder,
  number: number,
  by: Responding,
  reason: string,
): Promise<IncidentRow> {
  return changeIncident(responder, number, (given, scene) => {
    refuseOver(given);
    if (given.businessImpact) throw new Refused(`incident ${number} is known to hit the business already`);
    const incident = { ...given, businessImpact: true };
    return {
      incident,
      happened: [{ kind: 'impact', text: `The business is hit: ${reason}`, at: scene.now, by }],
      moved: pageForImpact(incident.escalation, worldOf(incident, scene)),
    };
  });
}

/** Another policy from now on: the old one pages nobody any more. @throws UsageError, Refused */
export function changePolicy(
  responder: Responder,
  number: number,
  policy: string,
  by: Responding,
): Promise<IncidentRow> {
  requirePolicy(responder.settings, policy);
  return changeIncident(responder, number, (incident, scene) => {
    refuseOver(incident);
    if (incident.escalation.policy === policy)
      throw new Refused(`incident ${number} is escalated by ${policy} already`);
    return {
      incident,
      happened: [{ kind: 'policy-chosen', text: `${by.id} hands it to ${policy}`, at: scene.now, by }],
      moved: replacePolicy(incident.escalation, policy, worldOf(incident, scene)),
    };
  });
}

function refuseOver({ number, status }: IncidentRow): void {
  if (!isOpen(status)) throw new Refused(`incident ${number} is ${status}: open it again first`);
}

/** @throws UsageError for one that the configuration does not have: nobody would be paged by it */
export function requirePolicy({ policies }: Responder['settings'], policy: string): void {
  if (policies.has(policy)) return;
  throw new UsageError(
    `there is no escalation policy ${policy}: expected one of ${[...policies.keys()].join(', ') || '(none is configured)'}`,
  );
}
