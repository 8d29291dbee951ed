import type { DBInstance } from '@aws-sdk/client-rds';
import type { SandboxContext } from '../../handlers.ts';
import { endpoint, rdsArn } from '../../world/newcomer/rds/makers.ts';
import { happened } from './happened.ts';
import { changeInstance } from './instances.ts';
import { publishRenamed } from './published.ts';

/**
 * Another name, and with it another ARN and another endpoint. Its resource id, its backups and its replicas stay its own.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html
 */
export function rename(context: SandboxContext, instance: DBInstance, name: string): Partial<DBInstance> {
  const { region } = context;
  const place = { accountId: region.accountId, region: region.name };
  const { DBInstanceIdentifier: old = '', DBInstanceArn: oldArn = '' } = instance;
  if (region.rds.instances.some((one) => one.DBInstanceIdentifier === name)) {
    // Somebody took the name between the request and the maintenance window.
    happened(context, instance, 'failure', `Unable to rename instance to ${name}: the name is in use`);
    return { PendingModifiedValues: {} };
  }
  const renamed: Partial<DBInstance> = {
    DBInstanceIdentifier: name,
    DBInstanceArn: rdsArn(place, 'db', name),
    Endpoint: endpoint(place, name, instance.Endpoint?.Port ?? 5432),
    PendingModifiedValues: {},
  };
  if (region.rds.stalledBackups.delete(old)) region.rds.stalledBackups.add(name);
  publishRenamed(context, { ...instance, ...renamed });
  region.rds.pendingMaintenance.forEach((one, at) => {
    if (one.ResourceIdentifier !== oldArn) return;
    region.rds.pendingMaintenance[at] = { ...one, ResourceIdentifier: renamed.DBInstanceArn };
  });
  tellCluster(context, old, name);
  tellReplicas(context, instance, renamed);
  tellSource(context, instance, oldArn, renamed);
  happened(context, { ...instance, ...renamed }, 'configuration change', `Renamed instance from ${old} to ${name}`);
  return renamed;
}

function tellCluster({ region }: SandboxContext, old: string, name: string): void {
  region.rds.clusters.forEach((cluster, at) => {
    const members = cluster.DBClusterMembers ?? [];
    if (!members.some((member) => member.DBInstanceIdentifier === old)) return;
    region.rds.clusters[at] = {
      ...cluster,
      DBClusterMembers: members.map((member) =>
        member.DBInstanceIdentifier === old ? { ...member, DBInstanceIdentifier: name } : member,
      ),
    };
  });
}

/** A replica knows its source by name in its own region, by ARN in another. */
function tellReplicas(context: SandboxContext, source: DBInstance, renamed: Partial<DBInstance>): void {
  for (const replica of source.ReadReplicaDBInstanceIdentifiers ?? []) {
    const abroad = replica.startsWith('arn:');
    const place = regionOf(context, replica);
    const found = place.rds.instances.find(
      (one) => (abroad ? one.DBInstanceArn : one.DBInstanceIdentifier) === replica,
    );
    changeInstance(place.rds, found?.DbiResourceId, {
      ReadReplicaSourceDBInstanceIdentifier: abroad ? renamed.DBInstanceArn : renamed.DBInstanceIdentifier,
    });
  }
}

function tellSource(
  context: SandboxContext,
  { DBInstanceIdentifier: old, ReadReplicaSourceDBInstanceIdentifier: source }: DBInstance,
  oldArn: string,
  renamed: Partial<DBInstance>,
): void {
  if (source === undefined) return;
  const place = regionOf(context, source);
  const found = place.rds.instances.find((one) => one.DBInstanceArn === source || one.DBInstanceIdentifier === source);
  if (!found) return;
  const { DBInstanceIdentifier: name = '', DBInstanceArn: arn = '' } = renamed;
  changeInstance(place.rds, found.DbiResourceId, {
    ReadReplicaDBInstanceIdentifiers: (found.ReadReplicaDBInstanceIdentifiers ?? []).map((one) =>
      one === old ? name : one === oldArn ? arn : one,
    ),
  });
}

/** The region that an ARN speaks of; a plain name is of this one. */
export function regionOf(context: SandboxContext, name: string): SandboxContext['region'] {
  const [, region] = /^arn:aws[a-z-]*:rds:([a-z0-9-]+):\d{12}:/.exec(name) ?? [];
  return region === undefined ? context.region : context.world.region(context.region.accountId, region);
}
