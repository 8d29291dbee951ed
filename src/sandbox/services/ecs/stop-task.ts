import type { StopTaskRequest, StopTaskResponse } from '@aws-sdk/client-ecs';
import type { SandboxContext } from '../../handlers.ts';
import { getCluster, lastPart } from './lookup.ts';
import { reconcile } from './reconcile.ts';
import { scheduleOf } from './schedule.ts';
import { stopTask as endTask } from './stop.ts';
import { invalid } from './validation.ts';

/** A service starts another one in its place. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html */
export function stopTask(input: StopTaskRequest, context: SandboxContext): StopTaskResponse {
  const { clusterArn } = getCluster(context, input.cluster);
  const { tasks, services } = context.region.ecs;
  const id = lastPart(input.task ?? '');
  if (id === '') throw invalid('Task cannot be empty.');
  const task = tasks.find((one) => one.clusterArn === clusterArn && lastPart(one.taskArn ?? '') === id);
  if (!task) throw invalid('The referenced task was not found.');
  const service = services.find(
    (one) => one.clusterArn === clusterArn && task.group === `service:${one.serviceName}` && one.status !== 'INACTIVE',
  );
  if (service && task.desiredStatus === 'RUNNING') {
    const schedule = scheduleOf(context, service);
    endTask(context, service, task, {
      stopCode: 'UserInitiated',
      reason: input.reason ?? 'Task stopped by user',
      targets: schedule.rollouts.get(task.startedBy ?? '')?.targets ?? [],
      changed: () => reconcile(context, service),
    });
    reconcile(context, service);
  }
  return { task: { ...task } };
}
