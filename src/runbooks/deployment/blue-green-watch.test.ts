import { expect, test } from 'vitest';
import { createDeploymentStage, type DeploymentStage, PLACE, WEB } from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';

const ALARM = 'production-alb-5xx';
const SECOND = 1000;

test('BG19: an alarm that rings already stops the deployment before it begins', async () => {
  const stage = createDeploymentStage();
  ring(stage, 'ALARM');
  await expect(stage.plan(blueGreen, WEB)).rejects.toThrow(
    /^production-alb-5xx rings already: .* or deploy with --set despiteAlarms=true$/,
  );
});

test('BG19: one deploys all the same by saying so, and the alarm is not watched then', async () => {
  const stage = createDeploymentStage();
  ring(stage, 'ALARM');
  const plan = await stage.plan(blueGreen, { ...WEB, despiteAlarms: 'true' });
  expect(plan.warnings).toContain('production-alb-5xx rings already, and is not watched');
  expect(plan.basis).toContainEqual({ title: 'Alarms that are watched', value: [] });
});

test('an alarm that is named and is not there is refused; one that is there is watched', async () => {
  const stage = createDeploymentStage();
  await expect(stage.plan(blueGreen, { ...WEB, alarms: 'nonsense' })).rejects.toThrow('there is no alarm nonsense');
  const plan = await stage.plan(blueGreen, { ...WEB, alarms: 'production-db-cpu' });
  expect(plan.basis).toContainEqual({
    title: 'Alarms that are watched',
    value: [ALARM, 'production-db-cpu'].toSorted(),
  });
});

test('BG20: an alarm that loses its data in the bake is a question for a person, neither good nor bad', async () => {
  const stage = createDeploymentStage();
  const asked: string[] = [];
  const plan = await stage.plan(blueGreen, WEB);
  const outcome = await stage.execute(plan, {
    people: {
      order: () => Promise.resolve(undefined),
      awaitOrder(...words: string[]) {
        asked.push(words.at(-1) ?? '');
        return Promise.resolve('resume');
      },
    },
    progress: atWatch(stage, () => ring(stage, 'INSUFFICIENT_DATA')),
  });
  expect(asked).toEqual([
    'Watch web-service-green with 100 % of the requests: alarm production-alb-5xx has no data any more (INSUFFICIENT_DATA): neither good nor bad',
  ]);
  expect(stage.memory.statuses.map(({ status }) => status)).toContain('waiting');
  expect(outcome.status).toBe('succeeded');
});

test('BG20: while nobody answers, requests stay where they are', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const { status } = await stage.execute(plan, {
    progress: atWatch(stage, () => ring(stage, 'INSUFFICIENT_DATA')),
  });
  expect(status).toBe('waiting');
  expect(stage.shares()[0]).toBe('web-service-blue 0, web-service-green 100');
  expect(stage.tasks('web-service')).toBe('3 of 3');
});

test('BG21: an alarm that rang and fell silent between two looks is found in its history', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const { status, reason } = await stage.execute(plan, {
    progress: atWatch(stage, () => {
      stage.world.clock.after(4 * SECOND, () => ring(stage, 'ALARM'));
      stage.world.clock.after(9 * SECOND, () => ring(stage, 'OK'));
    }),
  });
  expect(status).toBe('undone');
  expect(reason).toMatch(
    /alarm production-alb-5xx rang at 2026-11-23T\d\d:\d\d:\d\d.\d+Z, and may have fallen silent since$/,
  );
  expect(stage.shares()).toEqual(['web-service-blue 1', 'web-service-blue 1']);
});

test('an alarm that rings in the bake takes the deployment back with the alarm’s own reason', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const { status, reason } = await stage.execute(plan, { progress: atWatch(stage, () => ring(stage, 'ALARM')) });
  expect(status).toBe('undone');
  expect(reason).toMatch(/alarm production-alb-5xx rings: for this test$/);
});

test('BG28: where auto scaling changed blue before, green is as large as blue is then, and no constant', async () => {
  const stage = createDeploymentStage();
  scale(stage, 5);
  const plan = await stage.plan(blueGreen, WEB);
  await stage.executeUntil(plan, ({ step, phase }) => step === 'keep' && phase === 'begin');
  expect(stage.tasks('web-service-green')).toBe('5 of 5');
});

test('BG28: where blue grows while green starts, green grows along before it gets a request', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  stage.world.clock.after(20 * SECOND, () => desire(stage, 6));
  const atShift: string[] = [];
  const { status } = await stage.execute(plan, {
    progress({ step, phase }) {
      if (step === 'shift-100-rule-1' && phase === 'begin') atShift.push(stage.tasks('web-service-green'));
    },
  });
  expect(atShift).toEqual(['6 of 6']);
  expect(status).toBe('succeeded');
});

test('what is scaled by the clock goes on with green, and is back with blue where the deployment is taken back', async () => {
  const night = { ScheduledActionName: 'night', Schedule: 'cron(0 22 * * ? *)', Timezone: 'Europe/Berlin' };
  for (const [errorRate, serving] of [
    [0, 'web-service-green'],
    [1, 'web-service'],
  ] as const) {
    const stage = createDeploymentStage();
    const named = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' };
    const ResourceId = 'service/production-cluster/web-service';
    const ScalableTargetAction = { MinCapacity: 3, MaxCapacity: 4 };
    stage.elsewhere('application-autoscaling', 'PutScheduledAction', {
      ...named,
      ResourceId,
      ...night,
      ScalableTargetAction,
    });
    stage.behave('web-service:42', { errorRate });
    await stage.execute(await stage.plan(blueGreen, WEB));
    const { scheduledActions } = stage.world.region(PLACE.accountId, PLACE.region).applicationAutoscaling;
    expect(scheduledActions).toHaveLength(1);
    expect(scheduledActions[0]).toMatchObject({
      ...night,
      ScalableTargetAction,
      ResourceId: `service/production-cluster/${serving}`,
    });
  }
});

test('BG28: where blue grows while somebody makes up their mind, green grows along when they said yes', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, WEB);
  const approvals = {
    decision() {
      desire(stage, 6);
      stage.world.clock.advance(10 * 60 * SECOND);
      return Promise.resolve({ decision: 'approved', words: 'alice said yes' } as const);
    },
  };
  await stage.executeUntil(plan, ({ step, phase }) => step === 'watch-100' && phase === 'begin', { approvals });
  expect(stage.tasks('web-service-green')).toBe('6 of 6');
});

test('BG28: where blue grows while somebody makes up their mind about the second share, green grows along', async () => {
  const stage = createDeploymentStage();
  const before = scalingOf(stage, 'web-service');
  let asked = 0;
  const approvals = {
    decision() {
      asked += 1;
      if (asked === 2) scale(stage, 6);
      return Promise.resolve({ decision: 'approved', words: 'alice said yes' } as const);
    },
  };
  const plan = await stage.plan(blueGreen, { ...WEB, shift: '10,100' });
  await stage.executeUntil(plan, ({ step, phase }) => step === 'watch-100' && phase === 'begin', { approvals });
  expect(stage.tasks('web-service-green')).toBe('6 of 6');
  expect((await stage.execute(plan, { approvals })).status).toBe('succeeded');
  expect(scalingOf(stage, 'web-service-green')).toEqual(before);
});

test.each([
  ['ends well', {}, 'web-service-green'],
  ['is taken back', { errorRate: 1 }, 'web-service'],
])('BG28: auto scaling is as it was where the deployment %s', async (_how, behaviour, serving) => {
  const stage = createDeploymentStage();
  const before = scalingOf(stage, 'web-service');
  stage.behave('web-service:42', behaviour);
  await stage.execute(await stage.plan(blueGreen, WEB));
  expect(scalingOf(stage, serving)).toEqual(before);
  const { targets } = stage.world.region(PLACE.accountId, PLACE.region).applicationAutoscaling;
  expect(targets.filter(({ ResourceId }) => ResourceId?.includes('production-cluster/web-service'))).toHaveLength(1);
});

function ring({ elsewhere }: DeploymentStage, StateValue: string): void {
  elsewhere('cloudwatch', 'SetAlarmState', { AlarmName: ALARM, StateValue, StateReason: 'for this test' });
}

/** Does something once, when all requests have been watched for a little. */
function atWatch(_stage: DeploymentStage, what: () => void) {
  let looks = 0;
  return ({ step, phase }: { readonly step: string | null; readonly phase: string }) => {
    if (step === 'watch-100' && phase === 'observed' && (looks += 1) === 6) what();
  };
}

function desire({ elsewhere }: DeploymentStage, desiredCount: number): void {
  elsewhere('ecs', 'UpdateService', { cluster: WEB.cluster, service: WEB.service, desiredCount });
}

function scale(stage: DeploymentStage, count: number): void {
  desire(stage, count);
  stage.world.clock.advance(5 * 60 * SECOND);
}

function scalingOf({ world }: DeploymentStage, service: string) {
  const { targets, policies } = world.region(PLACE.accountId, PLACE.region).applicationAutoscaling;
  const id = `service/production-cluster/${service}`;
  const target = targets.find(({ ResourceId }) => ResourceId === id);
  return {
    bounds: [target?.MinCapacity, target?.MaxCapacity],
    suspended: target?.SuspendedState,
    policies: policies
      .filter(({ ResourceId }) => ResourceId === id)
      .map((policy) => [policy.PolicyName, policy.TargetTrackingScalingPolicyConfiguration]),
  };
}
