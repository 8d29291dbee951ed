import { z } from 'zod';
import { describeScalableTargets as scalableTargets, type ScalableTarget } from '../../aws/application-autoscaling.ts';
import { registerScalableTarget } from '../../aws/changes/application-autoscaling.ts';
import { updateService } from '../../aws/changes/ecs.ts';
import { lastPart } from '../../aws/ecs.ts';
import { serviceSteady } from '../conditions/ecs.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';
import { lockOf } from '../look/colours.ts';
import { refuseDaemon, refuseWhileDeploying } from '../look/ecs-service.ts';
import { lookAtLiveColour } from '../look/live-colour.ts';
import { wholeNumber } from '../typed-number.ts';

export const scaleService = defineRunbook({
  id: 'scaling/service',
  title: 'Scale an ECS service',
  purpose:
    'Sets how many tasks a service runs. Where Application Auto Scaling manages it, its bounds go along: otherwise it would take the change back within minutes.',
  parameters: z.object({
    cluster: z.string().min(1).transform(lastPart).describe('The ECS cluster; a name or an ARN.'),
    service: z.string().min(1).transform(lastPart).describe('The service; of its colours, the one that is live.'),
    desiredCount: wholeNumber().describe('How many tasks it should run.'),
  }),
  calls: [
    'ecs:DescribeServices',
    'elbv2:DescribeListeners',
    'elbv2:DescribeRules',
    'elbv2:DescribeTargetGroups',
    'application-autoscaling:DescribeScalableTargets',
    'application-autoscaling:RegisterScalableTarget',
    'ecs:UpdateService',
  ],

  async plan({ aws, plan }, { cluster, service: named, desiredCount }) {
    const { service, found: running } = await lookAtLiveColour(aws, { cluster, service: named });
    if (service !== named) plan.fact('The live colour', service);
    const { desiredCount: before = 0 } = running;
    plan.fact('Tasks wanted now', before);
    if (before === desiredCount)
      return plan.warn(`${service} wants ${desiredCount} tasks already: nothing is to be done`);
    refuseDaemon(running);
    refuseWhileDeploying(running);
    plan.lock(lockOf({ cluster, service }));

    const resourceId = `service/${cluster}/${service}`;
    const [target] = await scalableTargets(aws, { ServiceNamespace: 'ecs', ResourceIds: [resourceId] });
    if (target) moveBounds(plan, target, desiredCount);

    plan.change('count', {
      title: `Set ${service} from ${before} to ${desiredCount} tasks`,
      call: updateService({ cluster, service, desiredCount }),
      before: { desiredCount: before },
      after: { desiredCount },
      undo: updateService({ cluster, service, desiredCount: before }),
      impact: desiredCount < before ? 'disruptive' : 'none',
    });
    plan.wait('steady', {
      title: `${service} runs ${desiredCount} tasks`,
      // More load meanwhile is no reason to take the tasks back.
      until: serviceSteady({ cluster, service }, desiredCount, target !== undefined && desiredCount > before),
      every: '10s',
      within: '15m',
      takes: '2m',
    });
  },
});

/** Bounds that the new count lies within; when it grows, the lower one too, so that a quiet hour does not take it back. */
function moveBounds(plan: PlanBuilder, target: ScalableTarget, desiredCount: number): void {
  const { MinCapacity: min = 0, MaxCapacity: max = 0, ResourceId = '', ScalableDimension, ServiceNamespace } = target;
  const before = { MinCapacity: min, MaxCapacity: max };
  const after = { MinCapacity: desiredCount, MaxCapacity: Math.max(max, desiredCount) };
  plan.fact('Auto scaling bounds now', before);
  const named = { ServiceNamespace, ResourceId, ScalableDimension };
  plan.change('bounds', {
    title: `Set the auto scaling bounds from ${min}–${max} to ${after.MinCapacity}–${after.MaxCapacity}`,
    call: registerScalableTarget({ ...named, ...after }),
    before,
    after,
    undo: registerScalableTarget({ ...named, ...before }),
  });
}
