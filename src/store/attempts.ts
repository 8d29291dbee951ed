import { type RawBuilder, sql } from 'kysely';
import { MESSAGE_KINDS } from '../model/incident/message.ts';
import type { Database } from './database.ts';
import type { NewIncidentEvent } from './incident-events.ts';
import { stored, storedText } from './json.ts';
import type { NotificationRow } from './notifications.ts';
import type { NotificationKind } from './respond-tables.ts';

interface Claim {
  readonly kinds: readonly NotificationKind[];
  readonly now: Date;
  readonly leaseMs: number;
  readonly limit: number;
  /** Channels of which enough is under way. */
  readonly busy?: readonly string[];
}

/**
 * Takes what is due for this worker, until a lease ends; also what another took and never came back with. Of one lane only
 * the oldest that is not over: what is said there arrives in order. Further pages that are due in the same lane at the same
 * time say the same to the same: they are merged into the one that is sent. Pages go before everything else.
 */
export async function claimNotifications(db: Database, claim: Claim): Promise<NotificationRow[]> {
  const { kinds, now, leaseMs, limit, busy = [] } = claim;
  await endAbandoned(db, now);
  const { rows } = await sql<{ id: number }>`
    with first as (
      select n.id from unnest(${[...kinds]}::text[]) as kinds (kind) cross join lateral (
        select n.id from opsbook.notifications n
        where n.status = 'waiting' and n.kind = kinds.kind and n.due_at <= ${now}
          and n.channel <> all(${[...busy]}::text[])
          and ${isNext(sql`earlier.status = 'sending' or earlier.due_at <= ${now} or earlier.attempts > 0`)}
        order by n.due_at, n.id
        limit ${limit}
      ) n
      union all
      select n.id from opsbook.notifications n
      where n.status = 'sending' and n.lease_until <= ${now} and n.kind = any(${[...kinds]}::text[])
        and ${isNext(sql`earlier.status = 'sending' or earlier.due_at <= ${now} or earlier.attempts > 0`)}
    ), due as (
      select n.id from opsbook.notifications n
      where n.id in (select id from first)
        and (n.status = 'waiting' and n.due_at <= ${now} or n.status = 'sending' and n.lease_until <= ${now})
      order by n.kind <> 'page', n.due_at, n.id
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
  // On its own, and past what others hold, so that it never waits for who acknowledges.
  await sql`
    with late as (
      select other.id from opsbook.notifications first
      join opsbook.notifications other on other.lane = first.lane and other.id > first.id
      where first.id = any(${ids}::bigint[]) and first.kind = 'page'
        and other.kind = 'page' and other.status = 'waiting' and other.due_at <= ${now}
      for update of other skip locked
    )
    update opsbook.notifications n set status = 'merged', detail = 'said by an earlier page that was late'
    from late where n.id = late.id`.execute(db);
  return db.selectFrom('notifications').selectAll().where('id', 'in', ids).orderBy('id').execute();
}

/**
 * Nothing is before it in its lane, of what counts. Asked so that each row costs one step in the index of lanes, whatever
 * PostgreSQL knows of the table: as `not exists` it becomes a comparison of all that is due with all that waits.
 */
function isNext(counts: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`(
    select true from opsbook.notifications earlier
    where (earlier.lane, earlier.id) >= (n.lane, 0) and (earlier.lane, earlier.id) < (n.lane, n.id)
      and earlier.status in ('waiting', 'sending') and (${counts})
    order by earlier.lane, earlier.id
    limit 1
  ) is null`;
}

/** Who took these died, and nobody wants them any more. */
async function endAbandoned(db: Database, now: Date): Promise<void> {
  await sql`
    with abandoned as (
      select id from opsbook.notifications
      where status = 'sending' and lease_until <= ${now} and cancelled_at is not null
      for update skip locked
    )
    update opsbook.notifications n set status = 'cancelled', detail = 'not needed any more', lease_until = null
    from abandoned where n.id = abandoned.id`.execute(db);
}

interface Ending {
  readonly status: 'sent' | 'failed' | 'waiting' | 'cancelled';
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

interface Delivery {
  readonly at: Date;
  readonly receipt: string | null;
  readonly detail: string;
  /** What the timeline says of it; null for nothing. */
  readonly event: Pick<NewIncidentEvent, 'source' | 'eventId' | 'kind' | 'actor' | 'text' | 'details'> | null;
}

/** It arrived. In one statement with what is told of it, since there are many; nothing where it is another's by now. */
export async function endDelivered(db: Database, claimed: NotificationRow, delivery: Delivery): Promise<void> {
  const { at, receipt, detail, event } = delivery;
  if (event === null || claimed.incident === null) {
    await endAttempt(db, claimed, { status: 'sent', at, receipt, detail });
    return;
  }
  const { source, eventId, kind, actor, text, details } = event;
  await sql`
    with ended as (
      update opsbook.notifications
      set status = 'sent', detail = ${detail}, lease_until = null, sent_at = ${at}::timestamptz, receipt = ${receipt}
      where id = ${claimed.id} and status = 'sending' and attempts = ${claimed.attempts}
      returning incident
    )
    insert into opsbook.incident_events (incident, at, recorded_at, source, event_id, kind, actor, text, details)
    select incident, ${at}::timestamptz, ${at}::timestamptz, ${source}, ${storedText(eventId)}, ${kind}, ${actor}::text,
      ${storedText(text)}, ${stored(details)}::jsonb
    from ended
    on conflict (incident, source, event_id) do nothing`.execute(db);
}

/** Whether it was taken back while it was under way. */
export async function isCancelled(db: Database, id: number): Promise<boolean> {
  const row = await db.selectFrom('notifications').select('cancelledAt').where('id', '=', id).executeTakeFirst();
  return row?.cancelledAt != null;
}

/** One way to a person failed: the next one that was not tried yet is, now. Says which channel that is. */
export async function hastenNext(
  db: Database,
  { incident, chain, place }: NotificationRow,
  now: Date,
): Promise<string | undefined> {
  if (chain === null) return undefined;
  const next = await db
    .selectFrom('notifications')
    .select(['id', 'channel', 'dueAt'])
    .where('incident', '=', incident)
    .where('chain', '=', chain)
    .where('place', '>', place)
    .where('status', '=', 'waiting')
    .where('attempts', '=', 0)
    .orderBy('place')
    .limit(1)
    .executeTakeFirst();
  if (!next) return undefined;
  if (next.dueAt > now) await db.updateTable('notifications').set({ dueAt: now }).where('id', '=', next.id).execute();
  return next.channel;
}

/** What was to be said by a page that failed is said by itself again: it fails, or arrives, on its own. */
export async function unmerge(db: Database, { id, lane }: NotificationRow, now: Date): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ status: 'waiting', dueAt: now, detail: null })
    .where('lane', '=', lane)
    .where('kind', '=', 'page')
    .where('status', '=', 'merged')
    .where('cancelledAt', 'is', null)
    .where('id', '>', id)
    .execute();
}

/**
 * When the next is due that may be delivered then; undefined where none is. What waits behind another in its lane is not:
 * who slept until then would not sleep at all. First looks are somebody else's.
 */
export async function nextNotificationAt(db: Database): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select least(
      (
        select min(n.due_at) from unnest(${[...MESSAGE_KINDS, 'room']}::text[]) as kinds (kind) cross join lateral (
          select n.due_at from opsbook.notifications n
          where n.status = 'waiting' and n.kind = kinds.kind
            and ${isNext(sql`earlier.status = 'sending' or earlier.attempts > 0`)}
          order by n.due_at
          limit 1
        ) n
      ),
      (
        select min(n.lease_until) from opsbook.notifications n
        where n.status = 'sending' and n.kind <> 'look' and ${isNext(sql`true`)}
      )
    ) as at`.execute(db);
  return rows[0]?.at ?? undefined;
}

interface Others {
  /** How their keys begin. */
  readonly prefix: string;
  /** Whether only what is meant for a person counts. */
  readonly people: boolean;
}

/** Whether anything else whose key begins so is on its way to somebody, or has reached somebody. */
export async function hasOtherWays(db: Database, incident: number, { prefix, people }: Others): Promise<boolean> {
  const rows = await db
    .selectFrom('notifications')
    .select('id')
    .where('incident', '=', incident)
    .where('kind', '=', 'page')
    .$if(people, (query) => query.where('person', 'is not', null))
    .where(sql<boolean>`starts_with(key, ${prefix})`)
    .where('status', 'in', ['waiting', 'sending', 'sent', 'merged'])
    .limit(1)
    .execute();
  return rows.length > 0;
}
