import { deleteService, updateService } from '../../../aws/changes/ecs.ts';
import { deleteTargetGroup } from '../../../aws/changes/elbv2.ts';
import { lastPart } from '../../../aws/ecs.ts';
import { formatDuration } from '../../../model/duration.ts';
import { allOf } from '../../conditions/all-of.ts';
import { noTasks, serviceGone } from '../../conditions/ecs-tasks.ts';
import { drained, targetsHealthy } from '../../conditions/elbv2.ts';
import { groupFree, rulesStand } from '../../conditions/elbv2-rules.ts';
import type { PlanBuilder } from '../../define.ts';
import type { ListenerRule } from '../../look/listener-rules.ts';
import { deregistrationDelaySeconds } from '../../look/target-group.ts';
import { type Pair, type Standing, weights } from './colours.ts';
import { forwarding, setActions, sharing } from './rule-actions.ts';
import { freeBlue } from './scaling.ts';
import { stopScaling } from './stop-scaling.ts';

/** Beside the time that AWS lets requests come to their end: tasks take theirs to stop. */
const STOPPING_MS = 15 * 60_000;

/**
 * Keeps the old colour at full size for a while, and then takes it away: unless somebody has sent it requests again, or
 * removed it, in the meantime. Then nothing more is done.
 */
export function retireBlue(plan: PlanBuilder, pair: Pair, keepBlueFor: string): void {
  const { blue, green } = pair;
  plan.settled();
  plan.pause('keep', {
    title: `Keep ${blue.name} at full size for ${keepBlueFor}: going back takes seconds`,
    for: keepBlueFor,
    releasesLocks: true,
  });
  freeBlue(plan, blue);
  const gone = { require: [rulesStand(weights(pair, 100))], unless: 'finish' as const };
  stopScaling(plan, 'blue', blue, gone);
  const { cluster } = blue.named;
  plan.change('blue-to-zero', {
    title: `Scale ${blue.name} from ${blue.count} tasks to none`,
    call: updateService({ cluster, service: blue.name, desiredCount: 0 }),
    before: { desiredCount: blue.count },
    after: { desiredCount: 0 },
    undo: {
      ...updateService({ cluster, service: blue.name, desiredCount: blue.count }),
      until: targetsHealthy(blue.group, blue.count),
    },
    ...gone,
  });
  waitForEnd(plan, 'blue-drained', blue);
  blue.rules.forEach((rule, index) => {
    const all = [{ arn: green.group.arn, weight: 100 }];
    const beside = [...all, { arn: blue.group.arn, weight: 0 }];
    plan.change(`detach-${index + 1}`, {
      title: `Take ${blue.group.name} out of ${rule.name}`,
      call: setActions(rule, forwarding(rule, all, [blue.group.arn])),
      before: { [blue.group.name]: 0, [green.group.name]: 100 },
      after: { [green.group.name]: 'all requests' },
      undo: setActions(rule, sharing(rule, blue.group, beside)),
      require: [rulesStand(weights(pair, 100, [rule]))],
      unless: 'finish',
    });
  });
  remove(plan, 'blue', blue, blue.rules);
}

/** Lets what is in flight come to its end, however long the target group grants it. */
export function waitForEnd(plan: PlanBuilder, key: string, { name, named, group }: Standing): void {
  const delayMs = deregistrationDelaySeconds(group) * 1000;
  plan.wait(key, {
    title: `${name} answers what is in flight, and its tasks end`,
    until: allOf(`${name} is drained`, noTasks(named), drained(group)),
    every: '15s',
    within: formatDuration(delayMs + STOPPING_MS),
    takes: formatDuration(delayMs + 60_000),
  });
}

/** Deletes a colour that has no tasks and gets no requests. */
export function remove(plan: PlanBuilder, key: string, standing: Standing, rules: readonly ListenerRule[]): void {
  const { name, named, group, service } = standing;
  const { cluster } = named;
  const anew = `deploying ${lastPart(service.taskDefinition ?? '')} anew makes another one`;
  plan.change(`${key}-gone`, {
    title: `Delete the service ${name}`,
    call: deleteService({ cluster, service: name }),
    before: { serviceName: name, desiredCount: 0 },
    after: null,
    undo: { impossible: `AWS does not give a deleted service back; ${anew}` },
    require: [noTasks(named)],
  });
  const ruleArns = rules.map(({ arn }) => arn);
  plan.wait(`${key}-left`, {
    title: `${name} is gone, and no rule names ${group.name}`,
    until: allOf(`${name} is gone`, serviceGone(named), groupFree(group, ruleArns)),
    every: '15s',
    within: '30m',
    takes: '30s',
  });
  plan.change(`${key}-group-gone`, {
    title: `Delete the target group ${group.name}`,
    call: deleteTargetGroup({ TargetGroupArn: group.arn }),
    before: { TargetGroupName: group.name },
    after: null,
    undo: { impossible: `AWS does not give a deleted target group back; ${anew}` },
  });
}
