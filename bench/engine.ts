import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rolldown } from 'rolldown';
import { connectDurable } from '../src/engine/durable/connect.ts';
import { startEmbedded } from '../src/store/embedded/start.ts';
import { openSession, type Session } from '../src/store/session.ts';
import { show } from './measure.ts';

const WAITING = 1000;
const WATCH_SECONDS = 10;
/** PostgreSQL's sessions tell of what they did up to ten seconds later. */
const SETTLE_MS = 12_000;

/**
 * The durable engine on the embedded PostgreSQL: what a step costs against a plain commit on the same server, and what
 * runs cost that wait for somebody, against a worker that has nothing to do.
 */
export async function benchEngine(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'opsbook-bench-'));
  const postgres = await startEmbedded(folder);
  const session = await openSession(postgres.url, { name: 'bench' });
  const durable = await connectDurable(postgres.url);
  const worker = await startWorker(postgres.url);
  const bench: Bench = { session, worker, start: (id, steps) => durable.start(id, steps) };
  try {
    const speed = await stepsAgainstCommits(bench, postgres.url);
    return (await costOfWaiting(bench)) && speed;
  } finally {
    worker.kill('SIGKILL');
    await durable.stop();
    await session.close();
    await postgres.leave();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Bench {
  readonly session: Session;
  readonly worker: ChildProcess;
  start(id: string, steps: number): Promise<void>;
}

async function stepsAgainstCommits(bench: Bench, url: string): Promise<boolean> {
  const { session } = bench;
  await bench.start('warm-up', 50);
  await untilDone(session, 1);
  const alone = await secondsOf(async () => {
    await bench.start('alone', 500);
    await untilDone(session, 2);
  });
  const many = await secondsOf(async () => {
    await Promise.all(Array.from({ length: 100 }, (_, number) => bench.start(`many-${number}`, 20)));
    await untilDone(session, 102);
  });
  const commits = await commitsPerSecond(url);
  const steps = 2000 / many;
  console.log(`     one run: ${((alone / 500) * 1000).toFixed(2)} ms a step; plain commits: ${commits.toFixed(0)}/s`);
  return show('100 runs of 20 steps', `${steps.toFixed(0)} steps/s`, 'a tenth of plain commits', steps >= commits / 10);
}

/** Ten connections that insert a row at a time: as many as the worker has. */
export async function commitsPerSecond(url: string): Promise<number> {
  const sessions = await Promise.all(Array.from({ length: 10 }, () => openSession(url, { name: 'bench commits' })));
  await sessions[0]?.query('create table commits (text text)');
  const seconds = await secondsOf(async () => {
    await Promise.all(
      sessions.map(async (one) => {
        for (let row = 0; row < 200; row += 1) await one.query('insert into commits values ($1)', ['x'.repeat(200)]);
      }),
    );
  });
  for (const one of sessions) await one.close();
  return 2000 / seconds;
}

async function costOfWaiting(bench: Bench): Promise<boolean> {
  const { session, worker } = bench;
  await sleep(SETTLE_MS);
  const idle = await costs(session, worker);
  await Promise.all(Array.from({ length: WAITING }, (_, number) => bench.start(`waiting-${number}`, 0)));
  await untilWaiting(session);
  await sleep(SETTLE_MS);
  const waiting = await costs(session, worker);
  for (const [what, cost] of Object.entries({ idle, [`${WAITING} waiting`]: waiting })) {
    console.log(
      `     ${what}: ${cost.transactions.toFixed(1)} transactions/s, node ${cost.nodeCpu.toFixed(1)} % CPU and ${cost.nodeMb.toFixed(0)} MB, ` +
        `PostgreSQL ${cost.postgresCpu.toFixed(1)} % CPU`,
    );
  }
  const kbEach = ((waiting.nodeMb - idle.nodeMb) * 1024) / WAITING;
  const more = waiting.transactions - idle.transactions;
  const cpu = waiting.nodeCpu + waiting.postgresCpu - idle.nodeCpu - idle.postgresCpu;
  return [
    show(`${WAITING} waiting runs, transactions/s`, `+${more.toFixed(1)}`, 'at most 3 more than idle', more <= 3),
    show(`${WAITING} waiting runs, CPU`, `+${cpu.toFixed(1)} %`, 'at most 3 % more than idle', cpu <= 3),
    show('a waiting run, memory', `${kbEach.toFixed(0)} KB`, 'at most 60 KB', kbEach <= 60),
  ].every(Boolean);
}

interface Costs {
  readonly transactions: number;
  readonly nodeCpu: number;
  readonly nodeMb: number;
  readonly postgresCpu: number;
}

async function costs(session: Session, worker: ChildProcess): Promise<Costs> {
  const before = await reading(session, worker);
  await sleep(WATCH_SECONDS * 1000);
  const after = await reading(session, worker);
  return {
    transactions: (after.transactions - before.transactions) / WATCH_SECONDS,
    nodeCpu: (after.nodeTicks - before.nodeTicks) / WATCH_SECONDS,
    nodeMb: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${worker.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    postgresCpu: (after.postgresTicks - before.postgresTicks) / WATCH_SECONDS,
  };
}

/** Ticks are hundredths of a second, so ticks a second are per cent. */
async function reading(session: Session, worker: ChildProcess) {
  const [row] = await session.query<{ count: number; postmaster: string }>(
    `select (xact_commit + xact_rollback)::int as count, current_setting('data_directory') as postmaster
      from pg_stat_database where datname = current_database()`,
  );
  const postmaster = Number(readFileSync(join(row?.postmaster ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const family = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === postmaster);
  const postgresTicks = [String(postmaster), ...family].reduce(
    (sum, pid) => sum + ticksOf(pid),
    ticksOfDead(postmaster),
  );
  return { transactions: row?.count ?? 0, nodeTicks: ticksOf(String(worker.pid)), postgresTicks };
}

function parentOf(pid: string): number {
  return Number(fieldsOf(pid)[1] ?? 0);
}

function ticksOf(pid: string): number {
  const fields = fieldsOf(pid);
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** Of the children that are no more. */
function ticksOfDead(pid: number): number {
  const fields = fieldsOf(String(pid));
  return Number(fields[13] ?? 0) + Number(fields[14] ?? 0);
}

/** Of /proc/PID/stat, what follows the name: state, parent, …, user and system time as the 12th and 13th, then those of dead children. */
function fieldsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    return [];
  }
}

async function untilDone(session: Session, runs: number): Promise<void> {
  await untilCount(session, `select count(*)::int from dbos.workflow_status where status = 'SUCCESS'`, runs);
}

async function untilWaiting(session: Session): Promise<void> {
  await untilCount(
    session,
    `select count(*)::int from dbos.operation_outputs where function_name = 'DBOS.sleep'`,
    WAITING,
  );
}

async function untilCount(session: Session, query: string, count: number): Promise<void> {
  for (let looks = 0; looks < 6000; looks += 1) {
    const [row] = await session.query<{ count: number }>(query);
    if ((row?.count ?? 0) >= count) return;
    await sleep(20);
  }
  throw new Error('the worker does not get on');
}

async function secondsOf(body: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await body();
  return (performance.now() - started) / 1000;
}

/** As the command line is shipped, but for what that too loads from node_modules. */
async function startWorker(url: string): Promise<ChildProcess> {
  const root = resolve(import.meta.dirname, '..');
  const file = join(root, 'node_modules/.cache/opsbook-bench/engine-process.js');
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'engine-process.ts'),
    platform: 'node',
    external: [/^@dbos-inc\/dbos-sdk/, /^pg(\/|$)/],
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  const worker = spawn(process.execPath, [file, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(worker.stdout, 'data');
  return worker;
}
