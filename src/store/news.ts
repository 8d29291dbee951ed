import { sql } from 'kysely';
import type { Database } from './database.ts';
import { openSession, type Session } from './session.ts';

const NEWS = 'opsbook_respond';

/** Says to other processes, when this transaction is committed, that there is something to do for incidents. */
export async function tellOthers(db: Database): Promise<void> {
  await sql`select pg_notify(${NEWS}, '')`.execute(db);
}

/** Hears of it, until it is closed. A connection that is lost is lost in silence: who listens looks by itself as well. */
export async function hearOthers(url: string, onNews: () => void): Promise<Session> {
  const session = await openSession(url, { name: 'opsbook respond', onNotification: () => onNews() });
  await session.query(`listen ${NEWS}`);
  return session;
}
