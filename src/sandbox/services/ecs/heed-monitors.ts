import type { Service } from '@aws-sdk/client-ecs';
import type { Schedule } from '../../world/newcomer/ecs/schedule.ts';
import { failDeployment } from './end-deployment.ts';
import { alarmsOf, ringing, thresholdOf } from './monitors.ts';
import type { Where } from './records.ts';

/** What may end the deployment under way: too many failed tasks, or an alarm. */
export function heedMonitors(where: Where, service: Service, schedule: Schedule): void {
  const { progress } = schedule;
  if (!progress) return;
  const { deploymentCircuitBreaker: breaker, alarms } = service.deploymentConfiguration ?? {};
  const failed = service.deployments?.find(({ id }) => id === progress.deploymentId)?.failedTasks ?? 0;
  const threshold = thresholdOf(service);
  if (breaker?.enable && failed >= threshold) {
    return failDeployment(where, service, schedule, {
      by: 'ECS deployment circuit breaker',
      reason: 'tasks failed to start.',
      statusReason: `Service deployment ${breaker.rollback ? 'rolled back' : 'stopped'} because the circuit breaker threshold was exceeded.`,
      rollback: breaker.rollback ?? false,
      record: { deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: failed, threshold } },
    });
  }
  if (progress.direction === 'back' || progress.ignoresAlarms) return;
  const names = ringing(where, service);
  if (names.length === 0) return;
  failDeployment(where, service, schedule, {
    by: 'ECS deployment alarms',
    reason: 'alarm detected.',
    statusReason: `Service deployment ${alarms?.rollback ? 'rolled back' : 'stopped'} because of alarms in ALARM state: ${names.join(', ')}.`,
    rollback: alarms?.rollback ?? false,
    record: { alarms: { status: 'TRIGGERED', alarmNames: [...alarmsOf(service)], triggeredAlarmNames: names } },
  });
}
