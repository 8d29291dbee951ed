import { beginEscalation, beginHeld, type Moved, stopped } from '../../model/incident/escalation.ts';
import { maintenanceAt, matches } from '../../model/incident/quiet.ts';
import { type IncidentSeverity, SEVERITY_MEANING } from '../../model/incident/severity.ts';
import { findSilence } from '../../store/silences.ts';
import { listMaintenance } from '../../store/maintenance.ts';
import type { Database } from '../../store/database.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { RespondSettings } from '../responder.ts';
import type { Scene } from './scene.ts';
import { worldOf } from './world.ts';

type Labels = Readonly<Record<string, string>>;

/** What the routes say of something with these labels: each thing by the first that says it. */
export function routed({ routes, policies, defaultSeverity }: RespondSettings, labels: Labels) {
  const fitting = routes.filter(({ match }) => matches(labels, match));
  const severity: IncidentSeverity | undefined = fitting.find((route) => route.severity)?.severity;
  const [first] = policies.keys();
  return {
    policy: fitting.find((route) => route.policy)?.policy ?? first ?? 'none',
    severity: severity ?? null,
    defaultSeverity,
    labels: { ...Object.assign({}, ...fitting.map((route) => route.labels ?? {}).toReversed()), ...labels },
  };
}

export interface Hold {
  readonly until: number;
  readonly reason: string;
}

/** What keeps a new incident quiet: a silence that a person chose for its key, or maintenance; what lasts longest. */
export async function holdFor(
  trx: Database,
  { key, labels }: Pick<IncidentRow, 'key' | 'labels'>,
  { responder: { settings }, now }: Scene,
): Promise<Hold | undefined> {
  const [silence, stored] = await Promise.all([findSilence(trx, key, now), listMaintenance(trx, now)]);
  const windows = stored.map(({ name, match, startAt, endAt }) => ({
    name,
    match,
    when: { once: { start: startAt.getTime(), end: endAt.getTime() } },
  }));
  const maintenance = maintenanceAt([...settings.windows, ...windows], labels, now.getTime());
  const holds: Hold[] = [
    ...(silence ? [{ until: silence.until.getTime(), reason: `Silenced by ${silence.actor}: ${silence.reason}` }] : []),
    ...(maintenance ? [{ until: maintenance.until, reason: `Maintenance: ${maintenance.name}` }] : []),
  ];
  return holds.toSorted((a, b) => b.until - a.until)[0];
}

type Paged = Pick<IncidentRow, 'severity' | 'businessImpact'>;

/** How its paging begins: at once, held, or not at all where it is a ticket or there is no policy. */
export function beginPaging(incident: Paged, policy: string, hold: Hold | undefined, scene: Scene): Moved {
  const world = worldOf(incident, scene);
  if (!SEVERITY_MEANING[incident.severity].pages || !scene.responder.settings.policies.has(policy)) {
    return { escalation: stopped(policy, world.now), pages: [], events: [], cancel: 'none' };
  }
  return hold ? beginHeld(policy, hold, world) : beginEscalation(policy, world);
}
