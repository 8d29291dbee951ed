import type { PlanBuilder } from '../../define.ts';
import type { Pair } from './colours.ts';
import { asTheyStand, forwarding, setActions } from './rule-actions.ts';

/** Puts the new target group beside the old one with no share of the requests: only then are its targets checked. */
export function attach(plan: PlanBuilder, { blue, green }: Pair): void {
  blue.rules.forEach((rule, index) => {
    const parts = [
      { arn: blue.group.arn, weight: 100 },
      { arn: green.group.arn, weight: 0 },
    ];
    plan.change(`attach-${index + 1}`, {
      title: `Put ${green.group.name} beside ${blue.group.name} by ${rule.name}, without requests`,
      call: setActions(rule, forwarding(rule, parts, [])),
      before: { [blue.group.name]: 'all requests' },
      after: { [blue.group.name]: 100, [green.group.name]: 0 },
      undo: setActions(rule, asTheyStand(rule)),
    });
  });
}
