import type { Service, ServiceDeploymentAlarms, ServiceDeploymentCircuitBreaker } from '@aws-sdk/client-ecs';
import { watchAlarms } from '../cloudwatch/watch.ts';
import type { Where } from './records.ts';

/**
 * How many tasks may fail before the circuit breaker opens: half of what is desired, from 3 to 200, unless the service
 * says otherwise. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function thresholdOf({ desiredCount = 0, deploymentConfiguration }: Service): number {
  const { type, value = 50 } = deploymentConfiguration?.deploymentCircuitBreaker?.thresholdConfiguration ?? {};
  const share = Math.ceil((desiredCount * value) / 100);
  if (type === 'COUNT') return value;
  return type === 'UNBOUNDED_PERCENT' ? Math.max(share, 1) : Math.min(Math.max(share, 3), 200);
}

export function breakerStatus(service: Service): ServiceDeploymentCircuitBreaker {
  const { enable = false } = service.deploymentConfiguration?.deploymentCircuitBreaker ?? {};
  return { status: enable ? 'MONITORING' : 'DISABLED', failureCount: 0, threshold: thresholdOf(service) };
}

/** The service's deployment alarms, where they are switched on. */
export function alarmsOf({ deploymentConfiguration }: Service): readonly string[] {
  const { enable = false, alarmNames = [] } = deploymentConfiguration?.alarms ?? {};
  return enable ? alarmNames : [];
}

/**
 * One that rings when the deployment begins keeps ECS from looking at any of them until it ends.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export function alarmStatus(where: Where, service: Service): ServiceDeploymentAlarms {
  const names = [...alarmsOf(service)];
  if (names.length === 0) return { status: 'DISABLED' };
  return { status: isRinging(where, service) ? 'DISABLED' : 'MONITORING', alarmNames: names };
}

export function isRinging(where: Where, service: Service): boolean {
  return ringing(where, service).length > 0;
}

/** Those of the service's alarms that are in ALARM now; ECS asks CloudWatch, so that no state is an old one. */
export function ringing(where: Where, service: Service): string[] {
  const names = alarmsOf(service);
  if (names.length === 0) return [];
  watchAlarms(where, 'looked');
  const { metricAlarms, compositeAlarms } = where.region.cloudwatch;
  return names.filter((name) =>
    [...metricAlarms, ...compositeAlarms].some((one) => one.AlarmName === name && one.StateValue === 'ALARM'),
  );
}

/** How long ECS goes on watching the alarms when all tasks are in place: as long as they need to notice. */
export function bakeMs({ region }: Where, service: Service): number {
  const names = alarmsOf(service);
  const seconds = region.cloudwatch.metricAlarms
    .filter(({ AlarmName: name = '' }) => names.includes(name))
    .map(({ Period: period = 60, EvaluationPeriods: periods = 1 }) => period * periods);
  return Math.max(0, ...seconds) * 1000;
}
