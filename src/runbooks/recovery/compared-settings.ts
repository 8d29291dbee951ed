import type { DBInstance } from '../../aws/rds.ts';
import type { Json } from '../../model/json.ts';
import type { Setting } from '../conditions/rds-instances.ts';
import { allocatedGibOf, isOfSameMajor, type Origin, securityGroupsOf } from './source-settings.ts';

/** What an instance must have in common with its source before it may take its place. */
export function comparedSettings(source: DBInstance, origin: Origin): Setting[] {
  return [
    same('class', 'DBInstanceClass', source.DBInstanceClass),
    same('port', 'Endpoint.Port', source.Endpoint?.Port),
    same('subnet group', 'DBSubnetGroup.DBSubnetGroupName', source.DBSubnetGroup?.DBSubnetGroupName),
    same('security groups', 'sort(VpcSecurityGroups[].VpcSecurityGroupId)', securityGroupsOf(source)),
    same('Multi-AZ', 'MultiAZ', source.MultiAZ ?? false),
    same('public access', 'PubliclyAccessible', source.PubliclyAccessible ?? false),
    ...groups(source, origin),
    ...storage(source, origin),
    same('IAM authentication', 'IAMDatabaseAuthenticationEnabled', source.IAMDatabaseAuthenticationEnabled ?? false),
    same('log exports', 'sort(EnabledCloudwatchLogsExports || `[]`)', [...logs(source)].toSorted()),
    same('certificate authority', 'CACertificateIdentifier', source.CACertificateIdentifier),
    same('tags for snapshots', 'CopyTagsToSnapshot', source.CopyTagsToSnapshot ?? false),
    same('minor version upgrades', 'AutoMinorVersionUpgrade', source.AutoMinorVersionUpgrade),
    same('backup retention', 'BackupRetentionPeriod', source.BackupRetentionPeriod),
    same('backup window', 'PreferredBackupWindow', source.PreferredBackupWindow),
    same('maintenance window', 'PreferredMaintenanceWindow', source.PreferredMaintenanceWindow),
    same('monitoring', 'MonitoringInterval || `0`', source.MonitoringInterval ?? 0),
    same('monitoring role', 'MonitoringRoleArn', source.MonitoringRoleArn),
    same('Performance Insights', 'PerformanceInsightsEnabled || `false`', source.PerformanceInsightsEnabled ?? false),
    same('deletion protection', 'DeletionProtection', source.DeletionProtection ?? false),
  ];
}

function groups(source: DBInstance, origin: Origin): Setting[] {
  if (!isOfSameMajor(source, origin)) return [];
  const [parameters] = source.DBParameterGroups ?? [];
  const [options] = source.OptionGroupMemberships ?? [];
  return [
    same('parameter group', 'DBParameterGroups[0].DBParameterGroupName', parameters?.DBParameterGroupName),
    same('option group', 'OptionGroupMemberships[0].OptionGroupName', options?.OptionGroupName),
  ];
}

function storage(source: DBInstance, origin: Origin): Setting[] {
  const size = same('storage', 'AllocatedStorage', allocatedGibOf(source, origin));
  return [
    same('storage type', 'StorageType', source.StorageType),
    ...(source.Engine?.startsWith('sqlserver') === true ? [] : [size]),
    same('IOPS', 'Iops', source.Iops),
    same('storage throughput', 'StorageThroughput', source.StorageThroughput),
    same('storage limit', 'MaxAllocatedStorage', source.MaxAllocatedStorage),
  ];
}

function logs({ EnabledCloudwatchLogsExports = [] }: DBInstance): readonly string[] {
  return EnabledCloudwatchLogsExports;
}

/** What the source does not have, the other must not have either. */
function same(name: string, path: string, value: Json | undefined): Setting {
  return { name, path, value: value ?? null };
}
