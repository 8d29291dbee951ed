import { beforeAll, describe, expect, test } from 'vitest';
import { createExecution } from '../../src/aws/execution.ts';
import type { Call } from '../../src/aws/service.ts';
import type { Transport } from '../../src/aws/transport.ts';
import { CHECKLISTS, CHECKS } from '../../src/main/catalog.ts';
import { realTiming } from '../../src/main/clock.ts';
import { runChecklist } from '../../src/checklists/run.ts';
import type { ChecklistResult } from '../../src/model/result.ts';
import { SANDBOX_ACCOUNT } from '../../src/sandbox/create.ts';
import { inProcessTransport } from '../../src/sandbox/in-process.ts';
import type { World } from '../../src/sandbox/world/world.ts';
import type { Timing } from '../../src/aws/budget.ts';
import { NOTHING_CHOSEN } from '../answers.ts';
import { faultyNames, FLEET, FLEET_REGION, fleetNames, fleetWorld } from './scale/fleet.ts';
import { type VirtualTime, virtualTime } from './scale/virtual-time.ts';

let world: World;

beforeAll(() => {
  world = fleetWorld();
});

describe('every one of a thousand gets its finding, and every tenth fails', () => {
  test.each([
    ['iam-user-console-mfa', 'users'],
    ['s3-bucket-not-public', 'buckets'],
    ['s3-bucket-versioned', 'buckets'],
    ['ecs-service-steady', 'services'],
    ['rds-instance-available', 'databases'],
    ['rds-storage-headroom', 'databases'],
  ] as const)('%s: %s', async (id, kind) => {
    const { result } = await run(id);
    const named = result.findings.map(({ resource, status }) => [resource.id.replace('fleet/', ''), status] as const);
    expect(result.summary.unknown).toBe(0);
    expect(named.map(([name]) => name).toSorted()).toEqual(fleetNames(kind));
    expect(named.flatMap(([name, status]) => (status === 'fail' ? [name] : [])).toSorted()).toEqual(faultyNames(kind));
    expect(new Set(result.findings.map((finding) => finding.id)).size).toBe(FLEET[kind]);
  });

  test('ec2-snapshot-needed: snapshots', async () => {
    const { result } = await run('ec2-snapshot-needed');
    expect(result.summary).toMatchObject({ fail: FLEET.snapshots / 10, pass: FLEET.snapshots * 0.9, unknown: 0 });
    expect(new Set(result.findings.map(({ resource }) => resource.id)).size).toBe(FLEET.snapshots);
  });
});

describe('lists are read by the largest page and to their end', () => {
  test.each<[id: string, counts: Record<string, number>]>([
    ['rds-instance-available', { 'rds:DescribeDBInstances': pages(FLEET.databases, 100) }],
    [
      'rds-instance-backed-up',
      {
        'rds:DescribeDBInstances': pages(FLEET.databases, 100),
        'rds:DescribeDBSnapshots': pages(FLEET.databases, 100),
      },
    ],
    // One list of our own, one of those that AWS knows to be public.
    ['ec2-snapshot-not-public', { 'ec2:DescribeSnapshots': pages(FLEET.snapshots, 1000) + 1 }],
    [
      'ecs-service-steady',
      {
        'ecs:ListClusters': 1,
        'ecs:DescribeClusters': 1,
        'ecs:ListServices': pages(FLEET.services, 100),
        'ecs:DescribeServices': pages(FLEET.services, 10),
      },
    ],
    ['s3-bucket-versioned', { 's3:ListBuckets': 1, 's3:GetBucketVersioning': FLEET.buckets }],
    // A report tells of all users at once.
    ['iam-user-console-mfa', { 'iam:GetCredentialReport': 1 }],
  ])('%s', async (id, counts) => {
    const { result } = await run(id);
    expect(result.aws.byOperation).toMatchObject(counts);
  });

  test('what does not grow with the fleet asks no more of a large one', async () => {
    const { result } = await run('iam-user-console-mfa');
    expect(result.aws.calls).toBeLessThanOrEqual(3);
  });
});

test('no request is larger than AWS takes', async () => {
  const sent: Call[] = [];
  for (const { id } of CHECKLISTS) sent.push(...(await run(id, { timing: virtualTime() })).sent);
  const largest = (operation: string, size: (input: Readonly<Record<string, unknown>>) => unknown): number =>
    Math.max(...sent.filter((call) => call.operation === operation).map(({ input }) => lengthOf(size({ ...input }))));
  expect(largest('DescribeServices', ({ services }) => services)).toBe(10);
  expect(largest('DescribeClusters', ({ clusters }) => clusters)).toBeLessThanOrEqual(100);
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html: 500 queries
  expect(largest('GetMetricData', ({ MetricDataQueries: queries }) => queries)).toBe(500);
  expect(sent.filter(({ operation }) => operation === 'GetMetricStatistics')).toEqual([]);
});

test('a capacity run asks for all metrics of a window together: 500 a request', async () => {
  const { result, sent } = await run('daily/capacity');
  const asked = sent.filter(({ operation }) => operation === 'GetMetricData');
  const byRange = new Map<string, number[]>();
  for (const { input } of asked) {
    const { StartTime, EndTime, MetricDataQueries, NextToken } = { ...input } as Record<string, unknown>;
    if (NextToken !== undefined) continue;
    const range = JSON.stringify([StartTime, EndTime]);
    byRange.set(range, [...(byRange.get(range) ?? []), lengthOf(MetricDataQueries)]);
  }
  for (const sizes of byRange.values()) {
    const queries = sizes.reduce((sum, size) => sum + size, 0);
    // What is asked later, because an answer led to it, cannot ride along.
    expect(sizes.length).toBeLessThanOrEqual(pages(queries, 500) + 1);
  }
  expect(result.summary.unknown).toBe(0);
});

describe('an AWS that throttles', () => {
  test('a steady limit: everything is known, few are turned away, and it is used to the full', async () => {
    const time = virtualTime();
    const limit = limited(world, time, () => 40);
    const { result } = await run('weekly/security-review', { transport: limit.transport, timing: time });
    expect(result.summary.unknown).toBe(0);
    expect(result.aws.throttles).toBe(limit.refused());
    expect(result.aws.throttles).toBeGreaterThan(0);
    expect(result.aws.throttles / result.aws.calls).toBeLessThan(0.25);
    const atLeastMs = (1000 * (result.aws.calls - result.aws.throttles)) / 40;
    expect(time.elapsedMs()).toBeLessThan(3 * atLeastMs);
  });

  test('a limit that is lifted: the rate recovers', async () => {
    const time = virtualTime();
    const limit = limited(world, time, (atMs) => (atMs < 4000 ? 20 : 10_000));
    const { result } = await run('weekly/security-review', { transport: limit.transport, timing: time });
    expect(result.summary.unknown).toBe(0);
    const rates = limit.answeredEachSecond('s3');
    const [during, after] = [Math.max(...rates.slice(1, 4)), Math.max(...rates.slice(4))];
    expect(during).toBeLessThanOrEqual(25);
    expect(after).toBeGreaterThan(3 * during);
  });

  test('one service that is throttled does not slow another down', async () => {
    const time = virtualTime();
    const limit = limited(world, time, (_atMs, service) => (service === 's3' ? 20 : 10_000));
    const { result } = await run('weekly/security-review', { transport: limit.transport, timing: time });
    expect(result.summary.unknown).toBe(0);
    expect(limit.lastAnswerMs('ec2')).toBeLessThan(2000);
    expect(limit.lastAnswerMs('s3')).toBeGreaterThan(10_000);
  });
});

interface Surroundings {
  readonly transport?: Transport;
  readonly timing?: Timing;
}

async function run(id: string, surroundings: Surroundings = {}): Promise<{ result: ChecklistResult; sent: Call[] }> {
  const { transport = inProcessTransport(world, SANDBOX_ACCOUNT), timing = realTiming } = surroundings;
  const sent: Call[] = [];
  const listening: Transport = {
    send(call, onRequest) {
      sent.push(call);
      return transport.send(call, onRequest);
    },
  };
  const account = { id: SANDBOX_ACCOUNT, partition: 'aws', transport: listening };
  const check = CHECKS.find((one) => one.id === id);
  const single = check && { id, title: check.title, purpose: check.why, checks: [check], sections: [] };
  const checklist = single ?? CHECKLISTS.find((one) => one.id === id);
  if (!checklist) throw new Error(`neither check nor checklist: ${id}`);
  const result = await runChecklist(checklist, {
    targets: [{ report: { account: SANDBOX_ACCOUNT, region: FLEET_REGION }, account, first: true }],
    execution: createExecution(timing),
    id: 'scale',
    now: world.clock.now(),
    clock: () => world.clock.now(),
    ...NOTHING_CHOSEN,
  });
  return { result, sent };
}

/** Each service answers so many requests a second and no more, as from a bucket of tokens; an answer takes 20 ms. */
function limited(behind: World, time: VirtualTime, perSecond: (atMs: number, service: string) => number) {
  const inner = inProcessTransport(behind, SANDBOX_ACCOUNT);
  const buckets = new Map<string, { tokens: number; filledAt: number }>();
  const answered: { readonly service: string; readonly atMs: number }[] = [];
  let refused = 0;

  function take(service: string): boolean {
    const rate = perSecond(time.now(), service);
    const bucket = buckets.get(service) ?? { tokens: rate, filledAt: time.now() };
    const tokens = Math.min(rate, bucket.tokens + ((time.now() - bucket.filledAt) * rate) / 1000);
    buckets.set(service, { tokens: tokens >= 1 ? tokens - 1 : tokens, filledAt: time.now() });
    return tokens >= 1;
  }

  const transport: Transport = {
    async send(call, onRequest) {
      const free = take(call.service);
      await time.sleep(20);
      if (!free) {
        onRequest();
        refused += 1;
        throw Object.assign(new Error('Rate exceeded'), { name: 'Throttling', $metadata: { httpStatusCode: 400 } });
      }
      answered.push({ service: call.service, atMs: time.now() });
      return inner.send(call, onRequest);
    },
  };
  const of = (service: string): number[] => answered.flatMap((one) => (one.service === service ? [one.atMs] : []));
  return {
    transport,
    refused: () => refused,
    lastAnswerMs: (service: string) => Math.max(...of(service)),
    answeredEachSecond(service: string): number[] {
      const counts: number[] = [];
      for (const atMs of of(service)) counts[Math.floor(atMs / 1000)] = (counts[Math.floor(atMs / 1000)] ?? 0) + 1;
      return Array.from(counts, (count) => count ?? 0);
    },
  };
}

function pages(items: number, size: number): number {
  return Math.ceil(items / size);
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
