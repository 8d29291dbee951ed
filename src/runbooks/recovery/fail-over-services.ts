import { describeScalableTargets } from '../../aws/application-autoscaling.ts';
import { registerScalableTarget } from '../../aws/changes/application-autoscaling.ts';
import { updateService } from '../../aws/changes/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import type { FailOverService } from '../../model/recovery-settings.ts';
import { serviceSteady } from '../conditions/ecs.ts';
import { inRegion } from '../conditions/in-region.ts';
import type { PlanBuilder } from '../define.ts';
import { lockOf } from '../look/colours.ts';
import { lookAtService, refuseWhileDeploying } from '../look/ecs-service.ts';

/** Sets how many tasks a service of another region runs; its auto scaling bounds go along. Nothing, where it is so. */
export async function scaleAbroad(
  aws: Aws,
  plan: PlanBuilder,
  { cluster, service }: Pick<FailOverService, 'cluster' | 'service'>,
  wanted: (now: number) => number,
): Promise<void> {
  const { region } = aws;
  const running = await lookAtService(aws, { cluster, service });
  refuseWhileDeploying(running);
  const { desiredCount: now = 0 } = running;
  const count = wanted(now);
  plan.fact(`Tasks of ${cluster}/${service} in ${region}`, now);
  if (count === now) return;
  plan.lock(lockOf({ cluster, service }), region);
  const isScaled = await moveBounds(aws, plan, { cluster, service, count });
  plan.change(`${service}-count`, {
    title: `Set ${service} in ${region} from ${now} to ${count} tasks`,
    call: updateService({ cluster, service, desiredCount: count }, region),
    before: { desiredCount: now },
    after: { desiredCount: count },
    undo: updateService({ cluster, service, desiredCount: now }, region),
  });
  plan.wait(`${service}-steady`, {
    title: `${service} runs ${count} tasks in ${region}`,
    until: inRegion(serviceSteady({ cluster, service }, count, isScaled && count > now), region),
    every: '10s',
    within: '20m',
    takes: '3m',
  });
}

interface Bounds {
  readonly cluster: string;
  readonly service: string;
  readonly count: number;
}

/** Bounds that the count lies within, so that nothing takes it back; whether there are any. */
async function moveBounds(aws: Aws, plan: PlanBuilder, { cluster, service, count }: Bounds): Promise<boolean> {
  const ResourceIds = [`service/${cluster}/${service}`];
  const [target] = await describeScalableTargets(aws, { ServiceNamespace: 'ecs', ResourceIds });
  if (!target) return false;
  const { MinCapacity: min = 0, MaxCapacity: max = 0, ResourceId, ScalableDimension, ServiceNamespace } = target;
  const before = { MinCapacity: min, MaxCapacity: max };
  const after = { MinCapacity: count, MaxCapacity: Math.max(max, count) };
  const named = { ServiceNamespace, ResourceId, ScalableDimension };
  plan.change(`${service}-bounds`, {
    title: `Set the auto scaling bounds of ${service} from ${min}–${max} to ${after.MinCapacity}–${after.MaxCapacity}`,
    call: registerScalableTarget({ ...named, ...after }, aws.region),
    before,
    after,
    undo: registerScalableTarget({ ...named, ...before }, aws.region),
  });
  return true;
}
