import { expect, test } from 'vitest';
import type { Service, ServiceDeploymentBrief } from '../../aws/ecs.ts';
import { answering, type Answers, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { ecsAnswers, service } from '../../../test/ecs-answers.ts';
import { deploymentSucceeded } from './deployment-succeeded.ts';

const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const event = (hours: number, message: string) => ({ id: message, createdAt: hoursAgo(hours), message });
const ROLLED_BACK = [
  event(6, '(service web) rolling back to deployment ecs-svc/7.'),
  event(6.1, '(service web) (deployment ecs-svc/8) deployment failed: tasks failed to start.'),
];
const BROKEN = 'Service deployment rolled back because the circuit breaker threshold was exceeded.';

function deployments(...serviceDeployments: ServiceDeploymentBrief[]): Answers {
  return { 'ecs:ListServiceDeployments': { serviceDeployments } };
}

function rolledBack(hours: number): ServiceDeploymentBrief {
  return {
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: BROKEN,
    createdAt: hoursAgo(hours + 0.5),
    finishedAt: hoursAgo(hours),
  };
}

function withRollout(part: object): Partial<Service> {
  return { deployments: [{ status: 'PRIMARY', taskDefinition: 'a/web:8', createdAt: hoursAgo(1), ...part }] };
}

/** A hundred events, one every five minutes: they reach back 500 minutes. */
const CHATTY = Array.from({ length: 100 }, (_, index) =>
  event(index / 12, `(service web) registered ${index} targets.`),
);

test('E1.4 finds the rollback that the circuit breaker made, though running equals desired again', async () => {
  const answers = { ...ecsAnswers([service('web', { events: ROLLED_BACK })]), ...deployments(rolledBack(6)) };
  const findings = await judge(deploymentSucceeded, answers);
  expect(lines(findings)).toEqual([
    'production-cluster/web: fail high: production-cluster/web: a deployment ended ROLLBACK_SUCCESSFUL at ' +
      `2026-11-23T02:00:00.000Z: ${BROKEN}`,
  ]);
  expect(findings[0]?.evidence).toMatchObject({ running: 2, desired: 2, serviceDeployment: { statusReason: BROKEN } });
});

test('E1.4 a rollback that somebody asked for is found, however ECS words it', async () => {
  for (const said of ['rolling back to deployment ecs-svc/6.', 'rollback completed.', 'has been rolled back.']) {
    const events = [event(6, `(service web) ${said}`)];
    const answers = { ...ecsAnswers([service('web', { events })]), ...deployments(rolledBack(6)) };
    expect((await judge(deploymentSucceeded, answers)).map(({ status }) => status)).toEqual(['fail']);
  }
});

test('E1.4 a normal roll-out, a scale-out and a healthy account are no failures, and cost no call of their own', async () => {
  const transport = answering(
    ecsAnswers([
      service('web', withRollout({ rolloutState: 'IN_PROGRESS', failedTasks: 0 })),
      service('api', {
        runningCount: 2,
        desiredCount: 5,
        events: [event(0.1, '(service api) has started 3 tasks: (task a).')],
      }),
      service('old', {
        events: [event(25, '(service old) (deployment ecs-svc/1) deployment failed: tasks failed to start.')],
      }),
    ]),
  );
  const findings = await judge(deploymentSucceeded, transport);
  expect(findings.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
  expect(transport.asked.filter(({ operation }) => operation === 'ListServiceDeployments')).toEqual([]);
});

test('a roll-out that FAILED fails with the reason of ECS, and needs no further call', async () => {
  const failed = withRollout({
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    failedTasks: 7,
  });
  expect(lines(await judge(deploymentSucceeded, ecsAnswers([service('web', failed)])))).toEqual([
    'production-cluster/web: fail high: production-cluster/web: the deployment of web:8 FAILED: ECS deployment circuit ' +
      'breaker: tasks failed to start.',
  ]);
});

test('a roll-out whose tasks keep failing is told before it is given up', async () => {
  const failing = withRollout({ rolloutState: 'IN_PROGRESS', failedTasks: 2 });
  expect(lines(await judge(deploymentSucceeded, ecsAnswers([service('web', failing)])))).toEqual([
    'production-cluster/web: fail high: production-cluster/web: 2 tasks in a row have failed in the deployment of web:8, ' +
      'begun at 2026-11-23T07:00:00.000Z (IN_PROGRESS).',
  ]);
});

test('a failed deployment that is being rolled back is told while the old one is primary again', async () => {
  const rolling = {
    deployments: [
      { status: 'PRIMARY', rolloutState: 'IN_PROGRESS', taskDefinition: 'a/web:7' } as const,
      {
        status: 'ACTIVE',
        rolloutState: 'FAILED',
        taskDefinition: 'a/web:8',
        rolloutStateReason: 'alarm detected.',
      } as const,
    ],
  };
  expect(lines(await judge(deploymentSucceeded, ecsAnswers([service('web', rolling)])))).toEqual([
    'production-cluster/web: fail high: production-cluster/web: the deployment of web:8 FAILED: alarm detected.',
  ]);
});

test('a failure that a later deployment repaired is still told, as low', async () => {
  const repair = { status: 'SUCCESSFUL', createdAt: hoursAgo(2), finishedAt: hoursAgo(1.9) } as const;
  const answers = { ...ecsAnswers([service('web', { events: ROLLED_BACK })]), ...deployments(rolledBack(6), repair) };
  expect(lines(await judge(deploymentSucceeded, answers))).toEqual([
    expect.stringMatching(
      /^production-cluster\/web: fail low: .* exceeded; a later one succeeded at 2026-11-23T06:06:00.000Z\.$/,
    ),
  ]);
});

test.each([
  ['denied', awsError('AccessDeniedException', 'not authorized', 400)],
  ['not implemented', awsError('NotImplemented', 'no', 501)],
  ['failing', awsError('InternalFailure', 'no', 500)],
])('where the record of deployments is %s, the events stand, and the evidence says so', async (_what, error) => {
  const answers = {
    ...ecsAnswers([service('web', { events: ROLLED_BACK })]),
    'ecs:ListServiceDeployments': () => error,
  };
  const findings = await judge(deploymentSucceeded, answers);
  expect(lines(findings)).toEqual([
    'production-cluster/web: fail high: production-cluster/web: a deployment failed at 2026-11-23T01:54:00.000Z: (service ' +
      'web) (deployment ecs-svc/8) deployment failed: tasks failed to start.',
  ]);
  expect(findings[0]?.evidence['serviceDeployments']).toContain(error.name);
});

test('a hundred events that do not reach back a day, and a deployment in it: the record is asked', async () => {
  const busy = service('web', {
    events: CHATTY,
    ...withRollout({ rolloutState: 'COMPLETED', updatedAt: hoursAgo(1) }),
  });
  const found = await judge(deploymentSucceeded, { ...ecsAnswers([busy]), ...deployments(rolledBack(20)) });
  expect(found[0]).toMatchObject({ status: 'fail', severity: 'high' });
  const none = await judge(deploymentSucceeded, { ...ecsAnswers([busy]), ...deployments() });
  expect(none[0]).toMatchObject({ status: 'pass', evidence: { serviceDeployments: 'read' } });
});

test('a hundred events of scaling alone are no reason to ask', async () => {
  const transport = answering(ecsAnswers([service('web', { events: CHATTY })]));
  expect((await judge(deploymentSucceeded, transport))[0]?.status).toBe('pass');
  expect(transport.asked.map(({ operation }) => operation)).not.toContain('ListServiceDeployments');
});

test('what events may have forgotten and the record would not say is unknown when asking again may help', async () => {
  const busy = service('web', { events: CHATTY, ...withRollout({ rolloutState: 'COMPLETED' }) });
  const failing = { ...ecsAnswers([busy]), 'ecs:ListServiceDeployments': () => awsError('InternalFailure', 'no', 500) };
  expect((await judge(deploymentSucceeded, failing))[0]).toMatchObject({
    status: 'unknown',
    resource: { id: 'production-cluster/web' },
  });
  const denied = { ...ecsAnswers([busy]), 'ecs:ListServiceDeployments': () => awsError('AccessDeniedException') };
  const [finding] = await judge(deploymentSucceeded, denied);
  expect(finding?.status).toBe('pass');
  expect(finding?.evidence['serviceDeployments']).toContain('ecs:ListServiceDeployments is not allowed');
});

test('24 hours are counted by the instant', async () => {
  const at = (ms: number) => ({ ...rolledBack(0), finishedAt: new Date(NOW.getTime() - 86_400_000 + ms) });
  const said = (ms: number) =>
    service('web', {
      events: [
        {
          createdAt: new Date(NOW.getTime() - 86_400_000 + ms),
          message: '(service web) rolling back to deployment x.',
        },
      ],
    });
  const exactly = await judge(deploymentSucceeded, { ...ecsAnswers([said(0)]), ...deployments(at(0)) });
  expect(exactly[0]?.status).toBe('fail');
  const longer = await judge(deploymentSucceeded, { ...ecsAnswers([said(-1)]), ...deployments(at(-1)) });
  expect(longer[0]?.status).toBe('pass');
});

test('a deployment that a newer one overtook is STOPPED and no failure', async () => {
  const busy = service('web', { events: CHATTY, ...withRollout({ rolloutState: 'COMPLETED' }) });
  const overtaken = {
    ...rolledBack(3),
    status: 'STOPPED',
    statusReason: 'A new service deployment was started.',
  } as const;
  const broken = {
    ...rolledBack(3),
    status: 'STOPPED',
    statusReason: 'The circuit breaker threshold was exceeded.',
  } as const;
  expect((await judge(deploymentSucceeded, { ...ecsAnswers([busy]), ...deployments(overtaken) }))[0]?.status).toBe(
    'pass',
  );
  expect((await judge(deploymentSucceeded, { ...ecsAnswers([busy]), ...deployments(broken) }))[0]?.status).toBe('fail');
});

test('a service that CodeDeploy deploys passes with its task set, since ECS keeps no roll-outs of it', async () => {
  const external = service('web', {
    deploymentController: { type: 'CODE_DEPLOY' },
    deployments: [],
    taskSets: [{ status: 'PRIMARY', stabilityStatus: 'STEADY_STATE' }],
  });
  expect(lines(await judge(deploymentSucceeded, ecsAnswers([external])))).toEqual([
    'production-cluster/web: pass: production-cluster/web is deployed by CODE_DEPLOY, which keeps its rollouts itself; its ' +
      'primary task set is in STEADY_STATE.',
  ]);
});
