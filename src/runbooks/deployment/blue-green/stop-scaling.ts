import {
  deleteScalingPolicy,
  deregisterScalableTarget,
  putScalingPolicy,
  registerScalableTarget,
} from '../../../aws/changes/application-autoscaling.ts';
import type { PlanBuilder } from '../../define.ts';
import { boundsOf, scaledService, suspensionOf } from '../../look/autoscaling.ts';
import type { Standing } from './colours.ts';
import { policyFor } from './scaling-policy.ts';
import { takeSchedule } from './scheduled-actions.ts';

/** Stops scaling a colour that is to have no tasks: its lower bound would bring them back. */
export function stopScaling(plan: PlanBuilder, key: string, standing: Standing, require: Requirement): void {
  const { name, named, scaling } = standing;
  if (!scaling) return;
  const scaled = scaledService(named);
  scaling.policies.forEach((policy, index) => {
    const { PolicyName = '' } = policy;
    plan.change(`${key}-policy-${index + 1}`, {
      title: `Delete the scaling policy ${PolicyName} of ${name}`,
      call: deleteScalingPolicy({ ...scaled, PolicyName }),
      before: { PolicyName },
      after: null,
      undo: putScalingPolicy(policyFor(policy)),
      ...require,
    });
  });
  takeSchedule(plan, key, standing, require);
  plan.change(`${key}-scaling`, {
    title: `Stop auto scaling ${name}`,
    call: deregisterScalableTarget(scaled),
    before: boundsOf(scaling),
    after: null,
    undo: registerScalableTarget({ ...scaled, ...boundsOf(scaling), SuspendedState: suspensionOf(scaling) }),
    ...require,
  });
}

type Requirement = Pick<Parameters<PlanBuilder['change']>[1], 'require' | 'unless'>;
