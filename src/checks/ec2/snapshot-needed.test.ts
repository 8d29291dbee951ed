import { expect, test } from 'vitest';
import { type Answers, answering, judge, lines, NOW } from '../../../test/answers.ts';
import { DAY_MS } from '../daily-range.ts';
import { snapshotNeeded } from './snapshot-needed.ts';

const OLD = 100 * DAY_MS;

function snapshot(SnapshotId: string, ageMs: number, more: object = {}) {
  return { SnapshotId, VolumeSize: 100, State: 'completed', StartTime: new Date(NOW.getTime() - ageMs), ...more };
}

function answers(...snapshots: readonly object[]): Answers {
  return {
    'ec2:DescribeSnapshots': { Snapshots: snapshots },
    'ec2:DescribeImages': {
      Images: [
        {
          ImageId: 'ami-1',
          Name: 'golden',
          BlockDeviceMappings: [{ Ebs: { SnapshotId: 'snap-image' } }, { DeviceName: 'none' }],
        },
      ],
    },
  };
}

test('G9 a snapshot is old by the instant: 90 days exactly are not, a second more is', async () => {
  const findings = await judge(
    snapshotNeeded,
    answers(
      snapshot('snap-1', 90 * DAY_MS),
      snapshot('snap-2', 90 * DAY_MS + 1000),
      snapshot('snap-3', 90 * DAY_MS - 1000),
    ),
  );
  expect(lines(findings)).toEqual([
    'snap-2: fail low: snap-2 is 90 days old, and neither an image of this account nor AWS Backup uses it.',
    'snap-1: pass: snap-1 is 90 days old.',
    'snap-3: pass: snap-3 is 89 days old.',
  ]);
});

test('E8.3 leaves alone what an image or AWS Backup uses', async () => {
  const findings = await judge(
    snapshotNeeded,
    answers(
      snapshot('snap-image', OLD),
      snapshot('snap-tagged', OLD, { Tags: [{ Key: 'aws:backup:source-resource', Value: 'arn:…' }] }),
      snapshot('snap-described', OLD, { Description: 'This snapshot is created by the AWS Backup service.' }),
      snapshot('snap-old', OLD),
    ),
  );
  expect(lines(findings)).toEqual([
    'snap-old: fail low: snap-old is 100 days old, and neither an image of this account nor AWS Backup uses it.',
    'snap-described: pass: snap-described is 100 days old and kept by AWS Backup.',
    'snap-image: pass: snap-image is 100 days old and in use by the image ami-1 (golden).',
    'snap-tagged: pass: snap-tagged is 100 days old and kept by AWS Backup.',
  ]);
});

test('E8.3 prices the blocks that were written, not the size of the volume, and says that it is the most it can be', async () => {
  const [finding] = await judge(
    snapshotNeeded,
    answers(snapshot('snap-1', OLD, { FullSnapshotSizeInBytes: 20 * 1024 ** 3 })),
  );
  expect(finding?.evidence).toMatchObject({
    volumeSizeGib: 100,
    monthlyCostUsd: 1,
    costBasis: 'at most: as if it were the only snapshot of its volume',
  });
});

test('an archived snapshot is priced as one, and one whose size AWS does not tell by its volume', async () => {
  const findings = await judge(
    snapshotNeeded,
    answers(snapshot('snap-1', OLD, { StorageTier: 'archive' }), snapshot('snap-2', OLD)),
  );
  expect(findings.map(({ evidence }) => evidence['monthlyCostUsd'])).toEqual([1.25, 5]);
});

test('asks for images only where a snapshot is old, and for disabled images too', async () => {
  const young = answering(answers(snapshot('snap-1', DAY_MS)));
  await judge(snapshotNeeded, young);
  expect(young.asked.map(({ operation }) => operation)).toEqual(['DescribeSnapshots']);
  const old = answering(answers(snapshot('snap-1', OLD)));
  await judge(snapshotNeeded, old);
  expect(old.asked.at(-1)?.input).toEqual({ Owners: ['self'], IncludeDisabled: true, MaxResults: 1000 });
});

test('the age that counts as old can be set', async () => {
  const overrides = { [snapshotNeeded.id]: { enabled: true, settings: { ageDays: 30 } } };
  const findings = await judge(snapshotNeeded, answers(snapshot('snap-1', 31 * DAY_MS)), { overrides });
  expect(findings[0]?.status).toBe('fail');
});
