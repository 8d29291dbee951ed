import { lastPart, type Service } from '../../../aws/ecs.ts';
import type { Aws } from '../../../aws/execution.ts';
import { Refused } from '../../../model/errors.ts';
import { findScaling } from '../../look/autoscaling.ts';
import { type Colour, lookAtColours } from '../../look/colours.ts';
import { type ListenerRule, servedBy, weightOf } from '../../look/listener-rules.ts';
import { lookAtTargetGroup } from '../../look/target-group.ts';
import type { Blue, Standing } from './colours.ts';

export interface Found {
  readonly blue: Blue;
  readonly idle: readonly Standing[];
  /** Every rule of the load balancer. */
  readonly allRules: readonly ListenerRule[];
}

/**
 * The colour that is live, those that are not, and the rules that move.
 * @throws Refused where it is not plain what is to move
 */
export async function lookAtBoth(
  aws: Aws,
  services: readonly Service[],
  { cluster, rule }: { readonly cluster: string; readonly rule?: string | undefined },
): Promise<Found> {
  const { live, idle, loadBalancer, rules } = await lookAtColours(aws, services);
  const [blue, ...others] = await Promise.all([live, ...idle].map((colour) => whole(aws, cluster, colour)));
  if (!blue) throw new Error('the live colour got lost');
  const own = rules.filter((one) => weightOf(one, blue.group.arn) !== undefined);
  requireNamed(own, rule);
  own.forEach((one) => refuseSplit(one, blue));
  const count = Math.max(blue.service.desiredCount ?? 0, blue.service.runningCount ?? 0);
  if (count === 0) throw new Refused(`${blue.name} runs no tasks and wants none: scale it first`);
  return { blue: { ...blue, count, rules: own, loadBalancer }, idle: others, allRules: rules };
}

async function whole(aws: Aws, cluster: string, { name, service, group }: Colour): Promise<Standing> {
  const named = { cluster, service: name };
  const [wholeGroup, scaling] = await Promise.all([lookAtTargetGroup(aws, group), findScaling(aws, named)]);
  return { name, named, service, group: wholeGroup, scaling };
}

/** @throws Refused where what was named sends the service nothing */
function requireNamed(own: readonly ListenerRule[], named: string | undefined): void {
  if (named === undefined) return;
  const known = own.some(({ arn, listenerArn, isDefault }) => arn === named || (isDefault && listenerArn === named));
  if (known) return;
  const names = own.map(({ name, arn }) => `${name} (${arn})`).join(', ');
  throw new Refused(`${named} does not forward to the service; these do, and move together: ${names}`);
}

/** @throws Refused for a rule that sends part of its requests elsewhere: what would 100 % be? */
function refuseSplit(rule: ListenerRule, { name, group }: Standing): void {
  const others = servedBy(rule).filter((arn) => arn !== group.arn);
  if (others.length === 0) return;
  const where = others.map((arn) => lastPart(arn.slice(0, arn.lastIndexOf('/')))).join(', ');
  throw new Refused(
    `${rule.name} (${rule.arn}) shares its requests between ${name} and the target groups ${where}: end that first`,
  );
}
