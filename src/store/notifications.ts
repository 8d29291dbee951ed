import { type Selectable, sql } from 'kysely';
import type { Database } from './database.ts';
import { stored } from './json.ts';
import { portions } from './portions.ts';
import type { NotificationsTable } from './respond-tables.ts';

export type NotificationRow = Selectable<NotificationsTable>;

export type NewNotification = Pick<
  NotificationRow,
  | 'key'
  | 'incident'
  | 'kind'
  | 'channel'
  | 'address'
  | 'person'
  | 'lane'
  | 'place'
  | 'chain'
  | 'message'
  | 'dueAt'
  | 'createdAt'
>;

/** Keeps what is to be delivered; what has its key already is there already, whatever became of it. */
export async function insertNotifications(db: Database, notifications: readonly NewNotification[]): Promise<number> {
  let count = 0;
  for (const some of portions(notifications)) {
    const rows = await db
      .insertInto('notifications')
      .values(some.map((one) => ({ ...one, message: stored(one.message), status: 'waiting' as const })))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('id')
      .execute();
    count += rows.length;
  }
  return count;
}

interface Cancelling {
  readonly number: number;
  readonly people: readonly string[] | 'all';
}

/**
 * Takes back pages and notices to people that were not sent yet, of some incidents, or of some people of them. What is
 * under way cannot be taken back; it is marked, so that it is not tried again.
 */
export async function cancelPages(db: Database, incidents: readonly Cancelling[], now: Date): Promise<void> {
  const everybody = incidents.filter(({ people }) => people === 'all').map(({ number }) => number);
  if (everybody.length > 0) {
    await pagesToCancel(db, now).where('incident', 'in', everybody).execute();
  }
  for (const { number, people } of incidents) {
    if (people === 'all' || people.length === 0) continue;
    await pagesToCancel(db, now)
      .where('incident', '=', number)
      .where('person', 'in', [...people])
      .execute();
  }
}

function pagesToCancel(db: Database, now: Date) {
  return db
    .updateTable('notifications')
    .set({
      status: sql<NotificationRow['status']>`case when status = 'waiting' then 'cancelled' else status end`,
      detail: sql<string>`case when status = 'waiting' then 'not needed any more' else detail end`,
      cancelledAt: now,
    })
    .where('status', 'in', ['waiting', 'sending'])
    .where((eb) => eb.or([eb('kind', '=', 'page'), eb.and([eb('kind', '=', 'notice'), eb('person', 'is not', null)])]));
}

/** In the order in which they were made. */
export function listNotifications(db: Database, incident: number): Promise<NotificationRow[]> {
  return db
    .selectFrom('notifications')
    .selectAll()
    .where('incident', '=', incident)
    .orderBy('id')
    .limit(2000)
    .execute();
}

/** Channels through which an incident was paged and that want to hear how it goes on. */
export function listPagedWays(
  db: Database,
  incident: number,
): Promise<Pick<NotificationRow, 'channel' | 'address' | 'person' | 'lane'>[]> {
  return db
    .selectFrom('notifications')
    .select(['channel', 'address', 'person', 'lane'])
    .distinct()
    .where('incident', '=', incident)
    .where('kind', '=', 'page')
    .where('status', 'in', ['sent', 'sending'])
    .execute();
}

/** How many there are of each status. */
export function countNotifications(db: Database): Promise<{ status: NotificationRow['status']; count: number }[]> {
  return db
    .selectFrom('notifications')
    .select(['status', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('status')
    .execute();
}

/** Pages that were sent after an instant, oldest first. */
export function listSentPages(
  db: Database,
  after: Date,
  limit: number,
): Promise<Pick<NotificationRow, 'id' | 'dueAt' | 'sentAt'>[]> {
  return db
    .selectFrom('notifications')
    .select(['id', 'dueAt', 'sentAt'])
    .where('kind', '=', 'page')
    .where('status', '=', 'sent')
    .where('sentAt', '>', after)
    .orderBy('sentAt')
    .limit(limit)
    .execute();
}

/** How many pages each person got since an instant. */
export async function countPages(db: Database, since: Date, until: Date): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('notifications')
    .select(['person', (eb) => eb.fn.count<number>('chain').distinct().as('count')])
    .where('kind', '=', 'page')
    .where('status', '=', 'sent')
    .where('person', 'is not', null)
    .where('sentAt', '>=', since)
    .where('sentAt', '<', until)
    .groupBy('person')
    .execute();
  return new Map(rows.flatMap(({ person, count }) => (person === null ? [] : [[person, count] as const])));
}
