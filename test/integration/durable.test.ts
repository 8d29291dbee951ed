import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDurable } from '../../src/engine/durable/connect.ts';
import { type Durable, NoSuchRun } from '../../src/engine/durable/durable.ts';
import type { Json } from '../../src/model/json.ts';
import { LOG, type Script } from './durable/script.ts';
import { ask, type Databases, startDatabases } from './store/databases.ts';

const DAYS_MS = 24 * 3600 * 1000;

let databases: Databases;
let url: string;
let durable: Durable;
let workers: ChildProcess[];

beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

beforeEach(async () => {
  url = await databases.fresh();
  await ask(url, LOG);
  durable = await connectDurable(url);
  workers = [];
});
afterEach(async () => {
  for (const one of workers) one.kill('SIGKILL');
  await durable.stop();
});

describe('a run', () => {
  test('begun twice under one id is one run, and says how it stands', async () => {
    expect(await durable.state('r')).toBe('absent');
    await run([
      { do: 'step', name: 'a' },
      { do: 'wait', ms: 7 * DAYS_MS },
      { do: 'step', name: 'b', ms: 1500 },
    ]);
    await run([{ do: 'step', name: 'other' }]);
    expect(await durable.state('r')).toBe('waiting');
    await worker('w1');
    await until(() => logged('a ended'));
    await until(async () => (await durable.state('r')) === 'waiting');
    await durable.signal('r', { kind: 'go', body: { by: 'anna' } });
    await until(() => logged('b began'));
    expect(await durable.state('r')).toBe('running');
    expect(await result()).toEqual([{ ended: 'a' }, ['go', { by: 'anna' }], { ended: 'b' }]);
    await until(async () => (await durable.state('r')) === 'done');
  });

  test('gets each signal once, in the order of sending, also those sent before it waits', async () => {
    await run([{ do: 'step', name: 'a', ms: 300 }, ...Array<Script[number]>(3).fill({ do: 'wait', ms: 500 })]);
    await worker('w1');
    await until(() => logged('a began'));
    await durable.signal('r', { kind: 'first', body: 1 });
    await durable.signal('r', { kind: 'second', body: null });
    expect(await result()).toEqual([{ ended: 'a' }, ['first', 1], ['second', null], 'nothing came']);
  });

  test('that is not there cannot be told anything', async () => {
    await expect(durable.signal('nobody', { kind: 'go', body: null })).rejects.toThrow(NoSuchRun);
  });

  test('is told of a failure after a crash as it was told before', async () => {
    await run([
      { do: 'fail', name: 'a' },
      { do: 'wait', ms: 7 * DAYS_MS },
    ]);
    const first = await worker('w1');
    await until(async () => (await logged('a began')) && (await durable.state('r')) === 'waiting');
    first.kill('SIGKILL');
    await worker('w2');
    await durable.signal('r', { kind: 'go', body: null });
    expect(await result()).toEqual([
      ['RangeError', 'a failed'],
      ['go', null],
    ]);
    expect(await counts()).toMatchObject({ 'a began': 1 });
  });
});

describe('kill -9', () => {
  const threeSteps: Script = [
    { do: 'step', name: 'a' },
    { do: 'step', name: 'b', ms: 3000 },
    { do: 'step', name: 'c' },
  ];

  test('in the middle of a step: it is done again, what was done before is not, and the other worker has it in 30 s', async () => {
    const all = { w1: await worker('w1'), w2: await worker('w2') };
    await run(threeSteps);
    await until(() => logged('b began'));
    const [row] = await ask<{ worker: 'w1' | 'w2' }>(url, `select worker from log where name = 'b'`);
    all[row?.worker ?? 'w1'].kill('SIGKILL');
    const killed = performance.now();
    await until(async () => (await counts())['b began'] === 2);
    const seconds = (performance.now() - killed) / 1000;
    console.log(`the other worker went on after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(30);
    expect(await result()).toEqual([{ ended: 'a' }, { ended: 'b' }, { ended: 'c' }]);
    expect(await counts()).toMatchObject({ 'a ended': 1, 'b began': 2, 'b ended': 1, 'c ended': 1 });
  });

  test('during a wait: a signal that was sent while nobody lived is received', async () => {
    await run([
      { do: 'step', name: 'a' },
      { do: 'wait', ms: 7 * DAYS_MS },
      { do: 'step', name: 'b' },
    ]);
    const first = await worker('w1');
    await until(async () => (await logged('a ended')) && (await durable.state('r')) === 'waiting');
    first.kill('SIGKILL');
    await durable.signal('r', { kind: 'go', body: null });
    await worker('w1');
    expect(await result()).toEqual([{ ended: 'a' }, ['go', null], { ended: 'b' }]);
    expect(await counts()).toMatchObject({ 'a began': 1, 'b began': 1 });
  });

  test('during a wait: it ends when it was to end, not later', async () => {
    await run([{ do: 'wait', ms: 6000 }]);
    const first = await worker('w1');
    await until(async () => (await durable.state('r')) === 'waiting');
    const began = performance.now();
    first.kill('SIGKILL');
    await sleep(1000);
    await worker('w2');
    expect(await result()).toEqual(['nothing came']);
    expect(performance.now() - began).toBeLessThan(9000);
  });

  test('of the database, in a step and in a wait: everybody goes on when it is back, and nothing is done twice', async () => {
    await run([
      { do: 'step', name: 'a' },
      { do: 'step', name: 'b', ms: 5000 },
      { do: 'step', name: 'c' },
    ]);
    await run(
      [
        { do: 'step', name: 'x' },
        { do: 'wait', ms: 7 * DAYS_MS },
        { do: 'step', name: 'y' },
      ],
      'waiting',
    );
    await worker('w1');
    await worker('w2');
    await until(async () => (await logged('b began')) && (await logged('x ended')));
    await until(async () => (await durable.state('waiting')) === 'waiting');
    await killDatabase();
    await until(() => ask(url, 'select 1').then(() => true));
    await durable.signal('waiting', { kind: 'go', body: null });
    expect(await result()).toEqual([{ ended: 'a' }, { ended: 'b' }, { ended: 'c' }]);
    expect(await result('waiting')).toEqual([{ ended: 'x' }, ['go', null], { ended: 'y' }]);
    const { 'b began': begun, ...others } = await counts();
    // Where the database is not back by its end, b cannot say that it ended, and is done again.
    expect(begun).toBeLessThanOrEqual(2);
    expect(new Set(Object.values(others))).toEqual(new Set([1]));
    // Nobody alive was taken for dead.
    const hands = 'select count(distinct worker)::int as workers from log where worker is not null group by run';
    expect(await ask(url, hands)).toEqual([{ workers: 1 }, { workers: 1 }]);
    expect(workers.map(({ exitCode }) => exitCode)).toEqual([null, null]);
  });

  test('of the database, between two steps: the run goes on from there', async () => {
    await run([{ do: 'step', name: 'a' }, { do: 'ask' }, { do: 'step', name: 'b' }]);
    await worker('w1');
    await until(() => logged('a ended'));
    await sleep(500);
    await killDatabase();
    await sleep(1000);
    await until(() => ask(url, 'create table enough ()').then(() => true));
    expect(await result()).toEqual([{ ended: 'a' }, { ended: 'b' }]);
    expect(await counts()).toMatchObject({ 'a began': 1, 'b began': 1 });
  });
});

describe('a worker', () => {
  test('that is asked to stop lets the step under way end, and another goes on behind it', async () => {
    await run([
      { do: 'step', name: 'a', ms: 1500 },
      { do: 'step', name: 'b' },
    ]);
    await run(
      [
        { do: 'step', name: 'x' },
        { do: 'wait', ms: 7 * DAYS_MS },
      ],
      'waiting',
    );
    const first = await worker('w1');
    await until(async () => (await logged('a began')) && (await logged('x ended')));
    first.kill('SIGTERM');
    expect(await exitOf(first)).toBe(0);
    expect(await counts()).toMatchObject({ 'a began': 1, 'a ended': 1 });
    expect(await logged('b began')).toBe(false);
    await worker('w2');
    await durable.signal('waiting', { kind: 'go', body: null });
    expect(await result()).toEqual([{ ended: 'a' }, { ended: 'b' }]);
    expect(await result('waiting')).toEqual([{ ended: 'x' }, ['go', null]]);
    expect(await counts()).toMatchObject({ 'a began': 1, 'b began': 1, 'x began': 1 });
  });

  test('is refused while another with its id lives', async () => {
    await worker('w1');
    await expect(worker('w1')).rejects.toThrow(/ended with 1/);
  });

  test('and others that come to an empty database together bring it up once', async () => {
    url = await databases.fresh();
    await ask(url, LOG);
    const [, , client] = await Promise.all([worker('w1'), worker('w2'), connectDurable(url)]);
    await client.start('r', [{ do: 'step', name: 'a' }]);
    expect(await result()).toEqual([{ ended: 'a' }]);
    await client.stop();
  });

  test('two of them share the runs, and each run is done by one', async () => {
    await Promise.all([worker('w1'), worker('w2')]);
    const ids = Array.from({ length: 40 }, (_, number) => `r${number}`);
    await Promise.all(ids.map((id) => run([{ do: 'step', name: id, ms: 50 }], id)));
    for (const id of ids) await result(id);
    const began = await ask<{ count: number }>(url, `select count(*)::int from log where phase = 'began'`);
    expect(began).toEqual([{ count: 40 }]);
  });

  test('asks the database nothing more for runs that wait', async () => {
    await worker('w1');
    const idle = await queriesInSeconds(3);
    const ids = Array.from({ length: 200 }, (_, number) => `r${number}`);
    await Promise.all(ids.map((id) => run([{ do: 'wait', ms: 7 * DAYS_MS }], id)));
    await until(
      async () =>
        (await ask(url, `select from dbos.operation_outputs where function_name = 'DBOS.sleep'`)).length === 200,
    );
    await sleep(1000);
    // The last of them may still be coming to their wait.
    let waiting = await queriesInSeconds(3);
    for (let more = 0; more < 3 && waiting > idle * 1.5; more += 1) waiting = await queriesInSeconds(3);
    console.log(`transactions in 3 s: ${idle} idle, ${waiting} with 200 runs waiting`);
    expect(waiting).toBeLessThan(idle * 1.5 + 20);
  });
});

function run(script: Script, id = 'r'): Promise<void> {
  return durable.start(id, script as unknown as Json);
}

async function worker(id: string): Promise<ChildProcess> {
  const words = ['--import', 'tsx', join(import.meta.dirname, 'durable/worker.ts'), url, id];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  workers.push(child);
  const lines = createInterface({ input: child.stdout });
  const errors: Buffer[] = [];
  child.stderr.on('data', (part: Buffer) => errors.push(part));
  const said = await Promise.race([
    new Promise<string>((resolve) => lines.once('line', resolve)),
    exitOf(child).then((code) =>
      Promise.reject(new Error(`it ended with ${code}: ${Buffer.concat(errors).toString()}`)),
    ),
  ]);
  expect(said).toBe('ready');
  return child;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

async function counts(): Promise<Record<string, number>> {
  const rows = await ask<{ what: string; count: number }>(
    url,
    `select name || ' ' || phase as what, count(*)::int from log where phase <> 'result' group by 1`,
  );
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
}

async function logged(what: string): Promise<boolean> {
  return what in (await counts());
}

/** What the run's steps and waits gave, once it is over. */
async function result(id = 'r'): Promise<unknown> {
  const read = () => ask<{ name: string }>(url, `select name from log where run = $1 and phase = 'result'`, [id]);
  await until(async () => (await read()).length > 0);
  const rows = await read();
  expect(rows).toHaveLength(1);
  return JSON.parse(rows[0]?.name ?? '');
}

async function killDatabase(): Promise<void> {
  const file = await readFile(join(databases.folder, 'postgres/data/postmaster.pid'), 'utf8');
  process.kill(Number(file.split('\n')[0]), 'SIGKILL');
}

async function queriesInSeconds(seconds: number): Promise<number> {
  const read = () =>
    ask<{ count: number }>(
      url,
      `select (xact_commit + xact_rollback)::int as count from pg_stat_database where datname = current_database()`,
    );
  const [before] = await read();
  await sleep(seconds * 1000);
  const [after] = await read();
  return (after?.count ?? 0) - (before?.count ?? 0);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error('it did not come to that in 30 s');
}
