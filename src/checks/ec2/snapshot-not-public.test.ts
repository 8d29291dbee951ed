import { expect, test } from 'vitest';
import { type Answers, answering, awsError, judge, lines } from '../../../test/answers.ts';
import { snapshotNotPublic } from './snapshot-not-public.ts';

interface SnapshotsInput {
  readonly RestorableByUserIds?: readonly string[];
}

/** Snapshots of the account, of which some are listed as public and some are. */
function snapshots(own: readonly string[], listed: readonly string[], open: readonly string[] = listed): Answers {
  const named = (ids: readonly string[]) => ({
    Snapshots: ids.map((SnapshotId) => ({ SnapshotId, VolumeId: 'vol-1' })),
  });
  return {
    'ec2:DescribeSnapshots': ({ RestorableByUserIds }: SnapshotsInput) => named(RestorableByUserIds ? listed : own),
    'ec2:DescribeSnapshotAttribute': ({ SnapshotId }: { SnapshotId: string }) => ({
      CreateVolumePermissions: open.includes(SnapshotId) ? [{ Group: 'all' }, { UserId: '210987654321' }] : [],
    }),
  };
}

test('E5.3 names the snapshot that every AWS account may restore', async () => {
  const findings = await judge(snapshotNotPublic, snapshots(['snap-1', 'snap-2'], ['snap-2']));
  expect(lines(findings)).toEqual([
    'snap-2: fail critical: snap-2 of vol-1 may be restored by every AWS account.',
    'snap-1: pass: snap-1 is not public.',
  ]);
  expect(findings[0]?.evidence).toMatchObject({ sharedWithAccounts: ['210987654321'] });
  expect(findings[0]?.resource.arn).toBe('arn:aws:ec2:us-east-1::snapshot/snap-2');
});

test("asks two lists, and only for the account's own snapshots", async () => {
  const transport = answering(snapshots(['snap-1', 'snap-2'], []));
  await judge(snapshotNotPublic, transport);
  expect(transport.asked.map(({ input }) => input)).toEqual([
    { OwnerIds: ['self'], MaxResults: 1000 },
    { OwnerIds: ['self'], MaxResults: 1000, RestorableByUserIds: ['all'] },
  ]);
});

test('a list that names private snapshots too is not believed: those asked by name are judged, the rest is unknown', async () => {
  const ids = Array.from({ length: 22 }, (_, index) => `snap-${index}`);
  const findings = await judge(snapshotNotPublic, snapshots(ids, ids, ['snap-3']));
  expect(findings.filter(({ status }) => status === 'fail').map(({ resource }) => resource.id)).toEqual(['snap-3']);
  expect(findings.filter(({ status }) => status === 'unknown').map(({ resource }) => resource.id)).toEqual([
    'snap-20',
    'snap-21',
  ]);
});

test('many public snapshots are all named, and not all asked for by name', async () => {
  const ids = Array.from({ length: 100 }, (_, index) => `snap-${index}`);
  const transport = answering(snapshots(ids, ids));
  const findings = await judge(snapshotNotPublic, transport);
  expect(findings.every(({ status }) => status === 'fail')).toBe(true);
  expect(transport.asked.length).toBe(22);
});

test('where permissions may not be read, what is listed as public is unknown, and what is not listed is private', async () => {
  const findings = await judge(snapshotNotPublic, {
    ...snapshots(['snap-1', 'snap-2'], ['snap-2']),
    'ec2:DescribeSnapshotAttribute': () => awsError('UnauthorizedOperation', 'no', 403),
  });
  expect(lines(findings)).toEqual([
    'snap-2: unknown: UnauthorizedOperation: ec2:DescribeSnapshotAttribute is not allowed.',
    'snap-1: pass: snap-1 is not public.',
  ]);
});

test('where snapshots may not be listed, none is said to be private', async () => {
  const denied = awsError('UnauthorizedOperation', 'no', 403);
  const findings = await judge(snapshotNotPublic, { 'ec2:DescribeSnapshots': () => denied });
  expect(lines(findings)).toEqual(['ec2: unknown: UnauthorizedOperation: ec2:DescribeSnapshots is not allowed.']);
});
