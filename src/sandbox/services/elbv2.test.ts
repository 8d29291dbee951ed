import type {
  DescribeListenersCommandOutput,
  DescribeLoadBalancerAttributesCommandOutput,
  DescribeLoadBalancersCommandOutput,
  DescribeRulesCommandOutput,
  DescribeTagsCommandOutput,
  DescribeTargetGroupAttributesCommandOutput,
  DescribeTargetGroupsCommandOutput,
  DescribeTargetHealthCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../create.ts';
import { inProcessTransport } from '../in-process.ts';
import { loadBalancerArn, targetGroupArn } from '../world/newcomer/cast.ts';
import { targetGroup } from '../world/newcomer/elbv2/makers.ts';
import type { World } from '../world/world.ts';

const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
const PRODUCTION = loadBalancerArn(PLACE, 'production-alb');
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask<O>(operation: string, input: object): Promise<O> {
  const transport = inProcessTransport(world, SANDBOX_ACCOUNT);
  return transport.send({ service: 'elbv2', operation, input, region: SANDBOX_REGION }, () => undefined) as Promise<O>;
}

function state() {
  return world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).elbv2;
}

function healthOf(group: string, more: object = {}) {
  const input = { TargetGroupArn: targetGroupArn(PLACE, group), ...more };
  return ask<DescribeTargetHealthCommandOutput>('DescribeTargetHealth', input);
}

test('gives pages of the size that was asked for, four hundred at most', async () => {
  const first = await ask<DescribeLoadBalancersCommandOutput>('DescribeLoadBalancers', { PageSize: 3 });
  const input = { PageSize: 3, Marker: first.NextMarker };
  const second = await ask<DescribeLoadBalancersCommandOutput>('DescribeLoadBalancers', input);
  expect([first.LoadBalancers?.length, second.LoadBalancers?.length, second.NextMarker]).toEqual([3, 1, undefined]);
  for (const PageSize of [0, 401]) {
    await expect(ask('DescribeLoadBalancers', { PageSize })).rejects.toMatchObject({ code: 'ValidationError' });
  }
  for (let index = 0; index < 400; index += 1) {
    state().targetGroups.push(targetGroup(PLACE, { name: `tg-${index}`, environment: 'production' }));
  }
  const groups = await ask<DescribeTargetGroupsCommandOutput>('DescribeTargetGroups', {});
  expect(groups.TargetGroups).toHaveLength(400);
  expect(groups.NextMarker).toBeTypeOf('string');
});

test('answers names and ARNs that nothing has as AWS does', async () => {
  const code = (wanted: string) => expect.objectContaining({ code: wanted });
  await expect(ask('DescribeLoadBalancers', { Names: ['ghost'] })).rejects.toEqual(code('LoadBalancerNotFound'));
  await expect(ask('DescribeTargetGroups', { Names: ['ghost'] })).rejects.toEqual(code('TargetGroupNotFound'));
  await expect(healthOf('ghost')).rejects.toEqual(code('TargetGroupNotFound'));
  const arn = (kind: string) => `arn:aws:elasticloadbalancing:us-east-1:${SANDBOX_ACCOUNT}:${kind}/app/ghost/1`;
  await expect(ask('DescribeListeners', { LoadBalancerArn: arn('loadbalancer') })).rejects.toEqual(
    code('LoadBalancerNotFound'),
  );
  await expect(ask('DescribeListeners', { ListenerArns: [arn('listener')] })).rejects.toEqual(code('ListenerNotFound'));
  await expect(ask('DescribeRules', { RuleArns: [arn('listener-rule')] })).rejects.toEqual(code('RuleNotFound'));
  await expect(ask('DescribeListeners', { LoadBalancerArn: 'ghost' })).rejects.toEqual(code('ValidationError'));
  await expect(ask('DescribeListeners', { ListenerArns: [arn('loadbalancer')] })).rejects.toEqual(
    code('ValidationError'),
  );
  await expect(ask('DescribeRules', {})).rejects.toEqual(code('ValidationError'));
  await expect(ask('DescribeTargetHealth', {})).rejects.toEqual(code('ValidationError'));
});

test('a target group is attached to what its listeners and rules say now, and unused without one', async () => {
  const attachedTo = async (name: string) => {
    const answer = await ask<DescribeTargetGroupsCommandOutput>('DescribeTargetGroups', { Names: [name] });
    return answer.TargetGroups?.[0]?.LoadBalancerArns;
  };
  expect(await attachedTo('api')).toEqual([PRODUCTION]);
  expect(await attachedTo('orphan-unattached')).toEqual([]);
  const orphan = await healthOf('orphan-unattached');
  expect(orphan.TargetHealthDescriptions?.[0]?.TargetHealth).toEqual({
    State: 'unused',
    Reason: 'Target.NotInUse',
    Description: 'Target group is not configured to receive traffic from the load balancer',
  });
  const { rules } = state();
  const rule = rules.findIndex(({ Actions = [] }) => Actions[0]?.TargetGroupArn === targetGroupArn(PLACE, 'api'));
  rules.splice(rule, 1);
  expect(await attachedTo('api')).toEqual([]);
  const detached = await healthOf('api');
  expect(detached.TargetHealthDescriptions?.every(({ TargetHealth }) => TargetHealth?.State === 'unused')).toBe(true);
});

test('tells a target that was never registered from one that is', async () => {
  const all = await healthOf('api');
  const silent = all.TargetHealthDescriptions?.find(({ TargetHealth }) => TargetHealth?.State === 'unhealthy');
  expect(silent?.TargetHealth?.Reason).toBe('Target.Timeout');
  const asked = await healthOf('api', { Targets: [{ Id: silent?.Target?.Id }, { Id: '10.9.9.9' }] });
  expect(asked.TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.Reason)).toEqual([
    'Target.Timeout',
    'Target.NotRegistered',
  ]);
});

test('orders rules by priority, the default one last', async () => {
  const listeners = await ask<DescribeListenersCommandOutput>('DescribeListeners', { LoadBalancerArn: PRODUCTION });
  expect(listeners.Listeners?.map(({ Port }) => Port)).toEqual([80, 443]);
  const https = listeners.Listeners?.[1]?.ListenerArn;
  const rules = await ask<DescribeRulesCommandOutput>('DescribeRules', { ListenerArn: https });
  expect(rules.Rules?.map(({ Priority, IsDefault }) => [Priority, IsDefault])).toEqual([
    ['10', false],
    ['20', false],
    ['default', true],
  ]);
});

test('names every attribute, defaults and what was set', async () => {
  const input = { LoadBalancerArn: PRODUCTION };
  const balancer = await ask<DescribeLoadBalancerAttributesCommandOutput>('DescribeLoadBalancerAttributes', input);
  expect(balancer.Attributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'true' });
  expect(balancer.Attributes).toContainEqual({ Key: 'idle_timeout.timeout_seconds', Value: '60' });
  const group = { TargetGroupArn: targetGroupArn(PLACE, 'partner-gateway') };
  const tcp = await ask<DescribeTargetGroupAttributesCommandOutput>('DescribeTargetGroupAttributes', group);
  expect(tcp.Attributes).toContainEqual({ Key: 'stickiness.type', Value: 'source_ip' });
});

test('gives the tags of twenty resources a call', async () => {
  const one = await ask<DescribeTagsCommandOutput>('DescribeTags', { ResourceArns: [PRODUCTION] });
  expect(one.TagDescriptions?.[0]?.Tags).toContainEqual({ Key: 'Environment', Value: 'production' });
  const tooMany = ask('DescribeTags', { ResourceArns: Array.from({ length: 21 }, () => PRODUCTION) });
  await expect(tooMany).rejects.toMatchObject({ code: 'ValidationError' });
  const ghost = ask('DescribeTags', { ResourceArns: [loadBalancerArn(PLACE, 'ghost')] });
  await expect(ghost).rejects.toMatchObject({ code: 'LoadBalancerNotFound' });
});
