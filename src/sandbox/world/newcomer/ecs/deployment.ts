import type { Service, ServiceDeployment, ServiceRevision } from '@aws-sdk/client-ecs';
import type { Place } from '../cast.ts';
import { ecsArn, ecsNumber, taskDefinitionArn } from './arns.ts';

export interface DeploymentPlan {
  readonly service: Service;
  readonly revision: number;
  readonly from?: number;
  readonly createdAt: Date;
  readonly finishedAt: Date;
}

/** What ECS records of one roll-out that went well. */
export function succeededDeployment(place: Place, plan: DeploymentPlan): ServiceDeployment {
  const { service, revision, from, createdAt, finishedAt } = plan;
  const tasks = service.desiredCount ?? 0;
  return {
    serviceDeploymentArn: ecsArn(place, 'service-deployment', ...namesOf(service), idOf(place, service, revision)),
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    createdAt,
    startedAt: new Date(createdAt.getTime() + 1000),
    finishedAt,
    updatedAt: finishedAt,
    sourceServiceRevisions:
      from === undefined
        ? []
        : [{ arn: revisionArn(place, service, from), requestedTaskCount: 0, runningTaskCount: 0, pendingTaskCount: 0 }],
    targetServiceRevision: {
      arn: revisionArn(place, service, revision),
      requestedTaskCount: tasks,
      runningTaskCount: tasks,
      pendingTaskCount: 0,
    },
    status: 'SUCCESSFUL',
    deploymentConfiguration: service.deploymentConfiguration,
    deploymentCircuitBreaker: { status: 'MONITORING_COMPLETE', failureCount: 0, threshold: 3 },
    alarms: { status: 'DISABLED' },
  };
}

/** A roll-out whose tasks failed three times, and what the circuit breaker did. */
export function rolledBackDeployment(
  place: Place,
  plan: DeploymentPlan & { readonly from: number },
): ServiceDeployment {
  const reason = 'Service deployment rolled back because the circuit breaker threshold was exceeded.';
  return {
    ...succeededDeployment(place, plan),
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: reason,
    targetServiceRevision: {
      arn: revisionArn(place, plan.service, plan.revision),
      requestedTaskCount: 0,
      runningTaskCount: 0,
      pendingTaskCount: 0,
    },
    rollback: {
      reason,
      startedAt: new Date(plan.finishedAt.getTime() - 7 * 60_000),
      serviceRevisionArn: revisionArn(place, plan.service, plan.from),
    },
    deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
  };
}

/** The same without a rollback: the circuit breaker only stopped it. */
export function stoppedDeployment(place: Place, plan: DeploymentPlan): ServiceDeployment {
  return {
    ...succeededDeployment(place, plan),
    status: 'STOPPED',
    statusReason: 'Service deployment stopped because the circuit breaker threshold was exceeded.',
    stoppedAt: plan.finishedAt,
    targetServiceRevision: {
      arn: revisionArn(place, plan.service, plan.revision),
      requestedTaskCount: plan.service.desiredCount ?? 0,
      runningTaskCount: 0,
      pendingTaskCount: 0,
    },
    deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
  };
}

export function serviceRevision(place: Place, service: Service, revision: number, createdAt: Date): ServiceRevision {
  const name = service.serviceName ?? '';
  const image = `${place.accountId}.dkr.ecr.${place.region}.amazonaws.com/${name}:1.${revision}.0`;
  return {
    serviceRevisionArn: revisionArn(place, service, revision),
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    taskDefinition: taskDefinitionArn(place, name, revision),
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    loadBalancers: service.loadBalancers,
    networkConfiguration: service.networkConfiguration,
    containerImages: [{ containerName: name, image }],
    guardDutyEnabled: false,
    createdAt,
  };
}

function revisionArn(place: Place, service: Service, revision: number): string {
  const names = namesOf(service);
  return ecsArn(place, 'service-revision', ...names, ecsNumber(place, 'revision', ...names, String(revision)));
}

function idOf(place: Place, service: Service, revision: number): string {
  return ecsNumber(place, 'service-deployment', ...namesOf(service), String(revision));
}

function namesOf({ serviceArn = '' }: Service): readonly [string, string] {
  const [, cluster = '', service = ''] = serviceArn.split('/');
  return [cluster, service];
}
