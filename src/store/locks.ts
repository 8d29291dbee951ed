import { type Selectable, sql } from 'kysely';
import { type Database, inTransaction } from './database.ts';
import type { LocksTable } from './tables.ts';

export type LockRow = Selectable<LocksTable>;

export type Acquired =
  | { readonly state: 'acquired' }
  /** By whom, and since when: never an own one. */
  | { readonly state: 'held'; readonly by: readonly LockRow[] };

interface Claim {
  readonly executionId: string;
  /** Who is named to others: a person, and what they do. */
  readonly holder: string;
  readonly resources: readonly string[];
  readonly at: Date;
}

/**
 * Takes all of these locks or none. They belong to the execution, not to a process or a time: a crash leaves them, and
 * taking them again is allowed to who has them. Rows are touched in one order by all, so that no two wait for each other.
 */
export async function acquireLocks(db: Database, claim: Claim): Promise<Acquired> {
  const resources = [...new Set(claim.resources)].toSorted();
  if (resources.length === 0) return { state: 'acquired' };
  try {
    await inTransaction(db, async (trx) => {
      const { rows } = await sql<{ resource: string }>`
        insert into opsbook.locks as held (resource, execution_id, holder, acquired_at)
        select resource, ${claim.executionId}, ${claim.holder}, ${claim.at}::timestamptz
        from unnest(${resources}::text[]) with ordinality as wanted (resource, place)
        order by place
        on conflict (resource) do update
          set execution_id = excluded.execution_id, holder = excluded.holder, released_at = null,
            acquired_at = case when held.released_at is null then held.acquired_at else excluded.acquired_at end
          where held.released_at is not null or held.execution_id = excluded.execution_id
        returning resource`.execute(trx);
      if (rows.length < resources.length) throw new NotAll(await holdersOf(trx, claim.executionId, resources));
    });
    return { state: 'acquired' };
  } catch (error) {
    if (error instanceof NotAll) return { state: 'held', by: error.by };
    throw error;
  }
}

/** Takes back what of the locks was got. */
class NotAll extends Error {
  readonly by: readonly LockRow[];

  constructor(by: readonly LockRow[]) {
    super('not all of the locks are free');
    this.by = by;
  }
}

function holdersOf(db: Database, executionId: string, resources: readonly string[]): Promise<LockRow[]> {
  return db
    .selectFrom('locks')
    .selectAll()
    .where('resource', 'in', [...resources])
    .where('executionId', '!=', executionId)
    .where('releasedAt', 'is', null)
    .orderBy('resource')
    .execute();
}

/** Lets go of all that an execution holds, in the order in which all take; of which resources. */
export async function releaseLocks(db: Database, executionId: string, at: Date): Promise<string[]> {
  const rows = await db
    .with('mine', (mine) =>
      mine
        .selectFrom('locks')
        .select('resource')
        .where('executionId', '=', executionId)
        .where('releasedAt', 'is', null)
        .orderBy('resource')
        .forUpdate(),
    )
    .updateTable('locks')
    .from('mine')
    .set({ releasedAt: at })
    .whereRef('locks.resource', '=', 'mine.resource')
    .returning('locks.resource')
    .execute();
  return rows.map(({ resource }) => resource).toSorted();
}

/** All locks that are held, or those of some resources. */
export async function listLocks(db: Database, resources?: readonly string[]): Promise<LockRow[]> {
  if (resources?.length === 0) return [];
  return db
    .selectFrom('locks')
    .selectAll()
    .where('releasedAt', 'is', null)
    .$if(resources !== undefined, (query) => query.where('resource', 'in', [...(resources ?? [])]))
    .orderBy('resource')
    .execute();
}
