import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { invalid, requireDimension, requireNamespace, type Scaled } from './listing.ts';

export function isOf(one: Scaled, wanted: Scaled): boolean {
  return (
    one.ServiceNamespace === wanted.ServiceNamespace &&
    one.ResourceId === wanted.ResourceId &&
    one.ScalableDimension === wanted.ScalableDimension
  );
}

export function findTarget({ region }: SandboxContext, wanted: Scaled): ScalableTarget | undefined {
  return region.applicationAutoscaling.targets.find((one) => isOf(one, wanted));
}

/** @throws ObjectNotFoundException where nothing is registered */
export function targetOf(context: SandboxContext, wanted: Scaled): ScalableTarget {
  requireScaled(wanted);
  const found = findTarget(context, wanted);
  if (!found) throw new SandboxError('ObjectNotFoundException', `No scalable target registered for ${named(wanted)}`);
  return found;
}

export function named({ ServiceNamespace, ResourceId, ScalableDimension }: Scaled): string {
  return `service namespace: ${ServiceNamespace}, resource ID: ${ResourceId}, scalable dimension: ${ScalableDimension}`;
}

/** @throws ValidationException for a resource that is not named in full */
export function requireScaled({ ServiceNamespace, ResourceId, ScalableDimension }: Scaled): void {
  requireNamespace(ServiceNamespace);
  if (!ResourceId) throw missing('resourceId');
  if (!ScalableDimension) throw missing('scalableDimension');
  requireDimension(ScalableDimension);
  if (!ScalableDimension.startsWith(`${ServiceNamespace}:`)) {
    throw invalid(`Unsupported service namespace, resource type or scalable dimension: ${ScalableDimension}`);
  }
}

function missing(member: string): SandboxError {
  return invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
