import { setRulePriorities } from '../../../aws/changes/elbv2.ts';
import type { PlannedCall } from '../../../model/plan.ts';
import type { PlanBuilder } from '../../define.ts';
import type { PlacedRule } from './listeners.ts';

export interface Move {
  readonly key: string;
  /** The listener's. */
  readonly name: string;
  readonly rules: readonly PlacedRule[];
  readonly by: 1 | -1;
}

/** Moves rules by one priority, all at once: their order, and so what becomes of requests, stays. */
export function moveRules(plan: PlanBuilder, { key, name, rules, by }: Move): void {
  const where = by === 1 ? 'out of the way' : 'back to where they were';
  plan.change(key, {
    title: `Move ${rules.length === 1 ? 'one rule' : `${rules.length} rules`} of ${name} ${where}`,
    call: placeRules(rules, by),
    before: { priorities: rules.map(({ priority }) => priority) },
    after: { priorities: rules.map(({ priority }) => priority + by) },
    undo: placeRules(rules, 0),
  });
}

function placeRules(rules: readonly PlacedRule[], by: 1 | 0 | -1): PlannedCall {
  return setRulePriorities({
    RulePriorities: rules.map(({ arn: RuleArn, priority }) => ({ RuleArn, Priority: priority + by })),
  });
}
