import { setTimeout as sleep } from 'node:timers/promises';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { openSession, type Session } from '../../store/session.ts';
import { executorsAtWork, notifyAgain } from './records.ts';

/**
 * The durable engine fences work, but does not notice a dead worker. The rule here: each worker holds an advisory lock
 * on its id for as long as it is connected, and whoever finds runs of a worker whose lock is free gives them to the living.
 */
export interface Liveness {
  /** Looks for the dead from now on. */
  watch(): void;
  /** Lets go of the lock: others may take over what is left. */
  end(): Promise<void>;
}

interface Options {
  readonly url: string;
  readonly executorId: string;
  /** The lock could not be had again in time: others have taken over. */
  readonly onLost: () => void;
}

const LOOK_EVERY_MS = 1000;
const NOTIFY_EVERY_LOOKS = 10;
/** After a restart of the database everybody alive needs a moment to take their lock again. */
const GRACE_SECONDS = 4;
const RETRIES = 300;
const RETRY_MS = 200;

/** @throws where another living worker has this id. */
export async function takeLife({ url, executorId, onLost }: Options): Promise<Liveness> {
  let over = false;
  let session = await hold(10);
  let looks = 0;
  let timer: NodeJS.Timeout | undefined;

  async function hold(tries: number): Promise<Session> {
    let why: unknown;
    for (let attempt = 0; attempt < tries && !over; attempt += 1) {
      try {
        return await holdOnce();
      } catch (error) {
        why = error;
        await sleep(RETRY_MS);
      }
    }
    throw new Error(`this worker's id, ${executorId}, cannot be held`, { cause: why });
  }

  async function holdOnce(): Promise<Session> {
    const opened = await openSession(url, { name: `opsbook worker ${executorId}`, onLost: holdAgain });
    if (await tryLock(opened, executorId)) return opened;
    await opened.close();
    throw new Error('another worker has it, and lives');
  }

  function holdAgain(): void {
    if (over) return;
    hold(RETRIES).then(
      (again) => (session = again),
      () => over || onLost(),
    );
  }

  async function look(): Promise<void> {
    try {
      looks += 1;
      if (await isUpLongEnough(session)) {
        for (const id of await executorsAtWork(session)) if (id !== executorId) await recoverIfDead(session, id);
      }
      if (looks % NOTIFY_EVERY_LOOKS === 0) await notifyAgain(session);
    } catch {
      // The database is away, or just came back: the next look tells.
    }
    if (!over) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  }

  return {
    watch: () => void look(),
    async end() {
      over = true;
      clearTimeout(timer);
      await session.close();
    },
  };
}

async function recoverIfDead(session: Session, id: string): Promise<void> {
  if (!(await tryLock(session, id))) return;
  try {
    await DBOSExecutor.globalInstance?.recoverPendingWorkflows([id]);
  } finally {
    await session.query('select pg_advisory_unlock(hashtextextended($1, 7))', [lockOf(id)]);
  }
}

async function tryLock(session: Session, id: string): Promise<boolean> {
  const [row] = await session.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 7)) as mine', [
    lockOf(id),
  ]);
  return row?.mine === true;
}

function lockOf(id: string): string {
  return `opsbook worker ${id}`;
}

/**
 * Since when it lets people in: these two start when recovery is done, which after a crash takes its time. A user who may
 * not see others' sessions sees when the server itself was started.
 */
async function isUpLongEnough(session: Session): Promise<boolean> {
  const [row] = await session.query<{ up: boolean }>(
    `select now() - coalesce(min(backend_start), pg_postmaster_start_time()) > make_interval(secs => $1) as up
      from pg_stat_activity where backend_type in ('autovacuum launcher', 'logical replication launcher')`,
    [GRACE_SECONDS],
  );
  return row?.up === true;
}
