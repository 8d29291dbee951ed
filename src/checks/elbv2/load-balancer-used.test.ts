import { expect, test } from 'vitest';
import { answering, type Answers, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { type AskedMetric, metricAnswers } from '../../../test/metric-answers.ts';
import { loadBalancerUsed } from './load-balancer-used.ts';

const arnOf = (name: string, kind = 'app') =>
  `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/${kind}/${name}/1`;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

interface Account {
  readonly type?: 'application' | 'network';
  readonly created?: Date;
  readonly groups?: readonly object[];
  readonly health?: readonly string[];
  readonly listeners?: number;
  readonly metric?: (asked: AskedMetric, at: Date) => number | undefined;
}

function account({
  type = 'application',
  created = daysAgo(90),
  groups,
  health = [],
  listeners = 1,
  metric,
}: Account): Answers {
  const LoadBalancerArn = arnOf('web', type === 'network' ? 'net' : 'app');
  return {
    'elbv2:DescribeLoadBalancers': {
      LoadBalancers: [{ LoadBalancerName: 'web', LoadBalancerArn, Type: type, CreatedTime: created }],
    },
    'elbv2:DescribeTargetGroups': {
      TargetGroups: groups ?? [{ TargetGroupArn: 'group', TargetType: 'ip', LoadBalancerArns: [LoadBalancerArn] }],
    },
    'elbv2:DescribeTargetHealth': {
      TargetHealthDescriptions: health.map((State) => ({ TargetHealth: { State } })),
    },
    'elbv2:DescribeListeners': { Listeners: Array.from({ length: listeners }, () => ({})) },
    ...metricAnswers(metric ?? (() => undefined)),
  };
}

const judged = async (given: Account) => lines(await judge(loadBalancerUsed, account(given)));
const only = (wanted: string, value: number) => (asked: AskedMetric) => (asked.name === wanted ? value : undefined);

test('a load balancer without a request in seven days costs money for nothing', async () => {
  const findings = await judge(loadBalancerUsed, account({ listeners: 2 }));
  expect(lines(findings)).toEqual(['web: fail medium: web has 2 listeners and had no traffic in the last 7 days.']);
  expect(findings[0]?.evidence).toMatchObject({ monthlyCostUsd: 16.43, priceRegion: 'us-east-1', listeners: 2 });
});

test('says when it is for want of a listener', async () => {
  expect(await judged({ listeners: 0 })).toEqual([
    'web: fail medium: web has no listener and had no traffic in the last 7 days.',
  ]);
});

test('one request in seven days is use, one before is not', async () => {
  const at = (from: Date) => (asked: AskedMetric, instant: Date) =>
    asked.name === 'RequestCount' && instant.getTime() === from.getTime() ? 1 : undefined;
  expect(await judged({ health: ['healthy'], metric: at(daysAgo(7)) })).toEqual([
    'web: pass: web had RequestCount 1 in the last 7 days.',
  ]);
  const before = new Date(daysAgo(7).getTime() - 3_600_000);
  expect(await judged({ health: ['healthy'], metric: at(before) })).toEqual([expect.stringContaining('fail')]);
});

test('a load balancer that only redirects is used', async () => {
  expect(await judged({ groups: [], metric: only('HTTP_Redirect_Count', 3) })).toEqual([
    'web: pass: web had HTTP_Redirect_Count 504 in the last 7 days.',
  ]);
});

test('a network load balancer is judged by its flows', async () => {
  expect(await judged({ type: 'network', health: ['healthy'], metric: only('ActiveFlowCount', 4) })).toEqual([
    'web: pass: web had ActiveFlowCount 4 in the last 7 days.',
  ]);
  expect(await judged({ type: 'network', metric: only('RequestCount', 4) })).toEqual([expect.stringContaining('fail')]);
});

test('traffic and no healthy target fails, and warns that something may be broken', async () => {
  const findings = await judge(loadBalancerUsed, account({ health: ['unhealthy'], metric: only('RequestCount', 1) }));
  expect(lines(findings)).toEqual([
    'web: fail medium: web had RequestCount 168 in the last 7 days, but none of its 1 target groups has a healthy target now.',
  ]);
  expect(findings[0]?.remediation.text).toContain('broken rather than unused');
  expect(findings[0]?.evidence).toHaveProperty('monthlyCostUsd');
});

test('a load balancer younger than the window is given its time', async () => {
  expect(await judged({ created: daysAgo(7) })).toEqual(['web: pass: web had no traffic yet, but is only 7 days old.']);
  expect(await judged({ created: new Date(daysAgo(7).getTime() - 1000) })).toEqual([expect.stringContaining('fail')]);
});

test('asks for listeners only where there was no traffic, for targets only where there was', async () => {
  const idle = answering(account({}));
  await judge(loadBalancerUsed, idle);
  expect(idle.asked.map(({ operation }) => operation)).not.toContain('DescribeTargetHealth');
  const busy = answering(account({ health: ['healthy'], metric: only('RequestCount', 1) }));
  await judge(loadBalancerUsed, busy);
  expect(busy.asked.map(({ operation }) => operation)).not.toContain('DescribeListeners');
});

test('denied listeners do not hide that there was no traffic; denied metrics are unknown', async () => {
  const denied = () => awsError('AccessDenied', 'no', 403);
  expect(lines(await judge(loadBalancerUsed, { ...account({}), 'elbv2:DescribeListeners': denied }))).toEqual([
    'web: fail medium: web had no traffic in the last 7 days.',
  ]);
  expect(lines(await judge(loadBalancerUsed, { ...account({}), 'cloudwatch:GetMetricData': denied }))).toEqual([
    'web: unknown: AccessDenied: cloudwatch:GetMetricData is not allowed.',
  ]);
});
