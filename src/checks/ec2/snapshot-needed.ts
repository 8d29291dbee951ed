import { z } from 'zod';
import { describeOwnImages, describeOwnSnapshots, type Image, snapshot, type Snapshot } from '../../aws/ec2.ts';
import { tagValue } from '../../model/environment.ts';
import { fail, pass } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { ageInWords, isOlderThan } from '../age.ts';
import { defineCheck } from '../define.ts';
import { monthlyPrice } from '../prices.ts';

export const snapshotNeeded = defineCheck({
  id: 'ec2-snapshot-needed',
  title: 'Old EBS snapshot is still needed',
  severity: 'low',
  why: 'Snapshots are billed until somebody deletes them, and nobody deletes what nobody looks at.',
  remediation: 'Delete the snapshot if nothing needs it, or move it to the archive tier if it must be kept.',
  calls: ['ec2:DescribeSnapshots', 'ec2:DescribeImages'],
  settings: z.object({ ageDays: z.number().nonnegative().default(90) }),
  async *evaluate({ aws, now, settings }) {
    const snapshots = await describeOwnSnapshots(aws);
    const old = snapshots.filter((one) => one.StartTime && isOlderThan(one.StartTime, settings.ageDays, now));
    // Only what is old and not AWS Backup's can be a finding: without such, nobody need know the images.
    const images = old.every(isOfAwsBackup) ? new Map<string, Image>() : imagesBySnapshot(await describeOwnImages(aws));
    for (const one of snapshots) {
      const id = one.SnapshotId ?? '';
      const age = one.StartTime ? `is ${ageInWords(one.StartTime, now)} old` : 'has only just begun';
      const image = images.get(id);
      const evidence = { ...evidenceOf(one), usedByImage: image?.ImageId ?? null };
      if (!old.includes(one)) yield pass(snapshot(aws, one), `${id} ${age}.`, evidence);
      else if (isOfAwsBackup(one)) yield pass(snapshot(aws, one), `${id} ${age} and kept by AWS Backup.`, evidence);
      else if (image) {
        const name = image.Name ? `${image.ImageId} (${image.Name})` : image.ImageId;
        yield pass(snapshot(aws, one), `${id} ${age} and in use by the image ${name}.`, evidence);
      } else {
        const reason = `${id} ${age}, and neither an image of this account nor AWS Backup uses it.`;
        yield fail(snapshot(aws, one), reason, { ...evidence, ...priceOf(one, aws.region) });
      }
    }
  },
});

function imagesBySnapshot(images: readonly Image[]): ReadonlyMap<string, Image> {
  return new Map(
    images.flatMap((image) =>
      (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) =>
        Ebs?.SnapshotId ? [[Ebs.SnapshotId, image] as const] : [],
      ),
    ),
  );
}

/** AWS Backup tags what it makes, and describes it; the tag may be missing on a copy. */
function isOfAwsBackup({ Tags, Description = '' }: Snapshot): boolean {
  return (
    tagValue(Tags, 'aws:backup:source-resource') !== undefined || /created by the AWS Backup service/i.test(Description)
  );
}

const GIB = 1024 ** 3;

/**
 * AWS bills the blocks that a snapshot alone holds and does not tell how many these are: what it would be as the only
 * snapshot of its volume is the most that it can be.
 */
function priceOf(
  { FullSnapshotSizeInBytes: bytes, VolumeSize = 0, StorageTier }: Snapshot,
  region: string,
): JsonObject {
  const item = StorageTier === 'archive' ? 'ebs-snapshot-archive-gb' : 'ebs-snapshot-gb';
  const quantity = bytes === undefined || bytes === 0 ? VolumeSize : bytes / GIB;
  return {
    ...monthlyPrice({ region, item, quantity }),
    costBasis: 'at most: as if it were the only snapshot of its volume',
  };
}

function evidenceOf(one: Snapshot): JsonObject {
  return {
    startTime: one.StartTime?.toISOString() ?? null,
    state: one.State ?? null,
    volumeId: one.VolumeId ?? null,
    volumeSizeGib: one.VolumeSize ?? null,
    storageTier: one.StorageTier ?? null,
    description: one.Description ?? '',
    lifecyclePolicy: tagValue(one.Tags, 'aws:dlm:lifecycle-policy-id') ?? null,
  };
}
