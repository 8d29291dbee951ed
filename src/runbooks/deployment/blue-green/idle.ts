import { updateService } from '../../../aws/changes/ecs.ts';
import { tasksRun } from '../../conditions/ecs-tasks.ts';
import type { PlanBuilder } from '../../define.ts';
import { weightOf } from '../../look/listener-rules.ts';
import type { Blue, Green, Pair, Standing } from './colours.ts';
import { targetGroupDimension } from '../../look/target-group.ts';
import { remove, waitForEnd } from './retire.ts';
import { forwarding, setActions } from './rule-actions.ts';
import { stopScaling } from './stop-scaling.ts';

/** An idle colour that runs the wanted version at full size, and that every rule names: only a switch away. */
export function findReady(blue: Blue, idle: readonly Standing[], taskDefinition: string): Standing | undefined {
  return idle.find(
    ({ service, group }) =>
      service.taskDefinition === taskDefinition &&
      (service.runningCount ?? 0) >= blue.count &&
      service.deployments?.length === 1 &&
      blue.rules.every((rule) => weightOf(rule, group.arn) === 0),
  );
}

/** As a step would have made it. */
export function standingGreen({ name, named, group }: Standing): Green {
  return { name, named, group, dimension: targetGroupDimension(group.arn) };
}

/** A third colour is not paid for: one that nobody needs any more runs no tasks from now on. */
export function putToRest(plan: PlanBuilder, idle: Standing): void {
  const { name, named, service } = idle;
  const { desiredCount = 0 } = service;
  stopScaling(plan, `rest-${name}`, idle, {});
  if (desiredCount === 0) return;
  const { cluster } = named;
  plan.change(`rest-${name}`, {
    title: `Scale ${name}, which no request goes to, from ${desiredCount} tasks to none`,
    call: updateService({ cluster, service: name, desiredCount: 0 }),
    before: { desiredCount },
    after: { desiredCount: 0 },
    undo: { ...updateService({ cluster, service: name, desiredCount }), until: tasksRun(named, desiredCount) },
  });
}

/** Deletes it, when the new colour has proved itself and has all requests. */
export function bury(plan: PlanBuilder, { blue, green }: Pair, idle: Standing): void {
  const { name, group } = idle;
  waitForEnd(plan, `bury-${name}-drained`, idle);
  const both = [
    { arn: blue.group.arn, weight: 0 },
    { arn: green.group.arn, weight: 100 },
  ];
  blue.rules
    .filter((rule) => weightOf(rule, group.arn) !== undefined)
    .forEach((rule, index) => {
      plan.change(`bury-${name}-detach-${index + 1}`, {
        title: `Take ${group.name} out of ${rule.name}`,
        call: setActions(rule, forwarding(rule, both, [group.arn])),
        before: { [group.name]: 0 },
        after: null,
        undo: setActions(rule, forwarding(rule, both, [])),
      });
    });
  remove(plan, `bury-${name}`, idle, blue.rules);
}
