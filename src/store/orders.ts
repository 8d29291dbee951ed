import { type Insertable, sql } from 'kysely';
import type { Order } from '../model/execution.ts';
import type { Database } from './database.ts';
import type { OrdersTable } from './tables.ts';

/** Writes down what a person wants of an execution. */
export async function insertOrder(db: Database, order: Omit<Insertable<OrdersTable>, 'takenFor'>): Promise<void> {
  await db.insertInto('orders').values(order).execute();
}

/** The oldest order that nobody took yet, or the one that this look took before a crash. */
export async function takeOrder(db: Database, executionId: string, look: string): Promise<Order | undefined> {
  const { rows } = await sql<{ kind: Order }>`
    update opsbook.orders set taken_for = ${look}
    where id = (
      select id from opsbook.orders
      where execution_id = ${executionId} and (taken_for = ${look} or taken_for is null)
      order by taken_for nulls last, id
      limit 1
      for update
    )
    returning kind`.execute(db);
  return rows[0]?.kind;
}

/** What nobody took yet, by execution: the newest. */
export async function listUntaken(db: Database): Promise<ReadonlyMap<string, Order>> {
  const orders = await db
    .selectFrom('orders')
    .select(['executionId', 'kind'])
    .where('takenFor', 'is', null)
    .orderBy('id')
    .execute();
  return new Map(orders.map(({ executionId, kind }) => [executionId, kind]));
}

/** What nobody took will not be taken by a later run; the newest of it, if any. */
export async function dropOrders(db: Database, executionId: string, look: string): Promise<Order | undefined> {
  const dropped = await db
    .updateTable('orders')
    .set({ takenFor: look })
    .where('executionId', '=', executionId)
    .where('takenFor', 'is', null)
    .returning(['id', 'kind'])
    .execute();
  return dropped.toSorted((a, b) => a.id - b.id).at(-1)?.kind;
}
