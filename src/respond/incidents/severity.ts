import { hold, type Moved, pageAgain, renew, stop } from '../../model/incident/escalation.ts';
import { Refused } from '../../model/errors.ts';
import { type IncidentSeverity, isWorse, SEVERITY_MEANING } from '../../model/incident/severity.ts';
import { isOpen } from '../../model/incident/status.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Responder, Responding } from '../responder.ts';
import { type Change, changeIncident } from './change.ts';
import { type Hold, holdAnew } from './policy-for.ts';
import type { Happened, Scene } from './scene.ts';
import { tasksOf } from './tasks.ts';
import { worldOf } from './world.ts';

interface Word {
  readonly by: Responding;
  readonly reason: string | null;
  /** What keeps it quiet, where it would be paged anew. */
  readonly held?: Hold | undefined;
}

/** Says anew how bad it is, with what follows: its clocks, and whether somebody is paged. @throws Refused */
export function changeSeverity(
  responder: Responder,
  number: number,
  severity: IncidentSeverity,
  word: Omit<Word, 'held'>,
): Promise<IncidentRow> {
  return changeIncident(responder, number, async (incident, scene, trx) => {
    if (!isOpen(incident.status))
      throw new Refused(`incident ${number} is ${incident.status}: its severity stays ${incident.severity}`);
    if (incident.severity === severity) throw new Refused(`incident ${number} is ${severity} already`);
    const held = await holdAnew(trx, incident, scene);
    return changedSeverity(incident, severity, { ...word, held }, scene);
  });
}

/** A ticket that becomes serious is responded to; what becomes a ticket pages nobody any more. */
export function changedSeverity(
  incident: IncidentRow,
  severity: IncidentSeverity,
  { by, reason, held }: Word,
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
      text: status === 'ticket' ? 'A ticket from now on: nobody is paged' : 'Responding',
      at: now,
      by,
      details: { from: incident.status, to: status },
    });
  }
  const becomesWorse = isWorse(severity, incident.severity);
  const moved = consequence(changed, { pages, didPage, becomesWorse, held }, scene);
  // What was done before is not done again: it has its key.
  return { incident: changed, happened, moved, notices: pages ? tasksOf(changed, scene) : [] };
}

interface Consequence {
  readonly pages: boolean;
  readonly didPage: boolean;
  readonly becomesWorse: boolean;
  readonly held: Hold | undefined;
}

function consequence(
  incident: IncidentRow,
  { pages, didPage, becomesWorse, held }: Consequence,
  scene: Scene,
): Moved | undefined {
  const { escalation } = incident;
  if (!pages) return didPage ? stop(escalation) : undefined;
  if (scene.responder.settings.policies.size === 0) return undefined;
  // What is held or snoozed stays so: a person or a maintenance window said so.
  if (escalation.phase === 'held' || escalation.phase === 'snoozed') return undefined;
  const world = worldOf(incident, scene);
  if (!becomesWorse) return renew(escalation, world);
  if (held) return hold(escalation, held, world.now);
  // Who works on it already need not hear of it again; the levels above do.
  return pageAgain(escalation, world, true);
}
