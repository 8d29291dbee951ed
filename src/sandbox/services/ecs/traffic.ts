import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LoadBalancer } from '@aws-sdk/client-ecs';
import { superviseGroups } from '../../world/traffic/health-checks.ts';
import type { Where } from './records.ts';

/**
 * Gives the new target groups a share of the production traffic, in percent: ECS rewrites the weights of the listener
 * rule, as its role allows. Answers the first rule that is not there, if any.
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
  for (const [index, { targetGroupArn: newArn, advancedConfiguration }] of to.entries()) {
    const ruleArn = advancedConfiguration?.[which];
    const oldArn = from[index]?.targetGroupArn;
    if (ruleArn === undefined || newArn === undefined || oldArn === undefined) continue;
    const rule = region.elbv2.rules.find(({ RuleArn }) => RuleArn === ruleArn);
    if (!rule) {
      missing ??= ruleArn;
      continue;
    }
    const weights = [
      { TargetGroupArn: oldArn, Weight: 100 - percent },
      { TargetGroupArn: newArn, Weight: percent },
    ];
    rule.Actions = (rule.Actions ?? []).map((action) =>
      action.Type === 'forward' ? forward(action, weights) : action,
    );
    if (!rule.IsDefault) continue;
    const listener = region.elbv2.listeners.find(({ ListenerArn }) => ListenerArn === rule.ListenerArn);
    if (listener) listener.DefaultActions = rule.Actions;
  }
  superviseGroups(region);
  return missing;
}

function forward(
  { TargetGroupArn: _single, ...action }: Action,
  weights: { TargetGroupArn: string; Weight: number }[],
) {
  return { ...action, ForwardConfig: { ...action.ForwardConfig, TargetGroups: weights } };
}
