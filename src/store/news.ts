import { sql } from 'kysely';
import type { Database } from './database.ts';
import { openSession, type Session } from './session.ts';

const NEWS = 'opsbook_respond';

/** Says to other processes, when this transaction is committed, that there is something to do for incidents. */
export async function tellOthers(db: Database): Promise<void> {
  await sql`select pg_notify(${NEWS}, '')`.execute(db);
}

/**
 * Says so soon, once for all who asked meanwhile: PostgreSQL lets one commit at a time say something, so that a burst of
 * which each does would be taken one by one. What cannot be said is found by who looks by itself.
 * https://www.postgresql.org/docs/18/sql-notify.html
 */
export function createNews(db: Database): () => void {
  let state: 'quiet' | 'saying' | 'again' = 'quiet';

  async function say(): Promise<void> {
    do {
      state = 'saying';
      await tellOthers(db).catch(() => undefined);
    } while (wasAsked());
    state = 'quiet';
  }

  function wasAsked(): boolean {
    return state === 'again';
  }

  return () => {
    if (state === 'quiet') void say();
    else state = 'again';
  };
}

/** Hears of it, until it is closed. A connection that is lost is lost in silence: who listens looks by itself as well. */
export async function hearOthers(url: string, onNews: () => void): Promise<Session> {
  const session = await openSession(url, { name: 'opsbook respond', onNotification: () => onNews() });
  await session.query(`listen ${NEWS}`);
  return session;
}
