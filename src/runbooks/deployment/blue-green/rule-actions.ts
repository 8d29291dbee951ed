import { modifyListener, modifyRule } from '../../../aws/changes/elbv2.ts';
import type { Referable } from '../../../aws/changes/planned.ts';
import type { PlannedCall } from '../../../model/plan.ts';
import type { ListenerRule } from '../../look/listener-rules.ts';

type Action = ListenerRule['actions'][number];
type Actions = readonly Referable<Action>[];

/** A target group's part of a rule's requests. */
export interface Part {
  readonly arn: Referable<string>;
  readonly weight: number;
}

/**
 * States all actions of a rule: a listener's default ones are the listener's.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html
 */
export function setActions({ arn, listenerArn, isDefault }: ListenerRule, actions: Actions): PlannedCall {
  return isDefault
    ? modifyListener({ ListenerArn: listenerArn, DefaultActions: actions })
    : modifyRule({ RuleArn: arn, Actions: actions });
}

/** The rule's actions as AWS takes them back: who has to sign in still has to, and clients that stick still do. */
export function asTheyStand({ actions }: ListenerRule): Actions {
  return actions.map((action) => givenBack(action));
}

/** The same, but that these target groups, in the place of those that they are named after or before, get these parts. */
export function forwarding(rule: ListenerRule, parts: readonly Part[], without: readonly string[]): Actions {
  const named = [...without, ...parts.map(({ arn }) => arn)];
  return rule.actions.map((action): Referable<Action> => {
    if (action.Type !== 'forward') return givenBack(action);
    const { TargetGroupArn: _one, ForwardConfig = {}, ...rest } = action;
    const others = (ForwardConfig.TargetGroups ?? []).filter(
      ({ TargetGroupArn }) => !named.includes(TargetGroupArn ?? ''),
    );
    const TargetGroups = [...parts.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })), ...others];
    return { ...rest, ForwardConfig: { ...ForwardConfig, TargetGroups } };
  });
}

/** The rule, had it never named some target groups. */
export function withoutGroups(rule: ListenerRule, arns: readonly string[]): ListenerRule {
  const actions = rule.actions.map((action) => {
    if (!action.ForwardConfig) return action;
    const { TargetGroups = [], ...config } = action.ForwardConfig;
    const left = TargetGroups.filter(({ TargetGroupArn }) => !arns.includes(TargetGroupArn ?? ''));
    return { ...action, ForwardConfig: { ...config, TargetGroups: left } };
  });
  return { ...rule, actions };
}

/**
 * AWS answers a single group twice, and takes it once; the secret of a sign-in it does not answer, and keeps if it is told to.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html
 */
function givenBack({ TargetGroupArn, ...action }: Action): Referable<Action> {
  const { AuthenticateOidcConfig: oidc } = action;
  return {
    ...action,
    ...(action.ForwardConfig === undefined && TargetGroupArn !== undefined && { TargetGroupArn }),
    ...(oidc && { AuthenticateOidcConfig: { ...oidc, UseExistingClientSecret: true } }),
  };
}
