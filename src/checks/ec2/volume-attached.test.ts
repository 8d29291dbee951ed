import { expect, test } from 'vitest';
import { answering, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { cannedMetrics, daily } from '../../../test/canned-metrics.ts';
import { DAY_MS } from '../daily-range.ts';
import { volumeAttached } from './volume-attached.ts';

function volume(VolumeId: string, ageMs: number, more: object = {}) {
  const CreateTime = new Date(NOW.getTime() - ageMs);
  return { VolumeId, State: 'available', VolumeType: 'gp3', Size: 100, CreateTime, ...more };
}

/** The series of a volume whose last day in use was so many days ago. */
function usedUntil(days: number) {
  return daily(
    NOW,
    Array.from({ length: 30 }, () => 300),
  ).filter(([at]) => NOW.getTime() - at.getTime() >= days * DAY_MS);
}

test('E8.2 says how long a volume has been unused, how large it is and what it costs', async () => {
  const findings = await judge(volumeAttached, {
    'ec2:DescribeVolumes': { Volumes: [volume('vol-1', 200 * DAY_MS)] },
    'cloudwatch:GetMetricData': cannedMetrics({}),
  });
  expect(lines(findings)).toEqual([
    'vol-1: fail medium: vol-1 (100 GiB gp3, created on 2026-05-07) is attached to nothing and has not been in use in the last 30 days, by its metrics, since AWS does not record when a volume is detached.',
  ]);
  expect(findings[0]?.evidence).toMatchObject({
    monthlyCostUsd: 8,
    lastAttachedOn: null,
    createdAt: '2026-05-07T08:00:00.000Z',
  });
});

test('a volume detached lately passes, however old it is; one detached long enough ago does not', async () => {
  const findings = await judge(volumeAttached, {
    'ec2:DescribeVolumes': { Volumes: [volume('vol-1', 200 * DAY_MS), volume('vol-2', 200 * DAY_MS)] },
    'cloudwatch:GetMetricData': cannedMetrics({
      'VolumeIdleTime vol-1': usedUntil(7),
      'VolumeIdleTime vol-2': usedUntil(9),
    }),
  });
  expect(lines(findings)).toEqual([
    'vol-2: fail medium: vol-2 (100 GiB gp3, created on 2026-05-07) is attached to nothing and was last in use on 2026-11-14, by its metrics, since AWS does not record when a volume is detached.',
    'vol-1: pass: vol-1 (100 GiB gp3, created on 2026-05-07) is attached to nothing, but was still in use on 2026-11-16.',
  ]);
});

test('a volume created 7 days ago or less cannot have been unattached for longer, and needs no metric', async () => {
  const transport = answering({ 'ec2:DescribeVolumes': { Volumes: [volume('vol-1', 7 * DAY_MS)] } });
  expect(lines(await judge(volumeAttached, transport))).toEqual([
    'vol-1: pass: vol-1 (100 GiB gp3) is attached to nothing, but was created only 7 days ago.',
  ]);
  expect(transport.asked).toHaveLength(1);
});

test('a volume created a second longer ago is judged by its metrics', async () => {
  const findings = await judge(volumeAttached, {
    'ec2:DescribeVolumes': { Volumes: [volume('vol-1', 7 * DAY_MS + 1000)] },
    'cloudwatch:GetMetricData': cannedMetrics({}),
  });
  expect(findings[0]?.status).toBe('fail');
});

test('an attached volume passes without a question', async () => {
  const transport = answering({ 'ec2:DescribeVolumes': { Volumes: [volume('vol-1', DAY_MS, { State: 'in-use' })] } });
  expect(lines(await judge(volumeAttached, transport))).toEqual(['vol-1: pass: vol-1 is in-use.']);
});

test('without metrics it is unknown how long a volume has been unattached', async () => {
  const findings = await judge(volumeAttached, {
    'ec2:DescribeVolumes': { Volumes: [volume('vol-1', 100 * DAY_MS)] },
    'cloudwatch:GetMetricData': () => awsError('AccessDenied', 'no', 403),
  });
  expect(lines(findings)).toEqual(['vol-1: unknown: AccessDenied: cloudwatch:GetMetricData is not allowed.']);
});
