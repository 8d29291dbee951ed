import { type Deployment, lastPart, type Service } from '../../aws/ecs.ts';
import { fail, pass, type Resource, type Verdict } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import type { FailedDeployment } from './service-deployments.ts';
import type { Told } from './service-events.ts';

/** A deployment that ended badly, as AWS records it; less pressing where a later one has succeeded. */
export function rolledBack(
  resource: Resource,
  service: Service,
  { failed, repairedAt }: FailedDeployment,
  events: readonly Told[],
): Verdict {
  const { status = '', statusReason = 'AWS gives no reason.', finishedAt, startedAt, createdAt } = failed;
  const at = finishedAt ?? startedAt ?? createdAt;
  const evidence = {
    ...evidenceOf(service, primaryOf(service), events, 'read'),
    serviceDeployment: {
      arn: failed.serviceDeploymentArn ?? null,
      status,
      statusReason,
      startedAt: startedAt?.toISOString() ?? null,
      finishedAt: finishedAt?.toISOString() ?? null,
      revision: failed.targetServiceRevisionArn ?? null,
    },
    repairedAt: repairedAt?.toISOString() ?? null,
  };
  const when = at ? ` at ${at.toISOString()}` : '';
  const ended = `${resource.id}: a deployment ended ${status}${when}: ${statusReason.replace(/\.*$/, '')}`;
  if (repairedAt) {
    const reason = `${ended}; a later one succeeded at ${repairedAt.toISOString()}.`;
    return fail(resource, reason, evidence, { severity: 'low' });
  }
  return fail(resource, `${ended}.`, evidence);
}

/** Where AWS does not let us read the service's deployments, its events are evidence enough. */
export function spokenOf(resource: Resource, service: Service, events: readonly Told[], read: string): Verdict {
  const oldest = events.at(-1);
  const what = oldest ? ` at ${oldest.at.toISOString()}: ${oldest.message}` : '.';
  const evidence = evidenceOf(service, primaryOf(service), events, read);
  return fail(resource, `${resource.id}: a deployment failed${what}`, evidence);
}

export function passing(resource: Resource, service: Service, serviceDeployments: string): Verdict {
  const primary = primaryOf(service);
  const evidence = evidenceOf(service, primary, [], serviceDeployments);
  const controller = service.deploymentController?.type ?? 'ECS';
  if (controller !== 'ECS') {
    const set = service.taskSets?.find(({ status }) => status === 'PRIMARY');
    const stability = set?.stabilityStatus ? `; its primary task set is in ${set.stabilityStatus}` : '';
    const reason = `${resource.id} is deployed by ${controller}, which keeps its rollouts itself${stability}.`;
    return pass(resource, reason, { ...evidence, controller });
  }
  const version = lastPart(primary?.taskDefinition ?? service.taskDefinition ?? '');
  const state = primary?.rolloutState;
  if (!state) return pass(resource, `${resource.id}: no deployment has failed.`, evidence);
  const at = (state === 'COMPLETED' ? primary.updatedAt : primary.createdAt)?.toISOString();
  return pass(
    resource,
    `${resource.id}: the deployment of ${version} is ${state}${at ? ` since ${at}` : ''}.`,
    evidence,
  );
}

export function primaryOf(service: Service): Deployment | undefined {
  return service.deployments?.find(({ status }) => status === 'PRIMARY');
}

export function evidenceOf(
  service: Service,
  deployment: Deployment | undefined,
  events: readonly Told[],
  serviceDeployments: string,
): JsonObject {
  return {
    taskDefinition: lastPart(deployment?.taskDefinition ?? service.taskDefinition ?? ''),
    deployment: deployment?.id ?? null,
    rolloutState: deployment?.rolloutState ?? null,
    rolloutStateReason: deployment?.rolloutStateReason ?? null,
    failedTasks: deployment?.failedTasks ?? 0,
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    failureEvents: events.slice(0, 10).map(({ at, message }) => ({ at: at.toISOString(), message })),
    serviceDeployments,
  };
}
