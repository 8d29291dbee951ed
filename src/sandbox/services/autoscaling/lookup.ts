import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';

export function findGroup({ region }: Pick<SandboxContext, 'region'>, name: string): AutoScalingGroup | undefined {
  return region.autoscaling.groups.find((group) => group.AutoScalingGroupName === name);
}

/** @throws ValidationError where there is no group of that name */
export function groupOf(context: SandboxContext, name: string | undefined): AutoScalingGroup {
  if (!name) {
    const message =
      "1 validation error detected: Value null at 'autoScalingGroupName' failed to satisfy constraint: Member must not be null";
    throw refused(message);
  }
  const found = findGroup(context, name);
  if (!found) throw refused('AutoScalingGroup name not found - null');
  return found;
}

/** In the place of the group as it was: what has been answered before stays as it was. */
export function storeGroup({ region }: Pick<SandboxContext, 'region'>, group: AutoScalingGroup): void {
  const { groups } = region.autoscaling;
  const at = groups.findIndex((one) => one.AutoScalingGroupName === group.AutoScalingGroupName);
  if (at >= 0) groups.splice(at, 1, group);
}

export function refused(message: string): SandboxError {
  return new SandboxError('ValidationError', message);
}
