import { setTimeout as sleep } from 'node:timers/promises';
import { ensureSystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { GlobalLogger } from '@dbos-inc/dbos-sdk/internal/telemetry/logs';
import { openSession } from '../../store/session.ts';

const BRINGING_UP = 7_003_003;
const TRIES = 600;
const PAUSE_MS = 100;

/**
 * Brings the durable engine's own schema up, one process after the other: it does not guard that itself. The lock is
 * tried rather than waited for, because an index that is built concurrently waits for every statement that began before,
 * also for one that waits for a lock: https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function bringUp(url: string): Promise<void> {
  const session = await openSession(url, { name: 'opsbook engine schema' });
  try {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const [row] = await session.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [BRINGING_UP]);
      // The public call of the engine for this would tell of it on standard output, where results go.
      if (row?.mine) return await ensureSystemDatabase(url, new GlobalLogger(undefined, { logLevel: 'error' }));
      await sleep(PAUSE_MS);
    }
  } finally {
    await session.close();
  }
  throw new Error('another process has been bringing up the durable engine for a minute');
}
