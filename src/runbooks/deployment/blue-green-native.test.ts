import { expect, test } from 'vitest';
import { createDeploymentStage, type DeploymentStage, PLACE, WEB, WEB_GROUP } from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';

const HOOK = 'arn:aws:lambda:us-east-1:123456789012:function:is-green-good';
const ROLE = 'arn:aws:iam::123456789012:role/ecs-infrastructure';
const MINUTE = 60_000;

test('a service that ECS deploys blue/green itself is driven, not doubled', async () => {
  const stage = nativeStage();
  const began = stage.world.clock.now();
  const plan = await stage.plan(blueGreen, WEB);
  expect(plan.steps.map(({ title }) => title)).toEqual([
    'Have ECS deploy web-service:42 to web-service',
    'ECS has begun the deployment of web-service',
    'See which deployment it is, so that it can be stopped',
    'ECS has deployed web-service:42, and baked it for 10 minutes',
  ]);
  const { status } = await stage.execute(plan);
  expect(status).toBe('succeeded');
  expect(runs(stage)).toBe('web-service:42');
  expect(stage.traffic(began).failed).toBe(0);
});

test('BG22: what happens when nobody answers a pause is in the plan, and in the record when it has happened', async () => {
  const pause = { targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] };
  const stage = nativeStage([{ ...pause, timeoutConfiguration: { timeoutInMinutes: 30, action: 'ROLLBACK' } }]);
  const plan = await stage.plan(blueGreen, WEB);
  expect(plan.warnings).toContain(
    'At POST_TEST_TRAFFIC_SHIFT ECS pauses for a person (ContinueServiceDeployment); without an answer within 30m, it does ROLLBACK',
  );
  const { status, reason } = await stage.execute(plan);
  expect(status).toBe('undone');
  expect(reason).toMatch(
    /the pause at a lifecycle hook expired: nobody answered in time, and ECS applied the time-out action/,
  );
  expect(stage.memory.records.get('do deployed')?.error).toContain('expired');
  expect(runs(stage)).toBe('web-service:41');
});

test('BG22: a pause that is to go on by itself goes on when its time is over', async () => {
  const pause = { targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] };
  const stage = nativeStage([{ ...pause, timeoutConfiguration: { timeoutInMinutes: 30, action: 'CONTINUE' } }]);
  const plan = await stage.plan(blueGreen, WEB);
  expect(plan.warnings.join('\n')).toContain('without an answer within 30m, it does CONTINUE');
  const began = stage.world.clock.now().getTime();
  expect((await stage.execute(plan)).status).toBe('succeeded');
  expect(stage.world.clock.now().getTime() - began).toBeGreaterThan(30 * MINUTE);
});

test('BG23: a hook that gives no valid answer is told as the hook’s failure, not the application’s', async () => {
  const stage = nativeStage([{ hookTargetArn: HOOK, roleArn: ROLE, lifecycleStages: ['POST_SCALE_UP'] }]);
  stage.world.region(PLACE.accountId, PLACE.region).ecs.hookOutcomes.set(HOOK, 'invalid');
  const { status, reason } = await stage.execute(await stage.plan(blueGreen, WEB));
  expect(status).toBe('undone');
  expect(reason).toContain(`a lifecycle hook failed, not the application (ROLLBACK_SUCCESSFUL`);
  expect(reason).toContain(HOOK);
  expect(runs(stage)).toBe('web-service:41');
});

test('an alarm that rings while ECS deploys has ECS roll back', async () => {
  const stage = nativeStage();
  const plan = await stage.plan(blueGreen, { ...WEB, alarms: 'production-alb-5xx' });
  stage.world.clock.after(4 * MINUTE, () => {
    const alarm = { AlarmName: 'production-alb-5xx', StateValue: 'ALARM', StateReason: 'for this test' };
    stage.elsewhere('cloudwatch', 'SetAlarmState', alarm);
  });
  const { status, reason } = await stage.execute(plan);
  expect({ status, reason }).toEqual({
    status: 'undone',
    reason: expect.stringMatching(/alarm production-alb-5xx rings: for this test$/),
  });
  expect(stage.sent).toContain('ecs:StopServiceDeployment');
  expect(runs(stage)).toBe('web-service:41');
  const { serviceDeployments } = stage.world.region(PLACE.accountId, PLACE.region).ecs;
  expect(serviceDeployments.at(-1)?.status).toBe('ROLLBACK_SUCCESSFUL');
});

test('BG21: an alarm that rings and falls silent between two looks has ECS roll back too', async () => {
  const stage = nativeStage();
  const plan = await stage.plan(blueGreen, { ...WEB, alarms: 'production-alb-5xx' });
  const set = (StateValue: string) => {
    const alarm = { AlarmName: 'production-alb-5xx', StateValue, StateReason: 'for this test' };
    stage.elsewhere('cloudwatch', 'SetAlarmState', alarm);
  };
  stage.world.clock.after(4 * MINUTE + 3000, () => set('ALARM'));
  stage.world.clock.after(4 * MINUTE + 4000, () => set('OK'));
  const { status, reason } = await stage.execute(plan);
  expect(status).toBe('undone');
  expect(reason).toMatch(/alarm production-alb-5xx (rang at|rings)/);
  expect(runs(stage)).toBe('web-service:41');
});

/** web-service as one that ECS itself shifts the requests of, in a minute's time. */
function nativeStage(lifecycleHooks: readonly object[] = []): DeploymentStage {
  const stage = createDeploymentStage();
  const { elbv2 } = stage.world.region(PLACE.accountId, PLACE.region);
  const blue = elbv2.targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === WEB_GROUP);
  stage.elsewhere('elbv2', 'CreateTargetGroup', {
    Name: 'web-alternate',
    Protocol: blue?.Protocol,
    Port: blue?.Port,
    VpcId: blue?.VpcId,
    TargetType: blue?.TargetType,
    HealthCheckPath: blue?.HealthCheckPath,
  });
  const alternate = elbv2.targetGroups.find(({ TargetGroupName }) => TargetGroupName === 'web-alternate');
  const rule = elbv2.rules.find(
    ({ Priority, Actions }) => Priority === '20' && Actions?.[0]?.TargetGroupArn === WEB_GROUP,
  );
  stage.elsewhere('ecs', 'UpdateService', {
    cluster: WEB.cluster,
    service: WEB.service,
    loadBalancers: [
      {
        targetGroupArn: WEB_GROUP,
        containerName: 'web-service',
        containerPort: 8080,
        advancedConfiguration: {
          alternateTargetGroupArn: alternate?.TargetGroupArn,
          productionListenerRule: rule?.RuleArn,
          roleArn: ROLE,
        },
      },
    ],
    deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 },
  });
  stage.world.clock.advance(60 * MINUTE);
  const deploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10, lifecycleHooks };
  stage.elsewhere('ecs', 'UpdateService', { cluster: WEB.cluster, service: WEB.service, deploymentConfiguration });
  return stage;
}

function runs({ world }: DeploymentStage): string | undefined {
  const { services } = world.region(PLACE.accountId, PLACE.region).ecs;
  const web = services.find(
    ({ serviceName, clusterArn }) => serviceName === 'web-service' && clusterArn?.endsWith(WEB.cluster),
  );
  return web?.taskDefinition?.split('/')[1];
}
