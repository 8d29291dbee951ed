import type * as Rds from '@aws-sdk/client-rds';
import type { DBInstance } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import type { Place } from '../../world/newcomer/cast.ts';
import { kmsKey } from '../../world/newcomer/rds/makers.ts';
import { backupArn, earliestRestorable } from './automated-backups.ts';
import { creatingMs, giveBirth } from './birth.ts';
import { asOf } from './databases.ts';
import { instanceWith, newInstanceId } from './instances.ts';
import { invalid, isNamed, notFound, required } from './listing.ts';
import { type Asked, combination, newInstance } from './settings.ts';
import { HOUR_MS, SECOND_MS } from './stages.ts';
import { holdSnapshot, originOf, snapshotNamed } from './take-snapshot.ts';
import { requireOwnTags } from './tags.ts';

export const restores = {
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html */
  RestoreDBInstanceFromDBSnapshot(input, context) {
    requireOwnTags(input.Tags);
    const { region } = context;
    const id = newInstanceId(context, input.DBInstanceIdentifier);
    const snapshot = snapshotNamed(region, input.DBSnapshotIdentifier);
    if (snapshot.Status !== 'available') {
      const message = `The snapshot ${snapshot.DBSnapshotIdentifier} is not in the available state.`;
      throw new SandboxError('InvalidDBSnapshotState', message);
    }
    const origin = originOf(context, snapshot);
    const source: DBInstance = {
      ...origin,
      Engine: snapshot.Engine,
      EngineVersion: snapshot.EngineVersion,
      MasterUsername: snapshot.MasterUsername,
      LicenseModel: snapshot.LicenseModel,
      AllocatedStorage: snapshot.AllocatedStorage,
      StorageEncrypted: snapshot.Encrypted,
      KmsKeyId: snapshot.KmsKeyId,
    };
    // Without tags of its own, AWS looks for those of the instance that the snapshot is of.
    const owned = instanceWith(region.rds, snapshot.DbiResourceId)?.TagList ?? snapshot.TagList ?? [];
    const tags = input.Tags?.length ? input.Tags : owned;
    const port = snapshot.Port ?? origin.Endpoint?.Port;
    const instance = newInstance(context, { id, port, tags, ...sourced(source) }, input);
    const words = `Restored from snapshot ${snapshot.DBSnapshotIdentifier}`;
    const newborn = giveBirth(context, instance, { words, source: origin });
    context.world.clock.after(creatingMs(instance), holdSnapshot(context, snapshot.DBSnapshotArn ?? ''));
    return { DBInstance: { ...newborn } };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html */
  RestoreDBInstanceToPointInTime(input, context) {
    requireOwnTags(input.Tags);
    const id = newInstanceId(context, input.TargetDBInstanceIdentifier);
    const source = asOf(context.now, sourceOf(context, input), context.region.rds);
    const at = restoreTime(context, source, input);
    const from = source.InstanceCreateTime?.getTime() ?? 0;
    const given = { id, port: source.Endpoint?.Port, tags: input.Tags ?? [], ...sourced(source) };
    const instance = newInstance(context, given, input);
    // The logs since the last automated snapshot are replayed: up to a day of them.
    const replayMs = Math.min(at.getTime() - from, 24 * HOUR_MS) / 480;
    const words = `Restored from DB instance ${source.DBInstanceIdentifier} to ${at.toISOString()}`;
    return { DBInstance: { ...giveBirth(context, instance, { words, source, extraMs: replayMs }) } };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
  CreateDBInstance(input, context) {
    const id = newInstanceId(context, input.DBInstanceIdentifier);
    const engine = required(input.Engine, 'Engine');
    required(input.DBInstanceClass, 'DBInstanceClass');
    const versions = context.region.rds.engineVersions.filter((one) => one.Engine === engine);
    if (versions.length === 0) throw invalid(`Invalid DB engine: ${engine}`);
    const newest = versions.findLast(
      ({ EngineVersion: version = '', Status }) =>
        Status === 'available' && (input.EngineVersion === undefined || isVersion(version, input.EngineVersion)),
    );
    const version = newest?.EngineVersion ?? input.EngineVersion;
    if (input.DBClusterIdentifier !== undefined) throw invalid('Members of clusters cannot be created in the sandbox.');
    required(input.MasterUsername, 'MasterUsername');
    if (!input.ManageMasterUserPassword) requirePassword(required(input.MasterUserPassword, 'MasterUserPassword'));
    if (input.AllocatedStorage === undefined) throw invalid('Invalid storage size: AllocatedStorage is required.');
    const asked: Asked = input;
    const instance = newInstance(
      context,
      {
        id,
        port: undefined,
        tags: input.Tags ?? [],
        DBName: input.DBName,
        Engine: engine,
        EngineVersion: version,
        MasterUsername: input.MasterUsername,
        LicenseModel: engine.includes('postgres') ? 'postgresql-license' : 'general-public-license',
        StorageEncrypted: input.StorageEncrypted ?? false,
        ...(input.StorageEncrypted && { KmsKeyId: input.KmsKeyId ?? kmsKey(placeOf(context)) }),
        BackupRetentionPeriod: 1,
        AllocatedStorage: input.AllocatedStorage,
      },
      asked,
    );
    return { DBInstance: { ...giveBirth(context, instance, { words: 'DB instance created' }) } };
  },
} satisfies Handlers<typeof Rds>;

/** Eight letters at least. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html */
function requirePassword(password: string): void {
  if (password.length >= 8) return;
  throw invalid('The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.');
}

function placeOf({ region }: SandboxContext): Place {
  return { accountId: region.accountId, region: region.name };
}

/** What a restored instance has of its source, when the request does not say otherwise. */
function sourced(source: DBInstance) {
  return {
    DBName: source.DBName,
    Engine: source.Engine,
    EngineVersion: source.EngineVersion,
    MasterUsername: source.MasterUsername,
    LicenseModel: source.LicenseModel,
    StorageEncrypted: source.StorageEncrypted,
    ...(source.KmsKeyId !== undefined && { KmsKeyId: source.KmsKeyId }),
    DBInstanceClass: source.DBInstanceClass,
    AllocatedStorage: source.AllocatedStorage,
    BackupRetentionPeriod: source.BackupRetentionPeriod,
  };
}

/** An instance by name or resource id, or one that is gone by what was retained of it. */
function sourceOf({ region }: SandboxContext, input: Rds.RestoreDBInstanceToPointInTimeCommandInput): DBInstance {
  const { SourceDBInstanceIdentifier: name, SourceDbiResourceId: resource } = input;
  const { SourceDBInstanceAutomatedBackupsArn: backup } = input;
  if ([name, resource, backup].filter((one) => one !== undefined).length !== 1) {
    throw combination(
      'Exactly one of SourceDBInstanceIdentifier, SourceDbiResourceId and SourceDBInstanceAutomatedBackupsArn must be specified.',
    );
  }
  if (name !== undefined) {
    const found = region.rds.instances.find((one) => isNamed(name, one.DBInstanceIdentifier, one.DBInstanceArn));
    if (!found) throw notFound('DBInstanceNotFound', `DBInstance ${name} not found.`);
    return found;
  }
  const found = [...region.rds.instances, ...region.rds.departed.values()].find(
    (one) => one.DbiResourceId === resource || backupArn(region, one) === backup,
  );
  if (!found) throw notFound('DBInstanceAutomatedBackupNotFound', `${resource ?? backup} is not found.`);
  return found;
}

/** The time that is asked for, which must lie in what the automated backups reach. */
function restoreTime(
  { region }: SandboxContext,
  source: DBInstance,
  { RestoreTime: wanted, UseLatestRestorableTime: useLatest = false }: Rds.RestoreDBInstanceToPointInTimeCommandInput,
): Date {
  if (useLatest === (wanted !== undefined)) {
    throw combination('Either RestoreTime or UseLatestRestorableTime must be specified, and not both.');
  }
  const { LatestRestorableTime: latest } = source;
  const earliest = earliestRestorable(region.rds, source);
  if (!source.BackupRetentionPeriod || !latest || !earliest) {
    const message = 'Point in time restore is not enabled for this instance: automated backups are disabled.';
    throw new SandboxError('PointInTimeRestoreNotEnabled', message);
  }
  if (!wanted) return latest;
  if (wanted > latest) {
    throw invalid(`The specified instance cannot be restored to a time later than ${inSeconds(latest)}.`);
  }
  if (wanted < earliest) {
    throw invalid(`The specified instance cannot be restored to a time earlier than ${inSeconds(earliest)}.`);
  }
  return wanted;
}

function inSeconds(time: Date): string {
  return new Date(Math.floor(time.getTime() / SECOND_MS) * SECOND_MS).toISOString().replace('.000', '');
}

/** `16` asks for the newest 16 that there is. */
function isVersion(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}
