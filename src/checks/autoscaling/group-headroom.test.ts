import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { groupHeadroom } from './group-headroom.ts';

interface Canned {
  readonly min?: number;
  readonly max?: number;
  readonly desired?: number;
  readonly instances?: readonly object[];
}

function group(
  AutoScalingGroupName: string,
  { min = 1, max = 4, desired = 2, instances = [up(), up()] }: Canned,
  more: object = {},
) {
  return { AutoScalingGroupName, MinSize: min, MaxSize: max, DesiredCapacity: desired, Instances: instances, ...more };
}

function up(more: object = {}) {
  return { InstanceId: 'i-1', LifecycleState: 'InService', HealthStatus: 'Healthy', ...more };
}

async function judged(...groups: readonly object[]): Promise<string[]> {
  return lines(await judge(groupHeadroom, { 'autoscaling:DescribeAutoScalingGroups': { AutoScalingGroups: groups } }));
}

test('a group at its maximum fails, and one below it passes', async () => {
  expect(await judged(group('full', { max: 2 }), group('roomy', { max: 3 }))).toEqual([
    'full: fail medium: full is at its maximum of 2 instances.',
    'roomy: pass: roomy has 2 of at most 3 in service.',
  ]);
});

test('a group with fewer healthy instances than desired fails, whatever the others do', async () => {
  expect(
    await judged(
      group('unhealthy', { instances: [up(), up({ HealthStatus: 'Unhealthy' })] }),
      group('starting', { instances: [up(), up({ LifecycleState: 'Pending' })] }),
      group('stuck', { instances: [up()] }, { SuspendedProcesses: [{ ProcessName: 'Launch' }] }),
    ),
  ).toEqual([
    'starting: fail medium: starting has 1 healthy of 2 desired.',
    'stuck: fail medium: stuck has 1 healthy of 2 desired; its Launch process is suspended.',
    'unhealthy: fail medium: unhealthy has 1 healthy of 2 desired.',
  ]);
});

test('a group of fixed size is told with less alarm, and one scaled to zero is in order', async () => {
  expect(
    await judged(group('fixed', { min: 2, max: 2 }), group('asleep', { min: 0, max: 0, desired: 0, instances: [] })),
  ).toEqual([
    'fixed: fail low: fixed has a fixed size of 2 and cannot grow.',
    'asleep: pass: asleep is scaled to zero.',
  ]);
});

test('weights count as capacity', async () => {
  const instances = [up({ WeightedCapacity: '4' }), up({ WeightedCapacity: '2' })];
  expect(await judged(group('weighted', { max: 6, desired: 6, instances }))).toEqual([
    'weighted: fail medium: weighted is at its maximum of 6 instances.',
  ]);
});

test('a group that is being deleted is not judged', async () => {
  expect(await judged(group('going', { instances: [] }, { Status: 'Delete in progress' }))).toEqual([
    'going: pass: going is being deleted (Delete in progress).',
  ]);
});

test('reads every page, a hundred groups each', async () => {
  const transport = answering({
    'autoscaling:DescribeAutoScalingGroups': ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { AutoScalingGroups: [group('a', {})], NextToken: 'more' }
        : { AutoScalingGroups: [group('b', {})] },
  });
  expect(await judge(groupHeadroom, transport)).toHaveLength(2);
  expect(transport.asked[1]?.input).toEqual({ MaxRecords: 100, NextToken: 'more' });
});

test('a denied read is unknown', async () => {
  const denied = awsError('AccessDenied', 'no', 403);
  const findings = await judge(groupHeadroom, { 'autoscaling:DescribeAutoScalingGroups': () => denied });
  expect(lines(findings)).toEqual([
    'autoscaling: unknown: AccessDenied: autoscaling:DescribeAutoScalingGroups is not allowed.',
  ]);
});
