import { type Selectable, sql } from 'kysely';
import type { Database } from './database.ts';
import { stored } from './json.ts';
import type { NotificationKind, NotificationsTable } from './respond-tables.ts';

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
  if (notifications.length === 0) return 0;
  const rows = await db
    .insertInto('notifications')
    .values(notifications.map((one) => ({ ...one, message: stored(one.message), status: 'waiting' as const })))
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .execute();
  return rows.length;
}

/** Takes back pages and notices to people that were not sent yet, of some incidents, or of some people of them. */
export async function cancelPages(
  db: Database,
  incidents: readonly { readonly number: number; readonly people: readonly string[] | 'all' }[],
): Promise<void> {
  const everybody = incidents.filter(({ people }) => people === 'all').map(({ number }) => number);
  if (everybody.length > 0) {
    await waitingPages(db).where('incident', 'in', everybody).execute();
  }
  for (const { number, people } of incidents) {
    if (people === 'all' || people.length === 0) continue;
    await waitingPages(db)
      .where('incident', '=', number)
      .where('person', 'in', [...people])
      .execute();
  }
}

function waitingPages(db: Database) {
  return db
    .updateTable('notifications')
    .set({ status: 'cancelled', detail: 'not needed any more' })
    .where('status', '=', 'waiting')
    .where((eb) => eb.or([eb('kind', '=', 'page'), eb.and([eb('kind', '=', 'notice'), eb('person', 'is not', null)])]));
}

interface Claim {
  readonly kinds: readonly NotificationKind[];
  readonly now: Date;
  readonly leaseMs: number;
  readonly limit: number;
}

/**
 * Takes what is due for this worker, until a lease ends; also what another took and never came back with. Of one lane only
 * the oldest that is not over: what is said there arrives in order. Further pages that are due in the same lane at the same
 * time say the same to the same: they are merged into the one that is sent.
 */
export async function claimNotifications(db: Database, claim: Claim): Promise<NotificationRow[]> {
  const { kinds, now, leaseMs, limit } = claim;
  const { rows } = await sql<{ id: number }>`
    with due as (
      select n.id from opsbook.notifications n
      where n.due_at <= ${now} and n.kind = any(${[...kinds]}::text[])
        and (n.status = 'waiting' or (n.status = 'sending' and n.lease_until <= ${now}))
        and not exists (
          select from opsbook.notifications earlier
          where earlier.lane = n.lane and earlier.id < n.id and earlier.status in ('waiting', 'sending')
            and (earlier.status = 'sending' or earlier.due_at <= ${now} or earlier.attempts > 0)
        )
      order by n.due_at, n.id
      limit ${limit}
      for update of n skip locked
    )
    update opsbook.notifications n
      set status = 'sending', attempts = attempts + 1,
        lease_until = ${now}::timestamptz + ${leaseMs} * interval '1 millisecond'
    from due where n.id = due.id
    returning n.id`.execute(db);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  // On its own, so that it holds no lock while it waits for one of who acknowledges.
  await sql`
    update opsbook.notifications other set status = 'merged', detail = 'said by an earlier page that was late'
    from opsbook.notifications first
    where first.id = any(${ids}::bigint[]) and first.kind = 'page' and other.lane = first.lane and other.id <> first.id
      and other.kind = 'page' and other.status = 'waiting' and other.due_at <= ${now}`.execute(db);
  return db.selectFrom('notifications').selectAll().where('id', 'in', ids).orderBy('id').execute();
}

interface Ending {
  readonly status: 'sent' | 'failed' | 'waiting';
  readonly at: Date;
  readonly receipt?: string | null;
  readonly detail: string;
  /** When it is tried again. */
  readonly dueAt?: Date;
}

/** How an attempt ended. Says whether it was still this worker's: one that came back late may not overwrite. */
export async function endAttempt(db: Database, claimed: NotificationRow, ending: Ending): Promise<boolean> {
  const { status, at, receipt = null, detail, dueAt } = ending;
  const changed = await db
    .updateTable('notifications')
    .set({
      status,
      detail,
      leaseUntil: null,
      ...(status === 'sent' && { sentAt: at, receipt }),
      ...(dueAt && { dueAt }),
    })
    .where('id', '=', claimed.id)
    .where('status', '=', 'sending')
    .where('attempts', '=', claimed.attempts)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** One way to a person failed: the next one is tried now. Says which channel that is. */
export async function hastenNext(
  db: Database,
  { chain, place }: NotificationRow,
  now: Date,
): Promise<string | undefined> {
  if (chain === null) return undefined;
  const next = await db
    .selectFrom('notifications')
    .select(['id', 'channel', 'dueAt'])
    .where('chain', '=', chain)
    .where('place', '>', place)
    .where('status', '=', 'waiting')
    .orderBy('place')
    .limit(1)
    .executeTakeFirst();
  if (!next) return undefined;
  if (next.dueAt > now) await db.updateTable('notifications').set({ dueAt: now }).where('id', '=', next.id).execute();
  return next.channel;
}

export async function nextNotificationAt(db: Database): Promise<Date | undefined> {
  const row = await db
    .selectFrom('notifications')
    .select(sql<Date | null>`min(case when status = 'sending' then lease_until else due_at end)`.as('at'))
    .where('status', 'in', ['waiting', 'sending'])
    .executeTakeFirst();
  return row?.at ?? undefined;
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

/** Whether anything else whose key begins so is on its way to somebody, or has reached somebody. */
export async function hasOtherWays(db: Database, incident: number, prefix: string): Promise<boolean> {
  const rows = await db
    .selectFrom('notifications')
    .select('id')
    .where('incident', '=', incident)
    .where('kind', '=', 'page')
    .where('person', 'is not', null)
    .where(sql<boolean>`starts_with(key, ${prefix})`)
    .where('status', 'in', ['waiting', 'sending', 'sent', 'merged'])
    .limit(1)
    .execute();
  return rows.length > 0;
}
