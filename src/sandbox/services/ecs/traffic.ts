import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import { rerouteLater } from '../../world/traffic/routing.ts';
import type { Where } from './records.ts';

/**
 * Gives the new target groups a share of the production traffic, in percent: ECS rewrites the weights of the listener
 * rule, as its role allows, and the load balancer takes as long to follow as with any other change. Answers the first rule that is not there, if any.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-implementation.html
 */
export function shiftTraffic(
  where: Where,
  from: readonly LoadBalancer[],
  to: readonly LoadBalancer[],
  percent: number,
): string | undefined {
  return shift(where, { from, to, percent, which: 'productionListenerRule' });
}

/** The same of the test traffic, all at once, where the service has a rule for it. */
export function shiftTestTraffic(
  where: Where,
  from: readonly LoadBalancer[],
  to: readonly LoadBalancer[],
): string | undefined {
  return shift(where, { from, to, percent: 100, which: 'testListenerRule' });
}

interface Shift {
  readonly from: readonly LoadBalancer[];
  readonly to: readonly LoadBalancer[];
  readonly percent: number;
  readonly which: 'productionListenerRule' | 'testListenerRule';
}

function shift({ region }: Where, { from, to, percent, which }: Shift): string | undefined {
  let missing: string | undefined;
  const weights = new Map<string, TargetGroupTuple[]>();
  for (const [index, { targetGroupArn: newArn, advancedConfiguration }] of to.entries()) {
    const ruleArn = advancedConfiguration?.[which];
    const oldArn = from[index]?.targetGroupArn;
    if (ruleArn === undefined || newArn === undefined || oldArn === undefined) continue;
    if (region.elbv2.rules.some(({ RuleArn }) => RuleArn === ruleArn)) {
      weights.set(ruleArn, [
        { TargetGroupArn: oldArn, Weight: 100 - percent },
        { TargetGroupArn: newArn, Weight: percent },
      ]);
    } else missing ??= ruleArn;
  }
  if (weights.size > 0) rerouteLater(region, (state) => weigh(state, weights));
  return missing;
}

/** What was answered, or is still shown, stays as it was: rules and listeners are replaced by their changed selves. */
function weigh({ rules, listeners }: Elbv2State, weights: ReadonlyMap<string, TargetGroupTuple[]>): void {
  for (const [at, rule] of rules.entries()) {
    const groups = weights.get(rule.RuleArn ?? '');
    if (!groups) continue;
    const Actions = (rule.Actions ?? []).map((action) =>
      action.Type === 'forward' ? forward(action, groups) : action,
    );
    rules[at] = { ...rule, Actions };
    const owner = listeners.findIndex(({ ListenerArn }) => ListenerArn === rule.ListenerArn);
    const listener = listeners[owner];
    if (rule.IsDefault && listener) listeners[owner] = { ...listener, DefaultActions: Actions };
  }
}

function forward({ TargetGroupArn: _single, ...action }: Action, groups: TargetGroupTuple[]): Action {
  return { ...action, ForwardConfig: { ...action.ForwardConfig, TargetGroups: groups } };
}
