import { expect, test } from 'vitest';
import type { Service } from '../../aws/ecs.ts';
import { answering, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { clusterArn, ecsAnswers, service } from '../../../test/ecs-answers.ts';
import { serviceSteady } from './service-steady.ts';

const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const event = (minutes: number, message: string) => ({ id: message, createdAt: minutesAgo(minutes), message });
const pendingSinceDeployment = (minutes: number): Partial<Service> => ({
  pendingCount: 1,
  deployments: [{ status: 'PRIMARY', pendingCount: 1, createdAt: minutesAgo(minutes) }],
});

async function judged(...services: Service[]): Promise<string[]> {
  return lines(await judge(serviceSteady, ecsAnswers(services)));
}

test('says how many tasks are missing and what ECS said last', async () => {
  expect(
    await judged(
      service('worker', {
        desiredCount: 3,
        runningCount: 1,
        events: [
          event(5, '(service worker) has reached a steady state.'),
          event(7, '(service worker) was unable to place a task because no container instance met its requirements.'),
        ],
      }),
      service('api'),
    ),
  ).toEqual([
    'production-cluster/worker: fail high: production-cluster/worker: 1 of 3 tasks running; last event at ' +
      '2026-11-23T07:53:00.000Z: (service worker) was unable to place a task because no container instance met its ' +
      'requirements.',
    'production-cluster/api: pass: production-cluster/api: 2 of 2 tasks running.',
  ]);
});

test('a service of which nothing runs is critical', async () => {
  expect(await judged(service('web', { runningCount: 0 }))).toEqual([
    'production-cluster/web: fail critical: production-cluster/web: 0 of 2 tasks running; it has no service event.',
  ]);
});

test('a service that wants no tasks passes', async () => {
  expect(await judged(service('preview', { desiredCount: 0, runningCount: 0 }))).toEqual([
    'production-cluster/preview: pass: production-cluster/preview wants no tasks and runs none.',
  ]);
});

test('a daemon is held to one task on each instance', async () => {
  expect(await judged(service('agent', { schedulingStrategy: 'DAEMON', desiredCount: 4, runningCount: 3 }))).toEqual([
    'production-cluster/agent: fail high: production-cluster/agent: 3 of 4 tasks running; it has no service event.',
  ]);
});

test('a deleted service that AWS still describes is not judged', async () => {
  expect(await judged(service('old', { status: 'INACTIVE', desiredCount: 1, runningCount: 0 }))).toEqual([]);
});

test('tasks may be pending for ten minutes, and not for longer', async () => {
  expect(await judged(service('web', pendingSinceDeployment(10)))).toEqual([
    'production-cluster/web: pass: production-cluster/web: 2 of 2 tasks running, 1 pending for 10 min.',
  ]);
  const late = {
    ...pendingSinceDeployment(0),
    deployments: [{ pendingCount: 1, createdAt: new Date(NOW.getTime() - 600_001) }],
  };
  expect(await judged(service('web', late))).toEqual([
    'production-cluster/web: fail high: production-cluster/web: 2 of 2 tasks running, 1 pending for 10 min; it has no ' +
      'service event.',
  ]);
});

test('tasks of a scale-out are pending since they were started, not since the deployment of last month', async () => {
  const scalingOut = {
    ...pendingSinceDeployment(43_200),
    events: [
      event(2, '(service web) has started 1 tasks: (task a).'),
      event(90, '(service web) has reached a steady state.'),
    ],
  };
  expect(await judged(service('web', scalingOut))).toEqual([
    'production-cluster/web: pass: production-cluster/web: 2 of 2 tasks running, 1 pending for 2 min.',
  ]);
});

test('tasks that are started over and over have been pending since the first of them', async () => {
  const looping = {
    ...pendingSinceDeployment(43_200),
    events: [1, 8, 15, 22].map((minutes) => event(minutes, `(service web) has started 1 tasks: (task t${minutes}).`)),
  };
  expect(await judged(service('web', looping))).toEqual([
    expect.stringContaining('fail high: production-cluster/web: 2 of 2 tasks running, 1 pending for 22 min'),
  ]);
});

test('pending tasks of which AWS does not say since when are unknown', async () => {
  expect(await judged(service('web', { pendingCount: 1, deployments: [] }))).toEqual([
    'production-cluster/web: unknown: production-cluster/web: 2 of 2 tasks running, 1 pending, and AWS does not say since when.',
  ]);
});

test('the tolerated time is a setting', async () => {
  const overrides = { 'ecs-service-steady': { enabled: true, settings: { pendingMinutes: 30 } } };
  const findings = await judge(serviceSteady, ecsAnswers([service('web', pendingSinceDeployment(20))]), { overrides });
  expect(findings[0]?.status).toBe('pass');
});

test('E1.5 asks for 250 services with ⌈n/100⌉ lists and ⌈n/10⌉ descriptions', async () => {
  const services = Array.from({ length: 250 }, (_, index) => service(`svc-${index}`));
  const transport = answering(ecsAnswers(services));
  const findings = await judge(serviceSteady, transport);
  expect(findings).toHaveLength(250);
  const count = (operation: string) => transport.asked.filter((call) => call.operation === operation).length;
  expect([count('ListClusters'), count('DescribeClusters'), count('ListServices'), count('DescribeServices')]).toEqual([
    1, 1, 3, 25,
  ]);
});

test('E11.5 a configured service that does not exist fails, in the cluster of its environment only', async () => {
  const environments = [
    {
      name: 'production',
      production: true,
      cluster: 'production-cluster',
      services: ['api', 'ghost'],
      databases: [],
      loadBalancers: [],
    },
  ];
  const elsewhere = service('api', { clusterArn: clusterArn('staging-cluster') });
  const findings = await judge(serviceSteady, ecsAnswers([service('api'), elsewhere]), { environments });
  expect(lines(findings)).toEqual([
    'production-cluster/ghost: fail critical: production-cluster/ghost does not exist, but the configuration names it as a ' +
      'service of production.',
    'production-cluster/api: pass: production-cluster/api: 2 of 2 tasks running.',
    'staging-cluster/api: pass: staging-cluster/api: 2 of 2 tasks running.',
  ]);
  expect(findings[0]?.resource.arn).toBe('arn:aws:ecs:us-east-1:123456789012:service/production-cluster/ghost');
});

test('E11.5 an environment whose cluster is given by its ARN is not looked for in a namesake of another region', async () => {
  const environment = { name: 'production', production: true, services: ['ghost'], databases: [], loadBalancers: [] };
  const missingIn = async (cluster: string) => {
    const environments = [{ ...environment, cluster }];
    return (await judge(serviceSteady, ecsAnswers([service('api')]), { environments })).map(({ status }) => status);
  };
  expect(await missingIn('arn:aws:ecs:us-east-1:123456789012:cluster/production-cluster')).toEqual(['fail', 'pass']);
  expect(await missingIn('arn:aws:ecs:eu-west-1:123456789012:cluster/production-cluster')).toEqual(['pass']);
});

test('G3 one cluster that may not be read is unknown and hides no other', async () => {
  const answers = ecsAnswers([service('api'), service('secret', { clusterArn: clusterArn('vault') })]);
  const findings = await judge(serviceSteady, {
    ...answers,
    'ecs:ListServices': ({ cluster }: { cluster: string }) =>
      cluster.endsWith('/vault')
        ? awsError('AccessDeniedException', 'not authorized', 400)
        : { serviceArns: [service('api').serviceArn] },
  });
  expect(lines(findings)).toEqual([
    'vault: unknown: AccessDeniedException: ecs:ListServices is not allowed.',
    'production-cluster/api: pass: production-cluster/api: 2 of 2 tasks running.',
  ]);
});

test('does not ask a deleted cluster for its services, which AWS refuses', async () => {
  const transport = answering(ecsAnswers([service('api')], [{ clusterArn: clusterArn('gone'), status: 'INACTIVE' }]));
  await judge(serviceSteady, transport);
  expect(transport.asked.filter(({ operation }) => operation === 'ListServices')).toHaveLength(1);
});
