import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { DatabaseUnavailable } from '../unavailable.ts';
import type { Binaries } from './binaries.ts';
import { freePort } from './port.ts';
import type { ServerUser } from './server-user.ts';

/** A folder of PostgreSQL's, and what it takes to reach the server that runs on it. */
export interface Cluster {
  /** PGDATA. */
  readonly data: string;
  readonly log: string;
  readonly password: string;
  /** Kept over restarts, so that whoever is connected can connect again. */
  readonly port: number;
}

/** Lies in the data folder, which only the server's user can read: so there is never a cluster without its password. */
const SETTINGS_FILE = 'opsbook.json';
const SETTINGS = z.object({ password: z.string(), port: z.int() });

/**
 * The cluster in this folder, made there if there is none.
 * @throws DatabaseUnavailable
 */
export async function openCluster(folder: string, binaries: Binaries, user: ServerUser): Promise<Cluster> {
  await makeFolder(folder);
  const data = join(folder, 'data');
  if (!existsSync(join(data, SETTINGS_FILE))) await initialise(folder, binaries, user);
  await refuseOtherVersion(data, binaries.major);
  await user.own(data);
  await user.own(folder);
  const settings = SETTINGS.parse(JSON.parse(await readFile(join(data, SETTINGS_FILE), 'utf8')));
  return { data, log: join(folder, 'log'), ...settings };
}

/** Another port, for a server that is not running and whose port somebody else took meanwhile. */
export async function moveToFreePort(cluster: Cluster, user: ServerUser): Promise<Cluster> {
  const moved = { ...cluster, port: await freePort() };
  await writeSettings(cluster.data, { password: moved.password, port: moved.port });
  await user.own(join(cluster.data, SETTINGS_FILE));
  return moved;
}

/** With the folders above it; one after the other, since Node's own way never ends where /proc refuses with ENOENT. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await makeWithParents(folder);
  } catch (cause) {
    const message = `The data folder ${folder} cannot be made: ${firstLine(cause)} (set OPSBOOK_HOME, or DATABASE_URL)`;
    throw new DatabaseUnavailable(message, { cause });
  }
}

async function makeWithParents(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeWithParents(parent);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    // Somebody else made it at the same moment.
    if (!existsSync(folder)) throw error;
  });
}

/** Beside, then renamed: a crash leaves no half cluster, and of two processes that do this at once one wins. */
async function initialise(folder: string, binaries: Binaries, user: ServerUser): Promise<void> {
  const draft = join(folder, `data.${process.pid}.tmp`);
  const passwordFile = join(folder, `password.${process.pid}.tmp`);
  const password = randomBytes(24).toString('hex');
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    for (const path of [draft, passwordFile, folder]) await user.own(path);
    const access = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    await user.run(binaries.initdb, ['-D', draft, ...access, '--locale=C', '-E', 'UTF8', '--no-instructions']);
    await writeSettings(draft, { password, port: await freePort() });
    await user.own(join(draft, SETTINGS_FILE));
    await rename(draft, join(folder, 'data'));
  } catch (cause) {
    if (existsSync(join(folder, 'data', SETTINGS_FILE))) return;
    const message = `PostgreSQL could not be initialised in ${folder}: ${firstLine(cause)} (or set DATABASE_URL)`;
    throw new DatabaseUnavailable(message, { cause });
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
  }
}

async function writeSettings(data: string, settings: z.infer<typeof SETTINGS>): Promise<void> {
  const file = join(data, SETTINGS_FILE);
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, JSON.stringify(settings), { mode: 0o600 });
  await rename(draft, file);
}

/** A data folder is read by its own major version only: https://www.postgresql.org/docs/18/upgrading.html */
async function refuseOtherVersion(data: string, major: number): Promise<void> {
  const found = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (found === String(major)) return;
  throw new DatabaseUnavailable(
    `${data} was written by PostgreSQL ${found} and this is PostgreSQL ${major}: ` +
      'install the Opsbook that wrote it, or move its content with pg_upgrade',
  );
}

/** What a program said on stderr, or why it could not be run. */
export function firstLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return (said === '' ? error.message : said).split('\n')[0] ?? error.message;
}
