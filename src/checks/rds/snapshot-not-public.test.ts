import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { snapshotNotPublic } from './snapshot-not-public.ts';

function manual(id: string, Encrypted = false) {
  return {
    DBSnapshotIdentifier: id,
    SnapshotType: 'manual',
    Status: 'available',
    Encrypted,
    DBInstanceIdentifier: 'main',
  };
}

function restorableBy(byId: Readonly<Record<string, readonly string[] | Error>>) {
  return ({ DBSnapshotIdentifier: id = '' }: { DBSnapshotIdentifier?: string }) => {
    const AttributeValues = byId[id] ?? [];
    if (AttributeValues instanceof Error) return AttributeValues;
    return {
      DBSnapshotAttributesResult: {
        DBSnapshotIdentifier: id,
        DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues }],
      },
    };
  };
}

test('a manual snapshot that everybody may restore is critical; shared with an account or with nobody is not', async () => {
  const findings = await judge(snapshotNotPublic, {
    'rds:DescribeDBSnapshots': { DBSnapshots: [manual('open'), manual('shared'), manual('own')] },
    'rds:DescribeDBClusterSnapshots': {},
    'rds:DescribeDBSnapshotAttributes': restorableBy({ open: ['210987654321', 'all'], shared: ['210987654321'] }),
  });
  expect(lines(findings)).toEqual([
    'open: fail critical: open can be restored by every AWS account.',
    'own: pass: own is private.',
    'shared: pass: shared is shared with 210987654321 alone.',
  ]);
});

test('E5.3 finds public snapshots of clusters too', async () => {
  const findings = await judge(snapshotNotPublic, {
    'rds:DescribeDBSnapshots': {},
    'rds:DescribeDBClusterSnapshots': {
      DBClusterSnapshots: [{ DBClusterSnapshotIdentifier: 'c', SnapshotType: 'manual', StorageEncrypted: false }],
    },
    'rds:DescribeDBClusterSnapshotAttributes': {
      DBClusterSnapshotAttributesResult: {
        DBClusterSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: ['all'] }],
      },
    },
  });
  expect(lines(findings)).toEqual(['c: fail critical: c can be restored by every AWS account.']);
});

test('asks nothing of snapshots that cannot be public: automated and encrypted ones', async () => {
  const automated = { DBSnapshotIdentifier: 'rds:main', SnapshotType: 'automated', Encrypted: false };
  const transport = answering({
    'rds:DescribeDBSnapshots': { DBSnapshots: [automated, manual('sealed', true)] },
    'rds:DescribeDBClusterSnapshots': {},
  });
  expect(lines(await judge(snapshotNotPublic, transport))).toEqual([
    'sealed: pass: sealed is encrypted, and so cannot be public.',
  ]);
  expect(transport.asked).toHaveLength(2);
});

test('one snapshot that cannot be read is unknown, one that has gone is nothing, and the others are judged', async () => {
  const findings = await judge(snapshotNotPublic, {
    'rds:DescribeDBSnapshots': { DBSnapshots: [manual('open'), manual('denied'), manual('gone')] },
    'rds:DescribeDBClusterSnapshots': {},
    'rds:DescribeDBSnapshotAttributes': restorableBy({
      open: ['all'],
      denied: awsError('AccessDenied', 'no', 403),
      gone: awsError('DBSnapshotNotFound', 'DBSnapshot gone not found.', 404),
    }),
  });
  expect(lines(findings)).toEqual([
    'open: fail critical: open can be restored by every AWS account.',
    'denied: unknown: AccessDenied: rds:DescribeDBSnapshotAttributes is not allowed.',
  ]);
});
