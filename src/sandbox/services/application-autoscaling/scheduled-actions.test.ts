import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import type { World } from '../../world/world.ts';

const WEB = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/production-cluster/web-service',
  ScalableDimension: 'ecs:service:DesiredCount',
};
const NIGHT = { ...WEB, ScheduledActionName: 'night', Schedule: 'cron(0 22 * * ? *)' };
const ScalableTargetAction = { MinCapacity: 1, MaxCapacity: 2 };
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask(operation: string, input: object) {
  const request = { service: 'application-autoscaling', region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, operation, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

async function schedules(): Promise<string[]> {
  const { ScheduledActions } = await ask('DescribeScheduledActions', { ServiceNamespace: 'ecs' });
  return ScheduledActions.map((one: { readonly Schedule: string }) => one.Schedule);
}

test('an action is kept, replaced under its name, and goes with its scalable target', async () => {
  await ask('PutScheduledAction', { ...NIGHT, ScalableTargetAction });
  await ask('PutScheduledAction', { ...NIGHT, Schedule: 'cron(0 23 * * ? *)' });
  expect(await schedules()).toEqual(['cron(0 23 * * ? *)']);
  await ask('DeregisterScalableTarget', WEB);
  expect(await schedules()).toEqual([]);
});

test('what is not there cannot be deleted, and what is not scaled gets no schedule', async () => {
  await expect(ask('DeleteScheduledAction', NIGHT)).rejects.toMatchObject({ code: 'ObjectNotFoundException' });
  const elsewhere = { ...NIGHT, ResourceId: 'service/production-cluster/worker', ScalableTargetAction };
  await expect(ask('PutScheduledAction', elsewhere)).rejects.toMatchObject({ code: 'ObjectNotFoundException' });
  const nonsense = { ...NIGHT, Schedule: 'every night', ScalableTargetAction };
  await expect(ask('PutScheduledAction', nonsense)).rejects.toMatchObject({ code: 'ValidationException' });
});
