import type * as Rds from '@aws-sdk/client-rds';
import type { DBInstance, PendingModifiedValues } from '@aws-sdk/client-rds';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { applyPending } from './apply-pending.ts';
import { parameterGroupFor } from './birth.ts';
import { changeInstance, instanceNamed, instanceWith, isUsable, requireUsable } from './instances.ts';
import { awaitWindow, requireWindow } from './maintenance-window.ts';
import { deferrable, type ModifyInput } from './modify-deferred.ts';
import { securityGroupsFor } from './network.ts';
import { combination } from './settings.ts';
import { MINUTE_MS, passThrough, SECOND_MS } from './stages.ts';

/** AWS takes a while to begin: until then the instance still says that it is available. */
const BEGINS_MS = 20 * SECOND_MS;
const HIDDEN = '****';

export const modify = {
  /**
   * Some changes are made at once whatever is asked; others wait for the maintenance window, unless they are to be
   * applied immediately: then everything that is pending is, also what others asked for earlier.
   * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
   */
  ModifyDBInstance(input, context) {
    const { region, world } = context;
    const instance = instanceNamed(context, input.DBInstanceIdentifier);
    const { DbiResourceId: resource = '', PendingModifiedValues: before = {} } = instance;
    requireUsable(instance);
    const { ApplyImmediately: immediately = false, DBInstanceIdentifier: _, ...asked } = input;
    const isEmpty = Object.values(asked).every((value) => value === undefined);
    if (isEmpty && !(immediately && Object.keys(before).length > 0)) {
      throw combination('No modifications were requested');
    }
    const pending = { ...before, ...deferrable(context, instance, input) };
    const waiting = withoutWhatIs(instance, pending);
    const now = atOnce(context, instance, input);
    const shown = input.MasterUserPassword === undefined ? waiting : { ...waiting, MasterUserPassword: HIDDEN };
    const changed = changeInstance(region.rds, resource, { ...now, PendingModifiedValues: waiting });
    showWork(context, resource, input);
    settleGroups(context, resource);
    if (Object.keys(waiting).length > 0) {
      if (immediately) world.clock.after(BEGINS_MS, () => applyPending(context, resource));
      else awaitWindow(context, resource);
    }
    return { DBInstance: { ...changed, PendingModifiedValues: shown } };
  },
} satisfies Handlers<typeof Rds>;

/** What is as it is to be need not wait; asking for it takes a pending change back. */
function withoutWhatIs(instance: DBInstance, pending: PendingModifiedValues): PendingModifiedValues {
  const current: Readonly<Record<string, unknown>> = { ...instance, Port: instance.Endpoint?.Port };
  return Object.fromEntries(Object.entries(pending).filter(([key, value]) => value !== current[key]));
}

/** What does not wait for the maintenance window. */
function atOnce(context: SandboxContext, instance: DBInstance, input: ModifyInput): Partial<DBInstance> {
  const { DeletionProtection, CopyTagsToSnapshot, AutoMinorVersionUpgrade, PubliclyAccessible } = input;
  const { PreferredBackupWindow, BackupRetentionPeriod: days } = input;
  // From one number of days to another; to or from none waits.
  const retention = days && instance.BackupRetentionPeriod ? { BackupRetentionPeriod: days } : {};
  return {
    ...(DeletionProtection !== undefined && { DeletionProtection }),
    ...(CopyTagsToSnapshot !== undefined && { CopyTagsToSnapshot }),
    ...(AutoMinorVersionUpgrade !== undefined && { AutoMinorVersionUpgrade }),
    ...(PubliclyAccessible !== undefined && { PubliclyAccessible }),
    ...monitoring(input),
    ...logs(instance, input),
    ...(PreferredBackupWindow !== undefined && { PreferredBackupWindow }),
    ...retention,
    ...maintenance(context, instance, input),
    ...autoscaling(instance, input),
    ...groups(context, instance, input),
  };
}

/** Who moves the window into the present has what is pending applied now. */
function maintenance(
  context: SandboxContext,
  { DbiResourceId: resource = '' }: DBInstance,
  { PreferredMaintenanceWindow: window }: ModifyInput,
): Partial<DBInstance> {
  if (window === undefined) return {};
  context.world.clock.after(0, () => awaitWindow(context, resource));
  return { PreferredMaintenanceWindow: requireWindow(window) };
}

/** The same as the storage that is allocated turns it off. */
function autoscaling({ AllocatedStorage: had = 0 }: DBInstance, input: ModifyInput): Partial<DBInstance> {
  const { MaxAllocatedStorage: most, AllocatedStorage: gib = had } = input;
  if (most === undefined) return {};
  if (most < gib) throw combination('Max storage size must be greater than storage size');
  return { MaxAllocatedStorage: most === gib ? undefined : most };
}

function monitoring(input: ModifyInput): Partial<DBInstance> {
  const { MonitoringInterval, MonitoringRoleArn, EnablePerformanceInsights, DatabaseInsightsMode } = input;
  const { PerformanceInsightsKMSKeyId, PerformanceInsightsRetentionPeriod = 7 } = input;
  if (MonitoringInterval && MonitoringRoleArn === undefined) {
    throw combination('A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.');
  }
  return {
    ...(MonitoringInterval !== undefined && {
      MonitoringInterval,
      MonitoringRoleArn: MonitoringInterval === 0 ? undefined : MonitoringRoleArn,
    }),
    ...(DatabaseInsightsMode !== undefined && { DatabaseInsightsMode }),
    ...(EnablePerformanceInsights !== undefined && { PerformanceInsightsEnabled: EnablePerformanceInsights }),
    ...(EnablePerformanceInsights && { PerformanceInsightsRetentionPeriod }),
    ...(EnablePerformanceInsights && PerformanceInsightsKMSKeyId !== undefined && { PerformanceInsightsKMSKeyId }),
  };
}

function logs(instance: DBInstance, { CloudwatchLogsExportConfiguration: wanted }: ModifyInput): Partial<DBInstance> {
  if (wanted === undefined) return {};
  const { EnableLogTypes: on = [], DisableLogTypes: off = [] } = wanted;
  const before = instance.EnabledCloudwatchLogsExports ?? [];
  const after = [...new Set([...before, ...on])].filter((type) => !off.includes(type));
  return { EnabledCloudwatchLogsExports: after.length === 0 ? undefined : after };
}

/** The name of a parameter group changes at once, the parameters when the instance is rebooted. */
function groups(context: SandboxContext, instance: DBInstance, input: ModifyInput): Partial<DBInstance> {
  const { DBParameterGroupName: wanted, VpcSecurityGroupIds: ids, EngineVersion = instance.EngineVersion } = input;
  const [had] = instance.DBParameterGroups ?? [];
  const name = wanted && parameterGroupFor(context, { Engine: instance.Engine, EngineVersion }, wanted);
  const members = ids && securityGroupsFor(context, instance.DBSubnetGroup?.VpcId, ids);
  const known = new Set(instance.VpcSecurityGroups?.map(({ VpcSecurityGroupId: id }) => id));
  return {
    ...(name !== undefined &&
      name !== had?.DBParameterGroupName && {
        DBParameterGroups: [{ DBParameterGroupName: name, ParameterApplyStatus: 'applying' }],
      }),
    ...(members && {
      VpcSecurityGroups: members.map((one) => ({
        ...one,
        Status: known.has(one.VpcSecurityGroupId) ? 'active' : 'adding',
      })),
    }),
  };
}

function settleGroups({ region, world }: SandboxContext, resource: string): void {
  world.clock.after(MINUTE_MS, () => {
    const late = instanceWith(region.rds, resource);
    changeInstance(region.rds, resource, {
      VpcSecurityGroups: late?.VpcSecurityGroups?.map((one) => ({ ...one, Status: 'active' })),
      DBParameterGroups: late?.DBParameterGroups?.map((one) =>
        one.ParameterApplyStatus === 'applying' ? { ...one, ParameterApplyStatus: 'pending-reboot' } : one,
      ),
    });
  });
}

/** What is done at once is seen for half a minute too, under a name of its own where AWS has one. */
function showWork(context: SandboxContext, resource: string, input: ModifyInput): void {
  const status = workOf(input);
  if (status === undefined) return;
  context.world.clock.after(BEGINS_MS, () => {
    const late = instanceWith(context.region.rds, resource);
    if (late && isUsable(late)) passThrough(context, resource, [{ status, ms: MINUTE_MS / 2 }]);
  });
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html#Overview.DBInstance.Status */
function workOf(input: ModifyInput): string | undefined {
  if (input.MasterUserPassword !== undefined) return 'resetting-master-credentials';
  if (input.MonitoringInterval !== undefined) return 'configuring-enhanced-monitoring';
  if (input.CloudwatchLogsExportConfiguration !== undefined) return 'configuring-log-exports';
  const others = [
    input.VpcSecurityGroupIds,
    input.DBParameterGroupName,
    input.PubliclyAccessible,
    input.EnablePerformanceInsights,
    input.MaxAllocatedStorage,
  ];
  return others.every((value) => value === undefined) ? undefined : 'modifying';
}
