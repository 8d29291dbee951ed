import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createExecution, type Execution } from '../../src/aws/execution.ts';
import { AwsFault } from '../../src/aws/fault.ts';
import { runChecklist, type Target } from '../../src/checklists/run.ts';
import { CHECKS } from '../../src/main/catalog.ts';
import { realTiming } from '../../src/main/clock.ts';
import { configSchema } from '../../src/main/config/schema.ts';
import { resolveTargets, type TargetChoice } from '../../src/main/targets.ts';
import type { ChecklistResult } from '../../src/model/result.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_START } from '../../src/sandbox/create.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import type { World } from '../../src/sandbox/world/world.ts';
import { NOTHING_CHOSEN } from '../answers.ts';
import { askControl } from './wire/control.ts';

const STAGING = '210987654321';
const SUSPENDED = '345678901234';
const OTHER = '222222222222';
const KEYS = { AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox' };

let world: World;
let server: SandboxServer;
let execution: Execution;
let folder: string;

beforeEach(async () => {
  // Its clock does not move, so what an assumed role may is not over: it began in the future of who runs this.
  world = createSandbox({ start: new Date(Math.max(Date.now(), SANDBOX_START.getTime())) });
  server = await serveSandbox({ world });
  execution = createExecution(realTiming);
  folder = mkdtempSync(join(tmpdir(), 'opsbook-targets-'));
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('targets of the configuration', () => {
  const chain = ['arn:aws:iam::222222222222:role/Jump', `arn:aws:iam::${STAGING}:role/OpsbookReader`];
  const targets = [
    { name: 'production', regions: ['us-east-1', 'eu-west-1'] },
    { name: 'staging', regions: ['us-east-1', 'eu-west-1'], role: chain, externalId: 'secret' },
  ];

  beforeEach(() => {
    world.trusts.set(chain[0] ?? '', { accounts: [SANDBOX_ACCOUNT] });
    world.trusts.set(chain[1] ?? '', { accounts: [OTHER], externalId: 'secret' });
  });

  test('two accounts in two regions, one through a chain of roles with an external id', async () => {
    const found = await resolve({ targets });
    expect(reports(found)).toEqual([
      `production 123456789012/us-east-1 as arn:aws:iam::123456789012:user/sandbox`,
      `production 123456789012/eu-west-1 as arn:aws:iam::123456789012:user/sandbox`,
      `staging 210987654321/us-east-1 as arn:aws:sts::210987654321:assumed-role/OpsbookReader/opsbook`,
      `staging 210987654321/eu-west-1 as arn:aws:sts::210987654321:assumed-role/OpsbookReader/opsbook`,
    ]);
    // What is asked once for an account is asked in its first region.
    expect(found.map(({ first }) => first)).toEqual([true, false, true, false]);
    expect(await operations()).toEqual({ 'sts:AssumeRole': 2, 'sts:GetCallerIdentity': 2 });
  });

  test('what is asked there is asked with that account’s credentials, and every request is counted', async () => {
    const result = await check('ec2-address-associated', await resolve({ targets }));
    expect(result.summary.unknown).toBe(0);
    expect(new Set(result.findings.map(({ account }) => account))).toEqual(new Set([SANDBOX_ACCOUNT, STAGING]));
    expect(result.targets).toHaveLength(4);
    expect(result.aws.byOperation).toEqual(await operations());
  });

  test('a role that cannot be assumed makes that account unknown, and no other', async () => {
    const wrongId = targets.map((target) => ({ ...target, ...(target.externalId && { externalId: 'guess' }) }));
    const result = await check('ec2-address-associated', await resolve({ targets: wrongId }));
    const unknown = result.findings.filter(({ status }) => status === 'unknown');
    expect(unknown.map(({ account, region }) => `${account}/${region}`)).toEqual([
      `${STAGING}/eu-west-1`,
      `${STAGING}/us-east-1`,
    ]);
    expect(unknown[0]).toMatchObject({
      reason: expect.stringContaining('AccessDenied: sts:AssumeRole is not allowed'),
      evidence: { kind: 'access-denied', operation: 'sts:AssumeRole', missingAction: 'sts:AssumeRole' },
    });
    expect(result.findings.some(({ account, status }) => account === SANDBOX_ACCOUNT && status === 'fail')).toBe(true);
  });

  test('a role that is throttled is asked as often as any read, not as often squared', async () => {
    await askControl(server, 'POST', 'fault', { kind: 'throttle', operation: 'AssumeRole' });
    execution = createExecution({ ...realTiming, sleep: () => Promise.resolve() });
    expect(faults(await resolve({ targets }))).toEqual(['', '', 'throttled', 'throttled']);
    expect((await operations())['sts:AssumeRole']).toBe(8);
    expect(execution.record().throttles).toBe(8);
  });

  test('credentials of another account than was expected are used for nothing', async () => {
    const found = await resolve({ targets: [{ name: 'production', account: OTHER, regions: ['us-east-1'] }] });
    const result = await check('ec2-address-associated', found);
    expect(result.findings).toMatchObject([
      { account: OTHER, status: 'unknown', reason: expect.stringContaining(`are of account ${SANDBOX_ACCOUNT}`) },
    ]);
    expect(await operations()).toEqual({ 'sts:GetCallerIdentity': 1 });
  });

  test('their own regions are enough: none has to be in force', async () => {
    const one = targets.slice(0, 1);
    expect(await resolve({ targets: one }, { environment: KEYS })).toHaveLength(2);
    expect(reports(await resolve({ targets: one }, { environment: KEYS, regions: ['us-west-2'] }))).toEqual([
      `production 123456789012/us-west-2 as arn:aws:iam::123456789012:user/sandbox`,
    ]);
  });

  test('the same account and region by two names is judged once', async () => {
    const twice = [...targets, { name: 'again', regions: ['eu-west-1', 'us-west-2'] }];
    expect(reports(await resolve({ targets: twice })).map((line) => line.split(' as ')[0])).toEqual([
      'production 123456789012/us-east-1',
      'production 123456789012/eu-west-1',
      `staging ${STAGING}/us-east-1`,
      `staging ${STAGING}/eu-west-1`,
      'again 123456789012/us-west-2',
    ]);
  });

  test('a region that is down costs that region only, even where it is the first', async () => {
    await askControl(server, 'POST', 'fault', { kind: 'unreachable', region: 'us-east-1' });
    const found = await resolve({ targets: targets.slice(0, 1) });
    const result = await check('ec2-address-associated', found);
    expect(result.findings.filter(({ status }) => status === 'unknown')).toMatchObject([
      { region: 'us-east-1', evidence: { kind: 'unreachable' } },
    ]);
    expect(result.targets.map(({ account }) => account)).toEqual([SANDBOX_ACCOUNT, SANDBOX_ACCOUNT]);
  });

  test.each([
    ['staging', [`${STAGING}/us-east-1`, `${STAGING}/eu-west-1`]],
    [STAGING, [`${STAGING}/us-east-1`, `${STAGING}/eu-west-1`]],
    [`${SANDBOX_ACCOUNT}/eu-west-1`, [`${SANDBOX_ACCOUNT}/eu-west-1`]],
  ])('--target %s', async (name, places) => {
    const found = await resolve({ targets }, { names: [name] });
    expect(found.map(({ report }) => `${report.account}/${report.region}`)).toEqual(places);
    expect(found.map(({ first }) => first)).toEqual(places.map((_place, index) => index === 0));
  });

  test('--target of a name that nothing has says which was probably meant', async () => {
    await expect(resolve({ targets }, { names: ['stagign'] })).rejects.toThrow(
      'unknown target: stagign (did you mean staging?)',
    );
  });
});

describe('an organization', () => {
  const organization = { role: 'OpsbookReader', regions: ['us-east-1', 'eu-west-1'] };

  test('its active accounts, each through the role, its own without', async () => {
    const found = await resolve({ organization });
    expect(reports(found)).toEqual([
      `production 123456789012/us-east-1 as arn:aws:iam::123456789012:user/sandbox`,
      `production 123456789012/eu-west-1 as arn:aws:iam::123456789012:user/sandbox`,
      `staging 210987654321/us-east-1 as arn:aws:sts::210987654321:assumed-role/OpsbookReader/opsbook`,
      `staging 210987654321/eu-west-1 as arn:aws:sts::210987654321:assumed-role/OpsbookReader/opsbook`,
    ]);
    expect(found.map(({ report }) => report.account)).not.toContain(SUSPENDED);
    // Once for each account: who lists the organization has been asked already.
    expect(await operations()).toEqual({
      'organizations:ListAccounts': 1,
      'sts:AssumeRole': 1,
      'sts:GetCallerIdentity': 2,
    });
  });

  test('without what is excluded', async () => {
    const exclude = { accounts: [STAGING], regions: ['eu-west-1'] };
    const found = await resolve({ organization: { ...organization, exclude } });
    expect(found.map(({ report }) => `${report.account}/${report.region}`)).toEqual([`${SANDBOX_ACCOUNT}/us-east-1`]);
  });

  test('with everything excluded it is refused: nothing looked at is not all well', async () => {
    const exclude = { accounts: [], regions: ['us-east-1', 'eu-west-1'] };
    await expect(resolve({ organization: { ...organization, exclude } })).rejects.toThrow('no target is left');
  });

  test('regions: enabled asks each account which it has', async () => {
    const exclude = { accounts: [STAGING], regions: ['us-east-1'] };
    const found = await resolve({ organization: { ...organization, regions: 'enabled', exclude } });
    const regions = found.map(({ report }) => report.region);
    expect(regions).toContain('eu-central-1');
    expect(regions).not.toContain('us-east-1');
    expect((await operations())['ec2:DescribeRegions']).toBe(1);
  });

  test('an account whose role cannot be assumed is unknown, the others are looked at', async () => {
    world.trusts.set(`arn:aws:iam::${STAGING}:role/OpsbookReader`, { accounts: [OTHER] });
    const found = await resolve({ organization });
    expect(faults(found)).toEqual(['', '', 'access-denied', 'access-denied']);
    expect(found.at(-1)?.report).toEqual({ name: 'staging', account: STAGING, region: 'eu-west-1' });
  });

  test('that may not be listed is unknown itself, and the targets beside it are looked at', async () => {
    await askControl(server, 'POST', 'fault', { kind: 'access-denied', operation: 'ListAccounts' });
    const found = await resolve({ targets: [{ name: 'mine', regions: ['us-west-2'] }], organization });
    expect(found.map(({ report: { name, account, region } }) => `${name} ${account}/${region}`)).toEqual([
      'mine 123456789012/us-west-2',
      'organization unknown/us-east-1',
      'organization unknown/eu-west-1',
    ]);
    const result = await check('ec2-address-associated', found);
    expect(result.findings.filter(({ status }) => status === 'unknown')).toMatchObject([
      { evidence: { missingAction: 'organizations:ListAccounts' } },
      { evidence: { missingAction: 'organizations:ListAccounts' } },
    ]);
  });
});

describe("AWS's own files and variables", () => {
  beforeEach(() => {
    const [config, credentials] = [join(folder, 'config'), join(folder, 'credentials')];
    writeFileSync(
      config,
      `[default]\nregion = us-west-1\n[profile other]\nregion = eu-central-1\n` +
        `[profile role]\nregion = eu-north-1\nrole_arn = arn:aws:iam::${STAGING}:role/OpsbookReader\nsource_profile = other\n` +
        `[profile local]\nregion = eu-west-3\nendpoint_url = ${server.url}\n`,
    );
    writeFileSync(
      credentials,
      `[default]\naws_access_key_id = sandbox\naws_secret_access_key = x\n` +
        `[other]\naws_access_key_id = ${OTHER}\naws_secret_access_key = x\n` +
        `[local]\naws_access_key_id = ${OTHER}\naws_secret_access_key = x\n`,
    );
    vi.stubEnv('AWS_CONFIG_FILE', config);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', credentials);
  });

  test('--profile: its keys and its region', async () => {
    expect(reports(await resolve({}, { profile: 'other', environment: {} }))).toEqual([
      `222222222222/eu-central-1 as arn:aws:iam::222222222222:user/sandbox`,
    ]);
  });

  test('--profile goes before the targets of the configuration, and before keys in the environment', async () => {
    const config = { targets: [{ name: 'production', regions: ['us-east-1'] }] };
    const found = await resolve(config, { profile: 'other', environment: KEYS });
    expect(found.map(({ report }) => report.account)).toEqual([OTHER]);
  });

  test('the default profile, where nothing says otherwise', async () => {
    expect(reports(await resolve({}, { environment: {} }))).toEqual([
      `123456789012/us-west-1 as arn:aws:iam::123456789012:user/sandbox`,
    ]);
  });

  test('AWS_REGION goes before the region of the profile, --region before both', async () => {
    const environment = { AWS_REGION: 'sa-east-1' };
    const regions = async (choice: Partial<TargetChoice>) =>
      (await resolve({}, { profile: 'other', environment, ...choice })).map(({ report }) => report.region);
    expect(await regions({})).toEqual(['sa-east-1']);
    expect(await regions({ regions: ['us-west-2', 'us-west-1'] })).toEqual(['us-west-2', 'us-west-1']);
  });

  test('a profile of a target, and its endpoint', async () => {
    const target = { name: 'here', profile: 'local', regions: ['us-west-2'] };
    const found = await resolve({ targets: [target] }, { environment: {}, endpointUrl: 'none' });
    expect(reports(found)).toEqual([`here 222222222222/us-west-2 as arn:aws:iam::222222222222:user/sandbox`]);
  });

  test('a profile that is in none of the files is refused before anything is asked', async () => {
    await expect(resolve({}, { profile: 'othr', environment: {} })).rejects.toThrow(
      'unknown profile: othr (did you mean other?)',
    );
    expect(await operations()).toEqual({});
  });
});

function resolve(config: object, choice: Partial<TargetChoice> & { endpointUrl?: string } = {}): Promise<Target[]> {
  const { endpointUrl = server.url, ...rest } = choice;
  return resolveTargets(
    {
      regions: [],
      names: [],
      environment: { ...KEYS, AWS_REGION: 'us-east-1' },
      ...(endpointUrl !== 'none' && { endpointUrl }),
      ...rest,
    },
    { config: configSchema(CHECKS).parse(config), execution, now: Date.now },
  );
}

function reports(targets: readonly Target[]): string[] {
  return targets.map(({ report: { name, account, region, identity } }) =>
    [name, `${account}/${region}`, `as ${identity}`].filter(Boolean).join(' '),
  );
}

function faults(targets: readonly Target[]): string[] {
  return targets.map(({ account }) => (account instanceof AwsFault ? account.facts.kind : ''));
}

async function operations(): Promise<Record<string, number>> {
  const { calls } = await askControl<{ calls: { byOperation: Record<string, number> } }>(server, 'GET', 'status');
  return calls.byOperation;
}

function check(id: string, targets: readonly Target[]): Promise<ChecklistResult> {
  const one = CHECKS.find((candidate) => candidate.id === id);
  if (!one) throw new Error(`no check ${id}`);
  const checklist = { id, title: one.title, purpose: one.why, checks: [one], sections: [] };
  return runChecklist(checklist, {
    targets,
    execution,
    id: 'targets',
    now: world.clock.now(),
    clock: () => world.clock.now(),
    ...NOTHING_CHOSEN,
    parallel: 4,
  });
}
