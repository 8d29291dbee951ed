import { expect, test } from 'vitest';
import type { TargetGroup, TargetHealthDescription } from '../../aws/elbv2.ts';
import { answering, type Answers, awsError, judge, lines } from '../../../test/answers.ts';
import { ecsAnswers, service } from '../../../test/ecs-answers.ts';
import { targetHealthy } from './target-healthy.ts';

const arnOf = (name: string) => `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}/1`;

function group(TargetGroupName: string, part: Partial<TargetGroup> = {}): TargetGroup {
  return {
    TargetGroupName,
    TargetGroupArn: arnOf(TargetGroupName),
    TargetType: 'ip',
    LoadBalancerArns: ['alb'],
    ...part,
  };
}

function target(Id: string, State: string, Reason?: string, Description?: string): TargetHealthDescription {
  return { Target: { Id, Port: 8080 }, TargetHealth: { State, Reason, Description } } as TargetHealthDescription;
}

function elb(groups: readonly TargetGroup[], health: Record<string, readonly TargetHealthDescription[]>): Answers {
  return {
    'elbv2:DescribeTargetGroups': { TargetGroups: groups },
    'elbv2:DescribeTargetHealth': ({ TargetGroupArn: arn }: { TargetGroupArn: string }) => ({
      TargetHealthDescriptions: Object.entries(health).find(([name]) => arnOf(name) === arn)?.[1] ?? [],
    }),
  };
}

const judged = async (...of: Parameters<typeof elb>) => lines(await judge(targetHealthy, elb(...of)));

test('E9.1 names every target that is not healthy, with its state and the reason that AWS gives', async () => {
  const health = {
    api: [target('10.0.0.11', 'healthy'), target('10.0.0.12', 'unhealthy', 'Target.Timeout', 'Request timed out')],
    web: [target('i-1', 'healthy'), target('i-2', 'unused', 'Target.InvalidState', 'Target is in the stopped state')],
  };
  expect(await judged([group('api'), group('web')], health)).toEqual([
    'api: fail high: api: 1 of 2 targets healthy; 10.0.0.12:8080 is unhealthy (Target.Timeout: Request timed out).',
    'web: fail high: web: 1 of 2 targets healthy; i-2:8080 is unused (Target.InvalidState: Target is in the stopped state).',
  ]);
});

test('E9.1 asks one call for each group in use and none for the others', async () => {
  const groups = [group('api'), group('web'), group('orphan', { LoadBalancerArns: [] })];
  const healthy = [target('10.0.0.11', 'healthy')];
  const transport = answering(elb(groups, { api: healthy, web: healthy }));
  const findings = await judge(targetHealthy, transport);
  expect(lines(findings)).toContain('orphan: pass: orphan is not in use: no load balancer forwards to it.');
  expect(transport.asked.map(({ operation }) => operation)).toEqual([
    'DescribeTargetGroups',
    'DescribeTargetHealth',
    'DescribeTargetHealth',
  ]);
});

test('BG02 an unused target of an attached group is reported as being in the wrong Availability Zone', async () => {
  const health = {
    api: [
      target('10.0.0.11', 'healthy'),
      target(
        '10.0.9.5',
        'unused',
        'Target.NotInUse',
        'Target is in an Availability Zone that is not enabled for the load balancer',
      ),
    ],
  };
  const findings = await judge(targetHealthy, elb([group('api')], health));
  expect(findings[0]).toMatchObject({
    status: 'fail',
    severity: 'high',
    reason: expect.stringContaining('is in an Availability Zone that its load balancer is not enabled for'),
    evidence: { targets: [{ target: '10.0.9.5', state: 'unused', availabilityZoneMismatch: true }] },
  });
});

test('a group in use without a healthy target is critical, whatever its targets are', async () => {
  const health = {
    down: [
      target('10.0.0.11', 'unhealthy', 'Target.ResponseCodeMismatch', 'Health checks failed with these codes: [500]'),
    ],
    starting: [target('10.0.0.12', 'initial', 'Elb.InitialHealthChecking')],
    empty: [],
  };
  const answers = { ...elb([group('down'), group('starting'), group('empty')], health), ...ecsAnswers([]) };
  const findings = await judge(targetHealthy, answers);
  expect(
    findings.map(({ resource, status, severity, reason }) => `${resource.id}: ${status} ${severity}: ${reason}`),
  ).toEqual([
    'down: fail critical: down is in use and has no healthy target: 10.0.0.11:8080 is unhealthy ' +
      '(Target.ResponseCodeMismatch: Health checks failed with these codes: [500]).',
    'empty: fail critical: empty is in use and has no healthy target: it has no registered target.',
    'starting: fail critical: starting is in use and has no healthy target: 10.0.0.12:8080 is initial ' +
      '(Elb.InitialHealthChecking).',
  ]);
});

test('targets on their way in or out do not fail a group', async () => {
  const health = {
    api: [target('10.0.0.11', 'healthy'), target('10.0.0.12', 'initial'), target('10.0.0.13', 'draining')],
  };
  expect(await judged([group('api')], health)).toEqual([
    'api: pass: api: 1 of 3 targets healthy; 10.0.0.12:8080 is initial; 10.0.0.13:8080 is draining.',
  ]);
});

test('a Lambda function has no health unless its checks are enabled', async () => {
  const lambda = (name: string, HealthCheckEnabled: boolean) =>
    group(name, { TargetType: 'lambda', HealthCheckEnabled });
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:hook';
  const failing = { TargetHealth: { State: 'unhealthy' }, Target: { Id: arn } } as TargetHealthDescription;
  expect(await judged([lambda('quiet', false), lambda('checked', true)], { checked: [failing] })).toEqual([
    `checked: fail critical: checked is in use and has no healthy target: ${arn} is unhealthy.`,
    'quiet: pass: quiet is a Lambda function whose health is not checked.',
  ]);
});

test('a group is empty on purpose while its ECS service wants no tasks', async () => {
  const blue = service('web-blue', {
    desiredCount: 0,
    runningCount: 0,
    loadBalancers: [{ targetGroupArn: arnOf('blue'), containerName: 'web', containerPort: 8080 }],
  });
  const answers = { ...elb([group('blue')], { blue: [target('10.0.0.1', 'draining')] }), ...ecsAnswers([blue]) };
  expect(lines(await judge(targetHealthy, answers))).toEqual([
    'blue: pass: blue is empty on purpose: its ECS service production-cluster/web-blue wants no tasks.',
  ]);
});

test('the idle colour of a blue/green service is empty on purpose, while the other one is healthy', async () => {
  const web = service('web', {
    loadBalancers: [
      { targetGroupArn: arnOf('blue'), advancedConfiguration: { alternateTargetGroupArn: arnOf('green') } } as never,
    ],
  });
  const groups = [group('blue'), group('green')];
  const live = { ...elb(groups, { green: [target('10.0.0.1', 'healthy')] }), ...ecsAnswers([web]) };
  expect(lines(await judge(targetHealthy, live))).toEqual([
    'blue: pass: blue is empty on purpose: it is the idle colour of the ECS service production-cluster/web.',
    'green: pass: green: 1 of 1 targets healthy.',
  ]);
  const dead = { ...elb(groups, {}), ...ecsAnswers([web]) };
  expect((await judge(targetHealthy, dead)).map(({ severity, status }) => `${status} ${severity}`)).toEqual([
    'fail critical',
    'fail critical',
  ]);
});

test('a service that wants tasks does not explain an empty group; without the services nobody knows', async () => {
  const web = service('web', { loadBalancers: [{ targetGroupArn: arnOf('blue') }] });
  const wanting = { ...elb([group('blue')], {}), ...ecsAnswers([web]) };
  expect((await judge(targetHealthy, wanting))[0]).toMatchObject({ status: 'fail', severity: 'critical' });
  const denied = { ...elb([group('blue')], {}), 'ecs:ListClusters': () => awsError('AccessDeniedException') } as const;
  expect((await judge(targetHealthy, denied))[0]).toMatchObject({
    status: 'unknown',
    evidence: { kind: 'access-denied', operation: 'ecs:ListClusters', missingAction: 'ecs:ListClusters' },
  });
});

test('G5 one group that may not be read is unknown, the others are judged', async () => {
  const answers = elb([group('api'), group('web')], {});
  const findings = await judge(targetHealthy, {
    ...answers,
    'elbv2:DescribeTargetHealth': ({ TargetGroupArn: arn }: { TargetGroupArn: string }) =>
      arn === arnOf('api')
        ? awsError('AccessDenied', 'not authorized', 403)
        : { TargetHealthDescriptions: [target('10.0.0.1', 'healthy')] },
  });
  expect(lines(findings)).toEqual([
    'api: unknown: AccessDenied: elasticloadbalancing:DescribeTargetHealth is not allowed.',
    'web: pass: web: 1 of 1 targets healthy.',
  ]);
});
