import { describeDBInstances, describeGlobalClusters } from '../../aws/changes/rds.ts';
import type { Condition, NamedRead } from '../../model/plan.ts';

/**
 * A cluster is the one that is written to, of a global cluster.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_GlobalCluster.html
 */
export function globalWriter(id: string, cluster: string, region: string): Condition {
  const one = 'g.GlobalClusters[0]';
  return {
    says: `${cluster} is written to`,
    reads: [globalRead(id, region)],
    met: `${one}.Status == 'available' && (${one}.GlobalClusterMembers[?IsWriter] | [0].DBClusterArn) == '${cluster}'`,
    failed: [],
    unsure: [],
    observed: `join('', ['the global cluster is ', ${one}.Status || 'not there', ', written to is ', (${one}.GlobalClusterMembers[?IsWriter] | [0].DBClusterArn) || 'none'])`,
  };
}

/** A change of the writer was taken by AWS: it is made, or under way. */
export function globalChanging(id: string, cluster: string, region: string): Condition {
  const writer = globalWriter(id, cluster, region);
  const status = "contains(['switching-over', 'failing-over'], g.GlobalClusters[0].Status || '')";
  return { ...writer, says: `${cluster} is written to, or about to be`, met: `${status} || (${writer.met})` };
}

/** Nothing is being done to a global cluster. */
export function globalAvailable(id: string, region: string): Condition {
  return {
    says: `${id} is available`,
    reads: [globalRead(id, region)],
    met: "g.GlobalClusters[0].Status == 'available'",
    failed: [],
    unsure: [],
    observed: "join('', ['the global cluster is ', g.GlobalClusters[0].Status || 'not there'])",
  };
}

/**
 * An instance replicates from none any more, and can be written to.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html
 */
export function standsAlone(id: string, region: string): Condition {
  return {
    says: `${id} stands alone and is available`,
    reads: [instanceRead(id, region)],
    met: `i.DBInstances[0].DBInstanceStatus == 'available' && ${NO_SOURCE}`,
    failed: [{ when: 'i == `null`', because: `'${id} is not there any more'` }],
    unsure: [],
    observed: `join('', ['${id} is ', i.DBInstances[0].DBInstanceStatus || 'not there', ', ', ${NO_SOURCE} && 'replicates from none' || 'still replicates'])`,
  };
}

/** A promotion was taken by AWS: a replica that is being changed is being promoted by us, who hold its lock. */
export function isPromoted(id: string, region: string): Condition {
  const busy = "contains(['modifying', 'rebooting', 'backing-up'], i.DBInstances[0].DBInstanceStatus || '')";
  return { ...standsAlone(id, region), says: `${id} is promoted, or about to be`, met: `${busy} || ${NO_SOURCE}` };
}

const NO_SOURCE =
  '(i.DBInstances[0] && i.DBInstances[0].ReadReplicaSourceDBInstanceIdentifier == `null` && i.DBInstances[0].ReadReplicaSourceDBClusterIdentifier == `null`)';

function instanceRead(id: string, region: string): NamedRead {
  const call = describeDBInstances({ DBInstanceIdentifier: id }, region);
  return { as: 'i', call, absent: ['DBInstanceNotFound', 'DBInstanceNotFoundFault'] };
}

function globalRead(id: string, region: string): NamedRead {
  return { as: 'g', call: describeGlobalClusters({ GlobalClusterIdentifier: id }, region), absent: [] };
}
