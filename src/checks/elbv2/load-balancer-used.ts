import { z } from 'zod';
import {
  describeListeners,
  describeLoadBalancers,
  describeTargetGroups,
  describeTargetHealth,
  loadBalancer,
  type LoadBalancer,
  type TargetGroup,
} from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import { settled } from '../../aws/read.ts';
import { fail, pass, type Resource, type Verdict } from '../../model/finding.ts';
import { ageInWords, counted, isOlderThan } from '../age.ts';
import { defineCheck, judgeEach } from '../define.ts';
import { monthlyPrice } from '../prices.ts';
import { readTraffic, type Traffic } from './traffic.ts';

export const loadBalancerUsed = defineCheck({
  id: 'elbv2-load-balancer-used',
  title: 'Load balancer is used',
  severity: 'medium',
  why: 'A load balancer is billed by the hour, whether anybody sends it a request or not.',
  remediation:
    'Ask the team of its tags; then take its DNS records away, wait for a day, and delete it with its target groups.',
  calls: [
    'elbv2:DescribeLoadBalancers',
    'elbv2:DescribeTargetGroups',
    'elbv2:DescribeTargetHealth',
    'elbv2:DescribeListeners',
    'cloudwatch:GetMetricData',
  ],
  settings: z.object({ idleDays: z.number().int().min(1).max(60).default(7) }),
  async *evaluate({ aws, now, settings: { idleDays } }) {
    const [balancers, groups] = await Promise.all([describeLoadBalancers(aws, {}), describeTargetGroups(aws, {})]);
    yield* judgeEach(
      balancers,
      (balancer) => loadBalancer(aws, balancer),
      (balancer) => judge(aws, balancer, groups, { now, idleDays }),
    );
  },
});

interface Window {
  readonly now: Date;
  readonly idleDays: number;
}

/** Traffic first, which one request tells of all; then only what the verdict still needs. */
async function judge(
  aws: Aws,
  balancer: LoadBalancer,
  groups: readonly TargetGroup[],
  { now, idleDays }: Window,
): Promise<Verdict> {
  const resource = loadBalancer(aws, balancer);
  const traffic = await readTraffic(aws, balancer, now, idleDays);
  const cost = monthlyPrice({ region: aws.region, item: priceItem(balancer) });
  const evidence = { traffic: traffic.counts, days: idleDays, type: balancer.Type ?? 'application' };
  if (!traffic.any) return judgeIdle(aws, resource, balancer, { now, idleDays, evidence, cost });
  const own = groups.filter(({ LoadBalancerArns = [] }) => LoadBalancerArns.includes(balancer.LoadBalancerArn ?? ''));
  const used = `${resource.id} had ${wordsOf(traffic)} in the last ${idleDays} days`;
  if (own.length === 0 || (await hasHealthyTarget(aws, own))) return pass(resource, `${used}.`, evidence);
  const remediation =
    'It had traffic, so something may be broken rather than unused: look at its target groups (elbv2-target-healthy) ' +
    'before you think of deleting it.';
  const reason = `${used}, but none of its ${own.length} target groups has a healthy target now.`;
  return fail(resource, reason, { ...evidence, healthyTargets: 0, ...cost }, { remediation });
}

interface Idle extends Window {
  readonly evidence: { readonly traffic: Traffic['counts']; readonly days: number; readonly type: string };
  readonly cost: ReturnType<typeof monthlyPrice>;
}

async function judgeIdle(aws: Aws, resource: Resource, balancer: LoadBalancer, idle: Idle): Promise<Verdict> {
  const { CreatedTime: created, LoadBalancerArn: arn } = balancer;
  const { now, idleDays, evidence, cost } = idle;
  const read = await settled(describeListeners(aws, { LoadBalancerArn: arn }));
  const listeners = read.ok ? read.value.length : null;
  const all = { ...evidence, listeners, createdAt: created?.toISOString() ?? null };
  if (created && !isOlderThan(created, idleDays, now)) {
    const age = ageInWords(created, now);
    return pass(resource, `${resource.id} had no traffic yet, but is only ${age} old.`, all);
  }
  const what = listeners === null ? '' : `has ${listeners === 0 ? 'no listener' : counted(listeners, 'listener')} and `;
  return fail(resource, `${resource.id} ${what}had no traffic in the last ${idleDays} days.`, { ...all, ...cost });
}

/** A Lambda function whose health is not checked counts as healthy: there is nothing to say otherwise. */
async function hasHealthyTarget(aws: Aws, groups: readonly TargetGroup[]): Promise<boolean> {
  if (groups.some(({ TargetType, HealthCheckEnabled }) => TargetType === 'lambda' && !HealthCheckEnabled)) return true;
  const healths = await Promise.all(groups.map(({ TargetGroupArn }) => describeTargetHealth(aws, { TargetGroupArn })));
  return healths.flat().some(({ TargetHealth }) => TargetHealth?.State === 'healthy');
}

function wordsOf({ counts }: Traffic): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function priceItem({ Type: type }: LoadBalancer) {
  if (type === 'network') return 'network-load-balancer';
  return type === 'gateway' ? 'gateway-load-balancer' : 'application-load-balancer';
}
