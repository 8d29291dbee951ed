import type { Service } from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { Where } from './records.ts';
import { reconcileSoon } from './reconcile.ts';
import { scheduleOf } from './schedule.ts';

/**
 * Adds or removes tasks without a new deployment, as Application Auto Scaling does. The reason is in its scaling
 * activity; of the service's events, only those of the tasks come from it.
 * @throws SandboxError where the service is not there, or not any more
 */
export function scaleService(where: Where, serviceArn: string, desiredCount: number): Service {
  const service = where.region.ecs.services.find((one) => one.serviceArn === serviceArn);
  if (!service) throw new SandboxError('ServiceNotFoundException', 'Service not found.');
  if (service.status !== 'ACTIVE') throw new SandboxError('ServiceNotActiveException', 'Service was not ACTIVE.');
  scheduleOf(where, service);
  service.desiredCount = desiredCount;
  reconcileSoon(where, service);
  return service;
}
