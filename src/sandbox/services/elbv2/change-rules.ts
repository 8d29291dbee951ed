import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DeleteRuleOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { Elbv2State, RuleOfListener } from '../../world/newcomer/elbv2.ts';
import { reroute, rerouteLater } from '../../world/traffic/routing.ts';
import { validActions } from './actions.ts';
import { validConditions } from './conditions.ts';
import { getListener, getRule, shown } from './listeners.ts';
import { getLoadBalancer, invalid, missing, newId, requireRange } from './lookup.ts';
import { requireNewTags } from './tag-limits.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_RULES = 100;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
export function createRule(input: CreateRuleInput, { region }: SandboxContext): CreateRuleOutput {
  const { ListenerArn: listenerArn, Priority: priority } = input;
  if (!listenerArn) throw missing('ListenerArn');
  if (priority === undefined) throw missing('Priority');
  const state = region.elbv2;
  const listener = getListener(state, listenerArn);
  requireRange(priority, 'priority', [1, 50_000]);
  requireNewTags([], input.Tags);
  if (getLoadBalancer(state, listener.LoadBalancerArn ?? '').Type !== 'application') {
    throw new SandboxError('UnsupportedProtocol', 'Rules are supported only by Application Load Balancers');
  }
  const siblings = state.rules.filter(({ ListenerArn }) => ListenerArn === listenerArn);
  if (siblings.some(({ Priority }) => Priority === String(priority))) throw inUse(priority);
  const conditions = validConditions(input.Conditions);
  const actions = validActions(state, listener, input.Actions);
  requireRoom(state, listener.LoadBalancerArn ?? '');
  const base = listenerArn.replace(':listener/', ':listener-rule/');
  const rule: RuleOfListener = {
    ListenerArn: listenerArn,
    RuleArn: `${base}/${newId(region, 'rule', listenerArn)}`,
    Priority: String(priority),
    Conditions: conditions,
    Actions: actions,
    IsDefault: false,
  };
  reroute(region, ({ rules, tags }) => {
    rules.push(rule);
    tags.set(rule.RuleArn ?? '', [...(input.Tags ?? [])]);
  });
  return { Rules: [shown(rule)] };
}

/** What is given replaces what there is. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
export function modifyRule(input: ModifyRuleInput, { region }: SandboxContext): ModifyRuleOutput {
  const { RuleArn: arn, Conditions: conditions, Actions: actions } = input;
  if (!arn) throw missing('RuleArn');
  const state = region.elbv2;
  const rule = getRule(state, arn);
  if (rule.IsDefault) throw notPermitted(`Default rule '${arn}' cannot be modified`);
  if (!conditions && !actions) throw invalid('Either conditions or actions must be specified');
  const changed: RuleOfListener = {
    ...rule,
    ...(conditions && { Conditions: validConditions(conditions) }),
    ...(actions && { Actions: validActions(state, getListener(state, rule.ListenerArn), actions, rule.Actions) }),
  };
  rerouteLater(region, ({ rules }) => {
    rules[rules.indexOf(rule)] = changed;
  });
  return { Rules: [shown(changed)] };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html */
export function deleteRule({ RuleArn: arn }: DeleteRuleInput, { region }: SandboxContext): DeleteRuleOutput {
  if (!arn) throw missing('RuleArn');
  const rule = getRule(region.elbv2, arn);
  if (rule.IsDefault) throw notPermitted(`Default rule '${arn}' cannot be deleted`);
  reroute(region, ({ rules, tags }) => {
    rules.splice(rules.indexOf(rule), 1);
    tags.delete(arn);
  });
  return {};
}

export function inUse(priority: number): SandboxError {
  return new SandboxError('PriorityInUse', `Priority '${priority}' is currently in use`);
}

export function notPermitted(message: string): SandboxError {
  return new SandboxError('OperationNotPermitted', message);
}

/** Default rules do not count. */
function requireRoom(state: Elbv2State, balancerArn: string): void {
  const listeners = state.listeners.filter(({ LoadBalancerArn }) => LoadBalancerArn === balancerArn);
  const own = state.rules.filter(
    ({ ListenerArn, IsDefault }) => !IsDefault && listeners.some((one) => one.ListenerArn === ListenerArn),
  );
  if (own.length < MOST_RULES) return;
  const message = `The maximum number of rules has been reached on load balancer '${balancerArn}'`;
  throw new SandboxError('TooManyRules', message);
}
