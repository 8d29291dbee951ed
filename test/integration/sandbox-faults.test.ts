import { describe, expect, test } from 'vitest';
import { createExecution } from '../../src/aws/execution.ts';
import { CHECKLISTS } from '../../src/checklists/registry.ts';
import { realTiming } from '../../src/main/clock.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ChecklistResult } from '../../src/model/result.ts';
import { render } from '../../src/report/formats.ts';
import { OUTPUTS } from '../../src/report/outputs.ts';
import type { Fault } from '../../src/sandbox/world/world.ts';
import { newcomerWorld, runInSandbox } from '../newcomer.ts';

const REGIONS = ['us-east-1', 'eu-west-1'];
const HEALTH = 'daily/health-check';
const SECURITY = 'weekly/security-review';

const calm = {
  [HEALTH]: await look(HEALTH),
  [SECURITY]: await look(SECURITY),
};

describe.each([HEALTH, SECURITY] as const)('%s in two regions', (id) => {
  test('throttled at first, everything is known in the end, and the report says how often', async () => {
    const result = await look(id, { kind: 'throttle', times: 10 });
    expect(judgements(result)).toEqual(judgements(calm[id]));
    expect([result.aws.throttles, result.aws.retries]).toEqual([10, 10]);
    expect(result.aws.calls).toBe(calm[id].aws.calls + 10);
  });

  test('throttled for good, every read is given up after eight attempts', async () => {
    const result = await look(id, { kind: 'throttle' });
    expectAllUnknown(result, 'throttled');
    expect(result.aws.throttles).toBe(result.aws.calls);
    for (const count of Object.values(result.aws.byOperation)) expect(count % 8).toBe(0);
    await expectEveryFormat(result);
  });

  test('with errors on AWS’s side that pass, everything is known', async () => {
    const result = await look(id, { kind: 'server-error', times: 2 });
    expect(judgements(result)).toEqual(judgements(calm[id]));
    expect([result.aws.throttles, result.aws.retries]).toEqual([0, 2]);
  });

  test('with errors on AWS’s side that stay, everything is unknown', async () => {
    const result = await look(id, { kind: 'server-error' });
    expectAllUnknown(result, 'server-error');
    expect(result.aws.retries).toBeGreaterThan(0);
    await expectEveryFormat(result);
  });

  test('with slow answers, everything is known', async () => {
    const result = await look(id, { kind: 'latency', ms: 5 });
    expect(judgements(result)).toEqual(judgements(calm[id]));
    expect(result.aws.calls).toBe(calm[id].aws.calls);
  });

  test('with nothing allowed, every finding is unknown and says which permission is missing', async () => {
    const result = await look(id, { kind: 'access-denied' });
    expectAllUnknown(result, 'access-denied');
    for (const { evidence } of result.findings) expect(evidence['missingAction']).toMatch(/^[a-z0-9-]+:[A-Z]/);
    await expectEveryFormat(result);
  });

  test.each(operationsOf(calm[id]))('without %s: what depends on it is unknown, the rest as ever', async (name) => {
    const [service = '', operation = ''] = name.split(':');
    const result = await look(id, { kind: 'access-denied', service, operation, region: 'eu-west-1' });
    const unknown = unknowns(result).filter(({ evidence }) => evidence['operation'] === name);
    for (const { evidence } of unknown) expect(evidence).toMatchObject({ kind: 'access-denied', region: 'eu-west-1' });
    // The other region has heard nothing of it.
    expect(judgements(result, 'us-east-1')).toEqual(judgements(calm[id], 'us-east-1'));
    // What passes or fails all the same does so for the same reason as ever.
    const before = new Map(calm[id].findings.map((finding) => [finding.id, finding]));
    for (const finding of result.findings.filter(({ status }) => status !== 'unknown')) {
      expect({ ...finding, status: before.get(finding.id)?.status }).toMatchObject({ status: finding.status });
    }
  });

  test('with credentials that expire half-way, the rest is unknown and nobody asks in vain', async () => {
    const skip = Math.floor(calm[id].aws.calls / 2);
    const result = await look(id, { kind: 'expired-token', skip });
    const expired = unknowns(result).filter(({ evidence }) => evidence['kind'] === 'credentials-expired');
    expect(expired.length).toBeGreaterThan(0);
    expect(unknowns(result)).toEqual(expired);
    expect(result.findings.length).toBeGreaterThan(expired.length);
    // Who was under way when they ran out hears it once more with new ones; after that nothing is sent at all.
    expect(result.aws.calls).toBeLessThan(calm[id].aws.calls);
    await expectEveryFormat(result);
  });

  test.each(REGIONS)('with %s down, the other region is as ever', async (dead) => {
    const alive = REGIONS.find((region) => region !== dead);
    const result = await look(id, { kind: 'unreachable', region: dead });
    for (const { evidence } of unknowns(result)) expect(evidence).toMatchObject({ kind: 'unreachable', region: dead });
    // What is known of the dead region all the same (a shadow of its trail elsewhere) is known as ever.
    const there = judgements(result, dead);
    const known = there.filter(({ status }) => status !== 'unknown');
    expect(known.length).toBeLessThan(there.length / 2);
    for (const judgement of known) expect(judgements(calm[id], dead)).toContainEqual(judgement);
    expect(judgements(result, alive).filter(hasOwnEndpoint)).toEqual(
      judgements(calm[id], alive).filter(hasOwnEndpoint),
    );
    await expectEveryFormat(result);
  });
});

test('what expired before the first answer costs no more than one more try for what was under way', async () => {
  const result = await look(HEALTH, { kind: 'expired-token' });
  expectAllUnknown(result, 'credentials-expired');
  const again = await look(HEALTH, { kind: 'expired-token', skip: 1 });
  expect(again.summary.fail).toBe(0);
  expect(again.aws.calls).toBeLessThanOrEqual(calm[HEALTH].aws.calls * 2);
});

test.each([
  [
    'with an explicit deny in a service control policy',
    'service-control',
    'a service control policy of the organization denies it',
  ],
  [
    'with an explicit deny in a resource control policy',
    'resource-control',
    'a resource control policy of the organization denies it',
  ],
  [
    'because no permissions boundary allows the ec2:DescribeVpcs action',
    'boundary',
    "the role's permissions boundary does not allow it",
  ],
  ['because no session policy allows the ec2:DescribeVpcs action', 'session', 'the session policy does not allow it'],
  [
    'because no identity-based policy allows the ec2:DescribeVpcs action',
    'identity',
    'no policy of the identity allows it',
  ],
])('who denies is told: %s', async (words, deniedBy, told) => {
  const message =
    'You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/Reader/me ' +
    `is not authorized to perform: ec2:DescribeVpcs ${words}`;
  const result = await look(HEALTH, { kind: 'access-denied', operation: 'DescribeVpcs', message });
  const findings = result.findings.filter(({ check }) => check === 'ec2-vpc-available');
  expect(findings).toHaveLength(2);
  for (const finding of findings) {
    expect(finding).toMatchObject({
      status: 'unknown',
      reason: `UnauthorizedOperation: ec2:DescribeVpcs is not allowed (${told}).`,
      evidence: { missingAction: 'ec2:DescribeVpcs', deniedBy },
    });
  }
  expect(await render('table', result, { color: false, width: 80, version: '0' })).toContain('ec2:DescribeVpcs is not');
});

/** With time that passes at once, so that eight attempts with longer and longer waits cost nothing. */
function look(id: string, ...faults: readonly Fault[]): Promise<ChecklistResult> {
  const checklist = CHECKLISTS.find((candidate) => candidate.id === id);
  if (!checklist) throw new Error(`no checklist ${id}`);
  const world = newcomerWorld();
  world.faults.push(...faults.map((fault) => ({ ...fault })));
  const slept = { ms: 0 };
  const execution = createExecution({
    now: () => realTiming.now() + slept.ms,
    sleep(ms, signal) {
      // A deadline is no wait: it is there to be beaten.
      if (signal) return new Promise(() => undefined);
      slept.ms += ms;
      return new Promise((resolve) => setImmediate(resolve));
    },
    random: () => 0.5,
  });
  return runInSandbox(checklist, { world, regions: REGIONS, execution });
}

function operationsOf({ aws }: ChecklistResult): string[] {
  return Object.keys(aws.byOperation);
}

function unknowns({ findings }: ChecklistResult): Finding[] {
  return findings.filter(({ status }) => status === 'unknown');
}

function expectAllUnknown(result: ChecklistResult, kind: string): void {
  expect(unknowns(result).length).toBeGreaterThan(10);
  for (const finding of result.findings) {
    expect(finding).toMatchObject({ status: 'unknown', evidence: { kind } });
    expect(finding.reason).toMatch(/\.$/);
  }
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html#global-endpoints: these answer from us-east-1 or not at all. */
const ONE_ENDPOINT = /^(health|iam|ce)-/;

interface Judgement {
  readonly check: string;
  readonly id: string;
  readonly status: string;
  readonly reason: string;
}

function judgements({ findings }: ChecklistResult, where?: string): Judgement[] {
  return findings
    .filter(({ region }) => where === undefined || region === where)
    .map(({ check, id, status, reason }) => {
      // Which of the ways to the same verdict is taken depends on what the first buckets said.
      const way = check === 's3-bucket-not-public' ? '' : reason;
      return { check, id, status, reason: way };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function hasOwnEndpoint({ check }: Judgement): boolean {
  return !ONE_ENDPOINT.test(check);
}

async function expectEveryFormat(result: ChecklistResult): Promise<void> {
  for (const output of OUTPUTS) {
    const text = await render(output, result, { color: false, width: 80, version: '0' });
    expect(text.length).toBeGreaterThan(200);
    expect(text).not.toMatch(/\bundefined\b|\[object Object\]|\bNaN\b/);
  }
}
