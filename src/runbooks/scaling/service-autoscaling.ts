import { z } from 'zod';
import type { ScalableTarget } from '../../aws/application-autoscaling.ts';
import { deregisterScalableTarget, registerScalableTarget } from '../../aws/changes/application-autoscaling.ts';
import { updateService } from '../../aws/changes/ecs.ts';
import { lastPart, type Service } from '../../aws/ecs.ts';
import { UsageError } from '../../model/errors.ts';
import { policiesWatch } from '../conditions/application-autoscaling.ts';
import { stillWants } from '../conditions/wanted-count.ts';
import { defineRunbook, type PlanBuilder } from '../define.ts';
import { findScaling, scaledService } from '../look/autoscaling.ts';
import { lockOf } from '../look/colours.ts';
import { refuseDaemon, refuseWhileDeploying } from '../look/ecs-service.ts';
import { lookAtLiveColour } from '../look/live-colour.ts';
import { decimalNumber, wholeNumber } from '../typed-number.ts';
import { trackMetric, warnOfOtherPolicies } from './autoscaling/tracking-policy.ts';

const PERCENT = 'expected percent, 1 to 100';
const percent = decimalNumber(PERCENT).refine((share) => share >= 1 && share <= 100, PERCENT);
const count = wholeNumber();

export const serviceAutoscaling = defineRunbook({
  id: 'scaling/service-autoscaling',
  title: 'Let an ECS service scale by itself',
  purpose:
    'Sets between how many tasks a service is scaled, and the CPU, and memory where one asks for it, that it is kept at. It acts on the colour that is live. Where Terraform manages the service, take it over there: opsbook export terraform prints the same as HCL.',
  parameters: z.object({
    cluster: z.string().min(1).transform(lastPart).describe('The ECS cluster; a name or an ARN.'),
    service: z.string().min(1).transform(lastPart).describe('The service; of a blue-green pair, either name.'),
    min: count.describe('The fewest tasks.'),
    max: count.describe('The most tasks.'),
    cpuTarget: percent.prefault('70').describe('The average CPU that it is kept at, in percent of what tasks reserve.'),
    memoryTarget: percent.optional().describe('The average memory, likewise. Default: memory does not scale it.'),
  }),
  calls: [
    'ecs:DescribeServices',
    'ecs:UpdateService',
    'elbv2:DescribeTargetGroups',
    'elbv2:DescribeListeners',
    'elbv2:DescribeRules',
    'application-autoscaling:DescribeScalableTargets',
    'application-autoscaling:DescribeScalingPolicies',
    'application-autoscaling:DescribeScheduledActions',
    'application-autoscaling:RegisterScalableTarget',
    'application-autoscaling:DeregisterScalableTarget',
    'application-autoscaling:PutScalingPolicy',
    'application-autoscaling:DeleteScalingPolicy',
  ],

  async plan({ aws, plan }, { cluster, service: named, min, max, cpuTarget, memoryTarget }) {
    if (min > max) throw new UsageError(`--set min=${min} max=${max}: the minimum is above the maximum`);
    const { service, found } = await lookAtLiveColour(aws, { cluster, service: named });
    if (service !== named) plan.fact('The live colour', service);
    refuseDaemon(found);
    const name = { cluster, service };
    const scaling = await findScaling(aws, name);
    plan.fact('Tasks wanted now', found.desiredCount ?? 0);
    plan.lock(lockOf(name));

    const policies = scaling?.policies ?? [];
    setBounds(plan, scaling?.target, { service: found, bounds: { MinCapacity: min, MaxCapacity: max }, name });
    const put = [
      trackMetric(plan, name, { policies, metric: 'cpu', target: cpuTarget }),
      ...(memoryTarget === undefined
        ? []
        : [trackMetric(plan, name, { policies, metric: 'memory', target: memoryTarget })]),
    ];
    warnOfOtherPolicies(plan, policies, put);
    const changed = put.filter((one) => one.changed).map((one) => one.policyName);
    if (changed.length === 0) return;
    plan.wait('watching', {
      title: `${service} is watched by its ${changed.length === 1 ? 'policy' : 'policies'}`,
      until: policiesWatch(name, changed),
      every: '5s',
      within: '5m',
      takes: '10s',
    });
  },
});

interface Bounds {
  readonly service: Service;
  readonly bounds: { readonly MinCapacity: number; readonly MaxCapacity: number };
  readonly name: { readonly cluster: string; readonly service: string };
}

function setBounds(plan: PlanBuilder, target: ScalableTarget | undefined, { service, bounds, name }: Bounds): void {
  const { MinCapacity: min, MaxCapacity: max } = bounds;
  const scaled = scaledService(name);
  const had = target && { MinCapacity: target.MinCapacity ?? 0, MaxCapacity: target.MaxCapacity ?? 0 };
  warnOfSuspension(plan, target);
  if (had?.MinCapacity === min && had.MaxCapacity === max) return;
  moveWithin(plan, service, { name, bounds });
  plan.change('bounds', {
    title: had
      ? `Set the bounds of ${name.service} from ${had.MinCapacity}–${had.MaxCapacity} to ${min}–${max}`
      : `Let ${name.service} be scaled between ${min} and ${max} tasks`,
    call: registerScalableTarget({ ...scaled, ...bounds }),
    before: had ?? null,
    after: bounds,
    undo: had ? registerScalableTarget({ ...scaled, ...had }) : deregisterScalableTarget(scaled),
  });
}

/**
 * AWS would move a service into its new bounds by itself, and leave it there when they are taken back: as a step of its
 * own, before them, it can be undone.
 */
function moveWithin(plan: PlanBuilder, service: Service, { name, bounds }: Omit<Bounds, 'service'>): void {
  const { desiredCount: before = 0 } = service;
  const after = Math.min(Math.max(before, bounds.MinCapacity), bounds.MaxCapacity);
  if (after === before) return;
  refuseWhileDeploying(service);
  plan.change('count', {
    title: `Set ${name.service} from ${before} to ${after} tasks, which lies within the new bounds`,
    call: updateService({ ...name, desiredCount: after }),
    before: { desiredCount: before },
    after: { desiredCount: after },
    undo: updateService({ ...name, desiredCount: before }),
    impact: after < before ? 'disruptive' : 'none',
    require: [stillWants(name, before)],
  });
}

/** https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-suspend-resume-scaling.html */
function warnOfSuspension(plan: PlanBuilder, target: ScalableTarget | undefined): void {
  const { DynamicScalingInSuspended: isIn, DynamicScalingOutSuspended: isOut } = target?.SuspendedState ?? {};
  if (isOut) plan.warn('Scaling out is suspended: until it is resumed, the policies add no tasks');
  if (isIn) plan.warn('Scaling in is suspended: until it is resumed, the policies take no tasks away');
}
