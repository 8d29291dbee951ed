import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { openSession } from '../../src/store/session.ts';
import type { OutsideAddress } from './escalation-outside.ts';
import { SENDS } from './escalation-points.ts';

/** A database of its own, in which one story after the other is told. */
export interface EscalationLane {
  readonly db: Database;
  readonly url: string;
  readonly worker: string;
}

export async function openEscalationLane(serverUrl: string, name: string, worker: string): Promise<EscalationLane> {
  const admin = await openSession(serverUrl, { name: 'crash sweep' });
  await admin.query(`create database ${name}`);
  await admin.close();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { db: await openDatabase(url.href, { connections: 2 }), url: url.href, worker };
}

export interface EscalationLife {
  readonly lane: EscalationLane;
  readonly scenario: string;
  readonly address: OutsideAddress;
  readonly killAt: string | null;
  readonly opens: string | null;
}

/** A message that began to be sent. */
export interface Send {
  readonly kind: string;
  readonly key: string;
  readonly at: number;
}

/** A worker that waits to begin, so that one is there at once when another dies. */
export interface Worker {
  begin(): void;
  /** Whether it is dead by its own hand. */
  killedItself(): boolean;
  /** Kills it, and says which points it passed. */
  end(): Promise<{ readonly points: readonly string[]; readonly sends: readonly Send[]; readonly words: string }>;
}

export async function spawnWorker({ lane, ...life }: EscalationLife): Promise<Worker> {
  const folder = await mkdtemp(join(tmpdir(), 'opsbook-crash-'));
  const pointsFile = join(folder, 'points');
  await writeFile(pointsFile, '');
  const given = JSON.stringify({ ...life, databaseUrl: lane.url, pointsFile });
  const child = spawn(process.execPath, [join(lane.worker, 'worker.js'), given], { stdio: ['pipe', 'pipe', 'pipe'] });
  let words = '';
  let ended = false;
  let state: 'alive' | 'ours' = 'alive';
  const gone = new Promise<void>((resolve) =>
    child.on('close', () => {
      ended = true;
      resolve();
    }),
  );
  const ready = new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      words += chunk.toString();
      if (words.startsWith('ready\n')) resolve();
    }),
  );
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  child.stdin.on('error', () => undefined);
  await Promise.race([ready, gone]);
  if (ended) throw new Error(`the worker did not begin: ${words}`);
  return {
    begin: () => void child.stdin.write('begin\n'),
    killedItself: () => ended && state === 'alive' && wasKilled(child),
    async end() {
      if (!ended) {
        state = 'ours';
        child.kill('SIGKILL');
      }
      await gone;
      const lines = (await readFile(pointsFile, 'utf8')).split('\n').filter((line) => line !== '');
      const isSend = (line: string) => line.startsWith(SENDS);
      await rm(folder, { recursive: true, force: true });
      return {
        points: lines.filter((line) => !isSend(line)),
        sends: lines.filter(isSend).map((line): Send => JSON.parse(line.slice(SENDS.length))),
        words: words.replace('ready\n', ''),
      };
    },
  };
}

function wasKilled({ signalCode }: ChildProcess): boolean {
  return signalCode === 'SIGKILL';
}
