import type { Aws } from '../../aws/execution.ts';
import { describeListeners, describeRules, type Listener, type Rule } from '../../aws/elbv2.ts';

type Action = NonNullable<Rule['Actions']>[number];

/** A rule of a listener, its default one too. */
export interface ListenerRule {
  readonly arn: string;
  readonly listenerArn: string;
  readonly isDefault: boolean;
  /** As an operator would say it: `rule 20 (/*) of HTTPS:443`. */
  readonly name: string;
  readonly actions: readonly Action[];
}

/** Every rule of every listener of a load balancer, in the order in which AWS looks at them. */
export async function lookAtRules(aws: Aws, loadBalancerArn: string): Promise<ListenerRule[]> {
  const listeners = await describeListeners(aws, { LoadBalancerArn: loadBalancerArn });
  const rules = await Promise.all(
    listeners.map(async (listener) => {
      const own = await describeRules(aws, { ListenerArn: listener.ListenerArn });
      return own.map((rule) => named(listener, rule));
    }),
  );
  return rules.flat();
}

/** What a rule gives a target group; undefined where it does not forward to it at all. */
export function weightOf({ actions }: ListenerRule, targetGroupArn: string): number | undefined {
  for (const { TargetGroupArn, ForwardConfig } of actions) {
    const groups = ForwardConfig?.TargetGroups ?? (TargetGroupArn === undefined ? [] : [{ TargetGroupArn, Weight: 1 }]);
    const found = groups.find((group) => group.TargetGroupArn === targetGroupArn);
    if (found) return found.Weight ?? 1;
  }
  return undefined;
}

/** The target groups that get requests by a rule. */
export function servedBy({ actions }: ListenerRule): string[] {
  const groups = actions.flatMap(
    ({ TargetGroupArn, ForwardConfig }) => ForwardConfig?.TargetGroups ?? [{ TargetGroupArn, Weight: 1 }],
  );
  return groups.flatMap(({ TargetGroupArn: arn, Weight = 1 }) => (arn !== undefined && Weight > 0 ? [arn] : []));
}

function named(listener: Listener, rule: Rule): ListenerRule {
  const { ListenerArn: listenerArn = '', Protocol = '', Port = 0 } = listener;
  const { RuleArn: arn = '', IsDefault: isDefault = false, Priority = '', Conditions = [], Actions = [] } = rule;
  const what = Conditions.flatMap(({ Values = [] }) => Values).join(', ');
  const name = isDefault ? 'the default rule' : `rule ${Priority}${what === '' ? '' : ` (${what})`}`;
  return { arn, listenerArn, isDefault, name: `${name} of ${Protocol}:${Port}`, actions: Actions };
}
