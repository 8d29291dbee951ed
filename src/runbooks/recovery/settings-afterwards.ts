import type { modifyDBInstance } from '../../aws/changes/rds.ts';
import type { DBInstance } from '../../aws/rds.ts';

type Afterwards = Omit<Parameters<typeof modifyDBInstance>[0], 'DBInstanceIdentifier' | 'ApplyImmediately'>;

/**
 * The settings of an instance that no restore takes: they are modified once it is available. The two windows go together,
 * since they must not overlap; so does, last, the protection against deletion.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
 */
export function modifiedAfterwards(source: DBInstance): Afterwards {
  const { PreferredBackupWindow, PreferredMaintenanceWindow, MaxAllocatedStorage } = source;
  return {
    ...(PreferredBackupWindow !== undefined && { PreferredBackupWindow }),
    ...(PreferredMaintenanceWindow !== undefined && { PreferredMaintenanceWindow }),
    ...(MaxAllocatedStorage !== undefined && { MaxAllocatedStorage }),
    ...monitoring(source),
    ...insights(source),
    DeletionProtection: source.DeletionProtection ?? false,
  };
}

function monitoring({ MonitoringInterval = 0, MonitoringRoleArn }: DBInstance): Afterwards {
  if (MonitoringInterval === 0) return {};
  return { MonitoringInterval, ...(MonitoringRoleArn !== undefined && { MonitoringRoleArn }) };
}

function insights(source: DBInstance): Afterwards {
  const { PerformanceInsightsEnabled, PerformanceInsightsKMSKeyId, PerformanceInsightsRetentionPeriod } = source;
  if (PerformanceInsightsEnabled !== true) return {};
  return {
    EnablePerformanceInsights: true,
    ...(PerformanceInsightsKMSKeyId !== undefined && { PerformanceInsightsKMSKeyId }),
    ...(PerformanceInsightsRetentionPeriod !== undefined && { PerformanceInsightsRetentionPeriod }),
    ...(source.DatabaseInsightsMode !== undefined && { DatabaseInsightsMode: source.DatabaseInsightsMode }),
  };
}
