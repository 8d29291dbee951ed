import type { DBInstance, PendingModifiedValues } from '@aws-sdk/client-rds';
import type { SandboxContext } from '../../handlers.ts';
import { backUpNightly } from '../../world/newcomer/rds/backups.ts';
import { parameterGroupFor } from './birth.ts';
import { happened } from './happened.ts';
import { changeInstance, instanceWith, isUsable } from './instances.ts';
import { zonesOf } from './network.ts';
import { publishGrowth } from './published.ts';
import { rename } from './rename.ts';
import { performance } from './settings.ts';
import { HOUR_MS, MINUTE_MS, passThrough, SECOND_MS, type Stage } from './stages.ts';
import { dropAutomatedSnapshots, snapshotMs, takeSnapshot } from './take-snapshot.ts';

const AGAIN_MS = 30 * SECOND_MS;
const TRIES = 240;

/**
 * Applies everything that is pending at an instance, whoever asked for it and when. It waits, for two hours at most,
 * while something else is being done. Storage grows without an outage and is optimized for hours; a new class or version
 * restarts the instance, or fails over to the standby; a new name comes last.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html
 */
export function applyPending(context: SandboxContext, resource: string, tries = TRIES): void {
  const { region, world } = context;
  const instance = instanceWith(region.rds, resource);
  const pending = instance?.PendingModifiedValues ?? {};
  if (!instance || Object.keys(pending).length === 0) return;
  if (!isUsable(instance)) {
    if (tries > 1) world.clock.after(AGAIN_MS, () => applyPending(context, resource, tries - 1));
    return;
  }
  for (const words of wordsFor(pending)) happened(context, instance, 'configuration change', `Applying ${words}`);
  passThrough(context, resource, stagesFor(context, instance, pending), (late) => {
    for (const words of wordsFor(pending)) {
      happened(context, late, 'configuration change', `Finished applying ${words}`);
    }
    return {};
  });
}

function stagesFor(context: SandboxContext, instance: DBInstance, pending: PendingModifiedValues): Stage[] {
  const { DBInstanceIdentifier: name } = pending;
  const restarts = needsRestart(pending);
  const ms = workMs(instance, pending);
  const changed = (late: DBInstance): Partial<DBInstance> => ({
    ...changesOf(context, late, pending),
    PendingModifiedValues: name === undefined ? {} : { DBInstanceIdentifier: name },
  });
  const firstBackup = instance.BackupRetentionPeriod === 0 && (pending.BackupRetentionPeriod ?? 0) > 0;
  const stages: Stage[] = [];
  if (ms > 0) {
    stages.push({ status: pending.EngineVersion === undefined ? 'modifying' : 'upgrading', ms });
    if (restarts && instance.MultiAZ) {
      // The standby is changed first and takes over: that is the whole outage.
      stages.push({
        status: 'modifying',
        ms: MINUTE_MS,
        enter: (late) => ({ ...changed(late), ...failOver(context, late) }),
      });
    } else if (restarts) {
      stages.push({
        status: 'rebooting',
        ms: 2 * MINUTE_MS,
        enter(late) {
          happened(context, late, 'availability', 'DB instance restarted');
          return changed(late);
        },
      });
    } else if (firstBackup) {
      stages.push({
        status: 'backing-up',
        ms: snapshotMs(instance),
        enter: (late) => beginBackups(context, { ...late, ...changed(late) }),
      });
    } else {
      stages.push({ status: 'modifying', ms: SECOND_MS, enter: changed });
    }
  }
  if (name !== undefined) {
    stages.push(
      { status: 'renaming', ms: MINUTE_MS },
      { status: 'rebooting', ms: MINUTE_MS, enter: (late) => rename(context, late, name) },
    );
  }
  return stages;
}

/** A class, a version, a certificate or a port is read when the instance starts. */
function needsRestart(pending: PendingModifiedValues): boolean {
  const { DBInstanceClass, EngineVersion, CACertificateIdentifier, Port } = pending;
  return (DBInstanceClass ?? EngineVersion ?? CACertificateIdentifier ?? Port) !== undefined;
}

function workMs({ AllocatedStorage: gib = 1 }: DBInstance, pending: PendingModifiedValues): number {
  const { DBInstanceIdentifier: _name, ...work } = pending;
  if (Object.keys(work).length === 0) return 0;
  let ms = MINUTE_MS;
  if (work.DBInstanceClass !== undefined) ms += 6 * MINUTE_MS;
  if (work.EngineVersion !== undefined) ms += 10 * MINUTE_MS;
  if (work.MultiAZ !== undefined) ms += 5 * MINUTE_MS + (work.MultiAZ ? gib * SECOND_MS : 0);
  if (changesStorage(work)) ms += 2 * MINUTE_MS;
  return ms;
}

export function changesStorage(values: Partial<PendingModifiedValues>): boolean {
  const { AllocatedStorage, Iops, StorageThroughput, StorageType } = values;
  return (AllocatedStorage ?? Iops ?? StorageThroughput ?? StorageType) !== undefined;
}

/** What is new at the instance when its modification takes effect. */
function changesOf(context: SandboxContext, instance: DBInstance, pending: PendingModifiedValues): Partial<DBInstance> {
  const {
    DBInstanceIdentifier: _name,
    Port,
    PendingCloudwatchLogsExports: _logs,
    EngineVersion,
    MultiAZ,
    ...rest
  } = pending;
  const { AllocatedStorage: _a, Iops: _i, StorageThroughput: _t, StorageType: _s, ...plain } = rest;
  return {
    ...takenOver(plain),
    ...(changesStorage(pending) && storageOf(context, instance, pending)),
    ...(EngineVersion !== undefined && versionOf(context, instance, EngineVersion)),
    ...(MultiAZ !== undefined && zonesFor(instance, MultiAZ)),
    ...(pending.BackupRetentionPeriod === 0 && withoutBackups(context, instance)),
    ...(Port !== undefined && { Endpoint: { ...instance.Endpoint, Port } }),
  };
}

function takenOver(values: PendingModifiedValues): Partial<DBInstance> {
  const { DBInstanceClass, BackupRetentionPeriod, LicenseModel, CACertificateIdentifier } = values;
  const { IAMDatabaseAuthenticationEnabled } = values;
  return {
    ...(DBInstanceClass !== undefined && { DBInstanceClass }),
    ...(BackupRetentionPeriod !== undefined && { BackupRetentionPeriod }),
    ...(LicenseModel !== undefined && { LicenseModel }),
    ...(CACertificateIdentifier !== undefined && { CACertificateIdentifier }),
    ...(IAMDatabaseAuthenticationEnabled !== undefined && { IAMDatabaseAuthenticationEnabled }),
  };
}

/**
 * The new size is there at once; then the storage is optimized, and cannot be changed again for six hours at least.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html
 */
function storageOf(context: SandboxContext, instance: DBInstance, pending: PendingModifiedValues): Partial<DBInstance> {
  const { DbiResourceId: resource = '', Engine: engine = '' } = instance;
  const { region, world } = context;
  const { AllocatedStorage: had = 1 } = instance;
  const { AllocatedStorage: gib = had } = pending;
  if (gib > had) publishGrowth(context, resource, gib - had);
  const now = world.clock.now().getTime();
  const optimized = HOUR_MS + gib * 20 * SECOND_MS;
  region.rds.optimizingUntil.set(resource, now + optimized);
  region.rds.storageHeldUntil.set(resource, now + Math.max(optimized, 6 * HOUR_MS));
  world.clock.after(optimized, () => {
    if (instanceWith(region.rds, resource)?.DBInstanceStatus !== 'storage-optimization') return;
    changeInstance(region.rds, resource, { DBInstanceStatus: 'available' });
  });
  const StorageType = pending.StorageType ?? instance.StorageType;
  return { AllocatedStorage: gib, StorageType, ...performance(engine, gib, { ...pending, StorageType }) };
}

/** A new major version brings the default parameter group of its own family, unless another was named with it. */
function versionOf(context: SandboxContext, instance: DBInstance, EngineVersion: string): Partial<DBInstance> {
  const [group] = instance.DBParameterGroups ?? [];
  if (!group?.DBParameterGroupName?.startsWith('default.')) return { EngineVersion };
  const name = parameterGroupFor(context, { Engine: instance.Engine, EngineVersion }, undefined);
  return { EngineVersion, DBParameterGroups: [{ DBParameterGroupName: name, ParameterApplyStatus: 'in-sync' }] };
}

/** Whoever keeps backups for no day loses those that there are, at once. */
function withoutBackups({ region: { rds } }: SandboxContext, instance: DBInstance): Partial<DBInstance> {
  dropAutomatedSnapshots(rds, instance);
  return { LatestRestorableTime: undefined };
}

function zonesFor({ DBSubnetGroup, AvailabilityZone: zone }: DBInstance, MultiAZ: boolean): Partial<DBInstance> {
  const standby = zonesOf(DBSubnetGroup ?? {}).find((name) => name !== zone);
  return { MultiAZ, SecondaryAvailabilityZone: MultiAZ ? standby : undefined };
}

/** The standby becomes the primary: the two zones change places. */
export function failOver(context: SandboxContext, instance: DBInstance): Partial<DBInstance> {
  const { AvailabilityZone, SecondaryAvailabilityZone } = instance;
  happened(context, instance, 'failover', 'Multi-AZ instance failover started');
  happened(context, instance, 'failover', 'Multi-AZ instance failover completed');
  return { AvailabilityZone: SecondaryAvailabilityZone, SecondaryAvailabilityZone: AvailabilityZone };
}

function beginBackups(context: SandboxContext, instance: DBInstance): Partial<DBInstance> {
  const { region, world } = context;
  const place = { accountId: region.accountId, region: region.name };
  backUpNightly({ ...place, clock: world.clock }, region.rds, instance);
  takeSnapshot(context, instance, { type: 'automated' });
  const { DBInstanceStatus: _, ...changed } = instance;
  return changed;
}

function wordsFor(pending: PendingModifiedValues): string[] {
  const { DBInstanceClass, AllocatedStorage, EngineVersion, MultiAZ, BackupRetentionPeriod } = pending;
  return [
    ...(DBInstanceClass === undefined ? [] : ['modification to database instance class']),
    ...(AllocatedStorage === undefined ? [] : ['modification to allocated storage']),
    ...(EngineVersion === undefined ? [] : ['modification to database engine version']),
    ...(MultiAZ === undefined
      ? []
      : [`modification to convert to a ${MultiAZ ? 'Multi-AZ' : 'Single-AZ'} DB instance`]),
    ...(BackupRetentionPeriod === undefined ? [] : ['modification to backup retention period']),
  ];
}
