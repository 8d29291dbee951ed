import type { Task } from '@aws-sdk/client-ecs';
import type { RegionState } from '../state.ts';
import { behaviourOf } from '../versions.ts';
import type { Finding } from './target.ts';

const TIMED_OUT: Finding = { healthy: false, reason: 'Target.Timeout', description: 'Request timed out' };

/** What a health check of an address or an instance finds, whoever registered it: the task or the machine behind it. */
export function findWorkload(region: RegionState, id: string, now: Date): Finding {
  return id.startsWith('i-') ? findInstance(region, id) : findTask(region, id, now);
}

/** The task that has an address, while it runs. */
export function taskAt({ ecs }: RegionState, address: string): Task | undefined {
  return ecs.tasks.find(
    ({ attachments = [], lastStatus }) =>
      (lastStatus === 'RUNNING' || lastStatus === 'DEACTIVATING') &&
      attachments.some(({ details = [] }) =>
        details.some(({ name, value }) => name === 'privateIPv4Address' && value === address),
      ),
  );
}

function findTask(region: RegionState, address: string, now: Date): Finding {
  const task = taskAt(region, address);
  if (!task) return TIMED_OUT;
  const { healthyAfterMs } = behaviourOf(region, task.taskDefinitionArn ?? '');
  if (healthyAfterMs === 'never') {
    const description = 'Health checks failed with these codes: [503]';
    return { healthy: false, reason: 'Target.ResponseCodeMismatch', description };
  }
  const since = now.getTime() - (task.startedAt?.getTime() ?? 0);
  return since >= healthyAfterMs ? { healthy: true } : TIMED_OUT;
}

function findInstance({ ec2 }: RegionState, id: string): Finding {
  const instance = ec2.reservations
    .flatMap(({ Instances = [] }) => Instances)
    .find(({ InstanceId }) => InstanceId === id);
  const state = instance?.State?.Name ?? 'terminated';
  if (state === 'running') return { healthy: true };
  return { healthy: false, reason: 'Target.InvalidState', description: `Target is in the ${state} state` };
}
