import { updateService } from '../../../aws/changes/ecs.ts';
import { runsAgain } from '../../conditions/ecs-tasks.ts';
import type { PlanBuilder } from '../../define.ts';
import { weightOf } from '../../look/listener-rules.ts';
import type { Blue, Green, Standing } from './colours.ts';
import { targetGroupDimension } from '../../look/target-group.ts';
import { remove, waitForEnd } from './retire.ts';
import { asTheyStand, setActions, withoutGroups } from './rule-actions.ts';
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

/** AWS's words for what was deleted since: there is nothing to go back to. */
const GONE = ['ServiceNotFoundException', 'ServiceNotActiveException', 'TargetGroupNotFound'];

/**
 * A third colour is not paid for: those that nobody needs any more leave the rules, and run no tasks from now on. Gives
 * the colour that is live, with its rules as they are then.
 */
export function putToRest(plan: PlanBuilder, blue: Blue, resting: readonly Standing[]): Blue {
  if (resting.length === 0) return blue;
  const arns = resting.map(({ group }) => group.arn);
  const rules = blue.rules.map((rule, index) => {
    const named = resting.filter(({ group }) => weightOf(rule, group.arn) !== undefined);
    if (named.length === 0) return rule;
    const without = withoutGroups(rule, arns);
    const names = named.map(({ group }) => group.name);
    plan.change(`rest-detach-${index + 1}`, {
      title: `Take ${names.join(' and ')} out of ${rule.name}: it gets no requests by it`,
      call: setActions(rule, asTheyStand(without)),
      before: Object.fromEntries(names.map((name) => [name, 0])),
      after: null,
      undo: { ...setActions(rule, asTheyStand(rule)), gone: GONE },
    });
    return without;
  });
  for (const one of resting) scaleToNone(plan, one);
  return { ...blue, rules };
}

function scaleToNone(plan: PlanBuilder, idle: Standing): void {
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
    undo: {
      ...updateService({ cluster, service: name, desiredCount }),
      until: runsAgain(named, desiredCount),
      gone: GONE,
    },
  });
}

/** Deletes it, when the new colour has proved itself and has all requests. */
export function bury(plan: PlanBuilder, blue: Blue, idle: Standing): void {
  waitForEnd(plan, `bury-${idle.name}-drained`, idle);
  remove(plan, `bury-${idle.name}`, idle, blue.rules);
}
