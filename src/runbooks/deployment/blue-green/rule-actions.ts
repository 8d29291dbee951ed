import { modifyListener, modifyRule } from '../../../aws/changes/elbv2.ts';
import type { Referable } from '../../../aws/changes/planned.ts';
import type { PlannedCall } from '../../../model/plan.ts';
import type { ListenerRule } from '../../look/listener-rules.ts';
import type { WholeTargetGroup } from '../../look/target-group.ts';

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

/**
 * Both colours by their parts. While both get requests, clients keep to a colour as they did; otherwise none does: they
 * would stay with one that has no part any more, also where it has no tasks. Where they keep to a target, AWS asks that
 * they keep to its group too: for a second, then.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#forward-actions
 */
export function sharing(rule: ListenerRule, { attributes }: WholeTargetGroup, parts: readonly Part[]): Actions {
  const isShared = parts.filter(({ weight }) => weight > 0).length > 1;
  const targetsStick = attributes.some(({ Key, Value }) => Key === 'stickiness.enabled' && Value === 'true');
  const loose = targetsStick ? { Enabled: true, DurationSeconds: 1 } : { Enabled: false };
  const actions = rule.actions.map((action) => {
    const { ForwardConfig: config } = action;
    const sticks = config?.TargetGroupStickinessConfig?.Enabled ?? false;
    const stays = sticks ? isShared : !targetsStick;
    if (action.Type !== 'forward' || stays) return action;
    return { ...action, ForwardConfig: { ...config, TargetGroupStickinessConfig: loose } };
  });
  return forwarding({ ...rule, actions }, parts, []);
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
