import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describe as describeDefinition } from '../../src/main/describe.ts';
import { parsePlan } from '../../src/model/plan-schema.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import {
  buildCommandLine,
  cleanEnvironment,
  emptyFolder,
  expectNoTrace,
  oneLineOf,
  OPSBOOK,
  opsbook,
  refusal,
  removeFolders,
  type Spoken,
  start,
} from './cli/opsbook.ts';
import { listen } from './wire/listen.ts';

const WEB = ['--set', 'cluster=production-cluster', '--set', 'service=web-service'];
const TO_FIVE = ['scaling/service', ...WEB, '--set', 'desiredCount=5'];
const PLAN = ['plan', ...TO_FIVE, '--sandbox'];
const RUN = ['run', ...TO_FIVE, '--sandbox', '--quiet'];
const SERVICE = 'scaling/service --sandbox --set cluster=production-cluster --set service=web-service';

beforeAll(buildCommandLine, 120_000);
afterAll(removeFolders);

describe.concurrent('what is said wrong of a runbook is refused in one line, before anything is looked at', () => {
  test.each<[words: string, line: string]>([
    ['plan scaling/servce --sandbox', 'unknown runbook: scaling/servce (did you mean scaling/service?)'],
    ['plan __proto__ --sandbox', 'unknown runbook: __proto__'],
    [
      'plan daily/health-check --sandbox',
      'daily/health-check is no runbook, and changes nothing: opsbook run daily/health-check',
    ],
    [
      'run scaling/servic --sandbox',
      'unknown checklist, check or runbook: scaling/servic (did you mean scaling/service?)',
    ],
    ['explain scaling/servic', '(did you mean scaling/service?)'],
    ['permissions scaling/service nope', 'unknown checklist, runbook, check or section: nope'],
    ['plan scaling/service --sandbox', 'needs --set cluster=… --set service=… --set desiredCount=…'],
    [`plan ${SERVICE}`, 'scaling/service needs --set desiredCount=…'],
    [`plan ${SERVICE} --set desiredCnt=4`, 'takes no desiredCnt: it takes cluster, service, desiredCount'],
    [`plan ${SERVICE} --set desiredCount=`, '--set desiredCount=: expected a value'],
    [`plan scaling/service --sandbox --set cluster= --set service=x`, '--set cluster=: expected a value'],
    [`plan ${SERVICE} --set desiredCount=many`, '--set desiredCount=many: expected a whole number, 0 to 999999999'],
    [`plan ${SERVICE} --set desiredCount=-1`, '--set desiredCount=-1: expected a whole number'],
    [`plan ${SERVICE} --set desiredCount=1.5`, '--set desiredCount=1.5: expected a whole number'],
    [`plan ${SERVICE} --set desiredCount=1e3`, '--set desiredCount=1e3: expected a whole number'],
    [`plan ${SERVICE} --set desiredCount=0x10`, '--set desiredCount=0x10: expected a whole number'],
    [`plan ${SERVICE} --set desiredCount=99999999999`, 'expected a whole number, 0 to 999999999'],
    [
      `plan ${SERVICE} --set desiredCount=3 --set desiredCount=4`,
      '--set desiredCount=3 and --set desiredCount=4: expected one of them',
    ],
    ['plan incident/maintenance-mode --sandbox --set loadBalancer=x --set state=aus', 'expected one of "on"|"off"'],
    [`plan ${SERVICE} --set desiredCount=3 --region us-est-1`, 'unknown region: us-est-1 (did you mean us-east-1?)'],
    [
      `plan ${SERVICE} --set desiredCount=3 --region us-east-1 --region us-west-2`,
      'choose with --target (123456789012/us-east-1, 123456789012/us-west-2)',
    ],
    [`plan ${SERVICE} --set desiredCount=3 --target nope`, 'unknown target: nope'],
    [`plan ${SERVICE} --set desiredCount=3 --output xml`, "'xml' is invalid. Allowed choices are table, json"],
    [`plan ${SERVICE} --set desiredCount=3 --out no/such/plan.json`, 'cannot write no/such/plan.json: no such folder'],
    [`plan ${SERVICE} --set desiredCount=3 --out .`, 'cannot write .: is a directory'],
    [`run ${SERVICE} --set desiredCount=5 --output csv`, 'scaling/service is a runbook, expected table or json'],
    [`run ${SERVICE} --set desiredCount=5 --now 2026-11-23T08:00:00Z`, 'changes things, and does so at present'],
    ['apply', "missing required argument 'plan'"],
    ['approve', "missing required argument 'execution'"],
    ['executions undo', "missing required argument 'execution'"],
    ['executions list --limit 0', 'Expected a whole number above 0'],
    ['executions bogus', 'there is no command bogus here: opsbook executions --help lists those that there are'],
    ['up --port 99999', 'Expected a port: 0 to 65535'],
    ['people add alice', "required option '--roles <roles>' not specified"],
    ['people add alice --roles king', 'unknown role: king'],
    ['token create x --role king', 'unknown role: king'],
    ['findings list --new soon', 'expected a day, an instant with its zone, or a duration'],
    ['findings suppress x --until soon --reason y', 'expected a day, an instant with its zone, or a duration'],
    ['export terraform --sandbox --output-file no/such/file.tf', 'cannot write no/such/file.tf: no such folder'],
  ])('opsbook %s', async (words, line) => {
    const refused = await opsbook(words.split(' '));
    expect(refused).toEqual(refusal(line));
    expect(refused.stderr).toMatch(/^opsbook: /);
  });

  test('--out with no name', async () => {
    expect(await opsbook([...PLAN, '--out', ''])).toEqual(refusal('--out: expected the name of a file'));
  });

  test('what is not there is refused with exit 5, in one line whatever its name is made of', async () => {
    const words = ['plan', 'scaling/service', '--sandbox', '--set', 'desiredCount=3'];
    const hostile = `\u001B[31mevil\n# ${'x'.repeat(5000)}`;
    const refused = await opsbook([...words, '--set', 'cluster=production-cluster', '--set', `service=${hostile}`]);
    expect(refused).toMatchObject({ code: 5, stdout: '' });
    expect(oneLineOf(refused.stderr)).toContain(String.raw`\u{1b}[31mevil # xxx`);
  });
});

describe('a plan file that is none, or another than it was', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = emptyFolder({
      'empty.json': '',
      'object.json': '{}',
      'list.json': '[]',
      'other.json': '{"schema":"opsbook/plan@2"}',
    });
    await opsbook([...PLAN, '--out', 'plan.json', '--yes', '--quiet'], { cwd });
    const plan = readFileSync(join(cwd, 'plan.json'), 'utf8');
    writeFileSync(join(cwd, 'edited.json'), plan.replace('"desiredCount": 5', '"desiredCount": 50'));
    writeFileSync(join(cwd, 'cut.json'), plan.slice(0, 300));
    writeFileSync(join(cwd, 'binary.json'), Buffer.from(Array.from({ length: 5000 }, (_none, at) => (at * 97) % 256)));
    mkdirSync(join(cwd, 'folder.json'));
  });

  test.concurrent.each([
    ['edited.json', /edited\.json: the plan does not fit its hash sha256:[0-9a-f]+…: it was changed after it was made/],
    ['cut.json', /cut\.json is no plan: it is not JSON/],
    ['binary.json', /binary\.json is no plan: it is not JSON/],
    ['empty.json', /empty\.json is no plan: it is not JSON/],
    ['object.json', /object\.json is no plan of this version/],
    ['list.json', /list\.json is no plan of this version/],
    ['other.json', /other\.json is no plan of this version/],
    ['folder.json', /plan file folder\.json: is a directory/],
    ['/dev/zero', /\/dev\/zero is no plan: it is larger than 20 MB/],
  ])('%s: nothing is started, nothing is changed', async (file, line) => {
    const env = { OPSBOOK_HOME: join(cwd, 'home') };
    for (const more of [[], ['--sandbox']]) {
      const refused = await opsbook(['apply', file, '--yes', ...more], { cwd, env });
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(oneLineOf(refused.stderr)).toMatch(line);
    }
  });

  test('of another region is refused where one is named, and applied in the sandbox otherwise', async () => {
    const elsewhere = await opsbook(['apply', 'plan.json', '--sandbox', '--region', 'us-west-2'], { cwd });
    expect(elsewhere).toEqual(refusal('the plan is for 123456789012/us-east-1, not for region us-west-2'));
    const other = await opsbook(['apply', 'plan.json', '--target', '210987654321'], { cwd });
    expect(other).toEqual(refusal('the plan is for 123456789012/us-east-1, not for 210987654321'));
    const asked = await opsbook(['apply', 'plan.json', '--sandbox', '--quiet'], { cwd });
    expect(asked).toMatchObject({ code: 5, stdout: '' });
    expect(asked.stderr).toContain('nothing was changed: the plan was not confirmed');
    const words = ['apply', 'plan.json', '--sandbox', '--region', 'us-east-1', '--yes', '--output', 'json'];
    const applied = await opsbook(words, { cwd });
    expect(applied.code).toBe(0);
    expect(JSON.parse(applied.stdout)).toMatchObject({ execution: null, status: 'succeeded', residue: [] });
  });
});

describe.concurrent('a database that cannot be used is told in one line, exit 2', () => {
  const commands = ['executions', 'audit verify', 'people', 'token', 'findings', 'calendar', 'worker', 'up --port 0'];

  test.each([...commands, 'approve x', 'executions undo x'])('opsbook %s, where nobody listens', async (words) => {
    const free = createServer();
    const { port } = new URL(await listen(free));
    await new Promise((resolve) => free.close(resolve));
    const env = { DATABASE_URL: `postgresql://ops:secret@127.0.0.1:${port}/ops` };
    const refused = await opsbook(words.split(' '), { env });
    expect(refused).toEqual(refusal(`The database at 127.0.0.1:${port}/ops does not let us in: connect ECONNREFUSED`));
    expect(refused.stderr).not.toContain('secret');
  });

  test.each(['garbage', 'mysql://ops:secret@db/ops', 'http://127.0.0.1/ops'])('DATABASE_URL %s', async (url) => {
    const refused = await opsbook(['executions'], { env: { DATABASE_URL: url } });
    expect(refused).toEqual(refusal('DATABASE_URL: expected postgresql://user:password@host:5432/database'));
    expect(refused.stderr).not.toContain('secret');
  });

  test('a data folder that cannot be made', async () => {
    const cwd = emptyFolder({ file: '' });
    symlinkSync('/no/such/place', join(cwd, 'dangling'));
    for (const home of [join(cwd, 'file'), join(cwd, 'dangling'), '/proc/no/such']) {
      const refused = await opsbook(['executions'], { env: { OPSBOOK_HOME: home } });
      expect(refused).toEqual(refusal(`The data folder ${home}/postgres cannot be made`));
      expect(refused.ms).toBeLessThan(10_000);
    }
  });

  test('is not needed to plan, and in the embedded sandbox not even to execute', async () => {
    const env = { DATABASE_URL: 'garbage', OPSBOOK_HOME: '/proc/no/such' };
    expect(await opsbook(PLAN, { env })).toMatchObject({ code: 0, stderr: '' });
    expect(await opsbook([...RUN, '--yes'], { env })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe.concurrent('what scripts read', () => {
  test('the same parameters and the same AWS give the same plan in two processes', async () => {
    const [once, again] = await Promise.all([PLAN, PLAN].map((words) => opsbook([...words, '--output', 'json'])));
    expect(once).toMatchObject({ code: 0, stderr: '' });
    expect(again?.stdout).toBe(once?.stdout);
    expect(parsePlan(JSON.parse(once?.stdout ?? '')).steps.map(({ kind }) => kind)).toEqual([
      'change',
      'change',
      'wait',
    ]);
  });

  test('--output json of a run: stdout holds how it ended, and nothing else, also where nothing is to be done', async () => {
    const done = await opsbook([...RUN, '--yes', '--output', 'json']);
    expect(JSON.parse(done.stdout)).toEqual({
      execution: null,
      status: 'succeeded',
      reason: 'every step is done',
      residue: [],
    });
    const words = ['run', 'scaling/service', ...WEB, '--set', 'desiredCount=3', '--sandbox', '--output', 'json'];
    const nothing = await opsbook(words);
    expect(JSON.parse(nothing.stdout)).toMatchObject({ status: 'succeeded', reason: 'nothing is to be done' });
  });

  test('--output-file holds how it ended; what cannot be written is refused before anything is changed', async () => {
    const cwd = emptyFolder();
    const words = [...RUN, '--yes', '--output', 'json', '--output-file'];
    expect(await opsbook([...words, 'ended.json'], { cwd })).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'ended.json'), 'utf8'))).toMatchObject({ status: 'succeeded' });
    expect(await opsbook([...words, 'no/such.json'], { cwd })).toEqual(refusal('cannot write no/such.json'));
  });

  test('without a terminal and without --yes nothing is changed, exit 5', async () => {
    const refused = await opsbook(RUN);
    expect(refused.code).toBe(5);
    expect(oneLineOf(refused.stderr)).toContain('nothing was changed: the plan was not confirmed');
  });

  test.each([
    ['plan monitoring/alarms --sandbox', 0],
    ['run monitoring/alarms --sandbox --yes --quiet', 0],
    ['explain deployment/blue-green', 0],
  ])('opsbook %s | head -1: no trace', async (words, code) => {
    const child = spawn(process.execPath, [OPSBOOK, ...words.split(' ')], {
      cwd: emptyFolder(),
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (part: Buffer) => (said += part.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(code);
    expect(said).toBe('');
  });
});

/** What CONTRACT of the command line promises: required ones first, then what each is where it is not said. */
test.each<[id: string, parameters: Record<string, string | null>]>([
  [
    'deployment/blue-green',
    { cluster: '!', service: '!', taskDefinition: '!', rule: null, bake: '15m', shift: '100', keepBlueFor: '1h' },
  ],
  ['deployment/rollback-service', { cluster: '!', service: '!', to: null }],
  ['deployment/rollback-function', { function: '!', alias: '!', to: null }],
  ['recovery/snapshot-database', { database: '!', exportTo: null, exportRole: null, kmsKey: null }],
  ['recovery/restore-database', { database: '!', snapshot: null, pointInTime: null, as: null }],
  ['recovery/dr-drill', { drill: '!' }],
  ['recovery/fail-over', { to: '!' }],
  ['incident/maintenance-mode', { loadBalancer: '!', state: '!', page: null }],
  ['scaling/service', { cluster: '!', service: '!', desiredCount: '!' }],
  ['scaling/database', { database: '!', instanceClass: '!', when: 'now' }],
  ['scaling/group', { group: '!', desiredCapacity: '!' }],
  ['scaling/service-autoscaling', { cluster: '!', service: '!', min: '!', max: '!', cpuTarget: '70' }],
  ['monitoring/alarms', {}],
  ['monitoring/dashboard', { name: '!' }],
])('%s takes what it promises to take, and needs no more', (id, promised) => {
  const described = describeDefinition(id);
  if (described.kind !== 'runbook') throw new Error(`${id} is a ${described.kind}`);
  const taken = new Map(described.parameters.map(({ name, required, value }) => [name, required ? '!' : value]));
  for (const [name, value] of Object.entries(promised)) expect([name, taken.get(name)]).toEqual([name, value]);
  const needed = [...taken].filter(([, value]) => value === '!').map(([name]) => name);
  expect(needed).toEqual(Object.keys(promised).filter((name) => promised[name] === '!'));
});

describe('an execution that is interrupted', () => {
  let sandbox: SandboxServer;
  let cwd: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    sandbox = await serveSandbox({});
    cwd = emptyFolder();
    env = {
      HOME: cwd,
      OPSBOOK_HOME: 'home',
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: 'sandbox',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'us-east-1',
    };
    // The database is made once, so that what is interrupted later is the execution.
    await asked('executions');
  });
  afterAll(() => sandbox.close());

  function asked(words: string): Promise<Spoken> {
    return opsbook(words.split(' '), { cwd, env: { ...env, OPSBOOK_SANDBOX_TIME: 'jump' } });
  }

  function scaling(desiredCount: number, more: readonly string[] = []) {
    const words = ['run', 'scaling/service', ...WEB, '--set', `desiredCount=${desiredCount}`, '--yes', ...more];
    return start(process.execPath, [OPSBOOK, ...words], { cwd, env });
  }

  test.each([
    ['SIGINT', 5],
    ['SIGTERM', 7],
  ] as const)('by %s ends with 130, stands, and is gone on with', async (signal, desiredCount) => {
    const run = scaling(desiredCount);
    await run.says(`0s     3/3 ▸ web-service runs ${desiredCount} tasks`);
    run.process.kill(signal);
    const { code, stderr, stdout } = await run.ended;
    expect(code).toBe(130);
    expectNoTrace(stderr + stdout);
    const [, id = ''] = /interrupted; execution (\S+) stands \(running\): opsbook executions follow/.exec(stderr) ?? [];
    const listed = await asked('executions list --output json');
    expect(JSON.parse(listed.stdout).executions[0]).toMatchObject({ id, status: 'running' });
    const followed = await asked(`executions follow ${id} --work --output json`);
    expect({ code: followed.code, ...JSON.parse(followed.stdout) }).toMatchObject({
      code: 0,
      execution: id,
      status: 'succeeded',
    });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s while AWS is still being looked at: 130, and there is none',
    async (signal) => {
      const before = await asked('executions list --output json');
      const silent = createServer(() => undefined);
      const url = await listen(silent);
      const asking = new Promise((resolve) => silent.once('request', resolve));
      const words = ['run', ...TO_FIVE, '--yes', '--endpoint-url', url];
      const run = start(process.execPath, [OPSBOOK, ...words], { cwd, env });
      await asking;
      run.process.kill(signal);
      const { code, stdout, stderr } = await run.ended;
      silent.closeAllConnections();
      silent.close();
      expect({ code, stdout, stderr }).toEqual({
        code: 130,
        stdout: '',
        stderr: 'opsbook: interrupted; nothing was changed\n',
      });
      expect((await asked('executions list --output json')).stdout).toBe(before.stdout);
    },
  );

  test('--yes is no approval: it waits, with exit 5, and says for whom', async () => {
    const config = 'environments:\n  production: { production: true, cluster: production-cluster }\n';
    writeFileSync(join(cwd, 'opsbook.yaml'), config);
    const { code, stdout, stderr } = await scaling(8, ['--quiet', '--output', 'json']).ended;
    rmSync(join(cwd, 'opsbook.yaml'));
    expectNoTrace(stderr);
    const ended: { execution: string } = JSON.parse(stdout);
    expect({ code, ...ended }).toMatchObject({ code: 5, status: 'pending-approval' });
    expect(await asked(`executions cancel ${ended.execution.slice(0, 8)}`)).toMatchObject({ code: 0 });
  });

  test('with credentials of another account than its plan: it says so at once, and nothing is changed', async () => {
    const planned = await asked('plan monitoring/dashboard --set name=shop --out plan.json');
    expect(planned.code).toBe(0);
    const other = { ...env, AWS_ACCESS_KEY_ID: '210987654321', OPSBOOK_SANDBOX_TIME: 'jump' };
    const applied = await opsbook(['apply', 'plan.json', '--yes', '--quiet'], { cwd, env: other });
    expect(applied.code).toBe(4);
    expect(applied.stdout).toContain('unknown target: 123456789012/us-east-1');
    expect(applied.ms).toBeLessThan(15_000);
  });
});
