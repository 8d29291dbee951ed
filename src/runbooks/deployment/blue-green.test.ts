import { expect, test } from 'vitest';
import { createDeploymentStage, WEB } from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';

test('planning changes nothing, and the same AWS gives the same hash', async () => {
  const stages = [createDeploymentStage(), createDeploymentStage()];
  const plans = await Promise.all(stages.map((stage) => stage.plan(blueGreen, WEB)));
  expect(plans[0]?.hash).toBe(plans[1]?.hash);
  expect(stages[0]?.sent.filter((operation) => !/:(Describe|List|Get)/.test(operation))).toEqual([]);
});

test('a good version gets all requests, none of which fails, and the old one is taken away in the end', async () => {
  const stage = createDeploymentStage();
  const began = stage.world.clock.now();
  const plan = await stage.plan(blueGreen, { ...WEB, shift: '10,50,100' });
  const outcome = await stage.execute(plan);
  expect(outcome).toEqual({ status: 'succeeded', reason: 'every step is done', residue: [] });
  expect(stage.shares()).toEqual(['web-service-green 100', 'web-service-green 100']);
  expect([stage.tasks('web-service-green'), stage.tasks('web-service')]).toEqual(['3 of 3', 'INACTIVE']);
  const { requests, failed } = stage.traffic(began);
  expect(requests).toBeGreaterThan(10_000);
  expect(failed).toBe(0);
});

test('the plan reads like the procedure that it is', async () => {
  const plan = await createDeploymentStage().plan(blueGreen, { ...WEB, shift: '10,100' });
  expect(plan.steps.map(({ title }) => title)).toMatchInlineSnapshot(`
    [
      "Keep auto scaling from taking tasks from web-service while requests move",
      "Create the target group web-service-green, like web-service-blue",
      "Give web-service-green the attributes of web-service-blue",
      "Put web-service-green beside web-service-blue by rule 20 (/*) of HTTPS:443, without requests",
      "Put web-service-green beside web-service-blue by the default rule of HTTPS:443, without requests",
      "AWS shows web-service-green beside web-service-blue",
      "Start web-service-green with 3 tasks beside web-service",
      "web-service-green runs 3 tasks, and the load balancer finds them healthy",
      "Let auto scaling keep web-service-green between 3 and 12 tasks, as web-service",
      "Give web-service-green the scaling policy web-service-cpu",
      "Send 10 % of the requests to web-service-green?",
      "See how many tasks auto scaling wants of web-service by now",
      "Let web-service-green have as many",
      "web-service-green is as large as web-service",
      "Send 10 % to web-service-green by rule 20 (/*) of HTTPS:443",
      "Send 10 % to web-service-green by the default rule of HTTPS:443 too: until then, the shift is partial",
      "AWS shows 10 % for web-service-green, and its targets are healthy",
      "Watch web-service-green with 10 % of the requests",
      "Send 100 % of the requests to web-service-green?",
      "See how many tasks auto scaling wants of web-service by now",
      "Let web-service-green have as many, or more",
      "web-service-green is as large as web-service",
      "Send 100 % to web-service-green by rule 20 (/*) of HTTPS:443",
      "Send 100 % to web-service-green by the default rule of HTTPS:443 too: until then, the shift is partial",
      "AWS shows 100 % for web-service-green, and its targets are healthy",
      "Watch web-service-green with 100 % of the requests",
      "Let auto scaling take tasks from web-service-green again",
      "Keep web-service at full size for 1h: going back takes seconds",
      "Let auto scaling take tasks from web-service again",
      "Delete the scaling policy web-service-cpu of web-service",
      "Stop auto scaling web-service",
      "Scale web-service from 3 tasks to none",
      "web-service answers what is in flight, and its tasks end",
      "Take web-service-blue out of rule 20 (/*) of HTTPS:443",
      "Take web-service-blue out of the default rule of HTTPS:443",
      "Delete the service web-service",
      "web-service is gone, and no rule names web-service-blue",
      "Delete the target group web-service-blue",
    ]
  `);
});

test('colours alternate, whoever deploys next', async () => {
  const stage = createDeploymentStage();
  await stage.executeAnew(await stage.plan(blueGreen, WEB), 'first');
  const outcome = await stage.executeAnew(
    await stage.plan(blueGreen, { ...WEB, taskDefinition: 'web-service:41' }),
    'second',
  );
  expect(outcome.reason).toBe('every step is done');
  expect([stage.tasks('web-service-blue'), stage.tasks('web-service-green')]).toEqual(['3 of 3', 'INACTIVE']);
  const third = await stage.plan(blueGreen, WEB);
  expect(third.steps.find(({ key }) => key === 'green-service')?.after).toMatchObject({
    serviceName: 'web-service-green',
  });
});

test('green is like blue in all but its version: network, grace period, tags, health check, attributes, auto scaling', async () => {
  const stage = createDeploymentStage();
  const { ecs, elbv2, applicationAutoscaling } = stage.world.region('123456789012', 'us-east-1');
  const before = structuredClone(ecs.services.find(({ serviceName }) => serviceName === 'web-service'));
  const plan = await stage.plan(blueGreen, WEB);
  await stage.executeUntil(plan, ({ step, phase }) => step === 'keep' && phase === 'begin');
  const [blue, green] = ['web-service', 'web-service-green'].map((name) =>
    ecs.services.find(
      ({ serviceName, clusterArn }) => serviceName === name && clusterArn?.endsWith('production-cluster'),
    ),
  );
  const alike = [
    'networkConfiguration',
    'healthCheckGracePeriodSeconds',
    'launchType',
    'propagateTags',
    'schedulingStrategy',
  ] as const;
  for (const key of alike) expect(green?.[key]).toEqual(before?.[key]);
  expect(green?.tags).toEqual(expect.arrayContaining(blue?.tags ?? []));
  const groups = elbv2.targetGroups.filter(({ TargetGroupName }) => TargetGroupName?.startsWith('web-service-'));
  const [one, other] = groups.map(({ TargetGroupArn: _arn, TargetGroupName: _name, ...rest }) => rest);
  expect(other).toEqual(one);
  const scaled = applicationAutoscaling.targets.filter(({ ResourceId }) => ResourceId?.includes('/web-service'));
  expect(scaled.map(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity])).toEqual([
    [3, 12],
    [3, 12],
  ]);
  expect(applicationAutoscaling.policies.map(({ ResourceId }) => ResourceId)).toContain(
    'service/production-cluster/web-service-green',
  );
});

test('a cluster and a service may be named by their ARNs', async () => {
  const of = (kind: string) => `arn:aws:ecs:us-east-1:123456789012:${kind}`;
  const cluster = of('cluster/production-cluster');
  const service = of('service/production-cluster/web-service');
  const [one, other] = await Promise.all([
    createDeploymentStage().plan(blueGreen, { ...WEB, cluster, service }),
    createDeploymentStage().plan(blueGreen, WEB),
  ]);
  expect(one?.hash).toBe(other?.hash);
});

test('what already runs is not deployed again', async () => {
  const plan = await createDeploymentStage().plan(blueGreen, { ...WEB, taskDefinition: 'web-service:41' });
  expect(plan.steps).toEqual([]);
  expect(plan.warnings).toEqual(['web-service runs web-service:41 already: nothing is to be done']);
});

test.each([
  ['web-service:40', /web-service:40 is INACTIVE/],
  ['web-service:99', /there is no task definition web-service:99/],
  ['api:17', /api:17 has no container web-service/],
])('%s cannot be deployed, and the plan says why', async (taskDefinition, why) => {
  await expect(createDeploymentStage().plan(blueGreen, { ...WEB, taskDefinition })).rejects.toThrow(why);
});

test.each([
  ['shift', '50,10,100'],
  ['shift', '10,50'],
  ['bake', 'soon'],
  ['maxErrorPercent', '0'],
])('--set %s=%s is not taken', async (name, value) => {
  await expect(createDeploymentStage().plan(blueGreen, { ...WEB, [name]: value })).rejects.toThrow(
    `--set ${name}=${value}`,
  );
});
