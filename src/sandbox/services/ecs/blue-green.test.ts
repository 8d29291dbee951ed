import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { ecsScene } from '../../../../test/ecs-scene.ts';
import { targetGroupArn } from '../../world/newcomer/cast.ts';
import { forwardTo, ruleOf, targetGroup } from '../../world/newcomer/elbv2/makers.ts';
import { setHookOutcome } from './hooks.ts';

const CLUSTER = 'production-cluster';
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:smoke-test';

/** A service of two target groups and one rule, deployed once and in order. */
async function scene(deploymentConfiguration: DeploymentConfiguration) {
  const made = ecsScene(CLUSTER, 'shop');
  const { region, place, ask, advance } = made;
  const { elbv2 } = region;
  const listener = elbv2.listeners.find(({ Port }) => Port === 443)?.ListenerArn ?? '';
  const rule = ruleOf(place, listener, { priority: '5', path: '/shop/*', actions: [forwardTo(place, 'shop-blue')] });
  for (const name of ['shop-blue', 'shop-green']) {
    elbv2.targetGroups.push(targetGroup(place, { name, environment: 'production' }));
  }
  const tested = ruleOf(place, listener, { priority: '6', path: '/test/*', actions: [forwardTo(place, 'shop-blue')] });
  elbv2.rules.push(rule, tested);
  const blue = targetGroupArn(place, 'shop-blue');
  const green = targetGroupArn(place, 'shop-green');
  await ask('CreateService', {
    cluster: CLUSTER,
    serviceName: 'shop',
    taskDefinition: 'web-service:41',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    loadBalancers: [
      {
        targetGroupArn: blue,
        containerName: 'web-service',
        containerPort: 8080,
        advancedConfiguration: {
          alternateTargetGroupArn: green,
          productionListenerRule: rule.RuleArn,
          testListenerRule: tested.RuleArn,
          roleArn: 'arn:aws:iam::123456789012:role/ecs-traffic',
        },
      },
    ],
    deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, ...deploymentConfiguration },
  });
  advance(3600);
  /** Weights of blue and green, as DescribeRules shows them. */
  async function weights(of = rule): Promise<number[]> {
    const { Rules } = await ask('DescribeRules', { RuleArns: [of.RuleArn] }, 'elbv2');
    const groups: { TargetGroupArn: string; Weight: number }[] = Rules[0].Actions[0].ForwardConfig.TargetGroups;
    return [blue, green].map((arn) => groups.find((one) => one.TargetGroupArn === arn)?.Weight ?? 0);
  }
  return { ...made, weights, testWeights: () => weights(tested), blue, green };
}

test('blue/green: the new tasks come up without traffic, take all of it, and the old go after the bake time', async () => {
  const { update, watch, weights, record, health, blue, green, deployments } = await scene({
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 5,
  });
  expect(await weights()).toEqual([100, 0]);
  await update({ taskDefinition: 'web-service:46' });
  const stages: (string | undefined)[] = [];
  const shifts: string[] = [];
  let shiftedAt = 0;
  let blueGoneAt = 0;
  await watch(900, async (second) => {
    const { lifecycleStage } = await record();
    if (lifecycleStage !== stages.at(-1)) stages.push(lifecycleStage);
    const shift = (await weights()).join('/');
    if (shift !== shifts.at(-1)) shifts.push(shift);
    const taking = shift === '0/100' ? green : blue;
    expect((await health(taking)).filter((state) => state === 'healthy')).toHaveLength(2);
    if (shiftedAt === 0 && shift === '0/100') shiftedAt = second;
    if (blueGoneAt === 0 && !(await health(blue)).includes('healthy')) blueGoneAt = second;
  });
  expect(stages.filter((stage) => stage !== undefined)).toEqual([
    'PRE_SCALE_UP',
    'SCALE_UP',
    'POST_SCALE_UP',
    'TEST_TRAFFIC_SHIFT',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
    'BAKE_TIME',
    'CLEAN_UP',
  ]);
  expect(shifts).toEqual(['100/0', '0/100']);
  expect(blueGoneAt - shiftedAt).toBeGreaterThanOrEqual(300);
  expect(await record()).toMatchObject({ status: 'SUCCESSFUL' });
  expect(await deployments()).toEqual(['PRIMARY web-service:46 COMPLETED 2/2']);
});

test('a shift gets around as fast as any change of a rule: until then the old weights are shown', async () => {
  const { region, update, watch, weights, record } = await scene({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
  region.elbv2.knobs.lagMs = 20_000;
  await update({ taskDefinition: 'web-service:46' });
  let askedAt = 0;
  let shownAt = 0;
  await watch(600, async (second) => {
    const { lifecycleStage } = await record();
    if (askedAt === 0 && lifecycleStage === 'POST_PRODUCTION_TRAFFIC_SHIFT') askedAt = second;
    if (shownAt === 0 && (await weights()).join('/') === '0/100') shownAt = second;
  });
  expect(askedAt).toBeGreaterThan(0);
  expect(shownAt - askedAt).toBeGreaterThan(10);
});

test('the next deployment takes the other target group', async () => {
  const { update, advance, weights } = await scene({ strategy: 'BLUE_GREEN' });
  await update({ taskDefinition: 'web-service:46' });
  advance(900);
  expect(await weights()).toEqual([0, 100]);
  await update({ taskDefinition: 'web-service:41' });
  advance(900);
  expect(await weights()).toEqual([100, 0]);
});

test.each([
  ['CANARY', { canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 } }, ['90/10', '0/100'], 300],
  ['LINEAR', { linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 2 } }, ['60/40', '20/80', '0/100'], 240],
] as const)(
  '%s: traffic shifts in shares, each looked at before the next',
  async (strategy, configuration, shares, ms) => {
    const { update, watch, weights } = await scene({ strategy, ...configuration });
    await update({ taskDefinition: 'web-service:46' });
    const shifts: { share: string; at: number }[] = [];
    await watch(600, async (at) => {
      const share = (await weights()).join('/');
      if (share !== (shifts.at(-1)?.share ?? '100/0')) shifts.push({ share, at });
    });
    expect(shifts.map(({ share }) => share)).toEqual(shares);
    expect((shifts.at(-1)?.at ?? 0) - (shifts[0]?.at ?? 0)).toBe(ms);
  },
);

test('an alarm in the bake time gives the traffic back to blue at once', async () => {
  const alarms = { alarmNames: ['production-db-cpu'], enable: true, rollback: true };
  const { update, advance, setAlarm, weights, record, deployments, health, green } = await scene({
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 30,
    alarms,
  });
  await update({ taskDefinition: 'web-service:46' });
  advance(180);
  expect([await weights(), (await record()).lifecycleStage]).toEqual([[0, 100], 'BAKE_TIME']);
  setAlarm('production-db-cpu', 'ALARM');
  advance(30);
  expect(await weights()).toEqual([100, 0]);
  advance(600);
  expect(await record()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', alarms: { status: 'TRIGGERED' } });
  expect(await deployments()).toEqual(['PRIMARY web-service:41 COMPLETED 2/2']);
  expect(await health(green)).toEqual([]);
});

test('green that never turns healthy gets no traffic, and is rolled back by the circuit breaker', async () => {
  const deploymentCircuitBreaker = { enable: true, rollback: true };
  const { update, watch, weights, record } = await scene({ strategy: 'BLUE_GREEN', deploymentCircuitBreaker });
  await update({ taskDefinition: 'web-service:44' });
  await watch(900, async () => {
    expect(await weights()).toEqual([100, 0]);
  });
  expect(await record()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
});

const PAUSE = {
  targetType: 'PAUSE' as const,
  lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT' as const],
  timeoutConfiguration: { timeoutInMinutes: 60 },
};

test('a pause waits for whoever continues it', async () => {
  const { update, advance, weights, record, ask, refusal } = await scene({
    strategy: 'BLUE_GREEN',
    lifecycleHooks: [PAUSE],
  });
  await update({ taskDefinition: 'web-service:46' });
  advance(1800);
  const { serviceDeploymentArn, lifecycleStage, lifecycleHookDetails = [] } = await record();
  expect([await weights(), lifecycleStage]).toEqual([[100, 0], 'POST_TEST_TRAFFIC_SHIFT']);
  const [hook] = lifecycleHookDetails;
  expect(hook).toMatchObject({ targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' });
  expect(hook?.hookId).toMatch(/^ecs-pause-/);
  expect(await refusal('ContinueServiceDeployment', { serviceDeploymentArn, hookId: 'ghost' })).toMatch(/^Invalid/);
  await ask('ContinueServiceDeployment', { serviceDeploymentArn, hookId: hook?.hookId, action: 'CONTINUE' });
  advance(60);
  expect(await weights()).toEqual([0, 100]);
});

test('traffic of the test rule reaches green before any other does, and leaves it when it is rolled back', async () => {
  const { update, advance, weights, testWeights, record, ask } = await scene({
    strategy: 'BLUE_GREEN',
    lifecycleHooks: [PAUSE],
  });
  await update({ taskDefinition: 'web-service:46' });
  advance(300);
  expect([await weights(), await testWeights()]).toEqual([
    [100, 0],
    [0, 100],
  ]);
  const { serviceDeploymentArn, lifecycleHookDetails = [] } = await record();
  const hookId = lifecycleHookDetails[0]?.hookId;
  await ask('ContinueServiceDeployment', { serviceDeploymentArn, hookId, action: 'ROLLBACK' });
  advance(30);
  expect([await weights(), await testWeights()]).toEqual([
    [100, 0],
    [100, 0],
  ]);
  advance(600);
  expect(await record()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
});

test.each([
  ['ROLLBACK', 'ROLLBACK_SUCCESSFUL', [100, 0]],
  ['CONTINUE', 'SUCCESSFUL', [0, 100]],
] as const)('a pause that nobody answers ends with its timeout action, %s', async (action, status, expected) => {
  const lifecycleHooks = [{ ...PAUSE, timeoutConfiguration: { timeoutInMinutes: 60, action } }];
  const { update, advance, weights, record } = await scene({ strategy: 'BLUE_GREEN', lifecycleHooks });
  await update({ taskDefinition: 'web-service:46' });
  advance(3500);
  expect(await weights()).toEqual([100, 0]);
  advance(1200);
  expect([(await record()).status, await weights()]).toEqual([status, expected]);
});

test.each(['invalid', 'FAILED'] as const)('a function that answers %s rolls the deployment back', async (outcome) => {
  const hook = {
    hookTargetArn: FUNCTION,
    roleArn: 'arn:aws:iam::1:role/hooks',
    lifecycleStages: ['POST_SCALE_UP' as const],
  };
  const { update, advance, weights, record, region } = await scene({
    strategy: 'BLUE_GREEN',
    lifecycleHooks: [hook],
  });
  setHookOutcome({ region }, FUNCTION, outcome);
  await update({ taskDefinition: 'web-service:46' });
  advance(600);
  expect(await record()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: `Service deployment rolled back because the lifecycle hook ${FUNCTION} failed at POST_SCALE_UP.`,
  });
  expect(await weights()).toEqual([100, 0]);
});

test('a function of the account that nothing is said of agrees, one that is not there does not', async () => {
  const stages = { roleArn: 'arn:aws:iam::1:role/hooks', lifecycleStages: ['POST_SCALE_UP' as const] };
  for (const [name, status] of [
    ['invoice-renderer', 'SUCCESSFUL'],
    ['nobodys', 'ROLLBACK_SUCCESSFUL'],
  ] as const) {
    const hook = { ...stages, hookTargetArn: FUNCTION.replace('smoke-test', name) };
    const { update, advance, record } = await scene({ strategy: 'BLUE_GREEN', lifecycleHooks: [hook] });
    await update({ taskDefinition: 'web-service:46' });
    advance(900);
    expect(await record()).toMatchObject({ status });
  }
});

test('without its other target group, rule and role, blue/green is refused', async () => {
  const { refusal } = await scene({ strategy: 'BLUE_GREEN' });
  const update = { cluster: CLUSTER, service: 'web-service', deploymentConfiguration: { strategy: 'BLUE_GREEN' } };
  expect(await refusal('UpdateService', update)).toMatch(/^InvalidParameterException: advancedConfiguration/);
});
