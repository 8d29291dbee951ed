import { z } from 'zod';
import type { Aws } from '../../aws/execution.ts';
import {
  cancelExportTask,
  createDBClusterSnapshot,
  createDBSnapshot,
  deleteDBClusterSnapshot,
  deleteDBSnapshot,
  startExportTask,
} from '../../aws/changes/rds.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import { databaseWorkable } from '../conditions/rds-instances.ts';
import { exportComplete, exportOver, snapshotAvailable, snapshotDeletable } from '../conditions/rds-snapshots.ts';
import { type Change, defineRunbook, type PlanBuilder, type StepHandle } from '../define.ts';
import { type Database, databaseName, lookAtDatabase, refuseUnlessWorkable } from '../look/database.ts';
import { nameWithExecution } from './new-name.ts';
import { ownTags, type Tags } from './own-tags.ts';

const s3Uri = z
  .string()
  .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/, 'a bucket and a prefix: s3://bucket/prefix');
const roleArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'a role ARN: arn:aws:iam::123456789012:role/Name');
const keyArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+$/,
    'a KMS key ARN: arn:aws:kms:us-east-1:123456789012:key/…',
  );

export const snapshotDatabase = defineRunbook({
  id: 'recovery/snapshot-database',
  title: 'Take a snapshot of a database',
  purpose:
    'Takes a manual snapshot of a DB instance or cluster, waits until it can be restored, and exports that very snapshot to S3 where a bucket is named.',
  parameters: z.object({
    database: databaseName.describe('The DB instance or DB cluster identifier.'),
    exportTo: s3Uri.optional().describe('Where to export it to: s3://bucket/prefix, in the same region.'),
    exportRole: roleArn.optional().describe('The role that RDS writes to the bucket with.'),
    kmsKey: keyArn.optional().describe('The KMS key that encrypts the export.'),
  }),
  calls: [
    'rds:DescribeDBInstances',
    'rds:DescribeDBClusters',
    'rds:CreateDBSnapshot',
    'rds:DescribeDBSnapshots',
    'rds:DeleteDBSnapshot',
    'rds:CreateDBClusterSnapshot',
    'rds:DescribeDBClusterSnapshots',
    'rds:DeleteDBClusterSnapshot',
    'rds:StartExportTask',
    'rds:DescribeExportTasks',
    'rds:CancelExportTask',
  ],

  async plan({ aws, plan }, { database: id, exportTo, exportRole, kmsKey }) {
    const target = exportOf({ exportTo, exportRole, kmsKey }, aws);
    const database = await lookAtDatabase(aws, id);
    refuseUnlessWorkable(database);
    if (target) refuseUnlessExportable(database);
    plan.lock(`rds/${id}`);
    const snapshot = takeSnapshot(plan, database);
    if (target) exportSnapshot(plan, { database, snapshot, target });
  },
});

interface ExportTarget {
  readonly bucket: string;
  readonly prefix: string;
  readonly role: string;
  readonly key: string;
}

interface Given {
  readonly exportTo: string | undefined;
  readonly exportRole: string | undefined;
  readonly kmsKey: string | undefined;
}

/** @throws UsageError where only a part of an export is given: RDS needs a role and a key for each */
function exportOf({ exportTo, exportRole, kmsKey }: Given, { region }: Aws): ExportTarget | undefined {
  const given = { exportTo, exportRole, kmsKey };
  if (exportTo === undefined && exportRole === undefined && kmsKey === undefined) return undefined;
  if (exportTo === undefined || exportRole === undefined || kmsKey === undefined) {
    const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []));
    throw new UsageError(`an export needs exportTo, exportRole and kmsKey: ${missing.join(' and ')} is missing`);
  }
  const [, , , keyRegion] = kmsKey.split(':');
  if (keyRegion !== region) {
    throw new UsageError(`--set kmsKey=${kmsKey}: a key of ${region}, where the snapshot is, and not of ${keyRegion}`);
  }
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(exportTo) ?? [];
  return { bucket, prefix: prefix.replace(/\/$/, ''), role: exportRole, key: kmsKey };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.ExportSnapshotToS3.html */
const EXPORTABLE = ['aurora-mysql', 'aurora-postgresql', 'mariadb', 'mysql', 'postgres'];

function refuseUnlessExportable(database: Database): void {
  const { Engine: engine = '' } = database.kind === 'instance' ? database.instance : database.cluster;
  if (EXPORTABLE.includes(engine)) return;
  throw new Refused(`${database.id} runs ${engine}: RDS exports snapshots of ${EXPORTABLE.join(', ')} only`);
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html */
const LONGEST_ID = { instance: 255, cluster: 63 } as const;

function takeSnapshot(plan: PlanBuilder, database: Database): StepHandle {
  const { id, kind } = database;
  const snapshotId = nameWithExecution(`${id}-opsbook`, LONGEST_ID[kind]);
  const gib = (kind === 'instance' ? database.instance : database.cluster).AllocatedStorage ?? 0;
  plan.fact('Database', { id, kind, allocatedGib: gib });
  plan.warn('A manual snapshot never expires and is billed until somebody deletes it.');
  const inOneZone = kind === 'instance' && database.instance.MultiAZ !== true;
  if (inOneZone) plan.warn(`${id} has no standby: its I/O may pause for some seconds while the snapshot begins.`);
  const snapshot = plan.change('snapshot', {
    title: `Take a snapshot of ${id}`,
    ...snapshotCalls(database, snapshotId),
    before: null,
    after: { snapshot: snapshotId },
    require: [databaseWorkable(kind, id)],
    impact: 'none',
  });
  plan.wait('available', {
    title: 'The snapshot is available',
    until: snapshotAvailable(kind, snapshotId),
    every: '30s',
    within: '12h',
    takes: `${Math.ceil(3 + gib / 100)}m`,
  });
  return snapshot;
}

type SnapshotId = ReturnType<typeof nameWithExecution>;

function snapshotCalls(database: Database, snapshotId: SnapshotId): Pick<Change, 'call' | 'undo'> {
  const { id, kind } = database;
  const undoing = { first: snapshotDeletable(kind, snapshotId), within: '12h' };
  if (kind === 'instance') {
    const Tags = tagsFor(database.instance);
    return {
      call: createDBSnapshot({ DBInstanceIdentifier: id, DBSnapshotIdentifier: snapshotId, Tags }),
      undo: { ...deleteDBSnapshot({ DBSnapshotIdentifier: snapshotId }), ...undoing },
    };
  }
  const Tags = tagsFor(database.cluster);
  return {
    call: createDBClusterSnapshot({ DBClusterIdentifier: id, DBClusterSnapshotIdentifier: snapshotId, Tags }),
    undo: { ...deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier: snapshotId }), ...undoing },
  };
}

/** Tags that are given take the place of those that the database would pass on: so its own come along. */
function tagsFor({ TagList, CopyTagsToSnapshot }: Pick<TagSource, 'TagList' | 'CopyTagsToSnapshot'>): Tags {
  const passedOn = CopyTagsToSnapshot === true ? ownTags(TagList) : [];
  const own = [
    { Key: 'Type', Value: 'Manual' },
    { Key: 'CreatedBy', Value: 'opsbook' },
  ];
  return [...passedOn.filter(({ Key }) => !own.some((tag) => tag.Key === Key)), ...own];
}

interface TagSource {
  readonly TagList?: Parameters<typeof ownTags>[0];
  readonly CopyTagsToSnapshot?: boolean | undefined;
}

interface Exporting {
  readonly database: Database;
  readonly snapshot: StepHandle;
  readonly target: ExportTarget;
}

function exportSnapshot(plan: PlanBuilder, { database, snapshot, target }: Exporting): void {
  const { id, kind } = database;
  const { bucket, prefix, role, key } = target;
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartExportTask.html: at most 60 characters
  const task = nameWithExecution(`${id}-opsbook`, 60);
  // A failed export does not make the snapshot worse: whether it is to go as well, a person says.
  plan.conduct({ onFailure: 'ask' });
  plan.warn(`What an export has written to s3://${bucket} stays there, also when it is undone or fails.`);
  plan.change('export', {
    title: `Export it to s3://${bucket}/${prefix}`,
    call: startExportTask({
      ExportTaskIdentifier: task,
      SourceArn: snapshot.answer(
        kind === 'instance' ? 'DBSnapshot.DBSnapshotArn' : 'DBClusterSnapshot.DBClusterSnapshotArn',
      ),
      S3BucketName: bucket,
      ...(prefix !== '' && { S3Prefix: prefix }),
      IamRoleArn: role,
      KmsKeyId: key,
    }),
    before: null,
    after: { exportTask: task, to: `s3://${bucket}/${prefix}` },
    undo: { ...cancelExportTask({ ExportTaskIdentifier: task }), until: exportOver(task), within: '1h' },
  });
  plan.wait('exported', {
    title: 'The export is complete',
    until: exportComplete(task),
    every: '1m',
    within: '48h',
    takes: '45m',
  });
}
