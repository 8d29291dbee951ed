import { z } from 'zod';
import type { Aws } from '../../aws/execution.ts';
import { type DBCluster, type DBInstance, describeDBClusters, describeDBInstances } from '../../aws/rds.ts';
import { orAbsent } from '../../aws/read.ts';
import { Refused } from '../../model/errors.ts';

/** What a database identifier names: an instance with storage of its own, or a cluster. */
export type Database =
  | { readonly kind: 'instance'; readonly id: string; readonly status: string; readonly instance: DBInstance }
  | { readonly kind: 'cluster'; readonly id: string; readonly status: string; readonly cluster: DBCluster };

/** As AWS keeps it, whatever it is written like: locks and names go by it. Of an ARN, its end. */
export const databaseName = z
  .string()
  .min(1)
  .transform((text) => text.slice(text.lastIndexOf(':') + 1).toLowerCase());

/** AWS takes a snapshot in either: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html */
const WORKABLE = ['available', 'storage-optimization'] as const;

/**
 * A database instance or cluster of that name.
 * @throws Refused where there is none, or where it is a member of a cluster, whose data are the cluster's
 */
export async function lookAtDatabase(aws: Aws, id: string): Promise<Database> {
  const instance = await findInstance(aws, id);
  const owner = instance?.DBClusterIdentifier;
  if (owner !== undefined) {
    throw new Refused(`${id} is a member of the cluster ${owner}, which has the data: use database=${owner}`);
  }
  if (instance) return { kind: 'instance', id, status: instance.DBInstanceStatus ?? 'in no state', instance };
  const [cluster] =
    (await orAbsent(
      describeDBClusters(aws, { DBClusterIdentifier: id }),
      'DBClusterNotFound',
      'DBClusterNotFoundFault',
    )) ?? [];
  if (cluster) return { kind: 'cluster', id, status: cluster.Status ?? 'in no state', cluster };
  throw new Refused(`there is no database ${id} in ${aws.account}/${aws.region}: nothing was planned`);
}

export async function findInstance(aws: Aws, id: string): Promise<DBInstance | undefined> {
  const found = await orAbsent(
    describeDBInstances(aws, { DBInstanceIdentifier: id }),
    'DBInstanceNotFound',
    'DBInstanceNotFoundFault',
  );
  return found?.[0];
}

/** @throws Refused while something is being done to it, or where it is stopped */
export function refuseUnlessWorkable({ id, status }: Pick<Database, 'id' | 'status'>): void {
  if (WORKABLE.some((one) => one === status)) return;
  throw new Refused(`${id} is ${status}: it has to be available; nothing was planned`);
}
