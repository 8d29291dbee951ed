import { describeTaskDefinition, targetGroupsOf } from '../../aws/ecs.ts';
import {
  describeListeners,
  describeLoadBalancers,
  describeRules,
  describeTargetGroupAttributes,
  describeTargetGroups,
  describeTargetHealth,
} from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import { AwsFault } from '../../aws/fault.ts';
import type { RegionState } from '../../sandbox/world/state.ts';
import { groupsOf } from '../../sandbox/world/traffic/attachments.ts';

/** From a service to its target group, from there to the load balancer, to its rules, to their target groups, and a last look. */
const ROUNDS = 5;
/** A load balancer has at most so many target groups. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_READS = 300;
const MINUTE_MS = 60_000;
const COUNTED_MS = 30 * MINUTE_MS;

/**
 * Asks for what the things that the plan looked at hang together with: the rules that send a service its requests, the
 * targets behind them, how many requests there are. Says what could not be read.
 * @param regionNow what has been read by now, as a world
 */
export async function lookAround(aws: Aws, regionNow: () => RegionState, now: Date): Promise<string[]> {
  const asked = new Set<string>();
  const unread: string[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const wanted = neighbours(regionNow(), aws, now).filter(({ what }) => !asked.has(what));
    if (wanted.length === 0) break;
    for (const { what, read } of wanted.slice(0, MOST_READS - asked.size)) {
      asked.add(what);
      try {
        await read();
      } catch (error) {
        if (!(error instanceof AwsFault)) throw error;
        unread.push(`${what} could not be read (${error.facts.awsCode})`);
      }
    }
  }
  return unread;
}

interface Wanted {
  readonly what: string;
  readonly read: () => Promise<unknown>;
}

function neighbours(region: RegionState, aws: Aws, now: Date): Wanted[] {
  const { ecs, elbv2 } = region;
  const services = ecs.services.filter(({ status }) => status === 'ACTIVE');
  const definitions = services.flatMap(({ taskDefinition }) => taskDefinition ?? []);
  const known = new Set(elbv2.targetGroups.map(({ TargetGroupArn }) => TargetGroupArn));
  const mentioned = new Set([
    ...services.flatMap((service) => targetGroupsOf(service)),
    ...elbv2.rules.flatMap(({ Actions = [] }) => Actions.flatMap((action) => groupsOf(action))),
  ]);
  return [
    ...definitions
      .filter((arn) => !ecs.taskDefinitions.some(({ taskDefinitionArn }) => taskDefinitionArn === arn))
      .map((arn) => ({ what: arn, read: () => describeTaskDefinition(aws, { taskDefinition: arn }) })),
    ...[...mentioned].filter((arn) => !known.has(arn)).map((arn) => ({ what: arn, read: () => lookAtGroup(aws, arn) })),
    ...elbv2.targetGroups.flatMap(({ TargetGroupArn: arn = '' }) => ofGroup(aws, arn)),
    ...elbv2.loadBalancers.flatMap(({ LoadBalancerArn: arn = '', Type }) => ofBalancer(aws, arn, Type, now)),
    ...elbv2.listeners.map(({ ListenerArn: arn = '' }) => ({
      what: `the rules of ${arn}`,
      read: () => describeRules(aws, { ListenerArn: arn }),
    })),
  ];
}

/** With the load balancers that send it requests. */
async function lookAtGroup(aws: Aws, arn: string): Promise<void> {
  const [group] = await describeTargetGroups(aws, { TargetGroupArns: [arn] });
  const balancers = group?.LoadBalancerArns ?? [];
  if (balancers.length > 0) await describeLoadBalancers(aws, { LoadBalancerArns: [...balancers] });
}

function ofGroup(aws: Aws, arn: string): Wanted[] {
  return [
    { what: `the targets of ${arn}`, read: () => describeTargetHealth(aws, { TargetGroupArn: arn }) },
    { what: `the attributes of ${arn}`, read: () => describeTargetGroupAttributes(aws, { TargetGroupArn: arn }) },
  ];
}

function ofBalancer(aws: Aws, arn: string, type: string | undefined, now: Date): Wanted[] {
  const listeners = { what: `the listeners of ${arn}`, read: () => describeListeners(aws, { LoadBalancerArn: arn }) };
  if (type !== 'application') return [listeners];
  return [listeners, { what: `the requests to ${arn}`, read: () => requestsTo(aws, arn, now) }];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
function requestsTo(aws: Aws, arn: string, now: Date): Promise<unknown> {
  const Value = arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
  const Metric = {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'RequestCount',
    Dimensions: [{ Name: 'LoadBalancer', Value }],
  };
  const end = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  return aws.read<unknown>('cloudwatch', 'GetMetricData', {
    MetricDataQueries: [{ Id: 'requests', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
    StartTime: new Date(end - COUNTED_MS),
    EndTime: new Date(end),
  });
}
