import { expect, test } from 'vitest';
import { ecsScene } from '../../../../test/ecs-scene.ts';
import { scaleService } from './scale.ts';

test('one task is replaced by another without an instant that nothing healthy answers', async () => {
  const { update, watch, health, deployments, region } = ecsScene();
  await update({ taskDefinition: 'web-service:46' });
  const healthy = new Set<number>();
  await watch(420, async () => {
    healthy.add((await health()).filter((state) => state === 'healthy').length);
  });
  expect(healthy).toEqual(new Set([1, 2]));
  const portions = region.elbv2.flows
    .flatMap(({ mixes }) => mixes.flatMap(({ value }) => value.portions))
    .filter(({ targetGroupArn }) => targetGroupArn?.includes('/staging-web/'));
  const served = portions.filter(({ version }) => version?.endsWith('web-service:46'));
  expect(served.map(({ end }) => end)).toContain('target');
  expect(portions.filter(({ end }) => end === 'lost' || end === 'no-target')).toEqual([]);
  expect(await deployments()).toEqual(['PRIMARY web-service:46 COMPLETED 1/1']);
});

test('a deployment is IN_PROGRESS, then COMPLETED seconds after its last target is healthy; the old one drains', async () => {
  const { update, watch, advance, health, deployments, events } = ecsScene();
  await update({ taskDefinition: 'web-service:46' });
  expect(await deployments()).toEqual([
    'PRIMARY web-service:46 IN_PROGRESS 0/1',
    'ACTIVE web-service:42 COMPLETED 1/1',
  ]);
  let healthyAt = 0;
  let completedAt = 0;
  await watch(90, async (second) => {
    if (healthyAt === 0 && (await health()).filter((state) => state === 'healthy').length === 2) healthyAt = second;
    if (completedAt === 0 && (await deployments())[0]?.includes('COMPLETED')) completedAt = second;
  });
  expect(healthyAt).toBeGreaterThan(30);
  expect(completedAt - healthyAt).toBeGreaterThanOrEqual(5);
  expect(completedAt - healthyAt).toBeLessThanOrEqual(10);
  expect(await health()).toEqual(['draining', 'healthy']);
  expect(await deployments()).toEqual(['PRIMARY web-service:46 COMPLETED 1/1', 'ACTIVE web-service:42 COMPLETED 0/0']);
  advance(330);
  expect(await deployments()).toEqual(['PRIMARY web-service:46 COMPLETED 1/1']);
  const told = (await events())
    .slice(0, 8)
    .map((text) => text.replaceAll(/[0-9a-f]{32}|ecs-svc\/\d+|arn:\S+(?=\))/g, '…'));
  expect(told).toEqual([
    'has reached a steady state.',
    'has stopped 1 running tasks: (task …).',
    '(deployment …) deployment completed.',
    'has begun draining connections on 1 tasks.',
    'deregistered 1 targets in (target-group …)',
    'registered 1 targets in (target-group …)',
    'has started 1 tasks: (task …).',
    'has reached a steady state.',
  ]);
});

test('never fewer healthy tasks than the minimum percent, never more tasks than the maximum', async () => {
  const { update, watch, tasks, health, deployments } = ecsScene('production-cluster', 'web-service');
  await update({ desiredCount: 4, deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 } });
  await watch(120, () => Promise.resolve());
  expect(await deployments()).toEqual(['PRIMARY web-service:41 COMPLETED 4/4']);
  await update({ taskDefinition: 'web-service:46' });
  let fewest = 4;
  let most = 0;
  await watch(900, async () => {
    fewest = Math.min(fewest, (await health()).filter((state) => state === 'healthy').length);
    most = Math.max(most, (await tasks()).length);
  });
  expect([fewest, most]).toEqual([2, 4]);
  expect(await deployments()).toEqual(['PRIMARY web-service:46 COMPLETED 4/4']);
});

test('a task goes through the states of AWS, up and down', async () => {
  const { update, watch, tasks } = ecsScene();
  const up: (string | undefined)[] = [];
  const down: (string | undefined)[] = [];
  await update({ taskDefinition: 'web-service:46' });
  await watch(430, async () => {
    const young = (await tasks()).find(({ taskDefinitionArn }) => taskDefinitionArn?.endsWith(':46'));
    const [old] = await tasks('STOPPED');
    if (young && young.lastStatus !== up.at(-1)) up.push(young.lastStatus);
    if (old && old.lastStatus !== down.at(-1)) down.push(old.lastStatus);
  });
  expect(up).toEqual(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING']);
  expect(down).toEqual(['DEACTIVATING', 'STOPPING', 'DEPROVISIONING', 'STOPPED']);
  const [stopped] = await tasks('STOPPED');
  expect(stopped).toMatchObject({ stopCode: 'ServiceSchedulerInitiated', containers: [{ exitCode: 0 }] });
  expect(stopped?.stoppedReason).toMatch(/^Scaling activity initiated by \(deployment ecs-svc\/\d+\)$/);
});

test('more or fewer desired tasks come and go without a new deployment', async () => {
  const { update, advance, look, health, region, world, record } = ecsScene();
  const before = await look();
  const { serviceDeploymentArn } = await record();
  await update({ desiredCount: 3 });
  expect(await look()).toMatchObject({ desiredCount: 3, runningCount: 1 });
  advance(90);
  expect(await look()).toMatchObject({ runningCount: 3, pendingCount: 0 });
  expect((await health()).filter((state) => state === 'healthy')).toHaveLength(3);
  scaleService({ world, region }, before.serviceArn ?? '', 1);
  advance(10);
  const after = await look();
  expect(after).toMatchObject({ desiredCount: 1, runningCount: 1 });
  expect(after.deployments?.map(({ id, rolloutState }) => [id, rolloutState])).toEqual([
    [before.deployments?.[0]?.id, 'COMPLETED'],
  ]);
  expect((await record()).serviceDeploymentArn).toBe(serviceDeploymentArn);
});

test('metrics follow: as many tasks as run, and the same work spread over them', async () => {
  const { update, advance, region, world } = ecsScene('production-cluster', 'web-service');
  const series = (name: string) =>
    region.metrics.find(
      (one) =>
        one.name === name &&
        one.dimensions['ServiceName'] === 'web-service' &&
        one.dimensions['ClusterName'] === 'production-cluster',
    );
  const before = world.clock.now().getTime();
  const cpu = series('CPUUtilization')?.at(before) ?? 0;
  await update({ desiredCount: 6 });
  advance(90);
  const now = world.clock.now().getTime();
  expect([before, now].map((instant) => series('RunningTaskCount')?.at(instant))).toEqual([3, 6]);
  expect(series('DesiredTaskCount')?.at(now)).toBe(6);
  expect(series('CPUUtilization')?.at(before)).toBe(cpu);
  expect(series('CPUUtilization')?.at(now)).toBeLessThan(cpu * 0.7);
});

test('a service at zero deploys at once, and scaling to zero leaves none', async () => {
  const { update, advance, look, deployments } = ecsScene();
  await update({ desiredCount: 0 });
  advance(400);
  expect(await look()).toMatchObject({ runningCount: 0, pendingCount: 0 });
  await update({ taskDefinition: 'web-service:46' });
  advance(15);
  expect(await deployments()).toEqual(['PRIMARY web-service:46 COMPLETED 0/0']);
});

test('every deployment is recorded with the revision it came from and the one it brought', async () => {
  const { update, advance, record, ask } = ecsScene();
  await update({ taskDefinition: 'web-service:46' });
  expect(await record()).toMatchObject({ status: 'PENDING' });
  advance(20);
  expect(await record()).toMatchObject({
    status: 'IN_PROGRESS',
    targetServiceRevision: { requestedTaskCount: 1, runningTaskCount: 0, pendingTaskCount: 1 },
    sourceServiceRevisions: [{ requestedTaskCount: 1, runningTaskCount: 1 }],
    deploymentCircuitBreaker: { status: 'MONITORING', threshold: 3 },
    alarms: { status: 'DISABLED' },
  });
  advance(60);
  const done = await record();
  expect(done).toMatchObject({ status: 'SUCCESSFUL', deploymentCircuitBreaker: { status: 'MONITORING_COMPLETE' } });
  const serviceRevisionArns = [done.sourceServiceRevisions?.[0]?.arn, done.targetServiceRevision?.arn];
  const { serviceRevisions } = await ask('DescribeServiceRevisions', { serviceRevisionArns });
  const definitions = serviceRevisions.map((one: { taskDefinition: string }) => one.taskDefinition.split('/')[1]);
  expect(definitions).toEqual(['web-service:42', 'web-service:46']);
});

test('the same task definition is deployed again only by force', async () => {
  const { update, advance, look, deployments, tasks } = ecsScene();
  const [first] = await tasks();
  await update({ taskDefinition: 'web-service:42' });
  expect(await deployments()).toEqual(['PRIMARY web-service:42 COMPLETED 1/1']);
  await update({ forceNewDeployment: true });
  expect((await look()).deployments).toHaveLength(2);
  advance(420);
  expect(await deployments()).toEqual(['PRIMARY web-service:42 COMPLETED 1/1']);
  expect((await tasks())[0]?.taskArn).not.toBe(first?.taskArn);
});

test('a newer deployment ends the one under way', async () => {
  const { update, advance, ask, deployments } = ecsScene();
  await update({ taskDefinition: 'web-service:44' });
  advance(40);
  await update({ taskDefinition: 'web-service:46' });
  advance(420);
  expect(await deployments()).toEqual(['PRIMARY web-service:46 COMPLETED 1/1']);
  const { serviceDeployments } = await ask('ListServiceDeployments', {
    cluster: 'staging-cluster',
    service: 'web-service',
  });
  const statuses = serviceDeployments.map(({ status }: { status: string }) => status);
  expect(statuses.slice(0, 2)).toEqual(['SUCCESSFUL', 'STOPPED']);
});

test('a slow version is replaced again and again, unless the grace period lets it come up', async () => {
  const impatient = ecsScene();
  impatient.behave('web-service:46', { healthyAfterMs: 120_000 });
  await impatient.update({ taskDefinition: 'web-service:46' });
  impatient.advance(300);
  expect((await impatient.tasks('STOPPED')).map(({ stoppedReason }) => stoppedReason)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Task failed ELB health checks in \(target-group arn:/)]),
  );
  const patient = ecsScene();
  patient.behave('web-service:46', { healthyAfterMs: 120_000 });
  await patient.update({ taskDefinition: 'web-service:46', healthCheckGracePeriodSeconds: 180 });
  patient.advance(600);
  expect(await patient.deployments()).toEqual(['PRIMARY web-service:46 COMPLETED 1/1']);
  const stopped = await patient.tasks('STOPPED');
  expect(stopped.filter(({ stoppedReason }) => stoppedReason?.includes('ELB'))).toEqual([]);
});

test('a task that somebody stops is replaced', async () => {
  const { ask, advance, tasks, look } = ecsScene();
  const [task] = await tasks();
  await ask('StopTask', { cluster: 'staging-cluster', task: task?.taskArn, reason: 'drill' });
  advance(60);
  expect((await tasks('STOPPED'))[0]).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'drill' });
  expect(await look()).toMatchObject({ runningCount: 1, pendingCount: 0 });
});

test('an answer stays as it was when the service changes', async () => {
  const { update, advance, look, record, tasks } = ecsScene();
  await update({ taskDefinition: 'web-service:46' });
  advance(5);
  const answers = [await look(), await record(), (await tasks()).at(-1)];
  const before = structuredClone(answers);
  advance(600);
  expect(answers).toEqual(before);
  expect(await look()).not.toEqual(before[0]);
});

test('the same steps make the same ids, and a steady service needs no timers', async () => {
  const [one, two] = [ecsScene(), ecsScene()];
  for (const scene of [one, two]) {
    await scene.update({ taskDefinition: 'web-service:46' });
    scene.advance(600);
  }
  expect(await one.look()).toEqual(await two.look());
  const { schedules } = one.region.ecs;
  expect([...schedules.values()].map(({ wakeAt }) => wakeAt)).toEqual([undefined]);
});
