import { createService, deleteService } from '../../../aws/changes/ecs.ts';
import { createTargetGroup, deleteTargetGroup, modifyTargetGroupAttributes } from '../../../aws/changes/elbv2.ts';
import { lastPart } from '../../../aws/ecs.ts';
import { formatDuration } from '../../../model/duration.ts';
import { allOf } from '../../conditions/all-of.ts';
import { nobodyDeploys, serviceGone, tasksRun } from '../../conditions/ecs-tasks.ts';
import { targetsHealthy } from '../../conditions/elbv2.ts';
import type { PlanBuilder } from '../../define.ts';
import type { Blue, Green } from './colours.ts';
import { attach } from './attach.ts';
import { ownTags, settingsOf, settingsOfService } from './likeness.ts';
import type { Newcomer } from './newcomer.ts';

/** Beside the time that the service grants its tasks until they have to be healthy. */
const STARTING_MS = 15 * 60_000;

/** Makes the new colour beside the old one: alike in everything but its version, and without requests. */
export function bringUpGreen(plan: PlanBuilder, blue: Blue, newcomer: Newcomer): Green {
  const { name, version: taskDefinition } = newcomer;
  const green = makeGroup(plan, blue, newcomer);
  attach(plan, { blue, green });
  const { cluster } = blue.named;
  plan.change('green-service', {
    title: `Start ${name} with ${blue.count} tasks beside ${blue.name}`,
    call: createService({
      ...settingsOfService(blue.service),
      cluster,
      serviceName: name,
      taskDefinition,
      desiredCount: blue.count,
      loadBalancers: (blue.service.loadBalancers ?? []).map((one) => ({ ...one, targetGroupArn: green.group.arn })),
    }),
    before: null,
    after: { serviceName: name, taskDefinition: lastPart(taskDefinition), desiredCount: blue.count },
    undo: {
      ...deleteService({ cluster, service: name, force: true }),
      until: serviceGone(green.named),
      within: '30m',
      gone: ['ServiceNotFoundException', 'ServiceNotActiveException'],
    },
  });
  plan.wait('green-ready', {
    title: `${name} runs ${blue.count} tasks, and the load balancer finds them healthy`,
    until: allOf(
      `${name} runs ${blue.count} tasks that are healthy`,
      tasksRun(green.named, blue.count),
      targetsHealthy(green.group, blue.count),
    ),
    every: '10s',
    within: formatDuration(STARTING_MS + (blue.service.healthCheckGracePeriodSeconds ?? 0) * 1000),
    takes: '3m',
  });
  return green;
}

function makeGroup(plan: PlanBuilder, blue: Blue, { name, groupName }: Newcomer): Green {
  const { group } = blue;
  const made = plan.change('green-target-group', {
    title: `Create the target group ${groupName}, like ${group.name}`,
    call: createTargetGroup({ ...settingsOf(group), Name: groupName, Tags: ownTags(group) }),
    before: null,
    after: { TargetGroupName: groupName },
    require: [nobodyDeploys(blue.named)],
    undo: (own) => ({
      ...deleteTargetGroup({ TargetGroupArn: own.answer('TargetGroups[0].TargetGroupArn') }),
      gone: ['TargetGroupNotFound'],
    }),
  });
  const arn = made.answer('TargetGroups[0].TargetGroupArn');
  const Attributes = group.attributes.filter(({ Value }) => Value !== '');
  const asBlue = modifyTargetGroupAttributes({ TargetGroupArn: arn, Attributes });
  plan.change('green-attributes', {
    title: `Give ${groupName} the attributes of ${group.name}`,
    call: asBlue,
    before: null,
    after: { attributes: `those of ${group.name}` },
    // They go with the group, which the next undo deletes.
    undo: { ...asBlue, gone: ['TargetGroupNotFound'] },
  });
  return {
    name,
    named: { ...blue.named, service: name },
    group: { arn, name: groupName },
    dimension: made.answer("split(TargetGroups[0].TargetGroupArn, ':') | [5]"),
  };
}
