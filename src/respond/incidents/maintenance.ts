import { Refused, UsageError } from '../../model/errors.ts';
import { hold, release } from '../../model/incident/escalation.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { withoutDeadlock } from '../../store/deadlock.ts';
import { type IncidentRow, lockHeld } from '../../store/incidents.ts';
import {
  endMaintenance as endWindow,
  findMaintenance,
  insertMaintenance,
  listMaintenance as listWindows,
  type MaintenanceRow,
} from '../../store/maintenance.ts';
import { tellOthers } from '../../store/news.ts';
import type { Responder, Responding } from '../responder.ts';
import { applyChanges, type Change } from './change.ts';
import { NoSuchMaintenance } from './errors.ts';
import { holdFor } from './policy-for.ts';
import type { Scene } from './scene.ts';
import { worldOf } from './world.ts';

export interface NewWindow {
  readonly name: string;
  /** Labels that an incident must have, all of them; without any, all incidents. A `*` at the end stands for anything. */
  readonly match: Readonly<Record<string, string>>;
  /** Half-open `[start, end)`. */
  readonly start: Date;
  readonly end: Date;
}

/** What is opened in it pages nobody before its end. What was opened before goes on. @throws UsageError */
export function addMaintenance(
  { db, now }: Responder,
  { name, match, start, end }: NewWindow,
  by: Responding,
): Promise<MaintenanceRow> {
  const at = now();
  if (end <= start) throw new UsageError('a maintenance window has to end later than it starts');
  if (end <= at) throw new UsageError(`a maintenance window has to end later than now: ${end.toISOString()} is over`);
  return inTransaction(db, async (trx) => {
    const row = await insertMaintenance(trx, {
      name,
      match,
      startAt: start,
      endAt: end,
      actor: by.id,
      createdAt: at,
    });
    await record(trx, row, { by, at, action: 'maintenance.add' });
    await tellOthers(trx);
    return row;
  });
}

/** What holds, and what is ahead, of those that were added; the configuration has more. */
export function listMaintenance({ db, now }: Responder): Promise<MaintenanceRow[]> {
  return listWindows(db, now());
}

/** One that is not over. @throws NoSuchMaintenance, Refused */
export async function getMaintenance({ db, now }: Responder, id: number): Promise<MaintenanceRow> {
  const row = await findMaintenance(db, id);
  if (!row) throw new NoSuchMaintenance(id);
  const endedAt = row.endedAt ?? row.endAt;
  if (endedAt <= now()) throw new Refused(`maintenance window ${id} is over since ${endedAt.toISOString()}`);
  return row;
}

export interface Ended {
  readonly window: MaintenanceRow;
  /** Incidents that it alone held: they are paged now. */
  readonly released: readonly number[];
}

/** Ends one before its time, or lets it never begin: what it alone holds is paged at once. @throws NoSuchMaintenance, Refused */
export async function endMaintenance(responder: Responder, id: number, by: Responding): Promise<Ended> {
  const roster = await responder.roster();
  const ended = await withoutDeadlock(() =>
    inTransaction(responder.db, async (trx) => {
      const scene = { responder, roster, now: responder.now() };
      const window = await getMaintenance({ ...responder, db: trx }, id);
      if (!(await endWindow(trx, id, { by: by.id, at: scene.now }))) throw new Refused(`somebody has just ended ${id}`);
      const held = await lockHeld(trx, `Maintenance: ${window.name}`);
      const changes: Awaited<ReturnType<typeof freed>>[] = [];
      // One after the other: a transaction is one connection.
      for (const incident of held) changes.push(await freed(trx, incident, by, scene));
      await applyChanges(
        trx,
        scene,
        changes.flatMap(({ change }) => change),
      );
      await record(trx, window, { by, at: scene.now, action: 'maintenance.end' });
      const released = changes.filter(({ isReleased }) => isReleased).map(({ number }) => number);
      return { window, released };
    }),
  );
  responder.wake();
  return ended;
}

/** Of the same name there may be another window, of the configuration too; and a silence may last longer. */
async function freed(trx: Database, incident: IncidentRow, by: Responding, scene: Scene) {
  const { number, escalation } = incident;
  const still = await holdFor(trx, incident, scene);
  if (still?.until === escalation.until && still?.reason === escalation.reason) {
    return { number, isReleased: false, change: [] };
  }
  const text = `${by.id} ends the maintenance before its time`;
  const change: Change = {
    incident,
    happened: [{ kind: 'maintenance-ended', text, at: scene.now, by }],
    moved: still ? hold(escalation, still, scene.now.getTime()) : release(escalation, worldOf(incident, scene)),
  };
  return { number, isReleased: still === undefined, change: [change] };
}

interface Recorded {
  readonly by: Responding;
  readonly at: Date;
  readonly action: 'maintenance.add' | 'maintenance.end';
}

async function record(trx: Database, row: MaintenanceRow, { by, at, action }: Recorded): Promise<void> {
  const { id, name, match, startAt, endAt } = row;
  const details = { name, match, start: startAt.toISOString(), end: endAt.toISOString(), via: by.via };
  await appendAudit(trx, { at, actor: by.id, action, subject: `maintenance/${id}`, details });
}
