import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { openSession, type Session } from '../session.ts';
import { DatabaseUnavailable } from '../unavailable.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, moveToFreePort, openCluster } from './cluster.ts';
import { isFree } from './port.ts';
import { type Postmaster, postmasterOf } from './postmaster.ts';
import { type ServerUser, serverUser } from './server-user.ts';

/** A running PostgreSQL of our own, as one of its users sees it. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** `adopted`: it ran already, for another process or left by one that was killed. */
  readonly how: 'started' | 'adopted';
  /** Leaves; whoever leaves last stops the server. */
  leave(): Promise<void>;
}

interface Options {
  /** The server is gone and could not be started again. Without this, whoever queries it learns of it. */
  readonly onLost?: (error: unknown) => void;
  readonly user?: ServerUser;
}

/** Held shared by everyone who uses the server, alone by who stops it. Sessions end with their process, however it ends. */
const PRESENCE = 7_003_001;
const DATABASE = 'opsbook';
const TRIES = 80;
const PAUSE_MS = 250;

/**
 * The server in this folder: made, started, or adopted. When it dies while we use it, it is started again on its port.
 * @throws DatabaseUnavailable
 */
export async function startEmbedded(folder: string, options: Options = {}): Promise<EmbeddedPostgres> {
  const binaries = findBinaries();
  const user = options.user ?? (await serverUser(binaries));
  const cluster = await openCluster(join(folder, 'postgres'), binaries, user);
  const postmaster = postmasterOf(cluster, binaries, user);
  const { how, port, presence } = await enter(onLost, { cluster, postmaster, user, mayMove: true });
  const settled = { ...cluster, port };
  let leaving = false;
  let inside: Promise<Session | undefined> = Promise.resolve(presence);

  function onLost(): void {
    if (leaving) return;
    inside = enter(onLost, { cluster: settled, postmaster, user, mayMove: false }).then(
      (again) => again.presence,
      (error: unknown) => {
        options.onLost?.(error);
        return undefined;
      },
    );
  }

  return {
    url: urlOf(settled, DATABASE),
    how,
    async leave() {
      leaving = true;
      const last = await inside;
      // Let go of in so many words: the server may notice a closed connection only after the next question.
      await last?.query('select pg_advisory_unlock_shared($1)', [PRESENCE]).catch(() => undefined);
      await last?.close();
      await stopIfLast(settled, postmaster);
    },
  };
}

interface Entered {
  readonly presence: Session;
  readonly port: number;
  readonly how: 'started' | 'adopted';
}

interface Place {
  readonly cluster: Cluster;
  readonly postmaster: Postmaster;
  readonly user: ServerUser;
  /** Whether a taken port may be given up: not while pools are connected to it. */
  readonly mayMove: boolean;
}

/** Others may start or stop the server meanwhile: what fails is looked at again, a few times. */
async function enter(onLost: () => void, place: Place): Promise<Entered> {
  let { cluster } = place;
  let last: unknown;
  let how: Entered['how'] = 'adopted';
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      const running = await place.postmaster.findPort();
      if (running === undefined) {
        if (place.mayMove && !(await isFree(cluster.port))) cluster = await moveToFreePort(cluster, place.user);
        await place.postmaster.start(cluster);
        how = 'started';
      }
      const port = running ?? cluster.port;
      return { how, port, presence: await present({ ...cluster, port }, onLost) };
    } catch (error) {
      last = error;
      await sleep(PAUSE_MS);
    }
  }
  if (last instanceof DatabaseUnavailable) throw last;
  throw new DatabaseUnavailable(`PostgreSQL in ${place.cluster.data} does not let us in`, { cause: last });
}

/** Waits while somebody is stopping the server, and then fails with it. */
async function present(cluster: Cluster, onLost: () => void): Promise<Session> {
  let inside = false;
  const session = await openSession(urlOf(cluster, 'postgres'), {
    name: 'opsbook presence',
    onLost: () => inside && onLost(),
  });
  try {
    await session.query('select pg_advisory_lock_shared($1)', [PRESENCE]);
    const there = await session.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (there.length === 0) await createDatabase(session);
    inside = true;
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function createDatabase(session: Session): Promise<void> {
  try {
    await session.query(`create database ${DATABASE}`);
  } catch (error) {
    // Two that start together: duplicate_database, or a unique violation in pg_database.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== '42P04' && code !== '23505') throw error;
  }
}

/** Of those who leave at once one stops it, and the others' questions fail with it. */
async function stopIfLast(cluster: Cluster, postmaster: Postmaster): Promise<void> {
  const session = await openSession(urlOf(cluster, 'postgres'), { name: 'opsbook leaving' }).catch(() => undefined);
  if (!session) return;
  try {
    const [row] = await session
      .query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [PRESENCE])
      .catch((): { alone: boolean }[] => []);
    if (row?.alone) await postmaster.stop();
  } finally {
    await session.close();
  }
}

function urlOf(cluster: Cluster, database: string): string {
  return `postgresql://postgres:${cluster.password}@127.0.0.1:${cluster.port}/${database}?sslmode=disable`;
}
