import { beginEscalation, beginHeld, type Moved, stopped } from '../../model/incident/escalation.ts';
import { type MaintenanceWindow, maintenanceAt, matches } from '../../model/incident/quiet.ts';
import { type IncidentSeverity, SEVERITY_MEANING } from '../../model/incident/severity.ts';
import { findSilences } from '../../store/silences.ts';
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

type Held = Pick<IncidentRow, 'key' | 'labels'>;

/** What keeps a new incident quiet: a silence that a person chose for its key, or maintenance; what lasts longest. */
export async function holdFor(trx: Database, incident: Held, scene: Scene): Promise<Hold | undefined> {
  const holds = await loadHolds(trx, [incident.key], scene);
  return holds(incident);
}

/**
 * What keeps an incident quiet that pages anew. Maintenance that began after it was opened does not: it is not what the
 * maintenance is about.
 */
export async function holdAnew(trx: Database, incident: IncidentRow, scene: Scene): Promise<Hold | undefined> {
  const holds = await loadHolds(trx, [incident.key], scene);
  return holds(incident, incident.openedAt);
}

/** The same of many: by a function of the incident, and of when the maintenance must have been there already. */
export async function loadHolds(
  trx: Database,
  keys: readonly string[],
  { responder: { settings }, now }: Scene,
): Promise<(incident: Held, since?: Date) => Hold | undefined> {
  const silences = await findSilences(trx, keys, now);
  const stored = await listMaintenance(trx, now);
  const windows: MaintenanceWindow[] = [
    ...settings.windows,
    ...stored.map(({ name, match, startAt, endAt }) => ({
      name,
      match,
      when: { once: { start: startAt.getTime(), end: endAt.getTime() } },
    })),
  ];
  return ({ key, labels }, since) => {
    const silence = silences.get(key);
    const maintenance = maintenanceAt(windows, labels, now.getTime(), since?.getTime());
    const holds: Hold[] = [
      ...(silence
        ? [{ until: silence.until.getTime(), reason: `Silenced by ${silence.actor}: ${silence.reason}` }]
        : []),
      ...(maintenance ? [{ until: maintenance.until, reason: `Maintenance: ${maintenance.name}` }] : []),
    ];
    return holds.toSorted((one, other) => other.until - one.until)[0];
  };
}

type Paged = Pick<IncidentRow, 'severity' | 'businessImpact'>;

/**
 * How its paging begins: at once, held, or not at all where it is a ticket or the configuration has no policy. One that it
 * does not know is no reason to page nobody: its first stands in.
 */
export function beginPaging(incident: Paged, wanted: string, hold: Hold | undefined, scene: Scene): Moved {
  const { policies } = scene.responder.settings;
  const world = worldOf(incident, scene);
  const [first] = policies.keys();
  const policy = policies.has(wanted) ? wanted : (first ?? wanted);
  if (!SEVERITY_MEANING[incident.severity].pages || !policies.has(policy)) {
    return { escalation: stopped(policy, world.now), pages: [], events: [], cancel: 'none' };
  }
  return hold ? beginHeld(policy, hold, world) : beginEscalation(policy, world);
}
