import type {
  DeregisterScalableTargetCommandInput,
  RegisterScalableTargetCommandInput,
  RegisterScalableTargetCommandOutput,
  ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import type { SandboxContext } from '../../handlers.ts';
import { scalableTarget } from '../../world/newcomer/application-autoscaling.ts';
import { keepWithinBounds, serviceNamed } from './bounds.ts';
import { invalid } from './listing.ts';
import { findTarget, isOf, requireScaled, targetOf } from './lookup.ts';
import { removePolicies } from './policies.ts';
import { removeScheduled } from './scheduled-actions.ts';

/**
 * What is not said of a target that exists stays as it is. A service outside of new bounds is brought inside by itself.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export function registerScalableTarget(
  input: RegisterScalableTargetCommandInput,
  context: SandboxContext,
): Omit<RegisterScalableTargetCommandOutput, '$metadata'> {
  requireScaled(input);
  const known = findTarget(context, input);
  const { MinCapacity: min = known?.MinCapacity, MaxCapacity: max = known?.MaxCapacity } = input;
  if (min === undefined || max === undefined) {
    throw invalid('Minimum and maximum capacity are required to register a scalable target.');
  }
  if (min < 0 || max < 0) throw invalid('Minimum and maximum capacity cannot be less than 0.');
  if (min > max) throw invalid('Maximum capacity cannot be less than minimum capacity');
  if (input.ServiceNamespace === 'ecs' && !serviceNamed(context, input.ResourceId)) {
    throw invalid(`ECS service doesn't exist: ${input.ResourceId}`);
  }
  if (known && input.Tags) throw invalid('Tags cannot be given for a scalable target that is already registered.');
  const before = known ?? newTarget(context, input);
  const target: ScalableTarget = {
    ...before,
    MinCapacity: min,
    MaxCapacity: max,
    ...(input.RoleARN !== undefined && { RoleARN: input.RoleARN }),
    SuspendedState: { ...before.SuspendedState, ...input.SuspendedState },
  };
  store(context, target);
  const ScalableTargetARN = target.ScalableTargetARN ?? '';
  if (!known) context.region.applicationAutoscaling.tags.set(ScalableTargetARN, { ...input.Tags });
  keepWithinBounds(context, target);
  return { ScalableTargetARN };
}

/** Its policies go with it, and their alarms, and its scheduled actions. */
export function deregisterScalableTarget(input: DeregisterScalableTargetCommandInput, context: SandboxContext): object {
  const found = targetOf(context, input);
  const { targets, tags } = context.region.applicationAutoscaling;
  removePolicies(context, (policy) => isOf(policy, found));
  removeScheduled(context, (action) => isOf(action, found));
  targets.splice(targets.indexOf(found), 1);
  tags.delete(found.ScalableTargetARN ?? '');
  return {};
}

function newTarget(
  { account, region, now }: SandboxContext,
  input: RegisterScalableTargetCommandInput,
): ScalableTarget {
  const place = { accountId: account.id, region: region.name };
  const { ServiceNamespace, ResourceId = '', ScalableDimension } = input;
  const made = scalableTarget(place, ResourceId.replace(/^service\//, ''), [0, 0], now);
  return { ...made, ServiceNamespace, ResourceId, ScalableDimension };
}

function store({ region }: SandboxContext, target: ScalableTarget): void {
  const { targets } = region.applicationAutoscaling;
  const at = targets.findIndex((one) => isOf(one, target));
  targets.splice(at < 0 ? targets.length : at, at < 0 ? 0 : 1, target);
}
