import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, oneLineOf, removeFolders, type Spoken, start, type Started } from './cli/opsbook.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const PASSWORDS = { alice: 'alice has a password', bob: 'bob has another one' } as const;
/** One process after the other, each with TypeScript to read, on a machine that does other things too. */
const TIMEOUT_MS = 300_000;
const CONFIG = `
environments:
  production: { production: true, cluster: production-cluster }
`;

let sandbox: SandboxServer;
let folder: string;
let up: Started;
let url = '';

beforeAll(async () => {
  sandbox = await serveSandbox({});
  folder = emptyFolder({ 'opsbook.yaml': CONFIG });
}, TIMEOUT_MS);

afterAll(async () => {
  up?.process.kill('SIGKILL');
  await sandbox?.close();
  removeFolders();
}, TIMEOUT_MS);

function run(words: readonly string[], more: { env?: Record<string, string>; stdin?: string } = {}): Started {
  const started = start(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, ...words], {
    cwd: folder,
    env: {
      HOME: folder,
      OPSBOOK_HOME: join(folder, 'home'),
      OPSBOOK_SANDBOX_TIME: 'jump',
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: 'sandbox',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'us-east-1',
      ...more.env,
    },
  });
  started.process.stdin?.end(more.stdin ?? '');
  return started;
}

function opsbook(
  words: readonly string[],
  more: { env?: Record<string, string>; stdin?: string } = {},
): Promise<Spoken> {
  return run(words, more).ended;
}

/** Asks the server that is up, as whose token it is. */
function asks(token: string, ...words: string[]): Promise<Spoken> {
  return opsbook(words, { env: { OPSBOOK_SERVER: url, OPSBOOK_TOKEN: token } });
}

async function signIn(name: keyof typeof PASSWORDS): Promise<string> {
  const response = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: PASSWORDS[name] }),
  });
  expect(response.status).toBe(200);
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function tokenOf(name: keyof typeof PASSWORDS, role: string): Promise<string> {
  const response = await fetch(`${url}/api/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: await signIn(name), origin: url },
    body: JSON.stringify({ name: `${name}-laptop`, role }),
  });
  const { secret }: { secret: string } = JSON.parse(await response.text());
  return secret;
}

test(
  'EN01: a server is brought up, people come in, and one asks and another agrees, each from their own command line',
  { timeout: TIMEOUT_MS },
  async () => {
    // Others could reach it, and nobody could be told from anybody: it does not even begin.
    const open = await opsbook(['up', '--host', '0.0.0.0', '--port', '0']);
    expect(open.code).toBe(2);
    expect(oneLineOf(open.stderr)).toMatch(/0\.0\.0\.0 is not this machine alone.*server\.publicUrl/);

    const lone = await opsbook(['people', 'add', 'bob', '--roles', 'approver'], { stdin: `${PASSWORDS.bob}\n` });
    expect(oneLineOf(lone.stderr)).toContain('the first person must be an admin');
    // Whoever has the database is trusted, and only until somebody is registered.
    const setup = await opsbook(['token', 'create', 'setup', '--role', 'admin', '--expires', '1h']);
    const added = await opsbook(['people', 'add', 'alice', '--roles', 'operator,approver,admin'], {
      stdin: `${PASSWORDS.alice}\n`,
    });
    expect(added.stdout).toBe('alice is registered as operator, approver, admin.\n');
    const bobs = { stdin: `${PASSWORDS.bob}\n` };
    const refused = await opsbook(['people', 'add', 'bob', '--roles', 'approver'], bobs);
    expect([refused.code, oneLineOf(refused.stderr)]).toEqual([5, expect.stringContaining('takes the role admin')]);
    const env = { OPSBOOK_TOKEN: setup.stdout.trim() };
    expect((await opsbook(['people', 'add', 'bob', '--roles', 'approver'], { ...bobs, env })).code).toBe(0);

    up = run(['up', '--port', '0']);
    await up.says('calendar  runs');
    const file = join(folder, 'home', 'server.json');
    const facts: { url: string; pid: number } = JSON.parse(readFileSync(file, 'utf8'));
    expect(facts.pid).toBe(up.process.pid);
    expect(statSync(file).mode & 0o077).toBe(0);
    url = facts.url;

    const [alice, bob] = [await tokenOf('alice', 'operator'), await tokenOf('bob', 'approver')];
    const wish = ['scaling/service', '--set', 'cluster=production-cluster', '--set', 'service=web-service'];
    const made = await asks(alice, 'run', ...wish, '--set', 'desiredCount=5', '--yes', '--output', 'json');
    const body: { execution: string; status: string } = JSON.parse(made.stdout);
    // Somebody else has to agree: that is told at once, and nobody need wait here.
    expect([made.code, body.status]).toEqual([5, 'pending-approval']);
    expect(made.stderr).toContain('Set web-service from 3 to 5 tasks');
    const mine = await asks(alice, 'run', ...wish, '--set', 'desiredCount=5', '--yes', '--profile', 'own');
    expect([mine.code, oneLineOf(mine.stderr)]).toEqual([
      2,
      expect.stringContaining('--profile: OPSBOOK_SERVER executes'),
    ]);
    await untilListed(alice, 'pending-approval');

    const own = await asks(alice, 'approve', body.execution);
    expect([own.code, oneLineOf(own.stderr)]).toEqual([5, expect.stringContaining('takes the role approver')]);
    // The user of this machine is nobody there: the database at hand makes no approver.
    const here = await opsbook(['approve', body.execution]);
    expect(here.code).toBe(5);
    const granted = await asks(bob, 'approve', body.execution.slice(0, 8), '--reason', 'looks right');
    expect([granted.stderr, granted.stdout]).toEqual(['', 'Approved: scaling/service goes on.\n']);

    const followed = await asks(alice, 'executions', 'follow', body.execution);
    expect([followed.code, followed.stdout]).toEqual([0, expect.stringContaining('every step is done')]);
    const shown = await asks(bob, 'executions', 'show', body.execution);
    expect(shown.stdout).toMatch(/alice execution\.request[^]*bob execution\.approve: looks right/);
    const local = await opsbook(['executions', 'show', body.execution, '--output', 'json']);
    const remote = await asks(bob, 'executions', 'show', body.execution, '--output', 'json');
    expect(JSON.parse(remote.stdout)).toEqual(JSON.parse(local.stdout));
    expect((await asks(alice, 'executions', 'cancel', body.execution)).code).toBe(5);
    expect((await asks(alice, 'audit', 'verify')).stdout).toContain('The audit log is whole');
    const undone = await asks(alice, 'executions', 'undo', body.execution, '--reason', 'enough');
    expect([undone.code, undone.stdout]).toEqual([0, expect.stringContaining('undone')]);

    const tokens = await opsbook(['token', 'list', '--output', 'json'], { env: { OPSBOOK_TOKEN: alice } });
    const listed: { tokens: { id: string; name: string }[] } = JSON.parse(tokens.stdout);
    expect(listed.tokens.map(({ name }) => name)).toEqual(['alice-laptop']);
    await opsbook(['token', 'revoke', 'alice-laptop'], { env: { OPSBOOK_TOKEN: alice } });
    const late = await asks(alice, 'executions');
    expect([late.code, oneLineOf(late.stderr)]).toEqual([5, expect.stringContaining('was revoked')]);

    up.process.kill('SIGTERM');
    expect((await up.ended).code).toBe(0);
    expect(existsSync(file)).toBe(false);
    const away = await asks(bob, 'executions');
    expect([away.code, oneLineOf(away.stderr)]).toEqual([2, expect.stringContaining('does not answer: ECONNREFUSED')]);
  },
);

async function untilListed(token: string, status: string): Promise<void> {
  let last = '';
  for (let look = 0; look < 30; look += 1) {
    last = (await asks(token, 'executions')).stdout;
    if (last.includes(status)) return;
  }
  throw new Error(`expected ${status}, saw ${last}`);
}
