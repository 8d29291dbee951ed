import type * as Rds from '@aws-sdk/client-rds';
import type { ExportTask } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { exportSource, failureOf, requireKey, requireRole, requireTarget } from './export-conditions.ts';
import { identifier } from './instances.ts';
import { filtered, type FilterTable, notFound, rdsPage, required } from './listing.ts';
import { inTenths, MINUTE_MS, SECOND_MS } from './stages.ts';
import { holdSnapshot } from './take-snapshot.ts';

const FILTERS: FilterTable<ExportTask> = {
  'export-task-identifier': ({ ExportTaskIdentifier: id }) => [id],
  's3-bucket': ({ S3Bucket: bucket }) => [bucket],
  'source-arn': ({ SourceArn: arn = '' }) => [arn.replace(/^arn:.*:/, '')],
  status: ({ Status: status }) => [status],
};
const UNDER_WAY: readonly (string | undefined)[] = ['STARTING', 'IN_PROGRESS'];

export const exports = {
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartExportTask.html */
  StartExportTask(input, context) {
    const { region, world } = context;
    const id = identifier(input.ExportTaskIdentifier, 'ExportTaskIdentifier', 60);
    const source = exportSource(context, required(input.SourceArn, 'SourceArn'));
    const bucket = requireTarget(context, input.S3BucketName);
    const role = requireRole(context, input.IamRoleArn);
    const key = requireKey(context, input.KmsKeyId);
    if (region.rds.exportTasks.some((one) => one.ExportTaskIdentifier === id)) {
      const message = `Cannot start export task because a task with the identifier ${id} already exists.`;
      throw new SandboxError('ExportTaskAlreadyExists', message);
    }
    if (source.status !== 'available') {
      const message = `Export source should be 'available' but current status is ${source.status}.`;
      throw new SandboxError('InvalidExportSourceState', message);
    }
    const task: ExportTask = {
      ExportTaskIdentifier: id,
      SourceArn: source.arn,
      SourceType: 'SNAPSHOT',
      ...(input.ExportOnly && { ExportOnly: [...input.ExportOnly] }),
      SnapshotTime: source.at,
      S3Bucket: bucket,
      S3Prefix: input.S3Prefix ?? '',
      IamRoleArn: role,
      KmsKeyId: key,
      Status: 'STARTING',
      PercentProgress: 0,
      TotalExtractedDataInGB: 0,
    };
    region.rds.exportTasks.push(task);
    const release = holdSnapshot(context, source.arn);
    world.clock.after(2 * MINUTE_MS, () => {
      const begun = change(context, id, ['STARTING'], { Status: 'IN_PROGRESS', TaskStartTime: world.clock.now() });
      if (!begun) return;
      inTenths(context, 8 * MINUTE_MS + source.gib * 2 * SECOND_MS, (percent) => proceed(percent));
    });
    return { ...task };

    function proceed(percent: number): void {
      const FailureCause = failureOf(context, task);
      const over = { TaskEndTime: world.clock.now() };
      if (FailureCause !== undefined) {
        if (change(context, id, UNDER_WAY, { Status: 'FAILED', FailureCause, ...over })) release();
        return;
      }
      const so = { PercentProgress: percent, TotalExtractedDataInGB: Math.floor((source.gib * percent) / 100) };
      if (percent < 100) change(context, id, UNDER_WAY, so);
      else if (change(context, id, UNDER_WAY, { ...so, ...over, Status: 'COMPLETE' })) {
        release();
        writeExportInfo(context, task);
      }
      // A task that was cancelled meanwhile lets go too; letting go twice does nothing.
      if (!UNDER_WAY.includes(find(context, id).Status)) release();
    }
  },

  DescribeExportTasks(input, { region }) {
    const { ExportTaskIdentifier: id, SourceArn: arn, SourceType: type } = input;
    const found = region.rds.exportTasks.filter(
      (one) =>
        (id === undefined || one.ExportTaskIdentifier === id) &&
        (arn === undefined || one.SourceArn === arn) &&
        (type === undefined || one.SourceType === type),
    );
    if (id !== undefined && found.length === 0) throw notFound('ExportTaskNotFound', `Export task ${id} not found.`);
    const { items, marker } = rdsPage(filtered(found, input.Filters, FILTERS), input);
    return { ExportTasks: items, ...marker };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CancelExportTask.html */
  CancelExportTask(input, context) {
    const id = required(input.ExportTaskIdentifier, 'ExportTaskIdentifier');
    const { Status: status } = find(context, id);
    const cancelling = change(context, id, UNDER_WAY, { Status: 'CANCELING' });
    if (!cancelling) {
      throw new SandboxError('InvalidExportTaskStateFault', `Export task ${id} cannot be cancelled: it is ${status}.`);
    }
    context.world.clock.after(MINUTE_MS, () => {
      change(context, id, ['CANCELING'], { Status: 'CANCELED', TaskEndTime: context.world.clock.now() });
    });
    return { ...cancelling };
  },
} satisfies Handlers<typeof Rds>;

function find({ region }: SandboxContext, id: string): ExportTask {
  const found = region.rds.exportTasks.find((one) => one.ExportTaskIdentifier === id);
  if (!found) throw notFound('ExportTaskNotFound', `Export task ${id} not found.`);
  return found;
}

/** Changes a task that is in one of these states; answers given before stay as they are. */
function change(
  { region }: SandboxContext,
  id: string,
  from: readonly (string | undefined)[],
  values: Partial<ExportTask>,
): ExportTask | undefined {
  const at = region.rds.exportTasks.findIndex((one) => one.ExportTaskIdentifier === id);
  const old = region.rds.exportTasks[at];
  if (!old || !from.includes(old.Status)) return undefined;
  const changed = { ...old, ...values };
  region.rds.exportTasks[at] = changed;
  return changed;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ExportSnapshot.FileNames.html */
function writeExportInfo(
  { account, world }: SandboxContext,
  { S3Bucket, S3Prefix, ExportTaskIdentifier: id }: ExportTask,
): void {
  const bucket = account.s3.buckets.find(({ name }) => name === S3Bucket);
  const prefix = S3Prefix ? `${S3Prefix.replace(/\/$/, '')}/` : '';
  bucket?.objects.push({
    Key: `${prefix}${id}/export_info_${id}.json`,
    Size: 2048,
    LastModified: world.clock.now(),
    StorageClass: 'STANDARD',
  });
}
