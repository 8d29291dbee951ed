import { of, type Sequence } from '../sequence.ts';

const database = 'production-db';
const snapshot = 'sequence-snapshot';
const copy = 'sequence-copy';
const it = { DBSnapshotIdentifier: snapshot };
const taken = { ...it, DBInstanceIdentifier: database };
const arn = of('taken', 'DBSnapshot.DBSnapshotArn');
const NOBODY = 'arn:aws:rds:us-east-1:123456789012:snapshot:nobodys';
const copied = { SourceDBSnapshotIdentifier: arn, TargetDBSnapshotIdentifier: copy };
const shared = { ...it, AttributeName: 'restore' };

export const rdsSnapshot: Sequence = {
  name: 'snapshot',
  steps: [
    ['taken', 'rds:CreateDBSnapshot', { ...taken, Tags: [{ Key: 'Team', Value: 'shop' }] }],
    ['taken again', 'rds:CreateDBSnapshot', taken],
    ['of nobody', 'rds:CreateDBSnapshot', { DBSnapshotIdentifier: 'r1', DBInstanceIdentifier: 'nobodys' }],
    ['malformed name', 'rds:CreateDBSnapshot', { ...taken, DBSnapshotIdentifier: '1-x' }],
    ['two hyphens', 'rds:CreateDBSnapshot', { ...taken, DBSnapshotIdentifier: 'x--y' }],
    ['without name', 'rds:CreateDBSnapshot', { DBInstanceIdentifier: database }],
    ['without database', 'rds:CreateDBSnapshot', it],
    { minutes: 30 },
    ['read', 'rds:DescribeDBSnapshots', it],
    ['tags', 'rds:ListTagsForResource', { ResourceName: arn }],
    ['tagged', 'rds:AddTagsToResource', { ResourceName: arn, Tags: [{ Key: 'Stage', Value: 'test' }] }],
    ['untagged', 'rds:RemoveTagsFromResource', { ResourceName: arn, TagKeys: ['Team', 'nobodys'] }],
    ['tags after', 'rds:ListTagsForResource', { ResourceName: arn }],
    ['tags of nobody', 'rds:ListTagsForResource', { ResourceName: NOBODY }],
    ['tags of no ARN', 'rds:ListTagsForResource', { ResourceName: 'abc' }],
    ['nobody tagged', 'rds:AddTagsToResource', { ResourceName: NOBODY, Tags: [{ Key: 'A', Value: 'b' }] }],
    ['nobody untagged', 'rds:RemoveTagsFromResource', { ResourceName: NOBODY, TagKeys: ['A'] }],
    ['shared', 'rds:ModifyDBSnapshotAttribute', { ...shared, ValuesToAdd: ['210987654321'] }],
    ['attributes', 'rds:DescribeDBSnapshotAttributes', it],
    ['shared no more', 'rds:ModifyDBSnapshotAttribute', { ...shared, ValuesToRemove: ['210987654321'] }],
    ['shared with no account', 'rds:ModifyDBSnapshotAttribute', { ...shared, ValuesToAdd: ['nobody'] }],
    ['of no attribute', 'rds:ModifyDBSnapshotAttribute', { ...it, AttributeName: 'nobodys', ValuesToAdd: ['all'] }],
    [
      'nobody shared',
      'rds:ModifyDBSnapshotAttribute',
      { DBSnapshotIdentifier: 'nobodys', AttributeName: 'restore', ValuesToAdd: ['210987654321'] },
    ],
    ['copied', 'rds:CopyDBSnapshot', { ...copied, CopyTags: true }],
    { minutes: 30 },
    ['copy read', 'rds:DescribeDBSnapshots', { DBSnapshotIdentifier: copy }],
    ['copied again', 'rds:CopyDBSnapshot', copied],
    [
      'nobody copied',
      'rds:CopyDBSnapshot',
      { SourceDBSnapshotIdentifier: 'nobodys', TargetDBSnapshotIdentifier: 'r2' },
    ],
    ['copy deleted', 'rds:DeleteDBSnapshot', { DBSnapshotIdentifier: copy }],
    ['deleted', 'rds:DeleteDBSnapshot', it],
    ['read when deleted', 'rds:DescribeDBSnapshots', it],
    ['deleted again', 'rds:DeleteDBSnapshot', it],
    ['none deleted', 'rds:DeleteDBSnapshot', {}],
  ],
};
