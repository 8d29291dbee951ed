import { calm, holdAgain, type Moved, pageAgain, stop } from '../../model/incident/escalation.ts';
import { isFlapping } from '../../model/incident/quiet.ts';
import {
  INCIDENT_SEVERITIES,
  type IncidentSeverity,
  isWorse,
  SEVERITY_MEANING,
} from '../../model/incident/severity.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Change } from './change.ts';
import type { Opening } from './opening.ts';
import type { Hold } from './policy-for.ts';
import { type Happened, OPSBOOK, type Scene } from './scene.ts';
import { changedSeverity } from './severity.ts';
import { tasksOf } from './tasks.ts';
import { worldOf } from './world.ts';

/** How many changes of a source are remembered. */
const MOST_CHANGES = 50;
/** So many repetitions are told one by one; of more, each hundredth: they are counted all the same. */
const TOLD_ONE_BY_ONE = 100;

/** It happened once more while it is open. In verification that means that it is not fixed. */
export function again(incident: IncidentRow, opening: Opening, held: Hold | undefined, scene: Scene): Change {
  const { now } = scene;
  const counted: IncidentRow = {
    ...withChange(incident, incident.firing === false, scene),
    occurrences: incident.occurrences + 1,
    lastOccurrenceAt: now,
    firing: opening.hasSource ? true : incident.firing,
    alarm: incident.alarm ?? opening.alarm,
  };
  const happened: Happened[] = [
    ...(isTold(counted) ? [occurrence(opening, counted.occurrences, scene)] : []),
    ...flappingNews(incident, counted, now),
  ];
  if (incident.status === 'verifying') {
    const back: IncidentRow = { ...counted, status: 'investigating', statusSince: now };
    const moved = anew(back, held, scene);
    const text = 'It came back while it was verified: investigating again';
    happened.push({ kind: 'status', text, at: now, by: OPSBOOK, details: { from: 'verifying', to: 'investigating' } });
    return { incident: back, happened, moved };
  }
  return becameWorse({ incident: counted, happened }, opening, held, scene);
}

/** What its source says for the first time counts; what a person made of what it said before stays. */
function becameWorse(change: Change, { severity, by }: Opening, held: Hold | undefined, scene: Scene): Change {
  const { incident } = change;
  if (severity === null || incident.told.includes(saidKey(severity))) return change;
  const told = [...incident.told, ...saidKeys(severity)];
  const heard: IncidentRow = { ...incident, told };
  if (!isWorse(severity, incident.severity)) return { ...change, incident: heard };
  const worse = changedSeverity(heard, severity, { by, reason: 'its source says so', held }, scene);
  return { ...worse, happened: [...change.happened, ...worse.happened] };
}

/** That its source has said how bad it is, among what was told of an incident: this, and all that is less. */
export function saidKeys(severity: IncidentSeverity): string[] {
  return INCIDENT_SEVERITIES.filter((one) => !isWorse(one, severity)).map(saidKey);
}

function saidKey(severity: IncidentSeverity): string {
  return `source/${severity}`;
}

/** Its alarm had gone out by itself, and is on again. */
export function reopened(incident: IncidentRow, opening: Opening, held: Hold | undefined, scene: Scene): Change {
  const { now } = scene;
  const severity = worseOf(incident, opening);
  const counted: IncidentRow = {
    ...withChange(incident, true, scene),
    severity,
    told: opening.severity === null ? incident.told : [...new Set([...incident.told, ...saidKeys(opening.severity)])],
    occurrences: incident.occurrences + 1,
    lastOccurrenceAt: now,
    firing: opening.hasSource ? true : null,
    status: SEVERITY_MEANING[severity].pages ? 'responding' : 'ticket',
    statusSince: now,
    resolvedAt: null,
    resolvedBy: null,
    acknowledgedAt: null,
  };
  const moved = anew(counted, held, scene);
  const text = 'It is on again shortly after it had gone out: the same incident, opened again';
  return {
    incident: counted,
    happened: [
      occurrence(opening, counted.occurrences, scene),
      { kind: 'reopened', text, at: now, by: OPSBOOK, details: { from: 'resolved', to: counted.status } },
      ...(severity === incident.severity ? [] : [worsened(incident.severity, severity, opening, now)]),
      ...flappingNews(incident, counted, now),
    ],
    moved,
    notices: SEVERITY_MEANING[severity].pages ? tasksOf(counted, scene) : [],
  };
}

function worseOf({ severity, told }: IncidentRow, { severity: said }: Opening): IncidentSeverity {
  return said !== null && isWorse(said, severity) && !told.includes(saidKey(said)) ? said : severity;
}

function worsened(from: IncidentSeverity, to: IncidentSeverity, { by }: Opening, at: Date): Happened {
  const text = `${from} → ${to}, ${SEVERITY_MEANING[to].title}: its source says so`;
  return { kind: 'severity', text, at, by, details: { from, to } };
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
  const { at, by, eventId } = opening;
  const news = { kind: 'recovered', text: 'The source says that it is over', at: earlier(at, now), by, eventId };
  const happened: Happened[] = [...(isTold(quiet) ? [news] : []), ...flappingNews(incident, quiet, now)];
  // Who has acknowledged verifies it; nobody else is woken for what is quiet.
  if (quiet.acknowledgedAt !== null) {
    return { incident: quiet, happened, moved: calm(quiet.escalation, worldOf(quiet, scene)) };
  }
  return quiet.flapping ? { incident: quiet, happened } : resolvedBySource(quiet, happened, scene);
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

/** Paged anew, or held anew. What pages nobody has nothing to move, and what a person wanted quiet stays so. */
export function anew(incident: IncidentRow, held: Hold | undefined, scene: Scene): Moved | undefined {
  const { severity, escalation } = incident;
  if (!SEVERITY_MEANING[severity].pages || scene.responder.settings.policies.size === 0) return undefined;
  if (escalation.phase === 'held' || escalation.phase === 'snoozed') return undefined;
  const now = scene.now.getTime();
  return held ? holdAgain(escalation, held, now) : pageAgain(escalation, worldOf(incident, scene));
}

function isTold({ occurrences }: IncidentRow): boolean {
  return occurrences <= TOLD_ONE_BY_ONE || occurrences % TOLD_ONE_BY_ONE === 0;
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
