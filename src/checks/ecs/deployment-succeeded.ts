import { z } from 'zod';
import { clusterServices, type Deployment, ecsCluster, ecsService, lastPart, type Service } from '../../aws/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import { fail, type Resource, type Verdict } from '../../model/finding.ts';
import { defineCheck, judgeEach, unknownFrom } from '../define.ts';
import { evidenceOf, passing, primaryOf, rolledBack, spokenOf } from './deployment-verdicts.ts';
import { readFailedDeployment } from './service-deployments.ts';
import { eventsCutBefore, failureEvents } from './service-events.ts';

export const deploymentSucceeded = defineCheck({
  id: 'ecs-deployment-succeeded',
  title: 'The last ECS deployments succeeded',
  severity: 'high',
  why:
    'A deployment that the circuit breaker rolled back leaves the service running as many tasks as it wants, of the old ' +
    'version: everybody believes that the new one is live.',
  remediation:
    'Read why the tasks of the failed version stopped, repair it and deploy again; while tasks are missing, roll back.',
  runbook: 'deployment/rollback-service',
  calls: [
    'ecs:ListClusters',
    'ecs:DescribeClusters',
    'ecs:ListServices',
    'ecs:DescribeServices',
    'ecs:ListServiceDeployments',
  ],
  settings: z.object({ lookbackHours: z.number().positive().default(24) }),
  async *evaluate({ aws, now, settings }) {
    const since = new Date(now.getTime() - settings.lookbackHours * 3_600_000);
    for (const { cluster, services } of await clusterServices(aws)) {
      if (!services.ok) {
        yield unknownFrom(ecsCluster(aws, cluster), services.fault);
        continue;
      }
      yield* judgeEach(
        services.value,
        (service) => ecsService(aws, service),
        (service) => judge(aws, service, since),
      );
    }
  },
});

/** The service's own answer first; a call of its own only where that speaks of a failure or may have forgotten one. */
async function judge(aws: Aws, service: Service, since: Date): Promise<Verdict> {
  const resource = ecsService(aws, service);
  const rollout = judgeRollout(resource, service, since);
  if (rollout) return rollout;
  const events = failureEvents(service, since);
  if (events.length === 0 && !mayHaveForgotten(service, since)) return passing(resource, service, 'not needed');
  const deployments = await readFailedDeployment(aws, service, since);
  if (deployments.failed) return rolledBack(resource, service, deployments.failed, events);
  if (events.length > 0) return spokenOf(resource, service, events, deployments.read);
  if (deployments.fault && !deployments.unavailable) throw deployments.fault;
  return passing(resource, service, deployments.read);
}

function judgeRollout(resource: Resource, service: Service, since: Date): Verdict | undefined {
  const primary = primaryOf(service);
  const failed = service.deployments?.find((deployment) => isFailed(deployment, since));
  const deployment = failed ?? ((primary?.failedTasks ?? 0) > 0 ? primary : undefined);
  if (!deployment) return undefined;
  const events = failureEvents(service, since);
  const evidence = evidenceOf(service, deployment, events, 'not needed');
  const version = lastPart(deployment.taskDefinition ?? '');
  if (failed) {
    const why = deployment.rolloutStateReason ?? events[0]?.message ?? 'AWS gives no reason.';
    return fail(resource, `${resource.id}: the deployment of ${version} FAILED: ${why}`, evidence);
  }
  const { failedTasks = 0, createdAt } = deployment;
  const begun = createdAt ? `, begun at ${createdAt.toISOString()}` : '';
  const state = deployment.rolloutState ?? 'in an unknown state';
  return fail(
    resource,
    `${resource.id}: ${failedTasks} tasks in a row have failed in the deployment of ${version}${begun} (${state}).`,
    evidence,
  );
}

/** What is INACTIVE has been replaced: it counts while it is news. */
function isFailed({ rolloutState, status, updatedAt, createdAt }: Deployment, since: Date): boolean {
  if (rolloutState !== 'FAILED') return false;
  const changed = updatedAt ?? createdAt;
  return status !== 'INACTIVE' || changed === undefined || changed >= since;
}

/** A hundred events that do not reach back far enough, while a deployment was made or changed: one may have failed. */
function mayHaveForgotten(service: Service, since: Date): boolean {
  const deployed = service.deployments?.some(({ createdAt, updatedAt }) =>
    [createdAt, updatedAt].some((instant) => instant !== undefined && instant >= since),
  );
  return deployed === true && eventsCutBefore(service, since);
}
