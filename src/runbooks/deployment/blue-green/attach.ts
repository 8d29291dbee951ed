import { rulesStand } from '../../conditions/elbv2-rules.ts';
import type { PlanBuilder } from '../../define.ts';
import { type Pair, weights } from './colours.ts';
import { asTheyStand, setActions, sharing } from './rule-actions.ts';

/** Puts the new target group beside the old one with no share of the requests: only then are its targets checked. */
export function attach(plan: PlanBuilder, { blue, green }: Pair): void {
  blue.rules.forEach((rule, index) => {
    const parts = [
      { arn: blue.group.arn, weight: 100 },
      { arn: green.group.arn, weight: 0 },
    ];
    plan.change(`attach-${index + 1}`, {
      title: `Put ${green.group.name} beside ${blue.group.name} by ${rule.name}, without requests`,
      call: setActions(rule, sharing(rule, blue.group, parts)),
      before: { [blue.group.name]: 'all requests' },
      after: { [blue.group.name]: 100, [green.group.name]: 0 },
      undo: setActions(rule, asTheyStand(rule)),
    });
  });
  // ECS takes no target group that is not known everywhere to be behind a load balancer.
  plan.wait('attached', {
    title: `AWS shows ${green.group.name} beside ${blue.group.name}`,
    until: rulesStand(weights({ blue, green }, 0)),
    every: '5s',
    within: '2m',
    takes: '5s',
  });
}
