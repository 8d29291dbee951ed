import type { Service, Task } from '@aws-sdk/client-ecs';
import type { Rollout, Schedule } from '../../world/newcomer/ecs/schedule.ts';
import type { TaskEnd, TaskWatch } from './launch.ts';
import { viewOf } from './placement.ts';
import { namesOf, nowOf, patchDeployment, tasksOf, tell, type Where } from './records.ts';
import { scheduleOf } from './schedule.ts';
import { type Stop, stopTask } from './stop.ts';
import { healthOf } from './targets.ts';

/** After this many failures in a row ECS takes its time with the next task. */
const PATIENT_FAILURES = 3;
const THROTTLE_MS = 30_000;
const THROTTLE_MOST_MS = 27 * 60_000;

/** A task that its load balancer finds unhealthy is replaced, once its grace period is over. */
export function replaceUnhealthy(where: Where, service: Service, watch: TaskWatch): void {
  const { rollouts } = scheduleOf(where, service);
  const graceMs = (service.healthCheckGracePeriodSeconds ?? 0) * 1000;
  for (const task of tasksOf(where, service)) {
    if (task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') continue;
    if (nowOf(where) < (task.startedAt?.getTime() ?? 0) + graceMs) continue;
    const targets = rollouts.get(task.startedBy ?? '')?.targets ?? [];
    if (healthOf(where, task, targets) !== 'unhealthy') continue;
    const [{ targetGroupArn, containerPort } = {}] = targets;
    tell(
      where,
      service,
      `${namesOf([task]).replace(')', `, port ${containerPort})`)} is unhealthy in (target-group ${targetGroupArn}) ` +
        'due to (reason Health checks failed).',
    );
    const reason = `Task failed ELB health checks in (target-group ${targetGroupArn})`;
    watch.ended(task, { stopCode: 'ServiceSchedulerInitiated', reason });
  }
}

/** Takes the task away, and remembers that it failed. */
export function failTask(where: Where, service: Service, task: Task, end: TaskEnd & Pick<Stop, 'changed'>): void {
  const schedule = scheduleOf(where, service);
  const rollout = schedule.rollouts.get(task.startedBy ?? '');
  stopTask(where, service, task, { ...end, targets: rollout?.targets ?? [] });
  if (rollout) countFailure(where, service, { rollout, deploymentId: task.startedBy ?? '' });
}

function countFailure(
  where: Where,
  service: Service,
  { rollout, deploymentId }: { rollout: Rollout; deploymentId: string },
): void {
  const deployment = service.deployments?.find(({ id }) => id === deploymentId);
  rollout.failures += 1;
  if (deployment?.rolloutState === 'IN_PROGRESS') {
    patchDeployment(where, service, deploymentId, { failedTasks: (deployment.failedTasks ?? 0) + 1 });
  }
  if (rollout.failures < PATIENT_FAILURES) return;
  const waitMs = Math.min(THROTTLE_MS * 2 ** (rollout.failures - PATIENT_FAILURES), THROTTLE_MOST_MS);
  rollout.notBefore = nowOf(where) + waitMs;
  if (rollout.failures !== PATIENT_FAILURES) return;
  const more = 'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.';
  tell(where, service, `is unable to consistently start tasks successfully. ${more}`);
}

/** One healthy task, and the failures before it are forgotten. */
export function noteHealthy(where: Where, service: Service, schedule: Schedule): void {
  const { primary, young, isReady } = viewOf(where, service, schedule);
  const rollout = schedule.rollouts.get(primary?.id ?? '');
  if (!primary || !rollout || rollout.failures === 0 || !young.some(isReady)) return;
  rollout.failures = 0;
  rollout.notBefore = 0;
  const { resetOnHealthyTask = true } = service.deploymentConfiguration?.deploymentCircuitBreaker ?? {};
  if (resetOnHealthyTask) patchDeployment(where, service, primary.id ?? '', { failedTasks: 0 });
}
