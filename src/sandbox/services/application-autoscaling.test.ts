import type {
  DescribeScalableTargetsCommandOutput,
  DescribeScalingActivitiesCommandOutput,
  DescribeScalingPoliciesCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION, SANDBOX_START } from '../create.ts';
import { inProcessTransport } from '../in-process.ts';
import { scalableTarget } from '../world/newcomer/application-autoscaling.ts';
import type { World } from '../world/world.ts';

const API = 'service/production-cluster/api';
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask<O>(operation: string, input: object): Promise<O> {
  const call = { service: 'application-autoscaling', operation, input, region: SANDBOX_REGION };
  return inProcessTransport(world, SANDBOX_ACCOUNT).send(call, () => undefined) as Promise<O>;
}

test('gives fifty scalable targets of a namespace a page', async () => {
  const { targets } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).applicationAutoscaling;
  const place = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
  for (let index = 0; index < 50; index += 1) {
    targets.push(scalableTarget(place, `production-cluster/svc-${index}`, [1, 4], SANDBOX_START));
  }
  const first = await ask<DescribeScalableTargetsCommandOutput>('DescribeScalableTargets', { ServiceNamespace: 'ecs' });
  const rest = { ServiceNamespace: 'ecs', NextToken: first.NextToken };
  const second = await ask<DescribeScalableTargetsCommandOutput>('DescribeScalableTargets', rest);
  expect([first.ScalableTargets?.length, second.ScalableTargets?.length]).toEqual([50, 3]);
  const none = { ServiceNamespace: 'dynamodb' };
  expect((await ask<DescribeScalableTargetsCommandOutput>('DescribeScalableTargets', none)).ScalableTargets).toEqual(
    [],
  );
});

test.each([
  ['no namespace', {}, 'ValidationException'],
  ['too large a page', { ServiceNamespace: 'ecs', MaxResults: 51 }, 'ValidationException'],
  ['a token of nobody', { ServiceNamespace: 'ecs', NextToken: 'x' }, 'InvalidNextTokenException'],
  [
    'a dimension of no resource',
    { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' },
    'ValidationException',
  ],
])('refuses %s as AWS does', async (_what, input, code) => {
  await expect(ask('DescribeScalableTargets', input)).rejects.toMatchObject({ code });
});

test('tells policies and activities of one resource', async () => {
  const input = { ServiceNamespace: 'ecs', ResourceId: API };
  const policies = await ask<DescribeScalingPoliciesCommandOutput>('DescribeScalingPolicies', input);
  expect(policies.ScalingPolicies?.map(({ PolicyName }) => PolicyName)).toEqual(['api-cpu']);
  const activities = await ask<DescribeScalingActivitiesCommandOutput>('DescribeScalingActivities', input);
  expect(activities.ScalingActivities?.[0]?.Description).toBe('Setting desired count to 6.');
  world.clock.advance(42 * 86_400_000);
  const later = await ask<DescribeScalingActivitiesCommandOutput>('DescribeScalingActivities', input);
  expect(later.ScalingActivities).toEqual([]);
});
