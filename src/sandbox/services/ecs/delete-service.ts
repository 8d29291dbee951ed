import type { DeleteServiceRequest, DeleteServiceResponse } from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { getCluster, getService, lastPart } from './lookup.ts';
import { reconcileSoon } from './reconcile.ts';
import { scheduleOf } from './schedule.ts';
import { shown } from './services.ts';
import { invalid } from './validation.ts';

/**
 * The service is DRAINING until its last task is gone, then INACTIVE, and can still be described for a while.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 */
export function deleteService(input: DeleteServiceRequest, context: SandboxContext): DeleteServiceResponse {
  if (!input.service) throw invalid('Service cannot be empty.');
  const service = getService(context, getCluster(context, input.cluster), lastPart(input.service));
  if (service.status === 'INACTIVE') throw new SandboxError('ServiceNotFoundException', 'Service not found.');
  const { desiredCount = 0, schedulingStrategy } = service;
  if (service.status === 'ACTIVE') {
    if (!input.force && desiredCount > 0 && schedulingStrategy !== 'DAEMON') {
      throw invalid('The service cannot be stopped while it is scaled above 0.');
    }
    const schedule = scheduleOf(context, service);
    stopDeployment(context, schedule.progress?.serviceDeploymentArn);
    schedule.progress = undefined;
    service.status = 'DRAINING';
    service.desiredCount = 0;
    reconcileSoon(context, service);
  }
  return { service: shown(service, true) };
}

function stopDeployment({ region, now }: SandboxContext, arn: string | undefined): void {
  const records = region.ecs.serviceDeployments;
  const at = records.findIndex(({ serviceDeploymentArn }) => serviceDeploymentArn === arn);
  const record = records[at];
  if (arn === undefined || !record) return;
  const statusReason = 'Service deployment was stopped because the service was deleted.';
  records[at] = { ...record, status: 'STOPPED', statusReason, stoppedAt: now, finishedAt: now, updatedAt: now };
}
