import type { Service, ServiceRevisionSummary, Task } from '@aws-sdk/client-ecs';
import type { Schedule } from '../../world/newcomer/ecs/schedule.ts';
import type { TaskCounts } from '../../world/newcomer/ecs/metrics.ts';
import { begin } from '../../world/traffic/flow.ts';
import { nowOf, tasksOf, type Where } from './records.ts';

interface Counts {
  readonly requested: number;
  readonly running: number;
  readonly pending: number;
}

/** Keeps the counts of the service, its deployments and their records, and drops deployments whose last task is gone. */
export function recount(where: Where, service: Service, schedule: Schedule): void {
  const tasks = tasksOf(where, service);
  const desired = service.desiredCount ?? 0;
  const all = countOf(tasks, desired);
  countFrom(where, service, { desired, running: all.running, pending: all.pending });
  service.runningCount = all.running;
  service.pendingCount = all.pending;
  service.deployments = (service.deployments ?? []).flatMap((deployment) => {
    const own = tasks.filter(({ startedBy }) => startedBy === deployment.id);
    const isPrimary = deployment.status === 'PRIMARY';
    if (!isPrimary && own.every(({ lastStatus }) => lastStatus === 'STOPPED')) return [];
    const { requested, running, pending } = countOf(own, isPrimary ? desired : undefined);
    const same =
      deployment.desiredCount === requested &&
      deployment.runningCount === running &&
      deployment.pendingCount === pending;
    return same ? deployment : { ...deployment, desiredCount: requested, runningCount: running, pendingCount: pending };
  });
  const byRevision = new Map<string, Counts>();
  for (const [id, { revisionArn }] of schedule.rollouts) {
    const primary = service.deployments.some((one) => one.id === id && one.status === 'PRIMARY');
    const own = tasks.filter(({ startedBy }) => startedBy === id);
    byRevision.set(revisionArn, countOf(own, primary ? desired : undefined));
  }
  service.currentServiceRevisions = service.deployments.flatMap(({ id }) => {
    const arn = schedule.rollouts.get(id ?? '')?.revisionArn;
    return arn === undefined ? [] : { arn, ...shown(byRevision.get(arn)) };
  });
  recordCounts(where, schedule, byRevision);
}

/** For the metrics: what was counted before stays true of its time. */
function countFrom(where: Where, { serviceArn = '' }: Service, counts: TaskCounts): void {
  const { counted } = where.region.ecs;
  const steps = counted.get(serviceArn) ?? [];
  counted.set(serviceArn, steps);
  const last = steps.at(-1)?.value;
  if (last?.desired === counts.desired && last.running === counts.running && last.pending === counts.pending) return;
  begin(steps, nowOf(where), counts);
}

function recordCounts({ region }: Where, { progress }: Schedule, counts: ReadonlyMap<string, Counts>): void {
  if (!progress) return;
  const records = region.ecs.serviceDeployments;
  const at = records.findIndex(({ serviceDeploymentArn: arn }) => arn === progress.serviceDeploymentArn);
  const record = records[at];
  if (!record) return;
  const fresh = (summary: ServiceRevisionSummary) => ({ ...summary, ...shown(counts.get(summary.arn ?? '')) });
  records[at] = {
    ...record,
    ...(record.targetServiceRevision && { targetServiceRevision: fresh(record.targetServiceRevision) }),
    sourceServiceRevisions: (record.sourceServiceRevisions ?? []).map(fresh),
  };
}

function countOf(tasks: readonly Task[], requested: number | undefined): Counts {
  const wanted = tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  const running = wanted.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
  return { requested: requested ?? wanted.length, running, pending: wanted.length - running };
}

function shown({ requested, running, pending }: Counts = { requested: 0, running: 0, pending: 0 }) {
  return { requestedTaskCount: requested, runningTaskCount: running, pendingTaskCount: pending };
}
