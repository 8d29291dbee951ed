import { hold as holdPaging, type Moved, pageAgain, stop } from '../../model/incident/escalation.ts';
import { isFlapping } from '../../model/incident/quiet.ts';
import { isWorse, SEVERITY_MEANING } from '../../model/incident/severity.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Change } from './change.ts';
import type { Opening } from './opening.ts';
import type { Hold } from './policy-for.ts';
import { type Happened, OPSBOOK, type Scene } from './scene.ts';
import { changedSeverity } from './severity.ts';
import { worldOf } from './world.ts';

/** How many changes of a source are remembered. */
const MOST_CHANGES = 50;

/** It happened once more while it is open. In verification that means that it is not fixed. */
export function again(incident: IncidentRow, opening: Opening, scene: Scene): Change {
  const { now } = scene;
  const counted: IncidentRow = {
    ...withChange(incident, incident.firing === false, scene),
    occurrences: incident.occurrences + 1,
    lastOccurrenceAt: now,
    firing: opening.hasSource ? true : incident.firing,
    alarm: incident.alarm ?? opening.alarm,
  };
  const happened: Happened[] = [
    occurrence(opening, counted.occurrences, scene),
    ...flappingNews(incident, counted, now),
  ];
  const isWorseNow = opening.severity !== null && isWorse(opening.severity, incident.severity);
  if (incident.status === 'verifying') {
    const back: IncidentRow = { ...counted, status: 'investigating', statusSince: now };
    const moved = paging(back, scene, () => pageAgain(back.escalation, worldOf(back, scene)));
    const text = 'It came back while it was verified: investigating again';
    happened.push({ kind: 'status', text, at: now, by: OPSBOOK, details: { from: 'verifying', to: 'investigating' } });
    return { incident: back, happened, moved };
  }
  if (isWorseNow && opening.severity) {
    const change = changedSeverity(counted, opening.severity, { by: opening.by, reason: 'its source says so' }, scene);
    return { ...change, happened: [...happened, ...change.happened] };
  }
  return { incident: counted, happened };
}

/** Its alarm had gone out by itself, and is on again. */
export function reopened(incident: IncidentRow, opening: Opening, held: Hold | undefined, scene: Scene): Change {
  const { now } = scene;
  const counted: IncidentRow = {
    ...withChange(incident, true, scene),
    occurrences: incident.occurrences + 1,
    lastOccurrenceAt: now,
    firing: opening.hasSource ? true : null,
    status: SEVERITY_MEANING[incident.severity].pages ? 'responding' : 'ticket',
    statusSince: now,
    resolvedAt: null,
    resolvedBy: null,
    acknowledgedAt: null,
  };
  const moved = paging(counted, scene, () =>
    held ? holdPaging(counted.escalation, held, now.getTime()) : pageAgain(counted.escalation, worldOf(counted, scene)),
  );
  const text = 'It is on again shortly after it had gone out: the same incident, opened again';
  return {
    incident: counted,
    happened: [
      occurrence(opening, counted.occurrences, scene),
      { kind: 'reopened', text, at: now, by: OPSBOOK, details: { from: 'resolved', to: counted.status } },
      ...flappingNews(incident, counted, now),
    ],
    moved,
  };
}

/**
 * The source says that it is over. What somebody works on stays open until they have verified it; what changes its mind
 * all the time, until it has been quiet for a while.
 */
export function recovered(
  incident: IncidentRow,
  opening: Pick<Opening, 'at' | 'by' | 'eventId'>,
  scene: Scene,
): Change {
  const { now } = scene;
  const quiet: IncidentRow = { ...withChange(incident, incident.firing !== false, scene), firing: false };
  const happened: Happened[] = [
    {
      kind: 'recovered',
      text: 'The source says that it is over',
      at: earlier(opening.at, now),
      by: opening.by,
      eventId: opening.eventId,
    },
    ...flappingNews(incident, quiet, now),
  ];
  if (quiet.flapping || quiet.acknowledgedAt !== null) return { incident: quiet, happened };
  return resolvedBySource(quiet, happened, scene);
}

export function resolvedBySource(incident: IncidentRow, happened: readonly Happened[], { now }: Scene): Change {
  const over: IncidentRow = {
    ...incident,
    status: 'resolved',
    statusSince: now,
    resolvedAt: now,
    resolvedBy: 'source',
    flapping: false,
  };
  const text = 'Resolved by itself: its source is quiet and nobody was working on it';
  return {
    incident: over,
    happened: [
      ...happened,
      { kind: 'resolved', text, at: now, by: OPSBOOK, details: { from: incident.status, to: 'resolved' } },
    ],
    moved: stop(incident.escalation),
    follow: 'resolved',
  };
}

/** What pages nobody has nothing to move. */
function paging({ severity }: IncidentRow, { responder }: Scene, move: () => Moved): Moved | undefined {
  return SEVERITY_MEANING[severity].pages && responder.settings.policies.size > 0 ? move() : undefined;
}

function withChange(incident: IncidentRow, isChange: boolean, { responder: { settings }, now }: Scene): IncidentRow {
  if (!isChange || incident.firing === null) return incident;
  const changes = [...incident.changes, now.getTime()].slice(-MOST_CHANGES);
  return { ...incident, changes, flapping: incident.flapping || isFlapping(changes, now.getTime(), settings.flapping) };
}

function flappingNews(before: IncidentRow, after: IncidentRow, at: Date): Happened[] {
  if (before.flapping || !after.flapping) return [];
  const text = `Flapping: ${after.changes.length} changes lately. It stays one incident until it has been quiet for a while`;
  return [{ kind: 'flapping', text, at, by: OPSBOOK }];
}

function occurrence({ title, at, by, eventId, details }: Opening, count: number, { now }: Scene): Happened {
  return { kind: 'occurrence', text: `Again (${count}): ${title}`, at: earlier(at, now), by, eventId, details };
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
