import type {
  DescribeListenersInput,
  DescribeListenersOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { balancersOf, zonesOf } from '../world/traffic/attachments.ts';
import { superviseGroups } from '../world/traffic/health-checks.ts';
import { recordFirst } from '../world/traffic/record.ts';
import { adopt, type Ground } from './ground.ts';
import { answersTo } from './recording.ts';
import { adoptTargets } from './targets.ts';
import { adoptTraffic } from './traffic.ts';

/** Load balancers, listeners, rules and target groups. */
export function adoptElbv2(ground: Ground): void {
  adoptBalancers(ground);
  adoptRules(ground);
  adoptGroups(ground);
  adoptSettings(ground);
}

/** Who is registered where, once the tasks are there; requests flow at once. */
export function connect(ground: Ground): void {
  const { region } = ground;
  const state = region.elbv2;
  for (const { TargetGroupArn: arn = '' } of state.targetGroups) {
    adoptTargets(ground, arn);
    if (balancersOf(state, arn).length > 0) state.supervised.set(arn, zonesOf(state, arn));
  }
  placeSubnets(ground);
  adoptTraffic(ground);
  for (const flow of state.flows) recordFirst(state, flow);
  if (state.supervised.size > 0) state.clock.after(0, () => superviseGroups(region));
}

function adoptBalancers({ recordings, region: { elbv2, ec2, acm } }: Ground): void {
  for (const { answer } of answersTo<DescribeLoadBalancersInput, DescribeLoadBalancersOutput>(
    recordings,
    'elbv2',
    'DescribeLoadBalancers',
  )) {
    for (const one of answer.LoadBalancers ?? []) {
      adopt(elbv2.loadBalancers, one, ({ LoadBalancerArn }) => LoadBalancerArn);
      adopt(ec2.vpcs, { VpcId: one.VpcId }, ({ VpcId }) => VpcId);
    }
  }
  for (const { answer } of answersTo<DescribeListenersInput, DescribeListenersOutput>(
    recordings,
    'elbv2',
    'DescribeListeners',
  )) {
    for (const one of answer.Listeners ?? []) {
      adopt(elbv2.listeners, one, ({ ListenerArn }) => ListenerArn);
      for (const { CertificateArn } of one.Certificates ?? []) {
        adopt(acm.certificates, { CertificateArn, Status: 'ISSUED' }, (known) => known.CertificateArn);
      }
    }
  }
}

/** A rule belongs to the listener whose ARN begins its own; where no rules were asked for, there is the default one. */
function adoptRules({ recordings, region: { elbv2 } }: Ground): void {
  for (const { answer } of answersTo<DescribeRulesInput, DescribeRulesOutput>(recordings, 'elbv2', 'DescribeRules')) {
    for (const one of answer.Rules ?? []) {
      const { RuleArn: arn = '' } = one;
      const ListenerArn = arn.replace(':listener-rule/', ':listener/').slice(0, arn.lastIndexOf('/') - '-rule'.length);
      adopt(elbv2.rules, { ...one, ListenerArn }, ({ RuleArn }) => RuleArn);
    }
  }
  for (const { ListenerArn = '', DefaultActions } of elbv2.listeners) {
    if (elbv2.rules.some((rule) => rule.ListenerArn === ListenerArn)) continue;
    elbv2.rules.push({
      ListenerArn,
      RuleArn: `${ListenerArn.replace(':listener/', ':listener-rule/')}/default`,
      Priority: 'default',
      Conditions: [],
      Actions: DefaultActions,
      IsDefault: true,
    });
  }
}

function adoptGroups({ recordings, region: { elbv2, ec2 } }: Ground): void {
  for (const { answer } of answersTo<DescribeTargetGroupsInput, DescribeTargetGroupsOutput>(
    recordings,
    'elbv2',
    'DescribeTargetGroups',
  )) {
    for (const { LoadBalancerArns: _computed, ...one } of answer.TargetGroups ?? []) {
      adopt(elbv2.targetGroups, one, ({ TargetGroupArn }) => TargetGroupArn);
      if (one.VpcId !== undefined) adopt(ec2.vpcs, { VpcId: one.VpcId }, ({ VpcId }) => VpcId);
    }
  }
}

function adoptSettings({ recordings, region: { elbv2 } }: Ground): void {
  for (const { input, answer } of answersTo<DescribeTargetGroupAttributesInput, DescribeTargetGroupAttributesOutput>(
    recordings,
    'elbv2',
    'DescribeTargetGroupAttributes',
  )) {
    elbv2.attributes.set(input.TargetGroupArn ?? '', answer.Attributes ?? []);
  }
  for (const { input, answer } of answersTo<DescribeLoadBalancerAttributesInput, DescribeLoadBalancerAttributesOutput>(
    recordings,
    'elbv2',
    'DescribeLoadBalancerAttributes',
  )) {
    elbv2.attributes.set(input.LoadBalancerArn ?? '', answer.Attributes ?? []);
  }
  for (const { answer } of answersTo<DescribeTagsInput, DescribeTagsOutput>(recordings, 'elbv2', 'DescribeTags')) {
    for (const { ResourceArn: arn = '', Tags } of answer.TagDescriptions ?? []) elbv2.tags.set(arn, Tags ?? []);
  }
}

/** Nobody asked in which zones a service's subnets lie: in those of the load balancers that send it requests. */
function placeSubnets({ region: { ecs, ec2, elbv2 } }: Ground): void {
  for (const { networkConfiguration, loadBalancers = [] } of ecs.services) {
    const groups = loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
    const zones = [...new Set(groups.flatMap((arn) => [...zonesOf(elbv2, arn)]))].toSorted();
    const VpcId = elbv2.targetGroups.find((one) => groups.includes(one.TargetGroupArn ?? ''))?.VpcId;
    const { subnets = [] } = networkConfiguration?.awsvpcConfiguration ?? {};
    for (const [index, SubnetId] of subnets.entries()) {
      if (zones.length === 0 || ec2.subnets.some((one) => one.SubnetId === SubnetId)) continue;
      ec2.subnets.push({ SubnetId, VpcId, AvailabilityZone: zones[index % zones.length] });
    }
  }
}
