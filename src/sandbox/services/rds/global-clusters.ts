import type * as Rds from '@aws-sdk/client-rds';
import type { FailoverState, GlobalCluster, GlobalClusterMember } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { changeCluster, withWriter } from './clusters.ts';
import { happenedToCluster } from './happened.ts';
import { filtered, type FilterTable, isNamed, notFound, rdsPage, required } from './listing.ts';
import { regionOf } from './rename.ts';
import { combination } from './settings.ts';
import { MINUTE_MS } from './stages.ts';

/** Where the newcomer's global clusters were begun: they belong to no region, and are kept in this one. */
export const KEPT_IN = 'us-east-1';

const FILTERS: FilterTable<GlobalCluster> = {
  'db-cluster-id': ({ GlobalClusterMembers: members = [] }) =>
    members.map(({ DBClusterArn: arn = '' }) => arn.replace(/^arn:.*:/, '')),
  region: ({ GlobalClusterMembers: members = [] }) => members.map(({ DBClusterArn: arn = '' }) => arn.split(':')[3]),
};

/** How long writes are not possible: a switchover waits for the secondary to catch up, a fail-over does not. */
const TAKES_MS = { switchover: 2 * MINUTE_MS, failover: MINUTE_MS } as const;

type Kind = keyof typeof TAKES_MS;

export const globalClusters = {
  DescribeGlobalClusters(input, context) {
    const { GlobalClusterIdentifier: wanted } = input;
    const found = homeOf(context).rds.globalClusters.filter(
      ({ GlobalClusterIdentifier: id, GlobalClusterArn: arn }) => wanted === undefined || isNamed(wanted, id, arn),
    );
    if (wanted !== undefined && found.length === 0) throw unknown(wanted);
    const { items, marker } = rdsPage(filtered(found, input.Filters, FILTERS), input);
    return { GlobalClusters: items, ...marker };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_SwitchoverGlobalCluster.html */
  SwitchoverGlobalCluster: (input, context) => handOver(context, input, 'switchover'),

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverGlobalCluster.html */
  FailoverGlobalCluster(input, context) {
    const { AllowDataLoss: loss, Switchover: switchover } = input;
    if (loss !== undefined && switchover !== undefined) {
      throw combination('AllowDataLoss and Switchover cannot be specified together.');
    }
    return handOver(context, input, loss ? 'failover' : 'switchover');
  },
} satisfies Handlers<typeof Rds>;

function handOver(
  context: SandboxContext,
  input: Rds.SwitchoverGlobalClusterCommandInput,
  kind: Kind,
): { GlobalCluster: GlobalCluster } {
  const name = required(input.GlobalClusterIdentifier, 'GlobalClusterIdentifier');
  const target = required(input.TargetDbClusterIdentifier, 'TargetDbClusterIdentifier');
  const cluster = homeOf(context).rds.globalClusters.find((one) =>
    isNamed(name, one.GlobalClusterIdentifier, one.GlobalClusterArn),
  );
  if (!cluster) throw unknown(name);
  const { GlobalClusterMembers: members = [] } = cluster;
  const next = members.find(({ DBClusterArn: arn }) => arn === target);
  const writer = members.find(({ IsWriter }) => IsWriter);
  if (!next) throw notFound('DBClusterNotFoundFault', `${target} is not a member of the global cluster ${name}.`);
  if (cluster.Status !== 'available') {
    throw new SandboxError('InvalidGlobalClusterStateFault', `Global cluster ${name} is not in available state.`);
  }
  if (next === writer) {
    const message = `${target} is the primary cluster of ${name} already.`;
    throw new SandboxError('InvalidDBClusterStateFault', message);
  }
  const { DBClusterArn: from = '' } = writer ?? {};
  const Status = kind === 'switchover' ? 'switching-over' : 'failing-over';
  const failing: FailoverState = {
    Status: 'failing-over',
    FromDbClusterArn: from,
    ToDbClusterArn: target,
    IsDataLossAllowed: kind === 'failover',
  };
  const begun = change(context, cluster, { Status, FailoverState: failing });
  context.world.clock.after(TAKES_MS[kind], () => {
    change(context, cluster, {
      Status: 'available',
      FailoverState: undefined,
      GlobalClusterMembers: members.map((member) => memberAfter(member, members, target)),
    });
    promote(context, target, kind);
    demote(context, from, target);
  });
  return { GlobalCluster: { ...begun } };
}

function memberAfter(
  member: GlobalClusterMember,
  members: readonly GlobalClusterMember[],
  writer: string,
): GlobalClusterMember {
  const IsWriter = member.DBClusterArn === writer;
  const others = members.flatMap(({ DBClusterArn: arn = '' }) => (arn === writer ? [] : [arn]));
  return { ...member, IsWriter, Readers: IsWriter ? others : [] };
}

/** The first of its instances writes from now on. */
function promote(context: SandboxContext, arn: string, kind: Kind): void {
  const region = regionOf(context, arn);
  const cluster = region.rds.clusters.find(({ DBClusterArn }) => DBClusterArn === arn);
  if (!cluster) return;
  const [first] = cluster.DBClusterMembers ?? [];
  changeCluster(region.rds, cluster.DbClusterResourceId, {
    DBClusterMembers: withWriter(cluster, first?.DBInstanceIdentifier),
    ReplicationSourceIdentifier: undefined,
  });
  happenedToCluster({ ...context, region }, cluster, `global-${kind}`, `Global ${kind} to this DB cluster completed.`);
}

function demote(context: SandboxContext, arn: string, source: string): void {
  const region = regionOf(context, arn);
  const cluster = region.rds.clusters.find(({ DBClusterArn }) => DBClusterArn === arn);
  if (!cluster) return;
  changeCluster(region.rds, cluster.DbClusterResourceId, {
    DBClusterMembers: withWriter(cluster, undefined),
    ReplicationSourceIdentifier: source,
  });
}

function change(context: SandboxContext, { GlobalClusterArn: arn }: GlobalCluster, values: Partial<GlobalCluster>) {
  const { globalClusters: all } = homeOf(context).rds;
  const at = all.findIndex((one) => one.GlobalClusterArn === arn);
  const old = all[at];
  if (!old) return undefined;
  const changed = { ...old, ...values };
  all[at] = changed;
  return changed;
}

function homeOf({ world, account }: SandboxContext): SandboxContext['region'] {
  return world.region(account.id, KEPT_IN);
}

function unknown(name: string): SandboxError {
  return notFound('GlobalClusterNotFoundFault', `Global cluster ${name} not found.`);
}
