import { clockNews } from '../../model/incident/clock.ts';
import { advance, hold } from '../../model/incident/escalation.ts';
import { formatDuration } from '../../model/duration.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { type IncidentRow, takeDueIncidents } from '../../store/incidents.ts';
import type { NewNotification } from '../../store/notifications.ts';
import type { Responder } from '../responder.ts';
import { applyChanges, type Change, settlesAt, toldKey } from './change.ts';
import { resolvedBySource } from './occurrence.ts';
import { type Hold, holdFor } from './policy-for.ts';
import { type Happened, OPSBOOK, type Scene } from './scene.ts';
import { peopleAndPlaces } from './tasks.ts';
import { worldOf } from './world.ts';

/** Incidents in one transaction: enough to be quick with many, few enough to be over soon. */
const AT_ONCE = 250;

export interface Ticked {
  readonly count: number;
  /** By how much the latest of them was late. */
  readonly latenessMs: number;
  /** Whether more may be due. */
  readonly more: boolean;
}

/** Does what is due by the clock: next levels, acknowledgements that run out, holds that end, and what targets are missed. */
export async function tick(responder: Responder): Promise<Ticked> {
  const roster = await responder.roster();
  return inTransaction(responder.db, async (trx) => {
    const now = responder.now();
    const scene = { responder, roster, now };
    const due = await takeDueIncidents(trx, now, AT_ONCE);
    const holds = await holdsOf(trx, due, scene);
    await applyChanges(
      trx,
      scene,
      due.map((incident) => dueChange(incident, holds.get(incident.number), scene)),
    );
    const latenessMs = Math.max(0, ...due.map(({ nextAt }) => now.getTime() - (nextAt?.getTime() ?? now.getTime())));
    return { count: due.length, latenessMs, more: due.length === AT_ONCE };
  });
}

/** What still holds those whose hold ends: another window, or a silence that somebody made meanwhile. */
async function holdsOf(trx: Database, due: readonly IncidentRow[], scene: Scene): Promise<Map<number, Hold>> {
  const holds = new Map<number, Hold>();
  for (const incident of due) {
    const { phase, until } = incident.escalation;
    if (phase !== 'held' || until === null || until > scene.now.getTime()) continue;
    const hold = await holdFor(trx, incident, scene);
    if (hold) holds.set(incident.number, hold);
  }
  return holds;
}

function dueChange(incident: IncidentRow, held: Hold | undefined, scene: Scene): Change {
  const { now } = scene;
  const settles = settlesAt(incident, scene.responder.settings);
  if (settles !== undefined && settles <= now.getTime()) {
    const text = 'It has been quiet long enough';
    return resolvedBySource(incident, [{ kind: 'recovered', text, at: now, by: OPSBOOK }], scene);
  }
  const { told, happened, notices } = tell(incident, scene);
  const moved = held
    ? hold(incident.escalation, held, now.getTime())
    : advance(incident.escalation, worldOf(incident, scene));
  const isBack = incident.escalation.phase === 'acknowledged' && moved.escalation.phase !== 'acknowledged';
  return {
    incident: { ...incident, told, ...(isBack && { acknowledgedAt: null }) },
    happened,
    notices,
    moved,
  };
}

/** What its clocks say now that they did not say yet: to who has it, and to who is above them. */
function tell(incident: IncidentRow, scene: Scene) {
  const { now, responder } = scene;
  const told = [...incident.told];
  const happened: Happened[] = [];
  const notices: NewNotification[] = [];
  for (const { name, what, at } of clockNews(incident, responder.settings.business)) {
    const key = toldKey(incident.severity, name, what);
    if (at > now || told.includes(key)) continue;
    told.push(key);
    const late = now.getTime() - incident.openedAt.getTime();
    const text =
      what === 'ahead'
        ? `The ${name} target of ${incident.severity} is near: ${formatDuration(late)} are over`
        : `The ${name} target of ${incident.severity} is missed: open for ${formatDuration(late)}${name === 'response' ? ', and nobody has acknowledged' : ''}`;
    happened.push({
      kind: what === 'ahead' ? 'breach-ahead' : 'breach',
      text,
      at,
      by: OPSBOOK,
      details: { clock: name },
    });
    if (incident.escalation.phase !== 'held')
      notices.push(...peopleAndPlaces(incident, above(incident, scene), { key, words: text, notBefore: 0 }, scene));
  }
  return { told, happened, notices };
}

/** The first two levels: who is on call, and who leads. */
function above({ escalation }: IncidentRow, { responder }: Scene) {
  const levels = responder.settings.policies.get(escalation.policy)?.levels ?? [];
  return levels.slice(0, 2).flatMap(({ notify }) => notify);
}
