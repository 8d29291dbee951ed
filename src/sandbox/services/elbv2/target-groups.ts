import type {
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  TargetDescription,
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import { balancersOf } from '../../world/traffic/attachments.ts';
import { shownHealth } from '../../world/traffic/shown-health.ts';
import type { TargetOfGroup } from '../../world/traffic/target.ts';
import { elbPage, getLoadBalancer, getTargetGroup, onlyOneOf, pick } from './lookup.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html */
export function describeTargetGroups(
  input: DescribeTargetGroupsInput,
  { region }: SandboxContext,
): DescribeTargetGroupsOutput {
  const state = region.elbv2;
  const { LoadBalancerArn: balancer, TargetGroupArns: arns = [], Names: names = [] } = input;
  onlyOneOf([balancer, arns, names], 'load balancer ARN, target group ARNs and names');
  if (arns.length > 0) return { TargetGroups: pick(arns, (arn) => groupAsShown(state, getTargetGroup(state, arn))) };
  if (names.length > 0) return { TargetGroups: pick(names, (name) => groupAsShown(state, byName(state, name))) };
  if (balancer !== undefined) getLoadBalancer(state, balancer);
  const groups = state.targetGroups
    .map((group) => groupAsShown(state, group))
    .filter(({ LoadBalancerArns = [] }) => balancer === undefined || LoadBalancerArns.includes(balancer));
  const { items, next } = elbPage(groups, input);
  return { TargetGroups: items, ...(next !== undefined && { NextMarker: next }) };
}

/**
 * Targets that are asked for by name and not registered are answered too.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html
 */
export function describeTargetHealth(
  input: DescribeTargetHealthInput,
  { region }: SandboxContext,
): DescribeTargetHealthOutput {
  const arn = input.TargetGroupArn;
  if (!arn) throw new SandboxError('ValidationError', "The request must contain the parameter 'TargetGroupArn'");
  const group = getTargetGroup(region.elbv2, arn);
  const registered = (region.elbv2.targets.get(arn) ?? []).map((target) => describe(region.elbv2, arn, target));
  const wanted = input.Targets ?? [];
  if (wanted.length === 0) return { TargetHealthDescriptions: registered };
  return {
    TargetHealthDescriptions: wanted.flatMap((target) => {
      const found = registered.filter((one) => isSame(one.Target, target));
      return found.length > 0 ? found : [notRegistered(target, group)];
    }),
  };
}

function byName(state: Elbv2State, name: string): TargetGroup {
  const found = state.targetGroups.find(({ TargetGroupName }) => TargetGroupName === name);
  if (!found) throw new SandboxError('TargetGroupNotFound', 'One or more target groups not found');
  return found;
}

/** As AWS shows it: with the load balancers that forward to it. */
export function groupAsShown(state: Elbv2State, group: TargetGroup): TargetGroup {
  return { ...group, LoadBalancerArns: balancersOf(state, group.TargetGroupArn ?? '') };
}

function describe(state: Elbv2State, groupArn: string, target: TargetOfGroup): TargetHealthDescription {
  const { check: _check, ...shown } = target;
  return { ...shown, TargetHealth: { ...shownHealth(state, groupArn, target) } };
}

function isSame(registered: TargetDescription | undefined, wanted: TargetDescription): boolean {
  return registered?.Id === wanted.Id && (wanted.Port === undefined || registered?.Port === wanted.Port);
}

function notRegistered(target: TargetDescription, { Port: port }: TargetGroup): TargetHealthDescription {
  return {
    Target: { ...target, Port: target.Port ?? port },
    TargetHealth: {
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    },
  };
}
