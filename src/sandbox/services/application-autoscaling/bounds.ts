import type { ScalableTarget, ScalingActivity } from '@aws-sdk/client-application-auto-scaling';
import type { Service } from '@aws-sdk/client-ecs';
import type { SandboxContext } from '../../handlers.ts';
import { uuidOf } from '../../world/newcomer/cast.ts';
import { scaleService } from '../ecs/scale.ts';
import { findTarget } from './lookup.ts';

/** How long until a change of the bounds is acted on, how often its end is looked for, and how many times. */
const ACTS_MS = 30_000;
const LOOKS_MS = 15_000;
const MOST_LOOKS = 60;

/** The ECS service of a resource id, `service/cluster/name`. */
export function serviceNamed({ region }: SandboxContext, resourceId: string | undefined): Service | undefined {
  const name = resourceId?.replace(/^service\//, '');
  return region.ecs.services.find(
    ({ serviceArn, status }) => serviceArn?.endsWith(`:service/${name}`) === true && status === 'ACTIVE',
  );
}

/**
 * Scales a service that is outside of its target's bounds, soon after these are set. Bounds are no dynamic scaling:
 * suspending that does not stop it. A service that is taken out of its bounds later is left there, as AWS leaves it.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scaling-activities.html
 */
export function keepWithinBounds(context: SandboxContext, { ServiceNamespace, ...target }: ScalableTarget): void {
  if (ServiceNamespace !== 'ecs') return;
  context.world.clock.after(ACTS_MS, () => act(context, { ServiceNamespace, ...target }));
}

function act(context: SandboxContext, wanted: ScalableTarget): void {
  // As it is by now: the bounds may have been changed again, or be gone.
  const { MinCapacity: min = 0, MaxCapacity: max = 0 } = findTarget(context, wanted) ?? wanted;
  const service = serviceNamed(context, wanted.ResourceId);
  if (!service?.serviceArn || !findTarget(context, wanted)) return;
  const { desiredCount: desired = 0, serviceArn } = service;
  const count = Math.min(Math.max(desired, min), max);
  if (count === desired) return;
  scaleService(context, serviceArn, count);
  const activity = begin(context, wanted, { count, cause: count > desired ? 'minimum' : 'maximum' });
  lookLater(context, activity, { serviceArn, count, left: MOST_LOOKS });
}

interface Reason {
  readonly count: number;
  readonly cause: 'minimum' | 'maximum';
}

function begin({ world, region, account }: SandboxContext, wanted: ScalableTarget, { count, cause }: Reason): string {
  const { activities } = region.applicationAutoscaling;
  const place = { accountId: account.id, region: region.name };
  const id = uuidOf(place, 'scaling-activity', wanted.ResourceId ?? '', String(activities.length));
  activities.unshift({
    ActivityId: id,
    ServiceNamespace: wanted.ServiceNamespace,
    ResourceId: wanted.ResourceId,
    ScalableDimension: wanted.ScalableDimension,
    Description: `Setting desired count to ${count}.`,
    Cause: `${cause} capacity was set to ${count}`,
    StartTime: world.clock.now(),
    StatusCode: 'InProgress',
    StatusMessage: `Successfully set desired count to ${count}. Waiting for change to be fulfilled by ecs.`,
  });
  return id;
}

interface Awaited {
  readonly serviceArn: string;
  readonly count: number;
  readonly left: number;
}

function lookLater(context: SandboxContext, activityId: string, { serviceArn, count, left }: Awaited): void {
  const { world, region } = context;
  world.clock.after(LOOKS_MS, () => {
    const service = region.ecs.services.find((one) => one.serviceArn === serviceArn);
    const said = `Successfully set desired count to ${count}.`;
    if (service?.desiredCount !== count) {
      finish(context, activityId, { StatusCode: 'Overridden', StatusMessage: `${said} Change was overridden.` });
    } else if (service.runningCount === count) {
      const StatusMessage = `${said} Change successfully fulfilled by ecs.`;
      finish(context, activityId, { StatusCode: 'Successful', StatusMessage });
    } else if (left > 1) {
      lookLater(context, activityId, { serviceArn, count, left: left - 1 });
    } else {
      finish(context, activityId, {
        StatusCode: 'Unfulfilled',
        StatusMessage: `${said} Change was not fulfilled by ecs.`,
      });
    }
  });
}

type End = Pick<ScalingActivity, 'StatusCode' | 'StatusMessage'>;

function finish({ world, region }: SandboxContext, activityId: string, end: End): void {
  const { activities } = region.applicationAutoscaling;
  const at = activities.findIndex(({ ActivityId }) => ActivityId === activityId);
  const known = activities[at];
  if (known) activities.splice(at, 1, { ...known, ...end, EndTime: world.clock.now() });
}
