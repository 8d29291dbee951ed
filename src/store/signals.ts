import { type Selectable, sql } from 'kysely';
import type { Signal } from '../model/incident/signal.ts';
import type { Database } from './database.ts';
import { stored, storedText } from './json.ts';
import type { SignalsTable } from './respond-tables.ts';

export type SignalRow = Selectable<SignalsTable>;

/** Keeps what came in, until it is looked at; what was delivered before is there already. Gives how many were new. */
export async function insertSignals(
  db: Database,
  intake: string,
  signals: readonly Signal[],
  receivedAt: Date,
): Promise<number> {
  if (signals.length === 0) return 0;
  const values = signals.map((signal) => ({
    intake,
    deliveryId: storedText(signal.deliveryId),
    key: storedText(signal.key),
    signal: stored(signal),
    receivedAt,
  }));
  const rows = await db
    .insertInto('signals')
    .values(values)
    .onConflict((conflict) => conflict.columns(['intake', 'deliveryId']).doNothing())
    .returning('id')
    .execute();
  return rows.length;
}

interface Claim {
  readonly now: Date;
  readonly leaseMs: number;
  readonly limit: number;
}

/**
 * Takes what nobody has looked at, oldest first; of one key no more than one at a time, so that they stay in order.
 * An array, since PostgreSQL has no statistics in the burst of a new database: joined, all are compared with all, and a
 * second and a half go by.
 */
export async function claimSignals(db: Database, { now, leaseMs, limit }: Claim): Promise<SignalRow[]> {
  const { rows } = await sql<{ id: number }>`
    with free as (
      select s.id from opsbook.signals s
      where s.settled_at is null and (s.lease_until is null or s.lease_until <= ${now})
        and s.id = any(array(select min(id) from opsbook.signals where settled_at is null group by key))
      order by s.id
      limit ${limit}
      for update of s skip locked
    )
    update opsbook.signals s
      set lease_until = ${now}::timestamptz + ${leaseMs} * interval '1 millisecond', attempts = attempts + 1
    from free where s.id = free.id
    returning s.id`.execute(db);
  if (rows.length === 0) return [];
  return db
    .selectFrom('signals')
    .selectAll()
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('id')
    .execute();
}

interface Settlement {
  readonly at: Date;
  readonly incident: number | null;
  readonly outcome: string;
}

/** In the transaction of what it set off: so that a crash between leaves neither. False where it was settled already. */
export async function settleSignal(db: Database, id: number, { at, incident, outcome }: Settlement): Promise<boolean> {
  const changed = await db
    .updateTable('signals')
    .set({ settledAt: at, incident, outcome, leaseUntil: null })
    .where('id', '=', id)
    .where('settledAt', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** It is tried again then. */
export async function postponeSignal(db: Database, id: number, until: Date): Promise<void> {
  await db
    .updateTable('signals')
    .set({ leaseUntil: until })
    .where('id', '=', id)
    .where('settledAt', 'is', null)
    .execute();
}

interface Forgetting {
  readonly before: Date;
  readonly limit: number;
}

/** Gives how many were deleted. */
export async function deleteSettledSignals(db: Database, { before, limit }: Forgetting): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from opsbook.signals where id in (
      select id from opsbook.signals where settled_at < ${before} order by settled_at limit ${limit} for update skip locked
    )`.execute(db);
  return Number(numAffectedRows);
}

export async function countUnsettled(db: Database): Promise<number> {
  const row = await db
    .selectFrom('signals')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('settledAt', 'is', null)
    .executeTakeFirst();
  return row?.count ?? 0;
}
