import type * as Rds from '@aws-sdk/client-rds';
import type { DBInstance, DBInstanceAutomatedBackup } from '@aws-sdk/client-rds';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import type { RdsState } from '../../world/newcomer/rds.ts';
import { rdsArn } from '../../world/newcomer/rds/makers.ts';
import { asOf } from './databases.ts';
import { filtered, type FilterTable, notFound, rdsPage } from './listing.ts';

const FILTERS: FilterTable<DBInstanceAutomatedBackup> = {
  status: ({ Status: status }) => [status],
  'db-instance-id': ({ DBInstanceIdentifier: id }) => [id],
  'dbi-resource-id': ({ DbiResourceId: id }) => [id],
};

export const automatedBackups = {
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstanceAutomatedBackups.html */
  DescribeDBInstanceAutomatedBackups(input, context) {
    const { rds } = context.region;
    const { DBInstanceIdentifier: name, DbiResourceId: resource, DBInstanceAutomatedBackupsArn: arn } = input;
    const all = [
      ...rds.instances.filter((one) => one.BackupRetentionPeriod && !one.DBClusterIdentifier).map(current),
      ...rds.retainedBackups,
    ];
    const found = all.filter(
      (one) =>
        (name === undefined || one.DBInstanceIdentifier === name.toLowerCase()) &&
        (resource === undefined || one.DbiResourceId === resource) &&
        (arn === undefined || one.DBInstanceAutomatedBackupsArn === arn),
    );
    if (found.length === 0 && name !== undefined) {
      throw notFound('DBInstanceAutomatedBackupNotFound', `There is no automated backup of DB instance ${name}.`);
    }
    const { items, marker } = rdsPage(filtered(found, input.Filters, FILTERS), input);
    return { DBInstanceAutomatedBackups: items, ...marker };

    function current(instance: DBInstance): DBInstanceAutomatedBackup {
      return backupOf(context, instance, 'active');
    }
  },
} satisfies Handlers<typeof Rds>;

/** The automated backup of an instance; `creating` until there is a first snapshot. */
export function backupOf(
  { now, region }: SandboxContext,
  instance: DBInstance,
  status: 'active' | 'retained',
): DBInstanceAutomatedBackup {
  const { rds } = region;
  const { LatestRestorableTime: LatestTime } = asOf(now, instance, rds);
  const EarliestTime = earliestRestorable(rds, instance);
  return {
    DBInstanceArn: instance.DBInstanceArn,
    DbiResourceId: instance.DbiResourceId,
    Region: instance.AvailabilityZone?.slice(0, -1),
    DBInstanceIdentifier: instance.DBInstanceIdentifier,
    RestoreWindow: { EarliestTime, LatestTime },
    AllocatedStorage: instance.AllocatedStorage,
    Status: EarliestTime === undefined ? 'creating' : status,
    Port: instance.Endpoint?.Port,
    AvailabilityZone: instance.AvailabilityZone,
    VpcId: instance.DBSubnetGroup?.VpcId,
    InstanceCreateTime: instance.InstanceCreateTime,
    MasterUsername: instance.MasterUsername,
    Engine: instance.Engine,
    EngineVersion: instance.EngineVersion,
    LicenseModel: instance.LicenseModel,
    OptionGroupName: instance.OptionGroupMemberships?.[0]?.OptionGroupName,
    Encrypted: instance.StorageEncrypted,
    StorageType: instance.StorageType,
    KmsKeyId: instance.KmsKeyId,
    IAMDatabaseAuthenticationEnabled: instance.IAMDatabaseAuthenticationEnabled,
    BackupRetentionPeriod: instance.BackupRetentionPeriod,
    BackupTarget: 'region',
    DBInstanceAutomatedBackupsArn: backupArn(region, instance),
  };
}

/** An automated backup has a name of its own, which stays when the instance is renamed. */
export function backupArn(
  { accountId, name }: SandboxContext['region'],
  { DbiResourceId: resource }: DBInstance,
): string {
  return rdsArn({ accountId, region: name }, 'auto-backup', `ab-${resource?.replace(/^db-/, '')}`);
}

/** Logs are of use from the oldest automated snapshot on. */
export function earliestRestorable(rds: RdsState, { DbiResourceId: resource }: DBInstance): Date | undefined {
  const times = rds.snapshots
    .filter((one) => one.DbiResourceId === resource && one.SnapshotType === 'automated' && one.Status === 'available')
    .flatMap(({ SnapshotCreateTime: time }) => time ?? []);
  return times.toSorted((a, b) => a.getTime() - b.getTime())[0];
}
