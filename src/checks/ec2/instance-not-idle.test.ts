import { expect, test } from 'vitest';
import { type Answers, answering, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { cannedMetrics, daily } from '../../../test/canned-metrics.ts';
import { DAY_MS } from '../daily-range.ts';
import { instanceNotIdle } from './instance-not-idle.ts';

const VOLUMES = {
  Volumes: [
    { VolumeId: 'vol-1', VolumeType: 'gp3', Size: 100, Iops: 3000, Throughput: 125 },
    { VolumeId: 'vol-2', VolumeType: 'gp2', Size: 50 },
    { VolumeId: 'vol-3', VolumeType: 'gp2', Size: 1000 },
  ],
};

function ago(ms: number): Date {
  return new Date(NOW.getTime() - ms);
}

function running(InstanceId: string, more: object = {}) {
  return {
    InstanceId,
    State: { Name: 'running' },
    InstanceType: 'm5.large',
    LaunchTime: ago(100 * DAY_MS),
    BlockDeviceMappings: [{ Ebs: { VolumeId: 'vol-1' } }],
    ...more,
  };
}

function stopped(InstanceId: string, ageMs: number, more: object = {}) {
  const at = ago(ageMs).toISOString().slice(0, 19).replace('T', ' ');
  return running(InstanceId, {
    State: { Name: 'stopped' },
    StateTransitionReason: `User initiated (${at} GMT)`,
    BlockDeviceMappings: [{ Ebs: { VolumeId: 'vol-1' } }, { Ebs: { VolumeId: 'vol-2' } }],
    ...more,
  });
}

function answers(...instances: readonly object[]): Answers {
  return { 'ec2:DescribeInstances': { Reservations: [{ Instances: instances }] }, 'ec2:DescribeVolumes': VOLUMES };
}

/** Fourteen whole days and today. */
function cpu(value: number, days = 15) {
  return daily(
    NOW,
    Array.from({ length: days }, () => value),
  );
}

test('E8.2 an instance stopped for more than 30 days goes on paying for its volumes', async () => {
  const findings = await judge(instanceNotIdle, answers(stopped('i-1', 45 * DAY_MS)));
  expect(lines(findings)).toEqual(['i-1: fail medium: i-1 has been stopped for 45 days and keeps 2 volumes.']);
  expect(findings[0]?.evidence).toMatchObject({ monthlyCostUsd: 13, stoppedAt: '2026-10-09T08:00:00.000Z' });
});

test('30 days exactly are not more than 30 days; a second more is', async () => {
  const findings = await judge(
    instanceNotIdle,
    answers(stopped('i-1', 30 * DAY_MS), stopped('i-2', 30 * DAY_MS + 1000)),
  );
  expect(lines(findings)).toEqual([
    'i-2: fail medium: i-2 has been stopped for 30 days and keeps 2 volumes.',
    'i-1: pass: i-1 was stopped 30 days ago.',
  ]);
});

test('a stopped instance without volumes costs nothing', async () => {
  const findings = await judge(instanceNotIdle, answers(stopped('i-1', 45 * DAY_MS, { BlockDeviceMappings: [] })));
  expect(lines(findings)).toEqual(['i-1: pass: i-1 is stopped and has no volumes.']);
});

test('where AWS does not say since when an instance is stopped, its last launch may; otherwise it is unknown', async () => {
  const reason = { StateTransitionReason: 'Server.InternalError' };
  const findings = await judge(
    instanceNotIdle,
    answers(stopped('i-1', 0, { ...reason, LaunchTime: ago(3 * DAY_MS) }), stopped('i-2', 0, reason)),
  );
  expect(lines(findings)).toEqual([
    'i-2: unknown: i-2 is stopped, and AWS does not say since when.',
    'i-1: pass: i-1 is stopped, but was launched only 3 days ago.',
  ]);
});

test('a running instance is idle by the mean of 14 days, all of them', async () => {
  const findings = await judge(instanceNotIdle, {
    ...answers(running('i-1'), running('i-2'), running('i-3')),
    'cloudwatch:GetMetricData': cannedMetrics({
      'CPUUtilization i-1': cpu(1.9),
      'CPUUtilization i-2': cpu(2),
      // Idle but for two days: 90 % there make a mean that is not.
      'CPUUtilization i-3': daily(NOW, [90, 90, ...Array.from({ length: 13 }, () => 0.5)]),
    }),
  });
  expect(lines(findings)).toEqual([
    'i-1: fail medium: i-1 used 1.9 % of its CPU on average over the last 14 days, less than 2 %.',
    'i-2: pass: i-2 used 2 % of its CPU on average over the last 14 days.',
    'i-3: pass: i-3 used 13.29 % of its CPU on average over the last 14 days.',
  ]);
  expect(findings[0]?.evidence).toMatchObject({ monthlyCostUsd: 70.08, priceRegion: 'us-east-1', daysWithData: 14 });
});

test('too few datapoints are unknown, never idle', async () => {
  const findings = await judge(instanceNotIdle, {
    ...answers(running('i-1'), running('i-2')),
    'cloudwatch:GetMetricData': cannedMetrics({ 'CPUUtilization i-1': cpu(0.1, 10) }),
  });
  expect(lines(findings)).toEqual([
    'i-1: unknown: i-1: CloudWatch has its CPU of only 9 of the last 14 days.',
    'i-2: unknown: i-2: CloudWatch has its CPU of only 0 of the last 14 days.',
  ]);
});

test('an instance launched within the 14 days is not called idle yet, and needs no metric', async () => {
  const transport = answering(
    answers(running('i-1', { LaunchTime: ago(14 * DAY_MS), Tags: [{ Key: 'Name', Value: 'web' }] })),
  );
  expect(lines(await judge(instanceNotIdle, transport))).toEqual([
    'i-1: pass: i-1 (web) has been running for only 14 days, too short to call it idle.',
  ]);
  expect(transport.asked).toHaveLength(1);
});

test('an instance type that is not on the price list is a finding without a price', async () => {
  const findings = await judge(instanceNotIdle, {
    ...answers(running('i-1', { InstanceType: 'u-6tb1.metal' })),
    'cloudwatch:GetMetricData': cannedMetrics({ 'CPUUtilization i-1': cpu(0.1) }),
  });
  expect(findings[0]).toMatchObject({
    status: 'fail',
    evidence: { monthlyCostUsd: null, priceSource: 'No list price is known for u-6tb1.metal' },
  });
});

test('where volumes may not be read, what is stopped is found all the same, without a price', async () => {
  const findings = await judge(instanceNotIdle, {
    ...answers(stopped('i-1', 45 * DAY_MS)),
    'ec2:DescribeVolumes': () => awsError('UnauthorizedOperation', 'no', 403),
  });
  expect(findings[0]).toMatchObject({ status: 'fail', evidence: { monthlyCostUsd: null } });
});

test('an instance on its way out is told and not judged', async () => {
  const findings = await judge(instanceNotIdle, answers(running('i-1', { State: { Name: 'terminated' } })));
  expect(lines(findings)).toEqual(['i-1: pass: i-1 is terminated.']);
});
