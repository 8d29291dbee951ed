import type { LoadBalancer, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import { type Page, page } from '../../paging.ts';
import { hexOf } from '../../world/newcomer/cast.ts';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import type { RegionState } from '../../world/state.ts';

export interface ListInput {
  readonly Marker?: string | undefined;
  readonly PageSize?: number | undefined;
}

export function elbPage<T>(items: readonly T[], { Marker, PageSize }: ListInput): Page<T> {
  return page(items, { token: Marker, size: PageSize, defaultSize: 400, most: 400, badToken: 'ValidationError' });
}

/**
 * Before it looks for a thing, Elastic Load Balancing looks at its ARN.
 * https://github.com/aws/aws-cli/issues/3673
 */
export function requireArn(arn: string, kind: 'loadbalancer' | 'targetgroup' | 'listener' | 'listener-rule'): void {
  if (new RegExp(`^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\\d{12}:${kind}/.+$`).test(arn)) return;
  const names = {
    loadbalancer: 'load balancer',
    targetgroup: 'target group',
    listener: 'listener',
    'listener-rule': 'listener rule',
  };
  throw new SandboxError('ValidationError', `'${arn}' is not a valid ${names[kind]} ARN`);
}

/** @throws SandboxError with the code that the wire carries: the SDK calls it LoadBalancerNotFoundException */
export function getLoadBalancer(state: Elbv2State, arn: string): LoadBalancer {
  requireArn(arn, 'loadbalancer');
  const found = state.loadBalancers.find(({ LoadBalancerArn }) => LoadBalancerArn === arn);
  if (!found) throw new SandboxError('LoadBalancerNotFound', `Load balancer '${arn}' not found`);
  return found;
}

export function getTargetGroup(state: Elbv2State, arn: string): TargetGroup {
  requireArn(arn, 'targetgroup');
  const found = state.targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === arn);
  if (!found) throw new SandboxError('TargetGroupNotFound', 'One or more target groups not found');
  return found;
}

/** Sixteen digits that nothing had before. */
export function newId({ accountId, name, elbv2 }: RegionState, kind: string, ...words: readonly string[]): string {
  elbv2.made.count += 1;
  return hexOf({ accountId, region: name }, 16, 'made', kind, ...words, String(elbv2.made.count));
}

/** AWS's answer to a parameter that is not there. */
export function missing(parameter: string): SandboxError {
  return new SandboxError('ValidationError', `The request must contain the parameter '${parameter}'`);
}

export function invalid(message: string): SandboxError {
  return new SandboxError('ValidationError', message);
}

/** @throws SandboxError where a number is out of AWS's range, as the service's own model words it */
export function requireRange(
  value: number | undefined,
  member: string,
  [least, most]: readonly [number, number],
): void {
  if (value === undefined || (value >= least && value <= most)) return;
  const limit = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ` +
      `Member must have value ${limit}`,
  );
}

/** The items that an id names, in the order of the ids; an id that nothing has is an error. */
export function pick<T>(ids: readonly string[], get: (id: string) => T): T[] {
  return ids.map((id) => get(id));
}

/** Names and ids exclude one another, and what is asked by id is not paged. */
export function onlyOneOf(values: readonly (readonly string[] | string | undefined)[], what: string): void {
  const given = values.filter((value) => value !== undefined && value.length > 0);
  if (given.length > 1) {
    throw new SandboxError('ValidationError', `Only one of ${what} can be specified.`);
  }
}
