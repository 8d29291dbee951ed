import { expect, test } from 'vitest';
import { awsError, judge, lines } from '../../../test/answers.ts';
import { loadBalancerActive } from './load-balancer-active.ts';

const named = (LoadBalancerName: string, Code: string, part: object = {}) => ({
  LoadBalancerName,
  State: { Code },
  ...part,
});

test('E1.2 judges load balancers of every type by their state', async () => {
  const findings = await judge(loadBalancerActive, {
    'elbv2:DescribeLoadBalancers': {
      LoadBalancers: [
        named('web', 'active', { Type: 'application' }),
        named('tcp', 'active_impaired', { Type: 'network' }),
        named('inspect', 'failed', { Type: 'gateway', State: { Code: 'failed', Reason: 'No address.' } }),
        named('new', 'provisioning', { Type: 'application' }),
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'inspect: fail critical: inspect (gateway) is failed: No address.',
    'tcp: fail high: tcp (network) is active_impaired.',
    'new: fail low: new (application) is provisioning.',
    'web: pass: web (application) is active.',
  ]);
});

test('a state that AWS does not tell is unknown, and no evidence against the load balancer', async () => {
  const LoadBalancers = [{ LoadBalancerName: 'mute' }];
  const findings = await judge(loadBalancerActive, { 'elbv2:DescribeLoadBalancers': { LoadBalancers } });
  expect(lines(findings)).toEqual(['mute: unknown: AWS does not say in which state mute is.']);
});

test('reads every page', async () => {
  const findings = await judge(loadBalancerActive, {
    'elbv2:DescribeLoadBalancers': ({ Marker }: { Marker?: string }) =>
      Marker ? { LoadBalancers: [named('b', 'active')] } : { LoadBalancers: [named('a', 'active')], NextMarker: 'm' },
  });
  expect(findings.map(({ resource }) => resource.id)).toEqual(['a', 'b']);
});

test('a denied list is unknown', async () => {
  const denied = awsError('AccessDenied', 'not authorized', 403);
  const findings = await judge(loadBalancerActive, { 'elbv2:DescribeLoadBalancers': () => denied });
  expect(lines(findings)).toEqual([
    'elbv2: unknown: AccessDenied: elasticloadbalancing:DescribeLoadBalancers is not allowed.',
  ]);
});
