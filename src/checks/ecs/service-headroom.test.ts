import { expect, test } from 'vitest';
import { answering, type Answers, awsError, judge, lines } from '../../../test/answers.ts';
import { ecsAnswers, service } from '../../../test/ecs-answers.ts';
import { metricAnswers } from '../../../test/metric-answers.ts';
import { serviceHeadroom } from './service-headroom.ts';

function scaled(name: string, maximum: number): Answers {
  return {
    'application-autoscaling:DescribeScalableTargets': {
      ScalableTargets: [
        {
          ResourceId: `service/production-cluster/${name}`,
          ScalableDimension: 'ecs:service:DesiredCount',
          MinCapacity: 1,
          MaxCapacity: maximum,
        },
      ],
    },
  };
}

const level = (cpu: number, memory: number) => metricAnswers(({ name }) => (name === 'CPUUtilization' ? cpu : memory));

test('E3.2 a service at the maximum of its scalable target has no room', async () => {
  const answers = { ...ecsAnswers([service('api', { runningCount: 6 })]), ...scaled('api', 6), ...level(40, 50) };
  const findings = await judge(serviceHeadroom, answers);
  expect(lines(findings)).toEqual([
    'production-cluster/api: fail medium: production-cluster/api runs 6 tasks, its maximum.',
  ]);
  expect(findings[0]?.evidence).toMatchObject({ running: 6, maximum: 6, cpuP95Percent: 40, datapoints: 288 });
});

test('80 % of CPU or memory is still room, a little more is not', async () => {
  const answers = { ...ecsAnswers([service('api')]), ...scaled('api', 6) };
  expect(lines(await judge(serviceHeadroom, { ...answers, ...level(80, 80) }))).toEqual([
    'production-cluster/api: pass: production-cluster/api: 2 of at most 6 tasks; p95 of CPU 80 % and of memory 80 % over 24 h.',
  ]);
  expect(lines(await judge(serviceHeadroom, { ...answers, ...level(80.1, 91) }))).toEqual([
    'production-cluster/api: fail medium: production-cluster/api has a p95 of CPU of 80.1 % over 24 h, above 80 % and has a ' +
      'p95 of memory of 91 % over 24 h, above 80 %.',
  ]);
});

test('an hour at 100 % in a day is a peak, two are not', async () => {
  const busyFor = (hours: number) =>
    metricAnswers((_asked, at) => (at.getUTCHours() >= 12 && at.getUTCHours() < 12 + hours ? 100 : 30));
  const answers = { ...ecsAnswers([service('api')]), ...scaled('other', 6) };
  expect((await judge(serviceHeadroom, { ...answers, ...busyFor(1) }))[0]?.status).toBe('pass');
  expect((await judge(serviceHeadroom, { ...answers, ...busyFor(2) }))[0]?.status).toBe('fail');
});

test('no datapoints are unknown, unless the service wants no tasks', async () => {
  const services = [service('api'), service('off', { desiredCount: 0, runningCount: 0 })];
  const answers = { ...ecsAnswers(services), ...scaled('api', 6), ...metricAnswers(() => undefined) };
  expect(lines(await judge(serviceHeadroom, answers))).toEqual([
    'production-cluster/api: unknown: production-cluster/api has neither CPU nor memory datapoints in the last 24 h.',
    'production-cluster/off: pass: production-cluster/off wants no tasks.',
  ]);
});

test('asks for the bounds and the metrics of all services at once', async () => {
  const services = Array.from({ length: 60 }, (_, index) => service(`svc-${index}`));
  const transport = answering({ ...ecsAnswers(services), ...scaled('svc-1', 6), ...level(10, 10) });
  await judge(serviceHeadroom, transport);
  const count = (operation: string) => transport.asked.filter((call) => call.operation === operation).length;
  expect([count('DescribeScalableTargets'), count('GetMetricData')]).toEqual([1, 1]);
});

test('denied bounds are unknown for the whole check, not a service without bounds', async () => {
  const denied = awsError('AccessDeniedException', 'not authorized', 400);
  const answers = { ...ecsAnswers([service('api')]), ...level(10, 10) };
  const findings = await judge(serviceHeadroom, {
    ...answers,
    'application-autoscaling:DescribeScalableTargets': () => denied,
  });
  expect(lines(findings)).toEqual([
    'application-autoscaling: unknown: AccessDeniedException: application-autoscaling:DescribeScalableTargets is not allowed.',
  ]);
});
