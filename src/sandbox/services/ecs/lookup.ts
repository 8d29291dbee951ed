import type { Cluster, Failure, Service } from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { type Page, page } from '../../paging.ts';

export interface ListInput {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** A page of a list as ECS cuts it: at most a hundred, as many unless told otherwise. */
export function ecsPage<T>(items: readonly T[], { nextToken, maxResults }: ListInput, defaultSize = 100): Page<T> {
  return page(items, {
    token: nextToken,
    size: maxResults,
    defaultSize,
    most: 100,
    badSize: 'InvalidParameterException',
    badToken: 'InvalidParameterException',
  });
}

/** By name or ARN; the cluster `default` where none is named. */
export function findCluster({ region }: SandboxContext, named: string | undefined): Cluster | undefined {
  const name = lastPart(named ?? 'default');
  return region.ecs.clusters.find(({ clusterName, clusterArn }) =>
    named?.startsWith('arn:') ? clusterArn === named : clusterName === name,
  );
}

/** @throws SandboxError as ECS answers for a cluster that is not there, or not any more */
export function getCluster(context: SandboxContext, named: string | undefined): Cluster {
  const cluster = findCluster(context, named);
  if (!cluster) throw new SandboxError('ClusterNotFoundException', 'Cluster not found.');
  if (cluster.status === 'INACTIVE') {
    throw new SandboxError('ClusterNotFoundException', 'The referenced cluster was inactive.');
  }
  return cluster;
}

/** By name or ARN, among the services of one cluster. */
export function findService({ region }: SandboxContext, cluster: Cluster, named: string): Service | undefined {
  return region.ecs.services.find(
    ({ serviceName, serviceArn, clusterArn }) =>
      clusterArn === cluster.clusterArn && (named.startsWith('arn:') ? serviceArn === named : serviceName === named),
  );
}

/** @throws SandboxError where the service is not there */
export function getService(context: SandboxContext, cluster: Cluster, named: string): Service {
  const service = findService(context, cluster, named);
  if (!service) throw new SandboxError('ServiceNotFoundException', 'Service not found.');
  return service;
}

/** The ARNs or names that a batch operation was given: at least one, at most what AWS allows. */
export function batchOf(names: readonly string[] | undefined, most: number, what: string): readonly string[] {
  if (!names || names.length === 0) {
    throw new SandboxError('InvalidParameterException', `${what} cannot be empty.`);
  }
  if (names.length > most) {
    throw new SandboxError('InvalidParameterException', `${what} cannot have more than ${most} entries.`);
  }
  return names;
}

/** What stands in `failures` for each name that nothing has. */
export function missing({ region }: SandboxContext, kind: string, named: string): Failure {
  const arn = named.startsWith('arn:') ? named : `arn:aws:ecs:${region.name}:${region.accountId}:${kind}/${named}`;
  return { arn, reason: 'MISSING' };
}

export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
