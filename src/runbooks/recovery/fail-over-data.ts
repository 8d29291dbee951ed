import { failoverGlobalCluster, promoteReadReplica, switchoverGlobalCluster } from '../../aws/changes/rds.ts';
import type { Aws } from '../../aws/execution.ts';
import { describeGlobalClusters, type GlobalCluster } from '../../aws/rds.ts';
import { orAbsent } from '../../aws/read.ts';
import { Refused } from '../../model/errors.ts';
import { databaseWorkable } from '../conditions/rds-instances.ts';
import { inRegion } from '../conditions/in-region.ts';
import { globalAvailable, globalChanging, globalWriter, isPromoted, standsAlone } from '../conditions/rds-global.ts';
import type { PlanBuilder } from '../define.ts';
import { findInstance, refuseUnlessWorkable } from '../look/database.ts';

/** Makes a read replica a database of its own. There is no way back for it: another takes its place. */
export async function promoteReplica(there: Aws, plan: PlanBuilder, id: string): Promise<void> {
  const { region } = there;
  const replica = await findInstance(there, id);
  if (!replica) throw new Refused(`there is no database ${id} in ${there.account}/${region}: nothing was planned`);
  const source = replica.ReadReplicaSourceDBInstanceIdentifier;
  plan.lock(`rds/${id}`, region);
  if (source === undefined) return plan.warn(`${id} replicates from none: it needs no promotion.`);
  refuseUnlessWorkable({ id, status: replica.DBInstanceStatus ?? 'in no state' });
  plan.fact('Promoted', { replica: id, from: source });
  plan.warn(`What ${source} has not sent to ${id} by then is lost, and what is written to it afterwards stays there.`);
  plan.warn(`Promoting ${id} cannot be undone: a new replica of it has to be made where its source is.`);
  plan.approve('promotion', { title: `Promote ${id}: it stops replicating from ${source}, for good` });
  plan.change('promote', {
    title: `Promote ${id}`,
    call: promoteReadReplica(
      {
        DBInstanceIdentifier: id,
        BackupRetentionPeriod: replica.BackupRetentionPeriod || 7,
        PreferredBackupWindow: replica.PreferredBackupWindow,
      },
      region,
    ),
    before: { replicatesFrom: source },
    after: { replicatesFrom: null },
    impact: 'irreversible',
    require: [inRegion(databaseWorkable('instance', id), region)],
    already: isPromoted(id, region),
    undo: { impossible: `${id} replicates no more: make a new replica of whichever database is written to` },
  });
  plan.wait('promoted', {
    title: `${id} can be written to`,
    until: standsAlone(id, region),
    every: '15s',
    within: '1h',
    takes: '8m',
  });
}

export interface GlobalMove {
  readonly id: string;
  /** The ARN of the cluster that becomes the writer. */
  readonly to: string;
  /** Whether what the writer has not sent yet may be lost: where it cannot be reached, there is no other way. */
  readonly dataLoss: boolean;
}

/** Makes another cluster of a global one the writer: a switchover, which loses nothing, or a fail-over, which may. */
export async function moveWriter(here: Aws, plan: PlanBuilder, { id, to, dataLoss }: GlobalMove): Promise<void> {
  const cluster = await findGlobal(here, id);
  const { GlobalClusterMembers: members = [], Status } = cluster;
  const from = members.find(({ IsWriter }) => IsWriter)?.DBClusterArn ?? '';
  const known = members.map(({ DBClusterArn = '' }) => DBClusterArn);
  if (!known.includes(to)) throw new Refused(`${to} is not in the global cluster ${id}: it has ${known.join(', ')}`);
  if (from === to) return plan.warn(`${to} is written to already.`);
  plan.refuseIf(Status !== 'available', `the global cluster ${id} is ${Status ?? 'in no state'}`);
  plan.lock(`rds/${id}`, 'global');
  plan.fact('Writer of the global cluster', { id, now: from, afterwards: to });
  const call = { GlobalClusterIdentifier: id, TargetDbClusterIdentifier: to };
  const [place, home] = [regionOf(to), regionOf(from)];
  if (dataLoss) plan.warn(`What ${from} has not sent to ${to} by then is lost.`);
  plan.approve('writer', { title: `Let ${to} be written to instead of ${from}` });
  // The one that is left takes the order; where it cannot be reached, the one that takes over does.
  // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html
  plan.change('move-writer', {
    title: dataLoss ? `Fail the global cluster ${id} over` : `Switch the global cluster ${id} over`,
    call: dataLoss
      ? failoverGlobalCluster({ ...call, AllowDataLoss: true }, place)
      : switchoverGlobalCluster(call, home),
    before: { writer: from },
    after: { writer: to },
    impact: 'disruptive',
    require: [globalAvailable(id, place)],
    already: globalChanging(id, to, place),
    undo: {
      ...switchoverGlobalCluster({ GlobalClusterIdentifier: id, TargetDbClusterIdentifier: from }, place),
      first: globalAvailable(id, place),
      until: globalWriter(id, from, place),
      within: '1h',
    },
  });
  plan.wait('writer-moved', {
    title: `${to} is written to`,
    until: globalWriter(id, to, place),
    every: '15s',
    within: '1h',
    takes: '3m',
  });
}

/** The member of a global cluster in one region. @throws Refused where there is none */
export async function memberIn(here: Aws, id: string, region: string): Promise<string> {
  const { GlobalClusterMembers: members = [] } = await findGlobal(here, id);
  const found = members.find(({ DBClusterArn = '' }) => regionOf(DBClusterArn) === region)?.DBClusterArn;
  if (found !== undefined) return found;
  throw new Refused(`the global cluster ${id} has no cluster in ${region}: there is no way back there`);
}

async function findGlobal(here: Aws, id: string): Promise<GlobalCluster> {
  const found = await orAbsent(
    describeGlobalClusters(here, { GlobalClusterIdentifier: id }),
    'GlobalClusterNotFoundFault',
    'GlobalClusterNotFound',
  );
  const [cluster] = found ?? [];
  if (cluster) return cluster;
  throw new Refused(`there is no global cluster ${id} in ${here.account}: nothing was planned`);
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
