import type { EscalationWorld } from '../../model/incident/escalation.ts';
import type { PageTarget } from '../../model/incident/policy.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import { hears } from './pages.ts';
import type { Scene } from './scene.ts';

/** What the rules of escalation need to know, as of now. */
export function worldOf(
  incident: Pick<IncidentRow, 'severity' | 'businessImpact'>,
  { responder: { settings }, roster, now }: Scene,
): EscalationWorld {
  return {
    now: now.getTime(),
    severity: incident.severity,
    businessImpact: incident.businessImpact,
    policies: settings.policies,
    peopleOf(target: PageTarget, at: number) {
      if ('person' in target) return [target.person];
      return 'schedule' in target ? roster.onCall(target, at) : [];
    },
    hears: (person, at) => hears(person, incident, settings, at),
  };
}
