import { SEVERITY_MEANING } from '../../model/incident/severity.ts';
import { type IncidentStatus, isOpen } from '../../model/incident/status.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { withoutDeadlock } from '../../store/deadlock.ts';
import { type IncidentRow, insertIncident, type NewIncident, lockNewestByKey } from '../../store/incidents.ts';
import type { Responder } from '../responder.ts';
import { applyChanges, type Change, nextAtOf, wasThere } from './change.ts';
import { again, reopened, saidKeys } from './occurrence.ts';
import type { Opening } from './opening.ts';
import { beginPaging, holdAnew, holdFor, routed } from './policy-for.ts';
import { type Happened, OPSBOOK, type Scene } from './scene.ts';
import { tasksOf, ticketNotices } from './tasks.ts';

export interface Opened {
  readonly number: number;
  /** `again`: it was open already. `reopened`: its alarm had gone out just before. */
  readonly how: 'opened' | 'again' | 'reopened';
}

const TRIES = 5;

/** Opens an incident, or adds to the one that is open for the same key. */
export async function openIncident(responder: Responder, opening: Opening): Promise<Opened> {
  const roster = await responder.roster();
  const opened = await withoutDeadlock(() =>
    inTransaction(responder.db, (trx) => openIn(trx, { responder, roster, now: responder.now() }, opening)),
  );
  responder.wake();
  return opened;
}

/** The same in a transaction that there is. */
export async function openIn(trx: Database, scene: Scene, opening: Opening): Promise<Opened> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const newest = await lockNewestByKey(trx, opening.key);
    if (newest && (await wasThere(trx, newest.number, opening))) return { number: newest.number, how: 'again' };
    if (newest && isOpen(newest.status)) {
      const held = await holdAnew(trx, newest, scene);
      await applyChanges(trx, scene, [again(newest, assessed(newest, opening, scene), held, scene)]);
      return { number: newest.number, how: 'again' };
    }
    if (newest && comesBack(newest, scene)) {
      const hold = await holdFor(trx, newest, scene);
      await applyChanges(trx, scene, [reopened(newest, assessed(newest, opening, scene), hold, scene)]);
      return { number: newest.number, how: 'reopened' };
    }
    const change = await fresh(trx, scene, opening, newest);
    // Another opened one for the same key at the same time: this adds to it.
    if (!change) continue;
    await applyChanges(trx, scene, [change]);
    return { number: change.incident.number, how: 'opened' };
  }
  throw new Error(`an incident for ${opening.key} is opened and closed over and over`);
}

/** How bad it is by the routes, which know better than its source. */
function assessed({ labels }: IncidentRow, opening: Opening, { responder: { settings } }: Scene): Opening {
  const { severity } = routed(settings, labels);
  return severity === null ? opening : { ...opening, severity };
}

/** An alarm that goes on again at once was never gone; what a person resolved was. */
function comesBack({ status, resolvedBy, resolvedAt }: IncidentRow, { responder: { settings }, now }: Scene): boolean {
  if (status !== 'resolved' || resolvedBy !== 'source' || resolvedAt === null) return false;
  return now.getTime() - resolvedAt.getTime() < settings.reopenWithinMs;
}

async function fresh(
  trx: Database,
  scene: Scene,
  opening: Opening,
  before: IncidentRow | undefined,
): Promise<Change | undefined> {
  const { now, responder } = scene;
  const route = routed(responder.settings, opening.labels);
  const severity = route.severity ?? opening.severity ?? route.defaultSeverity;
  const { labels } = route;
  const hold = await holdFor(trx, { key: opening.key, labels }, scene);
  const policy = opening.policy ?? route.policy;
  const moved = beginPaging({ severity, businessImpact: false }, policy, hold, scene);
  const status: IncidentStatus = SEVERITY_MEANING[severity].pages ? 'responding' : 'ticket';
  const row: NewIncident = {
    key: opening.key,
    title: opening.title,
    severity,
    status,
    source: opening.by.via,
    labels,
    alarm: opening.alarm,
    firing: opening.hasSource ? true : null,
    businessImpact: false,
    flapping: false,
    occurrences: 1,
    changes: opening.hasSource ? [now.getTime()] : [],
    previous: before?.number ?? null,
    assignee: null,
    openedBy: opening.by.id,
    openedAt: now,
    statusSince: now,
    lastOccurrenceAt: now,
    acknowledgedAt: null,
    respondedAt: null,
    resolvedAt: null,
    resolvedBy: null,
    postMortemAt: null,
    escalation: moved.escalation,
    told: saidKeys(severity),
    room: null,
    nextAt: null,
  };
  const nextAt = nextAtOf({ ...row, number: 0 }, responder, now);
  const incident = await insertIncident(trx, { ...row, nextAt });
  if (!incident) return undefined;
  return {
    incident,
    isSaved: true,
    moved,
    happened: beginning(incident, opening, before, scene),
    notices: [...ticketNotices(incident, hold, scene), ...tasksOf(incident, scene)],
  };
}

function beginning(
  incident: IncidentRow,
  opening: Opening,
  before: IncidentRow | undefined,
  { now }: Scene,
): Happened[] {
  const { severity, status } = incident;
  const { at, by, eventId, details = {}, links = [] } = opening;
  const since = at < now ? at : now;
  return [
    {
      kind: 'opened',
      text: `Detected: ${opening.title}`,
      at: since,
      by,
      eventId,
      details: { ...details, ...(links.length > 0 && { links: links.map((link) => ({ ...link })) }) },
    },
    ...(before
      ? [
          {
            kind: 'linked',
            text: `The same as incident ${before.number}, which was resolved`,
            at: now,
            by: OPSBOOK,
            details: { previous: before.number },
          },
        ]
      : []),
    step(`Assessed as ${severity}: ${SEVERITY_MEANING[severity].title}`, { from: 'detected', to: 'assessed', at: now }),
    step(begins(incident), { from: 'assessed', to: status, at: now }),
  ];
}

function begins({ status, escalation }: IncidentRow): string {
  if (status === 'ticket') return 'A ticket: nobody is paged';
  return escalation.phase === 'stopped'
    ? 'Responding, but nobody is paged: the configuration has no escalation policy'
    : 'Responding';
}

function step(text: string, { from, to, at }: { from: IncidentStatus; to: IncidentStatus; at: Date }): Happened {
  return { kind: 'status', text, at, by: OPSBOOK, details: { from, to } };
}
