import { z } from 'zod';
import { listProtectedResources } from '../../aws/backup.ts';
import { describeOwnSnapshots, describeVolumes, type Snapshot, volume, type Volume } from '../../aws/ec2.ts';
import type { Aws } from '../../aws/execution.ts';
import { tagValue } from '../../model/environment.ts';
import { fail, pass, type Verdict } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { ageInWords, isOlderThan } from '../age.ts';
import { type CheckContext, defineCheck, judgeEach } from '../define.ts';

const settings = z.object({ ageDays: z.number().nonnegative().default(7) });

export const volumeBackedUp = defineCheck({
  id: 'ec2-volume-backed-up',
  title: 'EBS volume in use has a recent backup',
  severity: 'high',
  why: 'What was written since the last completed snapshot is lost with the volume.',
  remediation:
    'Take a snapshot now, and let an AWS Backup plan or a Data Lifecycle Manager policy take the next ones: a volume ' +
    'belongs to one by its tags.',
  calls: ['ec2:DescribeVolumes', 'ec2:DescribeSnapshots', 'backup:ListProtectedResources'],
  settings,
  async *evaluate(context) {
    const { aws } = context;
    const [volumes, snapshots] = await Promise.all([describeVolumes(aws, {}), describeOwnSnapshots(aws)]);
    const attempts = newestByVolume(snapshots);
    const backups = newestByVolume(snapshots.filter(({ State }) => State === 'completed'));
    yield* judgeEach(
      volumes,
      (one) => volume(aws, one),
      (one) => judge(one, { attempt: attempts.get(one.VolumeId), completed: backups.get(one.VolumeId) }, context),
    );
  },
});

interface NewestSnapshots {
  readonly completed: Snapshot | undefined;
  /** Of whatever outcome. */
  readonly attempt: Snapshot | undefined;
}

async function judge(
  one: Volume,
  { completed, attempt }: NewestSnapshots,
  { aws, now, settings: { ageDays } }: CheckContext<z.infer<typeof settings>>,
): Promise<Verdict> {
  const resource = volume(aws, one);
  const name = nameOf(one);
  const evidence: JsonObject = {
    state: one.State ?? null,
    instances: (one.Attachments ?? []).flatMap(({ InstanceId }) => InstanceId ?? []),
    sizeGib: one.Size ?? null,
    newestSnapshot: completed?.SnapshotId ?? null,
    newestSnapshotAt: completed?.StartTime?.toISOString() ?? null,
  };
  if (one.State !== 'in-use') return pass(resource, `${name} is ${one.State}: nothing writes to it.`, evidence);
  const takenAt = completed?.StartTime;
  if (takenAt && !isOlderThan(takenAt, ageDays, now)) {
    return pass(
      resource,
      `${name} was backed up ${ageInWords(takenAt, now)} ago by ${completed.SnapshotId}.`,
      evidence,
    );
  }
  // Recovery points that AWS Backup keeps as snapshots are in the list; others, of an air-gapped vault, are known here only.
  const protectedAt = await lastRecoveryPointAt(aws, resource.arn);
  const withBackup = { ...evidence, lastRecoveryPointAt: protectedAt?.toISOString() ?? null };
  if (protectedAt && !isOlderThan(protectedAt, ageDays, now)) {
    return pass(resource, `${name} was backed up ${ageInWords(protectedAt, now)} ago by AWS Backup.`, withBackup);
  }
  const last = [takenAt, protectedAt].flatMap((at) => at ?? []).toSorted((a, b) => b.getTime() - a.getTime())[0];
  const since = last ? `was last backed up ${ageInWords(last, now)} ago` : 'has no completed snapshot';
  const failed =
    attempt && attempt.State !== 'completed'
      ? `; its newest snapshot ${attempt.SnapshotId} is in state ${attempt.State}`
      : '';
  return fail(resource, `${name} ${since}${failed}.`, withBackup);
}

async function lastRecoveryPointAt(aws: Aws, arn: string): Promise<Date | undefined> {
  const resources = await listProtectedResources(aws, {});
  return resources.find(({ ResourceArn }) => ResourceArn === arn)?.LastBackupTime;
}

/** The newest by when it was begun, which is the instant whose data a snapshot holds. */
function newestByVolume(snapshots: readonly Snapshot[]): ReadonlyMap<string | undefined, Snapshot> {
  const oldestFirst = snapshots.toSorted((a, b) => (a.StartTime?.getTime() ?? 0) - (b.StartTime?.getTime() ?? 0));
  return new Map(oldestFirst.map((one) => [one.VolumeId, one]));
}

function nameOf({ VolumeId = '', Tags }: Volume): string {
  const name = tagValue(Tags, 'Name');
  return name ? `${VolumeId} (${name})` : VolumeId;
}
