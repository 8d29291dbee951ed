import type {
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse,
  Service,
  ServiceDeploymentStatus,
  StopServiceDeploymentRequest,
  StopServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { patchRecord } from './records.ts';
import { reconcileSoon, whenAsked } from './reconcile.ts';
import { scheduleOf } from './schedule.ts';
import { invalid } from './validation.ts';

/**
 * `ROLLBACK` goes back to what was whole before, `ABORT` leaves everything as it stands. What stops or goes back already
 * goes on doing so. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stop-service-deployment.html
 */
export function stopServiceDeployment(
  { serviceDeploymentArn: arn, stopType = 'ROLLBACK' }: StopServiceDeploymentRequest,
  context: SandboxContext,
): StopServiceDeploymentResponse {
  const { service, status } = getRunning(context, arn);
  if (status !== 'PENDING' && status !== 'IN_PROGRESS') return { serviceDeploymentArn: arn };
  const back = stopType === 'ROLLBACK';
  patchRecord(context, arn ?? '', { status: back ? 'ROLLBACK_REQUESTED' : 'STOP_REQUESTED' });
  whenAsked(context, service, arn ?? '', {
    by: 'ECS deployment',
    reason: 'stopped by user.',
    statusReason: `Service deployment ${back ? 'rolled back' : 'stopped'} because a stop was requested.`,
    rollback: back,
  });
  return { serviceDeploymentArn: arn };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContinueServiceDeployment.html */
export function continueServiceDeployment(
  { serviceDeploymentArn: arn, hookId, action = 'CONTINUE' }: ContinueServiceDeploymentRequest,
  context: SandboxContext,
): ContinueServiceDeploymentResponse {
  const { service } = getRunning(context, arn);
  const hooks = scheduleOf(context, service).progress?.stage?.hooks ?? [];
  const hook = hooks.find(({ detail }) => detail.hookId === hookId);
  if (!hook) throw invalid(`The lifecycle hook ${hookId} does not exist.`);
  if (hook.detail.status !== 'AWAITING_ACTION')
    throw invalid(`The lifecycle hook ${hookId} is not awaiting an action.`);
  if (action === 'CONTINUE') {
    hook.detail = { ...hook.detail, status: 'SUCCEEDED' };
    reconcileSoon(context, service);
    return { serviceDeploymentArn: arn };
  }
  hook.detail = { ...hook.detail, status: 'FAILED' };
  patchRecord(context, arn ?? '', { status: 'ROLLBACK_REQUESTED' });
  whenAsked(context, service, arn ?? '', {
    by: 'ECS deployment',
    reason: 'rolled back at a lifecycle hook.',
    statusReason: `Service deployment rolled back because the lifecycle hook ${hookId} was answered with ROLLBACK.`,
    rollback: true,
  });
  return { serviceDeploymentArn: arn };
}

interface Running {
  readonly service: Service;
  readonly status: ServiceDeploymentStatus | undefined;
}

/** The service whose deployment it is. @throws SandboxError where it is not there, or over */
function getRunning(context: SandboxContext, arn: string | undefined): Running {
  const { serviceDeployments, services } = context.region.ecs;
  const record = serviceDeployments.find(({ serviceDeploymentArn }) => serviceDeploymentArn === arn);
  const service = services.find(({ serviceArn }) => serviceArn === record?.serviceArn);
  if (!arn) throw invalid('Service deployment ARN cannot be empty.');
  if (!record || !service) {
    throw new SandboxError('ServiceDeploymentNotFoundException', 'Service deployment not found.');
  }
  if (scheduleOf(context, service).progress?.serviceDeploymentArn !== arn) {
    throw new SandboxError(
      'ConflictException',
      `The service deployment is in ${record.status} state and cannot be stopped.`,
    );
  }
  return { service, status: record.status };
}
