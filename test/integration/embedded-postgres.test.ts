import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findBinaries } from '../../src/store/embedded/binaries.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/store/embedded/start.ts';
import { serverUser } from '../../src/store/embedded/server-user.ts';
import { openSession } from '../../src/store/session.ts';

const ROOT = process.getuid?.() === 0;

let folder: string;
let here: EmbeddedPostgres[];
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsbook-embedded-'));
  here = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const one of here) await one.leave();
  // What only killed processes used is left running: whoever comes next and leaves stops it.
  await (await startEmbedded(folder)).leave();
  await rm(folder, { recursive: true, force: true });
});

test('keeps what was stored, and its port, over a stop and a start', async () => {
  const first = await use();
  expect(first.how).toBe('started');
  await ask(first.url, 'create table kept (word text); ');
  await ask(first.url, "insert into kept values ('still here')");
  await first.leave();
  expect(await serverPid()).toBeUndefined();

  const second = await use();
  expect(second).toMatchObject({ how: 'started', url: first.url });
  expect(await ask(second.url, 'select word from kept')).toEqual([{ word: 'still here' }]);
});

test('two processes share one server, and whoever leaves last stops it', async () => {
  const first = await useElsewhere();
  const second = await use();
  expect(first.how).toBe('started');
  expect(second).toMatchObject({ how: 'adopted', url: first.url });
  await first.leave();
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.leave();
  expect(await serverPid()).toBeUndefined();
});

test('three processes that start at once in an empty folder come to one server', async () => {
  const all = await Promise.all([use(), useElsewhere(), useElsewhere()]);
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
  await Promise.all(all.map((one) => one.leave()));
  expect(await serverPid()).toBeUndefined();
  for (let round = 0; round < 5; round += 1) {
    const again = await Promise.all([use(), use(), use()]);
    await Promise.all(again.map((one) => one.leave()));
    expect(await serverPid()).toBeUndefined();
  }
});

test('adopts the server that a killed process left behind', async () => {
  const killed = await useElsewhere();
  killed.process.kill('SIGKILL');
  await sleep(200);
  const pid = await serverPid();
  expect(await use()).toMatchObject({ how: 'adopted', url: killed.url });
  expect(await serverPid()).toBe(pid);
});

test('comes back on its port when the server is killed under it', async () => {
  const mine = await use();
  await ask(mine.url, 'create table kept as select 1 as one');
  process.kill(Number(await serverPid()), 'SIGKILL');
  expect(await eventually(() => ask(mine.url, 'select one from kept'))).toEqual([{ one: 1 }]);
});

test('starts although the pid file of a lost machine names somebody who lives', async () => {
  const lost = await use();
  const file = join(folder, 'postgres/data/postmaster.pid');
  const written = await readFile(file, 'utf8');
  await lost.leave();
  await writeFile(file, written.replace(/^\d+/, String(process.pid)));
  expect(await use()).toMatchObject({ how: 'started' });
});

test('listens on loopback only, and lets nobody in without the password', async () => {
  const { url } = await use();
  expect(await ask(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await ask(url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
  await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/);
});

test.runIf(process.platform === 'linux')('is not hit by the interrupt that is meant for who started it', async () => {
  await use();
  const session = async (pid: number) => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[3];
  expect(await session(Number(await serverPid()))).not.toBe(await session(process.pid));
});

test('does not open what another major version wrote', async () => {
  await (await use()).leave();
  const file = join(folder, 'postgres/data/PG_VERSION');
  const written = await readFile(file, 'utf8');
  await writeFile(file, '17\n');
  await expect(startEmbedded(folder)).rejects.toThrow(/was written by PostgreSQL 17 and this is PostgreSQL 18/);
  await writeFile(file, written);
});

describe.runIf(ROOT)('as root', () => {
  test('runs as nobody where there are no user namespaces, and goes back to them', async () => {
    await chmod(folder, 0o755);
    const ways = [{ prefix: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'], owner: 65_534 }];
    const nobody = await startEmbedded(folder, { user: await serverUser(findBinaries(), ways) });
    await ask(nobody.url, 'create table kept as select 1 as one');
    const status = await readFile(`/proc/${await serverPid()}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\s+65534\s/m);
    await nobody.leave();
    const again = await use();
    expect(await ask(again.url, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  test('says what to do where nothing leads out of root', async () => {
    const missing = [{ prefix: ['no-such-program'], owner: 0 }];
    await expect(serverUser(findBinaries(), missing)).rejects.toThrow(/run as another user, or set DATABASE_URL$/);
  });
});

async function use(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbedded(folder);
  here.push(postgres);
  return postgres;
}

async function useElsewhere(): Promise<EmbeddedPostgres & { process: ChildProcess }> {
  const words = ['--import', 'tsx', join(import.meta.dirname, 'store/embedded-user.ts'), folder];
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const said = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });
  const { how, url } = JSON.parse(said) as Pick<EmbeddedPostgres, 'how' | 'url'>;
  const gone = new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`it left with ${code}`))));
  });
  gone.catch(() => undefined);
  return { how, url, process: child, leave: () => (child.stdin.write('leave'), gone) };
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const session = await openSession(url, { name: 'test' });
  try {
    return await session.query(statement);
  } finally {
    await session.close();
  }
}

async function serverPid(): Promise<number | undefined> {
  const file = await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8').catch(() => undefined);
  return file === undefined ? undefined : Number(file.split('\n')[0]);
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 100; tries += 1) {
    const done = await attempt().then(
      (value) => ({ value }),
      () => undefined,
    );
    if (done) return done.value;
    await sleep(100);
  }
  return attempt();
}
