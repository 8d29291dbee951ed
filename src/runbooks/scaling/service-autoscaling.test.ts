import { expect, test } from 'vitest';
import { createStage, type Stage } from '../../../test/runbook.ts';
import { serviceAutoscaling } from './service-autoscaling.ts';

const CLUSTER = { cluster: 'production-cluster' };
/** Between 3 and 12, at 60 % CPU. */
const WEB = { ...CLUSTER, service: 'web-service' };
/** Nothing scales it. */
const WORKER = { ...CLUSTER, service: 'worker' };
const DONE = { status: 'succeeded', reason: 'every step is done', residue: [] };

function scalingOf(stage: Stage, service: string) {
  const { targets, policies } = stage.region().applicationAutoscaling;
  const of = ({ ResourceId = '' }) => ResourceId.endsWith(`/${service}`);
  return structuredClone({ targets: targets.filter(of), policies: policies.filter(of) });
}

test('E16.1: a service gets bounds and policies with cooldowns, for CPU and memory, and they have their alarms', async () => {
  const stage = createStage();
  const plan = await stage.plan(serviceAutoscaling, { ...WORKER, min: '2', max: '10', memoryTarget: '80' });
  expect(plan.steps.map(({ title }) => title)).toEqual([
    'Let worker be scaled between 2 and 10 tasks',
    'Keep worker at 70 % CPU',
    'Keep worker at 80 % memory',
    'worker is watched by its policies',
  ]);
  expect(await stage.execute(plan)).toEqual(DONE);
  const { targets, policies } = scalingOf(stage, 'worker');
  expect(targets).toMatchObject([{ MinCapacity: 2, MaxCapacity: 10 }]);
  expect(policies.map((one) => one.TargetTrackingScalingPolicyConfiguration)).toMatchObject([
    { TargetValue: 70, ScaleOutCooldown: 60, ScaleInCooldown: 300 },
    { TargetValue: 80, ScaleOutCooldown: 60, ScaleInCooldown: 300 },
  ]);
  expect(policies.map(({ Alarms }) => Alarms?.length)).toEqual([2, 2]);
});

test('what a service has is changed under its name, and undoing restores bounds and policy as they were', async () => {
  const stage = createStage();
  const before = scalingOf(stage, 'web-service');
  const plan = await stage.plan(serviceAutoscaling, { ...WEB, min: '4', max: '20' });
  expect(plan.steps.map(({ title, before: had, after }) => ({ title, had, after })).slice(0, 3)).toEqual([
    {
      title: 'Set web-service from 3 to 4 tasks, which lies within the new bounds',
      had: { desiredCount: 3 },
      after: { desiredCount: 4 },
    },
    {
      title: 'Set the bounds of web-service from 3–12 to 4–20',
      had: { MinCapacity: 3, MaxCapacity: 12 },
      after: { MinCapacity: 4, MaxCapacity: 20 },
    },
    {
      title: 'Keep web-service at 70 % CPU rather than 60 %',
      had: { TargetValue: 60, ScaleOutCooldown: 60, ScaleInCooldown: 300, DisableScaleIn: false },
      after: { TargetValue: 70, ScaleOutCooldown: 60, ScaleInCooldown: 300, DisableScaleIn: false },
    },
  ]);
  const outcome = await stage.execute({ ...plan, conduct: { ...plan.conduct, afterwards: 'undo' } });
  expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
  stage.world.clock.advance(10 * 60_000);
  const web = stage.region().ecs.services.find(({ serviceName }) => serviceName === 'web-service');
  expect(web?.desiredCount, 'it is not left where the bounds had moved it').toBe(3);
  const after = scalingOf(stage, 'web-service');
  expect(after.targets).toEqual(before.targets);
  expect(after.policies.map((one) => one.TargetTrackingScalingPolicyConfiguration)).toEqual(
    before.policies.map((one) => one.TargetTrackingScalingPolicyConfiguration),
  );
});

test('undoing takes away what was not there before', async () => {
  const stage = createStage();
  const plan = await stage.plan(serviceAutoscaling, { ...WORKER, min: '2', max: '10' });
  const outcome = await stage.execute({ ...plan, conduct: { ...plan.conduct, afterwards: 'undo' } });
  expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
  expect(scalingOf(stage, 'worker')).toEqual({ targets: [], policies: [] });
});

test('what is so already is left alone', async () => {
  const plan = await createStage().plan(serviceAutoscaling, { ...WEB, min: '3', max: '12', cpuTarget: '60' });
  expect(plan.steps).toEqual([]);
});

test('E16.1: it follows the colours: of a pair, the one that gets the requests is scaled', async () => {
  const stage = createStage();
  const { services } = stage.region().ecs;
  const web = services.find(({ serviceName }) => serviceName === 'web-service');
  const green = structuredClone({ ...web, serviceName: 'web-service-green' });
  services.push({ ...green, serviceArn: `${web?.serviceArn}-green`, loadBalancers: [] });
  const plan = await stage.plan(serviceAutoscaling, { ...CLUSTER, service: 'web-service-green', min: '3', max: '15' });
  expect(plan.basis).toContainEqual({ title: 'The live colour', value: 'web-service' });
  expect(plan.locks).toEqual(['ecs/production-cluster/web-service']);
});

test.each([
  [{ ...WEB, min: '5', max: '4' }, /the minimum is above the maximum/],
  [{ ...WEB, min: '1', max: '4', cpuTarget: '170' }, /cpuTarget=170: expected percent, 1 to 100/],
  [{ ...CLUSTER, service: 'no-such', min: '1', max: '4' }, /no-such is not there/],
])('what cannot be is refused: %j', async (parameters, reason) => {
  await expect(createStage().plan(serviceAutoscaling, parameters)).rejects.toThrow(reason);
});
