import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { ecsAnswers, service } from '../../../test/ecs-answers.ts';
import { type AskedMetric, metricAnswers } from '../../../test/metric-answers.ts';
import { rightsized } from './rightsized.ts';

interface Use {
  readonly cpu: number;
  readonly cpuPeak: number;
  readonly memoryPeak: number;
}

const use =
  ({ cpu, cpuPeak, memoryPeak }: Use) =>
  ({ name, statistic }: AskedMetric) =>
    name === 'CPUUtilization' ? (statistic === 'Average' ? cpu : cpuPeak) : statistic === 'Average' ? 10 : memoryPeak;

async function judged(valueAt: (asked: AskedMetric, at: Date) => number | undefined) {
  return judge(rightsized, { ...ecsAnswers([service('api')]), ...metricAnswers(valueAt) });
}

test('a service that could do with half of what it has', async () => {
  expect(lines(await judged(use({ cpu: 6, cpuPeak: 18, memoryPeak: 31 })))).toEqual([
    'production-cluster/api: fail low: production-cluster/api: CPU averaged 6 % with peaks of 18 %, memory peaked at 31 % ' +
      'over 30 days: half the CPU and memory would do.',
  ]);
});

test('it is not too large while its CPU peaks or its memory is used', async () => {
  expect((await judged(use({ cpu: 6, cpuPeak: 45, memoryPeak: 31 })))[0]?.status).toBe('pass');
  expect((await judged(use({ cpu: 6, cpuPeak: 18, memoryPeak: 45 })))[0]?.status).toBe('pass');
  expect((await judged(use({ cpu: 20, cpuPeak: 18, memoryPeak: 31 })))[0]?.status).toBe('pass');
});

test('one day on which tasks started does not make a peak', async () => {
  const calm = use({ cpu: 6, cpuPeak: 18, memoryPeak: 31 });
  const findings = await judged((asked, at) =>
    asked.name === 'CPUUtilization' && asked.statistic === 'Maximum' && at.getUTCDate() === 10 ? 100 : calm(asked),
  );
  expect(findings[0]?.status).toBe('fail');
});

test('a service that is too small is told with what it lacks', async () => {
  expect((await judged(use({ cpu: 40, cpuPeak: 70, memoryPeak: 95 })))[0]).toMatchObject({
    status: 'fail',
    severity: 'medium',
    reason: expect.stringContaining('its tasks need more memory'),
  });
  expect((await judged(use({ cpu: 81, cpuPeak: 99, memoryPeak: 60 })))[0]?.reason).toContain('its tasks need more CPU');
});

test('no data and too few days are unknown', async () => {
  expect(lines(await judged(() => undefined))).toEqual([
    'production-cluster/api: unknown: production-cluster/api has 0 of the last 30 days of CPU and memory data; 14 are needed.',
  ]);
});
