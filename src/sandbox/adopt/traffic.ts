import type { GetMetricDataCommandInput, GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { LoadBalancer, Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2State } from '../world/newcomer/elbv2.ts';
import { placeFlow } from '../world/traffic/arrange.ts';
import { groupsOf } from '../world/traffic/attachments.ts';
import type { Flow, RequestKind } from '../world/traffic/flow.ts';
import type { Ground } from './ground.ts';
import { answersTo } from './recording.ts';

/** Where nobody knows how many come: one a second. */
const PER_MINUTE = 60;

/** Lets requests arrive at the listeners that forward any: as many as were counted, spread over what the rules ask for. */
export function adoptTraffic(ground: Ground): void {
  const { elbv2 } = ground.region;
  for (const balancer of elbv2.loadBalancers.filter(({ Type }) => Type !== 'network' && Type !== 'gateway')) {
    const own = elbv2.listeners.filter(({ LoadBalancerArn }) => LoadBalancerArn === balancer.LoadBalancerArn);
    const forwarding = own.filter(({ ListenerArn }) =>
      elbv2.rules.some((rule) => rule.ListenerArn === ListenerArn && isForward(rule)),
    );
    const perMinute = forwarding.length > 0 ? rateOf(ground, balancer) / forwarding.length : 0;
    for (const listener of own) {
      const forwards = elbv2.rules.filter((rule) => rule.ListenerArn === listener.ListenerArn && isForward(rule));
      // What nobody answers already is no news of a rehearsal.
      const answered = forwards.filter((rule) => isAnswered(elbv2, rule));
      const kinds = kindsOf(answered.length > 0 ? answered : forwards);
      const arriving = forwarding.includes(listener);
      const rates: Flow['rates'] = [{ from: -Infinity, value: () => (arriving ? perMinute : 0) }];
      placeFlow(elbv2, listener, arriving ? { rates, kinds } : { rates });
    }
  }
}

/** Requests a minute: the mean of what CloudWatch counted. */
function rateOf({ recordings, assume }: Ground, { LoadBalancerArn = '', LoadBalancerName = '' }: LoadBalancer): number {
  const suffix = LoadBalancerArn.slice(LoadBalancerArn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
  for (const { input, answer } of answersTo<GetMetricDataCommandInput, GetMetricDataCommandOutput>(
    recordings,
    'cloudwatch',
    'GetMetricData',
  )) {
    for (const { Id, MetricStat } of input.MetricDataQueries ?? []) {
      const { MetricName, Dimensions = [] } = MetricStat?.Metric ?? {};
      const isOfBalancer = Dimensions.length === 1 && Dimensions[0]?.Value === suffix;
      if (MetricName !== 'RequestCount' || MetricStat?.Stat !== 'Sum' || !isOfBalancer) continue;
      const { Values = [] } = answer.MetricDataResults?.find((one) => one.Id === Id) ?? {};
      if (Values.length === 0) return 0;
      const total = Values.reduce((sum, value) => sum + value, 0);
      const perMinute = total / Values.length / ((MetricStat.Period ?? 60) / 60);
      assume(
        `${LoadBalancerName} goes on getting ${Math.round(perMinute)} requests a minute, spread evenly over its rules.`,
      );
      return perMinute;
    }
  }
  assume(
    `Nobody knows how many requests ${LoadBalancerName} gets: ${PER_MINUTE} a minute, spread evenly over its rules, are taken.`,
  );
  return PER_MINUTE;
}

/** One kind of request for each rule, made so that it meets the rule's conditions. */
function kindsOf(rules: readonly Rule[]): RequestKind[] {
  const kinds = rules.flatMap((rule) => kindOf(rule) ?? []);
  return kinds.map((kind) => ({ ...kind, share: 1 / kinds.length }));
}

function kindOf({ Conditions = [] }: Rule): Omit<RequestKind, 'share'> | undefined {
  let kind: Omit<RequestKind, 'share'> = { host: 'any.example.com', path: '/' };
  for (const { Field: field, Values = [], ...own } of Conditions) {
    const first = (values: readonly string[] | undefined) => (values ?? Values)[0]?.replaceAll(/[*?]/g, 'x') ?? '';
    if (field === 'path-pattern') kind = { ...kind, path: first(own.PathPatternConfig?.Values) };
    else if (field === 'host-header') kind = { ...kind, host: first(own.HostHeaderConfig?.Values) };
    else if (field === 'http-request-method') kind = { ...kind, method: first(own.HttpRequestMethodConfig?.Values) };
    else if (field === 'source-ip') kind = { ...kind, sourceIp: addressIn(own.SourceIpConfig?.Values) };
    else if (field === 'http-header') {
      const { HttpHeaderName = '', Values: values } = own.HttpHeaderConfig ?? {};
      kind = { ...kind, headers: { ...kind.headers, [HttpHeaderName]: first(values) } };
    } else return undefined;
  }
  return kind;
}

function addressIn([cidr = '0.0.0.0/0']: readonly string[] = []): string {
  return cidr.split('/')[0] ?? '';
}

function isForward({ Actions = [] }: Rule): boolean {
  return Actions.some((action) => groupsOf(action).length > 0);
}

function isAnswered({ targets }: Elbv2State, { Actions = [] }: Rule): boolean {
  const registered = Actions.flatMap((action) => groupsOf(action)).flatMap((arn) => targets.get(arn) ?? []);
  return registered.some(({ TargetHealth }) => TargetHealth?.State === 'healthy');
}
