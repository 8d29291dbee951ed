import {
  deleteScalingPolicy,
  deregisterScalableTarget,
  putScalingPolicy,
  registerScalableTarget,
} from '../../../aws/changes/application-autoscaling.ts';
import { updateService } from '../../../aws/changes/ecs.ts';
import type { ScalingPolicy } from '../../../aws/application-autoscaling.ts';
import { isScaled } from '../../conditions/application-autoscaling.ts';
import { nobodyDeploys } from '../../conditions/ecs-tasks.ts';
import { carries } from '../../conditions/elbv2.ts';
import type { PlanBuilder } from '../../define.ts';
import { boundsOf, scaledService, type ServiceScaling, suspensionOf } from '../../look/autoscaling.ts';
import type { Blue, Pair } from './colours.ts';
import { policyFor } from './scaling-policy.ts';
import { giveSchedule } from './scheduled-actions.ts';

/** AWS's word for a scalable target, or a policy, that is not there. */
const GONE = ['ObjectNotFoundException'];

/**
 * While requests leave it, a colour looks idle, and auto scaling would take away what it may need again within minutes.
 * It may still grow. https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-suspend-resume-scaling.html
 */
export function holdBlue(plan: PlanBuilder, { name, named, scaling }: Blue): void {
  if (!scaling) return;
  const before = suspensionOf(scaling);
  plan.change('hold-blue', {
    title: `Keep auto scaling from taking tasks from ${name} while requests move`,
    call: registerScalableTarget({ ...scaledService(named), SuspendedState: held(scaling) }),
    before,
    after: held(scaling),
    require: [nobodyDeploys(named)],
    undo: registerScalableTarget({ ...scaledService(named), SuspendedState: before }),
  });
}

/** Before anything of it is taken away: where it is not, since it serves customers again, it is scaled as it was. */
export function freeBlue(plan: PlanBuilder, { name, named, scaling }: Blue): void {
  if (!scaling) return;
  const after = suspensionOf(scaling);
  plan.change('free-blue', {
    title: `Let auto scaling take tasks from ${name} again`,
    call: registerScalableTarget({ ...scaledService(named), SuspendedState: after }),
    before: held(scaling),
    after,
    // What was taken from auto scaling since must not come back to it.
    require: [isScaled(named)],
    unless: 'finish',
    undo: registerScalableTarget({ ...scaledService(named), SuspendedState: held(scaling) }),
  });
}

/** The new colour is scaled as the old one is, but takes no task away before it has proved itself. */
export function scaleGreen(plan: PlanBuilder, { blue, green }: Pair, standing?: ServiceScaling): void {
  if (!blue.scaling) return;
  const { MinCapacity = 0, MaxCapacity = 0 } = blue.scaling.target;
  const scaled = scaledService(green.named);
  plan.change('scale-green', {
    title: `Let auto scaling keep ${green.name} between ${MinCapacity} and ${MaxCapacity} tasks, as ${blue.name}`,
    call: registerScalableTarget({ ...scaled, MinCapacity, MaxCapacity, SuspendedState: held(blue.scaling) }),
    before: standing ? boundsOf(standing) : null,
    after: { MinCapacity, MaxCapacity },
    undo: standing
      ? registerScalableTarget({ ...scaled, ...boundsOf(standing), SuspendedState: suspensionOf(standing) })
      : { ...deregisterScalableTarget(scaled), gone: GONE },
  });
  if (!standing) {
    blue.scaling.policies.forEach((policy, index) => givePolicy(plan, { blue, green }, policy, index));
    giveSchedule(plan, green.named, blue.scaling.scheduled);
  }
}

function givePolicy(plan: PlanBuilder, { blue, green }: Pair, policy: ScalingPolicy, index: number): void {
  const { PolicyName = '' } = policy;
  plan.change(`scale-green-policy-${index + 1}`, {
    title: `Give ${green.name} the scaling policy ${PolicyName}`,
    call: putScalingPolicy(policyFor(policy, { blue, green })),
    before: null,
    after: { PolicyName },
    undo: { ...deleteScalingPolicy({ ...scaledService(green.named), PolicyName }), gone: GONE },
  });
  warnOfAlarms(plan, policy, blue);
}

/**
 * The old colour may have grown since the plan was made, while somebody made up their mind: the new one comes up to what
 * it wants now, before it gets its share. Once it has one, it grows by itself too, and is only kept from having less.
 */
export function matchSize(plan: PlanBuilder, { blue, green }: Pair, share: number, isFirst: boolean): void {
  if (!blue.scaling) return;
  const { cluster } = blue.named;
  const suffix = isFirst ? '' : `-${share}`;
  // An update that updates nothing begins no deployment; its answer is the service as it is at this moment.
  const asItIs = updateService({ cluster, service: blue.name });
  const now = plan.change(`blue-now${suffix}`, {
    title: `See how many tasks auto scaling wants of ${blue.name} by now`,
    call: asItIs,
    before: null,
    after: null,
    undo: asItIs,
  });
  const wanted = now.answer('service.desiredCount');
  if (isFirst) {
    plan.change('green-size', {
      title: `Let ${green.name} have as many`,
      call: updateService({ cluster, service: green.name, desiredCount: wanted }),
      before: { desiredCount: blue.count },
      after: { desiredCount: '(as many as the old colour wants then)' },
      undo: updateService({ cluster, service: green.name, desiredCount: blue.count }),
    });
  } else {
    const { MinCapacity } = boundsOf(blue.scaling);
    const scaled = scaledService(green.named);
    plan.change(`green-least${suffix}`, {
      title: `Let ${green.name} have as many, or more`,
      call: registerScalableTarget({ ...scaled, MinCapacity: wanted }),
      before: { MinCapacity },
      after: { MinCapacity: '(as many as the old colour wants then)' },
      undo: registerScalableTarget({ ...scaled, MinCapacity }),
    });
  }
  plan.wait(`green-whole${suffix}`, {
    title: `${green.name} is as large as ${blue.name}`,
    until: carries(green.group, 100, blue.named),
    every: '10s',
    within: '15m',
    takes: '10s',
  });
}

/** Traffic has moved and stays: the new colour may shrink again, as the old one could. */
export function freeGreen(plan: PlanBuilder, { blue, green }: Pair, shares: readonly number[]): void {
  if (!blue.scaling) return;
  const scaled = scaledService(green.named);
  const after = suspensionOf(blue.scaling);
  const { MinCapacity } = boundsOf(blue.scaling);
  plan.change('free-green', {
    title: `Let auto scaling take tasks from ${green.name} again`,
    call: registerScalableTarget({ ...scaled, ...(shares.length > 1 && { MinCapacity }), SuspendedState: after }),
    before: held(blue.scaling),
    after,
    undo: registerScalableTarget({ ...scaled, SuspendedState: held(blue.scaling) }),
  });
}

function held(scaling: ServiceScaling) {
  return { ...suspensionOf(scaling), DynamicScalingInSuspended: true };
}

/** Alarms of a target tracking policy come and go with it; those of step scaling are somebody's own. */
function warnOfAlarms(plan: PlanBuilder, { PolicyName, PolicyType, Alarms = [] }: ScalingPolicy, { name }: Blue): void {
  if (PolicyType === 'TargetTrackingScaling') return;
  const alarms = Alarms.map(({ AlarmName }) => AlarmName).join(', ') || 'no alarm';
  plan.warn(
    `The policy ${PolicyName} is set off by ${alarms}, which watches ${name} and sets off its policy: have the alarm set off the new one's too.`,
  );
}
