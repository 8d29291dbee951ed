import { type Selectable, sql } from 'kysely';
import type { Database } from './database.ts';
import { stored } from './json.ts';
import type { HandoffsTable } from './respond-tables.ts';

export type HandoffRow = Selectable<HandoffsTable>;

type NewHandoff = Pick<
  HandoffRow,
  'schedule' | 'rotation' | 'shiftStart' | 'outgoing' | 'incoming' | 'createdAt' | 'document'
>;

/**
 * Keeps the hand-off of a shift, once however many want to; undefined where it is there. Where somebody else comes in by now
 * and nobody has signed for that side, it becomes theirs.
 */
export function makeHandoff(db: Database, handoff: NewHandoff): Promise<HandoffRow | undefined> {
  return db
    .insertInto('handoffs')
    .values({ ...handoff, document: stored(handoff.document) })
    .onConflict((conflict) =>
      conflict
        .columns(['schedule', 'rotation', 'shiftStart'])
        .doUpdateSet((eb) => ({
          incoming: eb.ref('excluded.incoming'),
          document: eb.ref('excluded.document'),
          createdAt: eb.ref('excluded.createdAt'),
        }))
        .whereRef('handoffs.incoming', '<>', 'excluded.incoming')
        .where('handoffs.incomingSignedAt', 'is', null),
    )
    .returningAll()
    .executeTakeFirst();
}

export function findHandoff(db: Database, id: number): Promise<HandoffRow | undefined> {
  return db.selectFrom('handoffs').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Holds it until the transaction ends. */
export function lockHandoff(db: Database, id: number): Promise<HandoffRow | undefined> {
  return db.selectFrom('handoffs').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

interface Filter {
  readonly schedule?: string | undefined;
  readonly rotation?: string | undefined;
  readonly shiftStart?: Date | undefined;
  /** For pages: the last of the one before. */
  readonly before?: { readonly shiftStart: Date; readonly id: number } | undefined;
  readonly limit: number;
}

/** The newest shift first. */
export function listHandoffs(db: Database, filter: Filter): Promise<HandoffRow[]> {
  const { schedule, rotation, shiftStart, before, limit } = filter;
  return db
    .selectFrom('handoffs')
    .selectAll()
    .$if(schedule !== undefined, (query) => query.where('schedule', '=', schedule ?? ''))
    .$if(rotation !== undefined, (query) => query.where('rotation', '=', rotation ?? ''))
    .$if(shiftStart !== undefined, (query) => query.where('shiftStart', '=', shiftStart ?? new Date(0)))
    .$if(before !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('shiftStart', 'id'), '<', eb.tuple(before?.shiftStart ?? new Date(0), before?.id ?? 0)),
      ),
    )
    .orderBy('shiftStart', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

interface Signature {
  readonly side: 'outgoing' | 'incoming';
  readonly by: string;
  readonly at: Date;
}

/** Signs one side; says false where that is signed. */
export async function signHandoff(db: Database, id: number, { side, by, at }: Signature): Promise<boolean> {
  const signed = await db
    .updateTable('handoffs')
    .set(
      side === 'outgoing'
        ? { outgoingSignedAt: at, outgoingSignedBy: by }
        : { incomingSignedAt: at, incomingSignedBy: by },
    )
    .where('id', '=', id)
    .where(side === 'outgoing' ? 'outgoingSignedAt' : 'incomingSignedAt', 'is', null)
    .executeTakeFirst();
  return signed.numUpdatedRows === 1n;
}

interface Unsigned {
  readonly now: Date;
  readonly afterMs: number;
  /** One that was made so much later than its shift began has its time from then on. */
  readonly lateMs: number;
}

/**
 * Those that not everybody has signed in time, as warned of from now on: each once, whoever asks. One that a newer of its
 * rotation has followed is not news any more.
 */
export function takeUnsignedHandoffs(db: Database, { now, afterMs, lateMs }: Unsigned): Promise<HandoffRow[]> {
  const millisecond = sql`interval '1 millisecond'`;
  return db
    .updateTable('handoffs')
    .set({ warnedAt: now })
    .where('warnedAt', 'is', null)
    .where((eb) =>
      eb.or([
        eb('incomingSignedAt', 'is', null),
        eb.and([eb('outgoing', 'is not', null), eb('outgoingSignedAt', 'is', null)]),
      ]),
    )
    .where(
      sql<Date>`greatest(shift_start, created_at - ${lateMs} * ${millisecond}) + ${afterMs} * ${millisecond}`,
      '<=',
      now,
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('handoffs as newer')
            .select('newer.id')
            .whereRef('newer.schedule', '=', 'handoffs.schedule')
            .whereRef('newer.rotation', '=', 'handoffs.rotation')
            .whereRef('newer.shiftStart', '>', 'handoffs.shiftStart'),
        ),
      ),
    )
    .returningAll()
    .execute();
}
