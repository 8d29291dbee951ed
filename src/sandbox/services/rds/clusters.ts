import type * as Rds from '@aws-sdk/client-rds';
import type { DBCluster } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import type { RdsState } from '../../world/newcomer/rds.ts';
import { happenedToCluster } from './happened.ts';
import { isNamed, notFound, required } from './listing.ts';
import { SECOND_MS } from './stages.ts';

/** Of Aurora: less than a minute, mostly. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html */
const FAIL_OVER_MS = 35 * SECOND_MS;

export const clusters = {
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverDBCluster.html */
  FailoverDBCluster(input, context) {
    const { region, world } = context;
    const cluster = clusterNamed(context, input.DBClusterIdentifier);
    const { DBClusterIdentifier: id, DbClusterResourceId: resource } = cluster;
    const { DBClusterMembers: members = [] } = cluster;
    const target = input.TargetDBInstanceIdentifier?.toLowerCase();
    if (cluster.Status !== 'available') throw wrongState(`Cluster ${id} is not in available state.`);
    const readers = members.filter((member) => !member.IsClusterWriter);
    const next = readers.find((member) => target === undefined || member.DBInstanceIdentifier === target);
    if (readers.length === members.length) throw wrongState(`Cluster ${id} is a secondary of a global cluster.`);
    if (readers.length === 0) throw wrongState(`Cannot failover cluster ${id} because it has no reader to promote.`);
    if (!next) throw notFound('DBInstanceNotFound', `${target} is not a reader of cluster ${id}.`);
    changeCluster(region.rds, resource, { Status: 'failing-over' });
    happenedToCluster(
      context,
      cluster,
      'failover',
      `Started cross AZ failover to DB instance: ${next.DBInstanceIdentifier}`,
    );
    world.clock.after(FAIL_OVER_MS, () => {
      const late = region.rds.clusters.find((one) => one.DbClusterResourceId === resource);
      const changed = changeCluster(region.rds, resource, {
        Status: 'available',
        DBClusterMembers: withWriter(late ?? cluster, next.DBInstanceIdentifier),
      });
      if (changed) {
        const words = `Completed failover to DB instance: ${next.DBInstanceIdentifier}`;
        happenedToCluster(context, changed, 'failover', words);
      }
    });
    return { DBCluster: { ...region.rds.clusters.find((one) => one.DbClusterResourceId === resource) } };
  },
} satisfies Handlers<typeof Rds>;

export function clusterNamed({ region }: SandboxContext, wanted: string | undefined): DBCluster {
  const name = required(wanted, 'DBClusterIdentifier');
  const found = region.rds.clusters.find(({ DBClusterIdentifier: id, DBClusterArn: arn }) => isNamed(name, id, arn));
  if (!found) throw notFound('DBClusterNotFoundFault', `DBCluster ${name} not found.`);
  return found;
}

/** Puts a changed cluster in the place of the old one. */
export function changeCluster(
  rds: RdsState,
  resource: string | undefined,
  change: Partial<DBCluster>,
): DBCluster | undefined {
  const at = rds.clusters.findIndex((one) => one.DbClusterResourceId === resource);
  const old = rds.clusters[at];
  if (!old) return undefined;
  const changed = { ...old, ...change };
  rds.clusters[at] = changed;
  return changed;
}

/** The members with this one as their writer; with none, as in a secondary of a global cluster. */
export function withWriter({ DBClusterMembers: members = [] }: DBCluster, writer: string | undefined) {
  return members.map((member) => ({ ...member, IsClusterWriter: member.DBInstanceIdentifier === writer }));
}

function wrongState(message: string): SandboxError {
  return new SandboxError('InvalidDBClusterStateFault', message);
}
