import { readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseUnavailable } from '../unavailable.ts';
import type { Binaries } from './binaries.ts';
import { type Cluster, firstLine } from './cluster.ts';
import type { ServerUser } from './server-user.ts';

/** How to start and stop the server of one cluster. */
export interface Postmaster {
  /** The port of the server that runs on the cluster, whoever started it; undefined if none does. */
  findPort(): Promise<number | undefined>;
  /** Resolves when it answers. @throws DatabaseUnavailable with what its log says last. */
  start(cluster: Cluster): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Loopback only, no socket file (its folder may belong to nobody here), small: one team's records are megabytes.
 * Statements in error are not logged, since they may hold what only the database should.
 */
const SETTINGS = [
  "-c listen_addresses=127.0.0.1 -c unix_socket_directories=''",
  '-c shared_buffers=32MB -c max_connections=100 -c log_min_error_statement=panic -c log_checkpoints=off',
].join(' ');

const START_SECONDS = 60;
const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

export function postmasterOf(folder: Cluster, binaries: Binaries, user: ServerUser): Postmaster {
  const { data, log } = folder;
  const pidFile = join(data, 'postmaster.pid');

  async function findPort(): Promise<number | undefined> {
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!pid || !(await isPostgres(pid))) return undefined;
    return port > 0 ? port : undefined;
  }

  async function start(cluster: Cluster): Promise<void> {
    await removeStalePidFile(pidFile);
    await turnOver(log);
    const settings = `-p ${cluster.port} ${SETTINGS}`;
    const words = ['-D', data, '-w', '-t', String(START_SECONDS), '-l', log, '-o', settings, 'start'];
    try {
      await user.run(binaries.pgCtl, words);
    } catch (cause) {
      const why = (await lastLine(log)) ?? firstLine(cause);
      throw new DatabaseUnavailable(`PostgreSQL did not start: ${why} (all of it: ${log})`, { cause });
    }
  }

  return {
    findPort,
    start,
    async stop() {
      await user.run(binaries.pgCtl, ['-D', data, '-m', 'fast', '-w', '-t', String(START_SECONDS), 'stop']);
    },
  };
}

/**
 * Whether the number in a pid file is that server still. After a restart of the machine or container it may be anybody's,
 * and PostgreSQL then refuses to start and pg_ctl believes that it runs.
 */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return isAlive(pid);
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return /(^|\/)postgres\0/.test(command);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function removeStalePidFile(pidFile: string): Promise<void> {
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid && isAlive(pid) && !(await isPostgres(pid))) await rm(pidFile, { force: true });
}

async function turnOver(log: string): Promise<void> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  if (size > LARGEST_LOG_BYTES) await rename(log, `${log}.1`);
}

async function lastLine(log: string): Promise<string | undefined> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.split('\n').findLast((line) => line.includes('FATAL:'));
}
