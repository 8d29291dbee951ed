import { type Moved, pageAgain, stop } from '../../model/incident/escalation.ts';
import { Refused } from '../../model/errors.ts';
import { type IncidentSeverity, isWorse, SEVERITY_MEANING } from '../../model/incident/severity.ts';
import { isOpen } from '../../model/incident/status.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { type Change, changeIncident } from './change.ts';
import type { Happened, Scene } from './scene.ts';
import { tasksOf } from './tasks.ts';
import { worldOf } from './world.ts';

interface Word {
  readonly by: Responding;
  readonly reason: string | null;
}

/** Says anew how bad it is, with what follows: its clocks, and whether somebody is paged. @throws Refused */
export function changeSeverity(
  responder: Responder,
  number: number,
  severity: IncidentSeverity,
  word: Word,
): Promise<IncidentRow> {
  return changeIncident(responder, number, (incident, scene) => {
    if (!isOpen(incident.status))
      throw new Refused(`incident ${number} is ${incident.status}: its severity stays ${incident.severity}`);
    if (incident.severity === severity) throw new Refused(`incident ${number} is ${severity} already`);
    return changedSeverity(incident, severity, word, scene);
  });
}

/** A ticket that becomes serious is responded to; what becomes a ticket pages nobody any more. */
export function changedSeverity(
  incident: IncidentRow,
  severity: IncidentSeverity,
  { by, reason }: Word,
  scene: Scene,
): Change {
  const { now } = scene;
  const pages = SEVERITY_MEANING[severity].pages;
  const didPage = SEVERITY_MEANING[incident.severity].pages;
  const status =
    pages && incident.status === 'ticket'
      ? 'responding'
      : !pages && incident.status === 'responding'
        ? 'ticket'
        : incident.status;
  const changed: IncidentRow = {
    ...incident,
    severity,
    status,
    ...(status !== incident.status && { statusSince: now }),
  };
  const why = reason === null ? '' : `: ${reason}`;
  const happened: Happened[] = [
    {
      kind: 'severity',
      text: `${incident.severity} → ${severity}, ${SEVERITY_MEANING[severity].title}${why}`,
      at: now,
      by,
      details: { from: incident.severity, to: severity },
    },
  ];
  if (status !== incident.status) {
    happened.push({
      kind: 'status',
      text: status === 'ticket' ? 'A ticket from now on: nobody is paged' : 'Responding: who is on call is paged',
      at: now,
      by,
      details: { from: incident.status, to: status },
    });
  }
  const moved = consequence(changed, { pages, didPage, becomesWorse: isWorse(severity, incident.severity) }, scene);
  return { incident: changed, happened, moved, notices: pages && !didPage ? tasksOf(changed, scene) : [] };
}

interface Consequence {
  readonly pages: boolean;
  readonly didPage: boolean;
  readonly becomesWorse: boolean;
}

function consequence(
  incident: IncidentRow,
  { pages, didPage, becomesWorse }: Consequence,
  scene: Scene,
): Moved | undefined {
  const { escalation } = incident;
  if (!pages) return didPage ? stop(escalation) : undefined;
  if (!scene.responder.settings.policies.has(escalation.policy)) return undefined;
  // What is held or snoozed stays so: a person or a maintenance window said so.
  if (escalation.phase === 'held' || escalation.phase === 'snoozed') return undefined;
  // Who works on it already need not hear of it again; the levels above do.
  return becomesWorse ? pageAgain(escalation, worldOf(incident, scene), true) : undefined;
}
