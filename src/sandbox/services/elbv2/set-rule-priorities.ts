import type { SetRulePrioritiesInput, SetRulePrioritiesOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SandboxContext } from '../../handlers.ts';
import type { RuleOfListener } from '../../world/newcomer/elbv2.ts';
import { rerouteLater } from '../../world/traffic/routing.ts';
import { inUse, notPermitted } from './change-rules.ts';
import { getRule, shown } from './listeners.ts';
import { invalid, missing, requireRange } from './lookup.ts';

/**
 * All of them at once, so that two rules can change places.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html
 */
export function setRulePriorities(
  { RulePriorities: wanted = [] }: SetRulePrioritiesInput,
  { region }: SandboxContext,
): SetRulePrioritiesOutput {
  if (wanted.length === 0) throw missing('RulePriorities');
  const state = region.elbv2;
  const moved = new Map<RuleOfListener, RuleOfListener>();
  for (const { RuleArn: arn, Priority: priority } of wanted) {
    if (!arn) throw missing('RulePriorities.RuleArn');
    if (priority === undefined) throw missing('RulePriorities.Priority');
    requireRange(priority, 'rulePriorities.priority', [1, 50_000]);
    const rule = getRule(state, arn);
    if (rule.IsDefault) throw notPermitted(`The priority of default rule '${arn}' cannot be set`);
    if (moved.has(rule)) throw invalid(`Rule '${arn}' was provided multiple times`);
    moved.set(rule, { ...rule, Priority: String(priority) });
  }
  const after = state.rules.map((rule) => moved.get(rule) ?? rule);
  for (const rule of moved.values()) {
    const same = after.filter(
      ({ ListenerArn, Priority }) => ListenerArn === rule.ListenerArn && Priority === rule.Priority,
    );
    if (same.length < 2) continue;
    if (same.every((one) => [...moved.values()].includes(one))) {
      throw invalid(`Priority '${rule.Priority}' was provided multiple times`);
    }
    throw inUse(Number(rule.Priority));
  }
  rerouteLater(region, ({ rules }) => {
    rules.splice(0, rules.length, ...after);
  });
  return { Rules: [...moved.values()].map(shown) };
}
