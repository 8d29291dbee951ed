import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from './wire/listen.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OPSBOOK = ['--import', 'tsx', 'src/cli/main.ts'];

let up: Sandbox;

beforeAll(async () => {
  up = await start('--port', '0', '--seed', 'mine', '--start', '2026-11-23T08:00:00Z');
});

afterAll(() => up?.process.kill('SIGKILL'));

test('up says what a newcomer needs', () => {
  const url = `http://127.0.0.1:${up.port}`;
  for (const line of [
    `export AWS_ENDPOINT_URL=${url}`,
    'export AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox',
    'export AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1',
    `aws --endpoint-url ${url} ec2 describe-vpcs`,
    'account 123456789012',
  ]) {
    expect(up.welcome()).toContain(line);
  }
});

describe('what is up can be', () => {
  test('moved on in time', async () => {
    const before = Date.parse(read(await sandbox('advance', '0s')).clock);
    const after = Date.parse(read(await sandbox('advance', '1h')).clock);
    expect(after - before).toBeGreaterThanOrEqual(3_600_000);
    expect(after - before).toBeLessThan(3_660_000);
  });

  test('made to fail, and mended', async () => {
    const added = await sandbox('fault', 'throttle', '--service', 'ec2', '--in-region', 'us-east-1', '--times', '2');
    expect(read(added)).toEqual({ faults: [{ kind: 'throttle', service: 'ec2', region: 'us-east-1', times: 2 }] });
    expect(read(await sandbox('fault'))).toEqual(read(added));
    expect(read(await sandbox('fault', '--clear'))).toEqual({ faults: [] });
  });

  test('looked into', async () => {
    expect(read(await sandbox('snapshot'))).toMatchObject({ seed: 'mine', accounts: expect.any(Array) });
  });

  test('made new', async () => {
    await sandbox('advance', '30d');
    expect(read(await sandbox('reset')).clock).toMatch(/^2026-11-23T08:00/);
  });
});

test.each([
  ['a duration that is none', ['advance', 'soon'], 'opsbook: the sandbox refused: by: expected a duration such as 90s'],
  ['a fault that is none', ['fault', 'earthquake'], 'opsbook: the sandbox refused: kind: '],
])('%s is refused in one line, exit 2', async (_what, words, line) => {
  expect(await sandbox(...words)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(oneLine(line)) });
});

test('a sandbox that is not up is missed in one line, exit 2', async () => {
  const free = createServer();
  const url = await listen(free);
  await new Promise((resolve) => free.close(resolve));
  const missed = await opsbook('sandbox', 'reset', '--port', new URL(url).port);
  expect(missed).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(oneLine('opsbook: no sandbox on port')),
  });
});

test('a port in use is told in one line, exit 2', async () => {
  const taken: Server = createServer();
  const { port } = new URL(await listen(taken));
  const refused = await opsbook('sandbox', 'up', '--port', port);
  taken.close();
  const line = `opsbook: port ${port} is in use: give another with --port`;
  expect(refused).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(oneLine(line)) });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it cleanly', async (signal) => {
  const { process: running, port } = await start('--port', '0');
  // A client that keeps its connection open does not keep the sandbox.
  await fetch(`http://127.0.0.1:${port}/_sandbox/status`);
  const ended = new Promise((resolve) => running.once('exit', (code, killer) => resolve({ code, killer })));
  running.kill(signal);
  expect(await ended).toEqual({ code: 0, killer: null });
});

interface Sandbox {
  readonly process: ChildProcess;
  readonly port: string;
  readonly welcome: () => string;
}

function start(...options: readonly string[]): Promise<Sandbox> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...OPSBOOK, 'sandbox', 'up', ...options], { cwd: ROOT });
    let out = '';
    let told = '';
    child.stderr.on('data', (part: Buffer) => (told += part.toString()));
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
      const port = /on http:\/\/127\.0\.0\.1:(\d+),/.exec(out)?.[1];
      if (port !== undefined) resolve({ process: child, port, welcome: () => out });
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${told}`)));
  });
}

interface Spoken {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function sandbox(...words: readonly string[]): Promise<Spoken> {
  return opsbook('sandbox', ...words, '--port', up.port);
}

async function opsbook(...words: readonly string[]): Promise<Spoken> {
  try {
    return {
      code: 0,
      ...(await promisify(execFile)(process.execPath, [...OPSBOOK, ...words], { cwd: ROOT, maxBuffer: 1e8 })),
    };
  } catch (error) {
    const { code, stdout, stderr } = error as Spoken;
    return { code, stdout, stderr };
  }
}

function read({ code, stdout, stderr }: Spoken) {
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { clock: string; faults: object[] };
}

function oneLine(start: string): RegExp {
  return new RegExp(`^${start.replace(/[.:]/g, '\\$&')}[^\\n]*\\n$`);
}
