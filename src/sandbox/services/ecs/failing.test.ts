import { expect, test } from 'vitest';
import { ecsScene } from '../../../../test/ecs-scene.ts';
import { setVersion } from '../../wire/set-version.ts';

const BREAKER = { enable: true, rollback: true };

test.each([
  ['crashes', 'web-service:45', 'EssentialContainerExited', 'Essential container in task exited'],
  ['never turns healthy', 'web-service:44', 'ServiceSchedulerInitiated', 'Task failed ELB health checks'],
])('a version that %s is rolled back when three tasks have failed', async (_what, version, stopCode, reason) => {
  const { update, advance, watch, health, look, record, deployments, events, tasks } = ecsScene();
  const before = (await look()).deployments?.[0]?.id;
  await update({ taskDefinition: version });
  let rolledBack = false;
  await watch(600, async () => {
    rolledBack ||= (await record()).status === 'ROLLBACK_SUCCESSFUL';
    expect((await health()).filter((state) => state === 'healthy')).toHaveLength(1);
  });
  expect(rolledBack).toBe(true);
  advance(400);
  expect(await deployments()).toEqual(['PRIMARY web-service:42 COMPLETED 1/1']);
  const service = await look();
  expect(service.taskDefinition).toMatch(/web-service:42$/);
  expect(service.deployments?.[0]?.id).toBe(before);
  const done = await record();
  expect(done).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    rollback: { serviceRevisionArn: done.sourceServiceRevisions?.[0]?.arn },
  });
  expect(await events()).toContainEqual(expect.stringMatching(/^\(deployment ecs-svc\/\d+\) deployment failed: tasks/));
  expect(await events()).toContain(`rolling back to deployment ${before}.`);
  const failed = (await tasks('STOPPED')).filter((task) => task.stopCode === stopCode);
  expect(failed.filter(({ stoppedReason }) => stoppedReason?.startsWith(reason)).length).toBeGreaterThanOrEqual(3);
});

test('a crash leaves the exit code and the container’s own words', async () => {
  const { update, advance, tasks } = ecsScene();
  await update({ taskDefinition: 'web-service:45' });
  advance(60);
  const [crashed] = await tasks('STOPPED');
  expect(crashed?.containers?.[0]).toMatchObject({ exitCode: 1, reason: 'Error: DATABASE_URL is not set' });
});

test('without a rollback the deployment is FAILED and stays so, the old tasks go on', async () => {
  const { update, advance, deployments, record, health } = ecsScene();
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: false } };
  await update({ taskDefinition: 'web-service:45', deploymentConfiguration });
  advance(900);
  expect(await deployments()).toEqual(['PRIMARY web-service:45 FAILED 0/1', 'ACTIVE web-service:42 COMPLETED 1/1']);
  expect(await record()).toMatchObject({ status: 'STOPPED', deploymentCircuitBreaker: { status: 'TRIGGERED' } });
  expect((await health()).filter((state) => state === 'healthy')).toHaveLength(1);
});

test('a service that never was whole has nothing to go back to', async () => {
  const { ask, advance, deployments, look } = ecsScene('production-cluster', 'fresh');
  await ask('CreateService', {
    cluster: 'production-cluster',
    serviceName: 'fresh',
    taskDefinition: 'web-service:45',
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    deploymentConfiguration: { deploymentCircuitBreaker: BREAKER },
  });
  advance(900);
  expect(await deployments()).toEqual(['PRIMARY web-service:45 FAILED 0/1']);
  expect((await look()).runningCount).toBe(0);
});

test('without a circuit breaker it tries for ever, ever more slowly', async () => {
  const { update, advance, deployments, tasks, events } = ecsScene();
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: false, rollback: false } };
  await update({ taskDefinition: 'web-service:45', deploymentConfiguration });
  advance(3 * 3600);
  expect(await deployments()).toEqual([
    expect.stringMatching(/^PRIMARY web-service:45 IN_PROGRESS 0/),
    'ACTIVE web-service:42 COMPLETED 1/1',
  ]);
  const failed = (await tasks('STOPPED')).length;
  expect(failed).toBeGreaterThan(6);
  expect(failed).toBeLessThan(25);
  expect(await events()).toContainEqual(expect.stringMatching(/^is unable to consistently start tasks successfully/));
});

test('an image that cannot be pulled fails to start, and says so', async () => {
  const { behave, update, advance, tasks, record } = ecsScene();
  const stuckPending = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): not found';
  behave('web-service:46', { stuckPending });
  await update({ taskDefinition: 'web-service:46' });
  advance(600);
  expect((await tasks('STOPPED'))[0]).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: stuckPending });
  expect(await record()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
});

test('a task that gets no network interface stays pending, without an end', async () => {
  const { behave, update, advance, look, events, record } = ecsScene();
  behave('web-service:46', { stuckPending: 'RESOURCE:ENI' });
  await update({ taskDefinition: 'web-service:46' });
  advance(7200);
  expect(await look()).toMatchObject({ runningCount: 1, pendingCount: 1 });
  expect(await record()).toMatchObject({ status: 'IN_PROGRESS' });
  expect(await events()).toContain('was unable to place a task. Reason: RESOURCE:ENI.');
});

const ALARMS = { alarmNames: ['production-db-cpu'], enable: true, rollback: true };

test('an alarm that begins to ring rolls the deployment back, also when all its tasks are healthy', async () => {
  const { update, advance, setAlarm, deployments, record, health } = ecsScene();
  await update({ taskDefinition: 'web-service:46', deploymentConfiguration: { alarms: ALARMS } });
  advance(70);
  expect(await deployments()).toContainEqual(expect.stringMatching(/^PRIMARY web-service:46 IN_PROGRESS 1/));
  setAlarm('production-db-cpu', 'ALARM');
  advance(20);
  expect(await record()).toMatchObject({
    status: 'ROLLBACK_IN_PROGRESS',
    alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['production-db-cpu'] },
  });
  advance(900);
  expect(await deployments()).toEqual(['PRIMARY web-service:42 COMPLETED 1/1']);
  expect(await record()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
  expect(await health()).toEqual(['healthy']);
});

test('ECS asks how the alarms stand by itself: an alarm that nobody reads rolls back all the same', async () => {
  const { ask, update, advance, record } = ecsScene();
  const metric = { Namespace: 'Enterprise/Shop', MetricName: 'Errors' };
  await ask(
    'PutMetricAlarm',
    {
      ...metric,
      AlarmName: 'shop-errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    'cloudwatch',
  );
  // Longer than alarms are evaluated after the last one who looked.
  advance(24 * 3600);
  await update({
    taskDefinition: 'web-service:46',
    deploymentConfiguration: { alarms: { ...ALARMS, alarmNames: ['shop-errors'] } },
  });
  advance(100);
  await ask(
    'PutMetricData',
    { Namespace: metric.Namespace, MetricData: [{ MetricName: metric.MetricName, Value: 9 }] },
    'cloudwatch',
  );
  advance(150);
  expect(await record()).toMatchObject({ alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['shop-errors'] } });
});

test('an alarm that rings already keeps ECS from looking at any of them', async () => {
  const { update, advance, setAlarm, record } = ecsScene();
  setAlarm('production-db-cpu', 'ALARM');
  const alarms = { ...ALARMS, alarmNames: ['production-db-cpu', 'production-db-connections'] };
  await update({ taskDefinition: 'web-service:46', deploymentConfiguration: { alarms } });
  advance(40);
  setAlarm('production-db-connections', 'ALARM');
  advance(1200);
  expect(await record()).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'DISABLED' } });
});

test('with alarms a deployment completes only when they had time to notice', async () => {
  const { update, advance, record, region } = ecsScene();
  const alarm = region.cloudwatch.metricAlarms.find(({ AlarmName }) => AlarmName === 'production-db-cpu');
  await update({ taskDefinition: 'web-service:46', deploymentConfiguration: { alarms: ALARMS } });
  const bakeSeconds = (alarm?.Period ?? 0) * (alarm?.EvaluationPeriods ?? 0);
  expect(bakeSeconds).toBeGreaterThan(0);
  advance(45 + bakeSeconds - 10);
  expect(await record()).toMatchObject({ status: 'IN_PROGRESS' });
  advance(60);
  expect(await record()).toMatchObject({ status: 'SUCCESSFUL' });
});

test('a deployment under way can be rolled back or left as it stands by whoever asks', async () => {
  const { update, advance, ask, record, deployments, refusal } = ecsScene();
  await update({ taskDefinition: 'web-service:46' });
  advance(20);
  const { serviceDeploymentArn } = await record();
  await ask('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });
  await ask('StopServiceDeployment', { serviceDeploymentArn });
  expect(await record()).toMatchObject({ status: 'ROLLBACK_REQUESTED' });
  advance(3);
  await ask('StopServiceDeployment', { serviceDeploymentArn });
  expect(await record()).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS' });
  advance(60);
  expect(await record()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
  expect(await deployments()).toContain('PRIMARY web-service:42 COMPLETED 1/1');
  expect(await refusal('StopServiceDeployment', { serviceDeploymentArn })).toMatch(/^ConflictException/);
  const gone = { serviceDeploymentArn: `${serviceDeploymentArn}0` };
  expect(await refusal('StopServiceDeployment', gone)).toMatch(/^ServiceDeploymentNotFoundException/);

  await update({ taskDefinition: 'web-service:46' });
  advance(10);
  await ask('StopServiceDeployment', {
    serviceDeploymentArn: (await record()).serviceDeploymentArn,
    stopType: 'ABORT',
  });
  advance(60);
  expect(await record()).toMatchObject({ status: 'STOPPED' });
  expect((await deployments())[0]).toMatch(/^PRIMARY web-service:46 FAILED/);
});

test('a rollback goes to what was whole last, not to what failed in between', async () => {
  const { update, advance, deployments, look } = ecsScene();
  await update({
    taskDefinition: 'web-service:45',
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } },
  });
  advance(900);
  await update({ taskDefinition: 'web-service:44', deploymentConfiguration: { deploymentCircuitBreaker: BREAKER } });
  advance(1800);
  expect(await deployments()).toEqual(['PRIMARY web-service:42 COMPLETED 1/1']);
  expect((await look()).taskDefinition).toMatch(/:42$/);
});

test('a running version that turns bad has its tasks replaced', async () => {
  const { world, advance, tasks, place } = ecsScene();
  const [before] = await tasks();
  setVersion(world, { region: place.region, taskDefinition: 'web-service:42', healthyAfterMs: 'never' });
  advance(150);
  const stopped = await tasks('STOPPED');
  expect(stopped.map(({ taskArn }) => taskArn)).toContain(before?.taskArn);
});

test('a target group that is deleted under a service stops no clock', async () => {
  const { region, update, advance, look } = ecsScene();
  const arn = (await look()).loadBalancers?.[0]?.targetGroupArn;
  const groups = region.elbv2.targetGroups;
  groups.splice(
    groups.findIndex(({ TargetGroupArn }) => TargetGroupArn === arn),
    1,
  );
  await update({ desiredCount: 2 });
  advance(120);
  expect(await look()).toMatchObject({ runningCount: 2 });
});
