import { expect, test } from 'vitest';
import { type Answers, answering, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { DAY_MS } from '../daily-range.ts';
import { volumeBackedUp } from './volume-backed-up.ts';

function ago(ms: number): Date {
  return new Date(NOW.getTime() - ms);
}

function volume(VolumeId: string, State = 'in-use') {
  return { VolumeId, State, Size: 20, Attachments: [{ InstanceId: 'i-1' }] };
}

function snapshot(VolumeId: string, ageMs: number, State = 'completed') {
  return { SnapshotId: `snap-of-${VolumeId}`, VolumeId, State, StartTime: ago(ageMs) };
}

interface Canned {
  readonly volumes: readonly object[];
  readonly snapshots?: readonly object[];
  readonly protectedResources?: readonly object[];
}

function answers({ volumes, snapshots = [], protectedResources = [] }: Canned): Answers {
  return {
    'ec2:DescribeVolumes': { Volumes: volumes },
    'ec2:DescribeSnapshots': { Snapshots: snapshots },
    'backup:ListProtectedResources': { Results: protectedResources },
  };
}

test('E6.2 a volume without any snapshot is a finding, not an absence', async () => {
  const findings = await judge(volumeBackedUp, answers({ volumes: [volume('vol-1')] }));
  expect(lines(findings)).toEqual(['vol-1: fail high: vol-1 has no completed snapshot.']);
});

test('E6.2 a snapshot that failed or is not finished is no backup', async () => {
  const findings = await judge(
    volumeBackedUp,
    answers({
      volumes: [volume('vol-1'), volume('vol-2')],
      snapshots: [
        snapshot('vol-1', DAY_MS, 'error'),
        snapshot('vol-2', 9 * DAY_MS),
        snapshot('vol-2', DAY_MS, 'pending'),
      ],
    }),
  );
  expect(lines(findings)).toEqual([
    'vol-1: fail high: vol-1 has no completed snapshot; its newest snapshot snap-of-vol-1 is in state error.',
    'vol-2: fail high: vol-2 was last backed up 9 days ago; its newest snapshot snap-of-vol-2 is in state pending.',
  ]);
});

test('a backup of exactly 7 days ago is recent enough, one of a second more is not', async () => {
  const findings = await judge(
    volumeBackedUp,
    answers({
      volumes: [volume('vol-1'), volume('vol-2')],
      snapshots: [snapshot('vol-1', 7 * DAY_MS), snapshot('vol-2', 7 * DAY_MS + 1000)],
    }),
  );
  expect(lines(findings)).toEqual([
    'vol-2: fail high: vol-2 was last backed up 7 days ago.',
    'vol-1: pass: vol-1 was backed up 7 days ago by snap-of-vol-1.',
  ]);
});

test('the newest snapshot counts, in whatever order AWS lists them', async () => {
  const snapshots = [snapshot('vol-1', 40 * DAY_MS), snapshot('vol-1', DAY_MS), snapshot('vol-1', 20 * DAY_MS)];
  const findings = await judge(volumeBackedUp, answers({ volumes: [volume('vol-1')], snapshots }));
  expect(lines(findings)).toEqual(['vol-1: pass: vol-1 was backed up 1 day ago by snap-of-vol-1.']);
});

test('a recovery point of AWS Backup is a backup, of this volume and recent', async () => {
  const arn = (id: string): string => `arn:aws:ec2:us-east-1:123456789012:volume/${id}`;
  const findings = await judge(
    volumeBackedUp,
    answers({
      volumes: [volume('vol-1'), volume('vol-2'), volume('vol-3')],
      protectedResources: [
        { ResourceArn: arn('vol-1'), LastBackupTime: ago(DAY_MS / 2) },
        { ResourceArn: arn('vol-2'), LastBackupTime: ago(8 * DAY_MS) },
      ],
    }),
  );
  expect(lines(findings)).toEqual([
    'vol-2: fail high: vol-2 was last backed up 8 days ago.',
    'vol-3: fail high: vol-3 has no completed snapshot.',
    'vol-1: pass: vol-1 was backed up 12 hours ago by AWS Backup.',
  ]);
});

test('a volume that nothing uses needs no backup', async () => {
  const findings = await judge(volumeBackedUp, answers({ volumes: [volume('vol-1', 'available')] }));
  expect(lines(findings)).toEqual(['vol-1: pass: vol-1 is available: nothing writes to it.']);
});

test('AWS Backup is asked once, and only where snapshots leave a doubt', async () => {
  const sure = answering(answers({ volumes: [volume('vol-1')], snapshots: [snapshot('vol-1', DAY_MS)] }));
  await judge(volumeBackedUp, sure);
  expect(sure.asked.map(({ service }) => service)).toEqual(['ec2', 'ec2']);
  const unsure = answering(answers({ volumes: [volume('vol-1'), volume('vol-2')] }));
  await judge(volumeBackedUp, unsure);
  expect(unsure.asked.filter(({ service }) => service === 'backup')).toHaveLength(1);
});

test('where AWS Backup may not be asked, a volume without a snapshot is unknown and the others are judged', async () => {
  const findings = await judge(volumeBackedUp, {
    ...answers({ volumes: [volume('vol-1'), volume('vol-2')], snapshots: [snapshot('vol-2', DAY_MS)] }),
    'backup:ListProtectedResources': () => awsError('AccessDeniedException', 'no', 403),
  });
  expect(lines(findings)).toEqual([
    'vol-1: unknown: AccessDeniedException: backup:ListProtectedResources is not allowed.',
    'vol-2: pass: vol-2 was backed up 1 day ago by snap-of-vol-2.',
  ]);
});
