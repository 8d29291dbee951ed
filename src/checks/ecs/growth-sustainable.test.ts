import { expect, test } from 'vitest';
import { type Answers, judge, lines, NOW } from '../../../test/answers.ts';
import { ecsAnswers, service } from '../../../test/ecs-answers.ts';
import { type AskedMetric, metricAnswers } from '../../../test/metric-answers.ts';
import { growthSustainable } from './growth-sustainable.ts';

const DAY_MS = 86_400_000;
/** Whole days since the window of 30 days began. */
const day = (at: Date) =>
  Math.round((at.getTime() - (Math.floor(NOW.getTime() / DAY_MS) * DAY_MS - 30 * DAY_MS)) / DAY_MS);

function scaledTo(maximum: number): Answers {
  return {
    'application-autoscaling:DescribeScalableTargets': {
      ScalableTargets: [
        {
          ResourceId: 'service/production-cluster/api',
          ScalableDimension: 'ecs:service:DesiredCount',
          MinCapacity: 1,
          MaxCapacity: maximum,
        },
      ],
    },
  };
}

const UNSCALED: Answers = { 'application-autoscaling:DescribeScalableTargets': { ScalableTargets: [] } };

async function judged(answers: Answers, valueAt: (asked: AskedMetric, at: Date) => number | undefined) {
  const part = { ...ecsAnswers([service('api')]), ...answers, ...metricAnswers(valueAt) };
  return judge(growthSustainable, part);
}

test('E7.5 computes when the running tasks reach the maximum, from thirty days of their daily peaks', async () => {
  const findings = await judged(scaledTo(20), ({ name }, at) =>
    name === 'RunningTaskCount' ? 4 + 0.25 * day(at) : 40,
  );
  expect(lines(findings)).toEqual([
    'production-cluster/api: fail medium: production-cluster/api: running tasks grow by 0.25 a day and reach 20 in about 34 ' +
      'days (33 to 34).',
  ]);
  expect(findings[0]?.evidence['limits']).toContainEqual(
    expect.objectContaining({ what: 'running tasks', limit: 20, days: 30, slopePerDay: 0.25 }),
  );
});

test('memory that grows is foretold too, and what does not move reaches nothing', async () => {
  const grows = await judged(UNSCALED, ({ name }, at) => (name === 'MemoryUtilization' ? 50 + 0.5 * day(at) : 70));
  expect(lines(grows)).toEqual([
    'production-cluster/api: fail medium: production-cluster/api: memory grows by 0.5 % a day and reaches 80 % in about 30 ' +
      'days (29 to 30).',
  ]);
  const still = await judged(UNSCALED, (_asked, at) => 70 + (day(at) % 2));
  expect(lines(still)).toEqual([
    'production-cluster/api: pass: production-cluster/api grows into no limit within 60 days: CPU 71 % of 80 %, memory 71 % of ' +
      '80 %.',
  ]);
});

test('what is reached after the horizon passes, and what shrinks does too', async () => {
  const slowly = await judged(UNSCALED, (_asked, at) => 20 + 0.1 * day(at));
  expect(slowly[0]?.status).toBe('pass');
  const shrinking = await judged(UNSCALED, (_asked, at) => 79 - 0.5 * day(at));
  expect(shrinking[0]?.status).toBe('pass');
});

test('growth that has reached its limit says so', async () => {
  const findings = await judged(scaledTo(6), ({ name }, at) =>
    name === 'RunningTaskCount' ? Math.round(3 + day(at) / 10) : 40,
  );
  expect(findings[0]?.reason).toContain('have reached 6');
});

test('what grows and is beyond its limit for most of the month has reached it, and is no pass', async () => {
  const findings = await judged(UNSCALED, ({ name }, at) => (name === 'MemoryUtilization' ? 82 + 0.2 * day(at) : 30));
  expect(findings[0]).toMatchObject({ status: 'fail', reason: expect.stringContaining('and has reached 80 %') });
});

test('a service that is kept at one size does not grow', async () => {
  const findings = await judged(scaledTo(2), ({ name }) => (name === 'RunningTaskCount' ? 2 : 30));
  expect(findings[0]).toMatchObject({ status: 'pass', reason: expect.stringContaining('running tasks 2 of 2') });
});

test('E7.3 a scaled service whose tasks nobody counts is unknown, not fine', async () => {
  const findings = await judged(scaledTo(6), ({ namespace }) => (namespace === 'AWS/ECS' ? 40 : undefined));
  expect(lines(findings)).toEqual([
    'production-cluster/api: unknown: production-cluster/api has too few days of data, 14 are needed: running tasks 0 (tasks ' +
      'need Container Insights).',
  ]);
});

test('fourteen days are enough, thirteen are not', async () => {
  const since = (days: number) => (_asked: AskedMetric, at: Date) => (day(at) >= 30 - days ? 30 : undefined);
  expect((await judged(UNSCALED, since(14)))[0]?.status).toBe('pass');
  expect((await judged(UNSCALED, since(13)))[0]?.status).toBe('unknown');
});

test('today, which is not over, is no day of the trend', async () => {
  const findings = await judged(UNSCALED, (_asked, at) => (day(at) === 30 ? 99 : 30));
  expect(findings[0]?.reason).toContain('CPU 30 % of 80 %');
});
