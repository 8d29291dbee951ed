import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { incidentList, incidentPage, incidentView } from '../../src/model/incident/view.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import { startHttpServer } from '../respond/http-server.ts';
import {
  buildCommandLine,
  emptyFolder,
  OPSBOOK,
  oneLineOf,
  removeFolders,
  type Spoken,
  start,
  type Started,
} from './cli/opsbook.ts';
import { type Databases, startDatabases } from './store/databases.ts';

const TIMEOUT_MS = 300_000;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let databases: Databases;
let sandbox: SandboxServer;
let folder: string;
let env: Record<string, string>;
let up: Started | undefined;

beforeAll(async () => {
  await buildCommandLine();
  databases = await startDatabases();
  sandbox = await serveSandbox({});
}, TIMEOUT_MS);

afterAll(async () => {
  await sandbox?.close();
  await databases?.stop();
  removeFolders();
}, TIMEOUT_MS);

beforeEach(async () => {
  const pager = await startHttpServer();
  folder = emptyFolder({ 'opsbook.yaml': configuration(pager.url) });
  env = {
    DATABASE_URL: await databases.fresh(),
    OPSBOOK_HOME: join(folder, 'home'),
    OPSBOOK_SANDBOX_TIME: 'jump',
    PAGER_SECRET: SECRET,
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
  };
});

afterEach(async () => {
  up?.process.kill('SIGTERM');
  await up?.ended;
  up = undefined;
});

function configuration(pager: string): string {
  return `
people: { alice: { name: Alice }, lead: { name: Lead } }
channels: { pager: { type: webhook, url: "${pager}", signingSecret: "env:PAGER_SECRET" } }
escalation:
  policies:
    platform:
      levels:
        - { level: 1, notify: [{ person: alice }], for: 30m }
        - { level: 2, notify: [{ person: lead }], for: 30m }
incidents: { defaultSeverity: P1 }
`;
}

function run(words: readonly string[], more: Record<string, string> = {}): Started {
  const started = start(process.execPath, [OPSBOOK, ...words], { cwd: folder, env: { ...env, ...more } });
  started.process.stdin?.end();
  return started;
}

function incident(...words: string[]): Promise<Spoken> {
  return run(['incident', ...words]).ended;
}

/** What a command prints for scripts, once it is sure that it is that and nothing else. */
async function json<T>(schema: { parse(value: unknown): T }, ...words: string[]): Promise<T> {
  const { stdout, code, stderr } = await incident(...words, '--output', 'json');
  expect([code, stderr.replaceAll(/^opsbook: warning: .*\n/gm, '')]).toEqual([0, '']);
  return schema.parse(JSON.parse(stdout));
}

/** One line of what is so now. */
async function line(...words: string[]): Promise<string> {
  const { stdout, code, stderr } = await incident(...words);
  expect([code, stderr.replaceAll(/^opsbook: warning: .*\n/gm, '')]).toEqual([0, '']);
  expect(stdout).toMatch(/^[^\n]+\n$/);
  return stdout.trimEnd();
}

async function refused(code: number, ...words: string[]): Promise<string> {
  const spoken = await incident(...words);
  expect([spoken.code, spoken.stdout]).toEqual([code, '']);
  return oneLineOf(spoken.stderr);
}

describe('an incident, from the command line', () => {
  test('IN04, IN06: lives from its opening to its post-mortem', { timeout: TIMEOUT_MS }, async () => {
    expect((await incident()).stdout).toBe('No open incidents.\n');
    const opened = await incident('open', 'Payments fail', '--label', 'service=pay', '--note', 'customers call');
    expect(opened).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^INC-1 P1 opened: Payments fail; alice is paged \(level 1\), and the next level at .*; response target .*Z, 15m left\n$/,
      ),
      // Who opens it relies on somebody being woken.
      stderr: 'opsbook: warning: 1 page not taken up by anybody: opsbook up, on this database, delivers\n',
    });

    const shown = await incident('show', 'INC-1');
    expect(shown.stdout).toContain('next      ');
    expect(shown.stdout).toMatch(/\(in 30m|in 30m: lead/);
    expect(shown.stdout).toContain('customers call');
    expect(shown.stdout).toContain('  opsbook incident ack 1\n');

    expect(await line('ack', '#1')).toMatch(
      /^INC-1 P1 acknowledged by \S+; nobody is paged until .*; resolution target/,
    );
    // Saying it again changes nothing.
    expect(await line('ack', '1')).toMatch(/^INC-1 P1 acknowledged by/);
    expect(await line('note', 'inc-1', 'the', 'certificate', 'is over', '--at', '1m')).toContain('has the note');
    expect(await line('severity', '1', 'P0', '--reason', 'nobody can pay')).toMatch(/^INC-1 P0 from now on; /);

    expect(await refused(5, 'resolve', '1')).toContain('what is resolved was fixed and verified first');
    expect(await refused(5, 'status', '1', 'resolved')).toContain('what is resolved was fixed and verified first');
    expect(await line('status', '1', 'fixing', '--note', 'new certificate')).toContain('is in fixing, then verifying');
    expect(await refused(5, 'status', '1', 'verifying', '--at', '2020-01-01T00:00:00Z')).toContain('only since');
    expect(await line('status', '1', 'verifying')).toContain('is in verifying, then resolved');
    const resolved = await line('resolve', '1', '--note', 'renewed');
    expect(resolved).toMatch(/^INC-1 P0 resolved by \S+ after .*; opsbook incident postmortem 1 writes/);
    expect(await refused(5, 'ack', '1')).toContain('resolved already');

    const draft = await incident('postmortem', '1');
    expect(draft.code).toBe(0);
    expect(draft.stdout).toMatch(/^- Lasted: \S+ \(\[#\d+\]\(#event-\d+\), \[#\d+\]\(#event-\d+\)\)$/m);
    expect(draft.stdout).toContain('## What was tried\n\n_(not recorded)_');
    expect(draft.stdout).toContain('the certificate is over');
    const file = join(folder, 'post-mortem.md');
    expect(await incident('postmortem', '1', '--output-file', file)).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(file, 'utf8')).toBe(draft.stdout);
    // Writing it moves nothing; saying so does.
    expect((await json(incidentPage, 'show', '1')).incident.status).toBe('resolved');
    expect(await line('status', '1', 'post-mortem')).toContain('is in post-mortem');
    expect((await incident('list')).stdout).toBe('No open incidents.\n');
    expect((await incident('list', '--resolved')).stdout).toMatch(/^P0 {2}INC-1 {2}post-mortem .*Payments fail\n$/);
  });

  test('tells scripts the same, and nothing else on stdout', { timeout: TIMEOUT_MS }, async () => {
    const opened = await json(incidentView, 'open', 'Disk is full', '--severity', 'P2', '--key', 'disk');
    expect(opened).toMatchObject({ number: 1, severity: 'P2', status: 'ticket', occurrences: 1 });
    const again = await json(incidentView, 'open', 'Disk is full again', '--severity', 'P2', '--key', 'disk');
    expect(again).toMatchObject({ number: 1, occurrences: 2, title: 'Disk is full' });
    expect(await line('open', 'Once more', '--severity', 'P2', '--key', 'disk')).toMatch(
      /^INC-1 P2 is open already: this is occurrence 3 of Disk is full; nobody is paged: it is a ticket; /,
    );
    expect(await json(incidentView, 'ack', '1')).toMatchObject({ status: 'investigating' });
    const list = await json(incidentList, 'list', '--all', '--limit', '1');
    expect(list.incidents.map(({ number }) => number)).toEqual([1]);
    const page = await json(incidentPage, 'show', '1');
    expect(page.timeline.map(({ kind }) => kind)).toContain('occurrence');
    expect((await incident('show', '1', '--output', 'markdown')).stdout).toMatch(/^# INC-1 P2: Disk is full\n/);
    expect(await json(incidentView, 'resolve', '1', '--dismiss', 'it was a test')).toMatchObject({
      status: 'resolved',
    });
  });

  test('quiet has an end, and who it is handed to hears of it', { timeout: TIMEOUT_MS }, async () => {
    await incident('open', 'Slow', '--key', 'slow');
    expect(await line('snooze', '1', '30m')).toContain('snoozed: nobody is paged until');
    expect(await line('unsilence', '1')).toContain('is quiet no more; alice is paged (level 1)');
    expect(await line('silence', '1', '--until', '2h', '--reason', 'known')).toMatch(
      /silenced until .*; held \(Silenced by/,
    );
    expect(await refused(5, 'escalate', '1')).toContain('it is held until');
    expect(await line('unsilence', '1')).toContain('alice is paged');
    const handed = await incident('handoff', '1', '--to', 'lead', '--note', 'the index is missing');
    expect(handed.stdout).toMatch(/^INC-1 P1 is with lead; [^\n]*\nlead is told by pager\.\n$/);
    expect(await refused(2, 'assign', '1', 'zoe')).toContain('does not know zoe');
    const { timeline, notifications } = await json(incidentPage, 'show', '1');
    expect(timeline.map(({ text }) => text)).toContain('lead works on it: the index is missing');
    expect(notifications.find(({ key }) => key.includes('/assigned/'))).toMatchObject({
      person: 'lead',
      kind: 'notice',
    });
    expect(await line('escalate', '1')).toContain('escalated; lead is paged (level 2)');
    const hit = await incident('escalate', '1', '--business-impact', 'no orders');
    expect(hit.stdout).toMatch(/^INC-1 P1 is known to hit the business; [^\n]*\nNobody else is paged for that\.\n$/);
  });

  test('what cannot be meant is said in one line, with exit 2', { timeout: TIMEOUT_MS }, async () => {
    expect(await refused(2, 'show', 'forty-two')).toContain('Expected an incident such as 42 or INC-42');
    expect(await refused(2, 'show', '0')).toContain('Expected an incident');
    expect(await refused(2, 'show', '7')).toContain('there is no incident 7: opsbook incident list');
    expect(await refused(2, 'severity', '7', 'P9')).toContain('Allowed choices are P0, P1, P2, P3');
    expect(await refused(2, 'open', '  ')).toContain('title');
    expect(await refused(2, 'open', 'x', '--label', 'service')).toContain('--label service: expected key=value');
    expect(await refused(2, 'open', 'x', '--policy', 'nope')).toContain('nope');
    expect(await refused(2, 'snooze', '7', 'soon')).toContain('got soon');
    expect(await refused(2, 'list', '--all', '--resolved')).toContain('cannot be used with');
  });
});

test('maintenance begins, keeps quiet, and ends', { timeout: TIMEOUT_MS }, async () => {
  const words = ['maintenance', 'start', 'new disks', '--for', '2h', '--match', 'service=pay'];
  expect((await run(words).ended).stdout).toMatch(
    /^Maintenance 1 \(new disks\): what is opened with service=pay pages nobody before .*; what was open before goes on\.\n$/,
  );
  expect((await run(['maintenance']).ended).stdout).toMatch(/^1 {2}holds {2}until .*Z {2}new disks {2}service=pay {2}/);
  expect(await line('open', 'Payments fail', '--label', 'service=pay')).toContain('held (Maintenance: new disks)');
  expect((await run(['maintenance', 'end', '1']).ended).stdout).toBe('Maintenance 1 is over: INC-1 is paged now.\n');
  expect((await run(['maintenance', 'end', '1']).ended).code).toBe(5);
  expect((await run(['maintenance', 'start', 'x']).ended).code).toBe(2);
});

test('a channel is tried from here, without a database', { timeout: TIMEOUT_MS }, async () => {
  expect((await run(['channels']).ended).stdout).toMatch(/^pager \(Webhook\)\n {2}Make a secret/);
  const tried = await run(['channels', 'test', 'pager', '--to', 'alice']).ended;
  expect(tried).toMatchObject({ code: 0, stdout: expect.stringContaining('pager took a test message to alice: ') });
  const lost = await run(['channels', 'test', 'pager'], { PAGER_SECRET: '' }).ended;
  expect(lost).toMatchObject({ code: 4, stdout: expect.stringContaining('pager did NOT take a test message: ') });
  expect((await run(['channels', 'test', 'nope']).ended).code).toBe(2);
});

test(
  'with a server up: somebody is paged, the first look offers what may help, and what is done stands on the timeline',
  { timeout: TIMEOUT_MS },
  async () => {
    const token = (await run(['token', 'create', 'bot', '--role', 'operator', '--expires', '1h']).ended).stdout.trim();
    up = run(['up', '--port', '0']);
    await up.says('calendar  runs');
    const { url }: { url: string } = JSON.parse(readFileSync(join(folder, 'home', 'server.json'), 'utf8'));
    const asked = (...words: string[]) =>
      run(['incident', ...words], { OPSBOOK_SERVER: url, OPSBOOK_TOKEN: token, DATABASE_URL: 'postgresql://nowhere' })
        .ended;

    const opened = await asked('open', 'The web is down', '--severity', 'P1');
    // Somebody was there to take the page up, and so nothing is warned of.
    expect(opened).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^INC-1 P1 opened: The web is down; /),
    });
    expect(await asked('ack', 'INC-1')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('acknowledged by token:bot; '),
    });
    expect(await asked('show', '9')).toMatchObject({ code: 2, stdout: '' });
    expect(await asked('resolve', '1')).toMatchObject({ code: 5, stdout: '' });
    expect((await asked('list')).stdout).toContain('INC-1');
    const there = (...words: string[]) => run(words, { OPSBOOK_SERVER: url, OPSBOOK_TOKEN: token }).ended;
    expect((await there('maintenance', 'start', 'disks', '--for', '1h', '--match', 'service=x')).code).toBe(0);
    expect((await there('maintenance')).stdout).toContain('disks');
    expect((await there('maintenance', 'end', '1')).stdout).toBe('Maintenance 1 is over.\n');
    expect((await there('channels', 'test', 'pager')).stdout).toContain('pager took a test message: ');

    const watching = run(['incident', 'watch', '1'], { OPSBOOK_SERVER: url, OPSBOOK_TOKEN: token });
    await watching.says('What may help, as plans to look at first');
    const { mitigations } = await json(incidentPage, 'show', '1');
    const page503 = mitigations.findIndex(({ runbook }) => runbook === 'incident/maintenance-mode') + 1;
    expect(page503).toBeGreaterThan(0);
    const listed = await asked('mitigate', '1');
    expect(listed.stdout).toContain(`     opsbook incident mitigate 1 ${page503}\n`);
    expect(await asked('mitigate', '1', '99')).toMatchObject({ code: 2 });

    const unsaid = await asked('mitigate', '1', `${page503}`);
    expect([unsaid.code, unsaid.stderr]).toEqual([
      5,
      expect.stringContaining('nothing was changed: the plan was not confirmed'),
    ]);
    const mended = await asked('mitigate', '1', `${page503}`, '--yes', '--output', 'json');
    expect(mended.code).toBe(0);
    expect(incidentView.parse(JSON.parse(mended.stdout)).status).toMatch(/fixing|verifying/);
    await watching.says('Verifying: what was done has succeeded');
    expect(await asked('resolve', '1')).toMatchObject({ code: 0 });
    expect(await watching.ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('INC-1 P1 resolved by token:bot'),
    });

    const page = await json(incidentPage, 'show', '1');
    expect(page.executions.map(({ runbook, status }) => [runbook, status])).toEqual([
      ['incident/maintenance-mode', 'succeeded'],
    ]);
    expect((await asked('postmortem', '1')).stdout).toMatch(
      /`incident\/maintenance-mode` asked for by token:bot at .* \(\[#\d+\].*\); .*incident\/maintenance-mode succeeded.*\(\[#\d+\]/,
    );
  },
);

test(
  'without a server, a mitigation is carried out here, and the timeline says how it ended',
  { timeout: TIMEOUT_MS },
  async () => {
    await incident('open', 'The web is slow', '--severity', 'P2');
    await incident('ack', '1');
    const set = ['cluster=production-cluster', 'service=web-service', 'desiredCount=6'].flatMap((one) => [
      '--set',
      one,
    ]);
    const done = await incident('mitigate', '1', 'scaling/service', ...set, '--yes');
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('to 6 tasks');
    expect(done.stdout).toMatch(/\nINC-1 P2 is in verifying, then resolved or fixing or investigating; [^\n]*\n$/);
    const { timeline } = await json(incidentPage, 'show', '1');
    expect(timeline.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^scaling\/service succeeded: /));
  },
);
