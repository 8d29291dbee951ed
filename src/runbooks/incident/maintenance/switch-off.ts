import { createRule, deleteRule } from '../../../aws/changes/elbv2.ts';
import type { PlanBuilder } from '../../define.ts';
import { answersNoMore } from './conditions.ts';
import { MAINTENANCE_TAG, type MaintenanceRule, type PlacedRule, type ServingListener } from './listeners.ts';
import { moveRules } from './move-rules.ts';
import { keyOf } from './switch-on.ts';

/** Takes away what {@link MAINTENANCE_TAG} marks and nothing else, and moves back what was moved. */
export function switchOff(plan: PlanBuilder, name: string, listeners: readonly ServingListener[]): void {
  const inMaintenance = listeners.flatMap(({ maintenance, ...listener }) =>
    maintenance ? [{ ...listener, maintenance }] : [],
  );
  if (inMaintenance.length === 0) return plan.warn(`${name} is not in maintenance: nothing is to be done`);
  // Once users are served again, a priority that could not be moved back is no reason to send them the page again.
  plan.conduct({ onFailure: 'ask' });
  plan.fact(
    'Listeners in maintenance',
    inMaintenance.map((one) => one.name),
  );
  for (const { arn, name: listener, rules, maintenance } of inMaintenance) {
    takeAway(plan, { ListenerArn: arn, listener, maintenance });
    const moved = movedBefore(rules, maintenance);
    if (moved.length > 0) moveRules(plan, { key: `back-${keyOf(listener)}`, name: listener, rules: moved, by: -1 });
    else if (maintenance.moved > 0) {
      plan.warn(
        `The rules of ${listener} were changed since maintenance began: they serve in their order, with the priorities that they have now`,
      );
    }
  }
  plan.wait('serves', {
    title: `${name} serves users again`,
    until: answersNoMore(
      name,
      inMaintenance.map(({ arn, maintenance }) => ({ arn, rule: maintenance.arn })),
    ),
    every: '5s',
    within: '5m',
    takes: '10s',
  });
}

interface Removal {
  readonly ListenerArn: string;
  readonly listener: string;
  readonly maintenance: MaintenanceRule;
}

function takeAway(plan: PlanBuilder, { ListenerArn, listener, maintenance }: Removal): void {
  const { arn: RuleArn, priority, moved, actions } = maintenance;
  plan.change(`rule-${keyOf(listener)}`, {
    title: `Take the page away from ${listener}`,
    call: deleteRule({ RuleArn }),
    before: { Priority: priority, PathPattern: '/*', StatusCode: '503' },
    after: null,
    undo: createRule({
      ListenerArn,
      Priority: priority,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
      Actions: [...actions],
      Tags: [{ Key: MAINTENANCE_TAG, Value: String(moved) }],
    }),
  });
}

/** The rules that were moved, where they still stand in a row behind the page; none where somebody changed them. */
function movedBefore(rules: readonly PlacedRule[], { priority, moved }: MaintenanceRule): PlacedRule[] {
  const row = rules.filter((rule, index) => rule.priority === priority + 1 + index);
  return row.length >= moved ? row.slice(0, moved) : [];
}
