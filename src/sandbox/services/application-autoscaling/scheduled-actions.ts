import type {
  DeleteScheduledActionCommandInput,
  DescribeScheduledActionsCommandInput,
  DescribeScheduledActionsCommandOutput,
  PutScheduledActionCommandInput,
  ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { uuidOf } from '../../world/newcomer/cast.ts';
import { invalid, type Scaled, select } from './listing.ts';
import { isOf, named, requireScaled, targetOf } from './lookup.ts';

/**
 * Makes or replaces an action; what is not said of one that exists stays as it is. The sandbox keeps it, and its clock
 * does not set it off.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
 */
export function putScheduledAction(input: PutScheduledActionCommandInput, context: SandboxContext): object {
  const { ScheduledActionName: name = '', ...given } = input;
  const target = targetOf(context, input);
  const { scheduledActions } = context.region.applicationAutoscaling;
  const at = scheduledActions.findIndex((one) => one.ScheduledActionName === name && isOf(one, input));
  const known = scheduledActions[at];
  const schedule = input.Schedule ?? known?.Schedule;
  if (schedule === undefined || !/^(at|cron|rate)\(.+\)$/.test(schedule)) {
    throw invalid(`Schedule expression ${schedule ?? 'null'} is not valid.`);
  }
  const { MinCapacity: min, MaxCapacity: max } = input.ScalableTargetAction ?? known?.ScalableTargetAction ?? {};
  if (min === undefined && max === undefined) throw invalid('Minimum or maximum capacity must be given.');
  const action: ScheduledAction = {
    ...known,
    ...structuredClone(given),
    ScheduledActionName: name,
    ScheduledActionARN: known?.ScheduledActionARN ?? arnOf(context, input),
    ServiceNamespace: target.ServiceNamespace,
    ResourceId: target.ResourceId,
    ScalableDimension: target.ScalableDimension,
    Schedule: schedule,
    CreationTime: known?.CreationTime ?? context.now,
  };
  scheduledActions.splice(at < 0 ? scheduledActions.length : at, at < 0 ? 0 : 1, action);
  return {};
}

export function deleteScheduledAction(input: DeleteScheduledActionCommandInput, context: SandboxContext): object {
  requireScaled(input);
  const { ScheduledActionName: name } = input;
  if (removeScheduled(context, (one) => one.ScheduledActionName === name && isOf(one, input)) > 0) return {};
  throw new SandboxError(
    'ObjectNotFoundException',
    `No scheduled action found for ${named(input)}, scheduled action name: ${name}`,
  );
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScheduledActions.html */
export function describeScheduledActions(
  input: DescribeScheduledActionsCommandInput,
  { region }: SandboxContext,
): Omit<DescribeScheduledActionsCommandOutput, '$metadata'> {
  const { ScheduledActionNames: names } = input;
  const own = region.applicationAutoscaling.scheduledActions.filter(
    ({ ScheduledActionName = '' }) => !names?.length || names.includes(ScheduledActionName),
  );
  const { items, next } = select(own, input, 50);
  return { ScheduledActions: items, ...(next !== undefined && { NextToken: next }) };
}

/** How many there were. */
export function removeScheduled({ region }: SandboxContext, which: (action: ScheduledAction) => boolean): number {
  const { scheduledActions } = region.applicationAutoscaling;
  const left = scheduledActions.filter((one) => !which(one));
  const removed = scheduledActions.length - left.length;
  scheduledActions.splice(0, scheduledActions.length, ...left);
  return removed;
}

function arnOf(
  { account, region }: SandboxContext,
  input: Scaled & { ScheduledActionName?: string | undefined },
): string {
  const { ServiceNamespace: namespace = '', ResourceId: id = '', ScheduledActionName: name = '' } = input;
  const uuid = uuidOf({ accountId: account.id, region: region.name }, 'scheduled-action', id, name);
  return `arn:aws:autoscaling:${region.name}:${account.id}:scheduledAction:${uuid}:resource/${namespace}/${id}:scheduledActionName/${name}`;
}
