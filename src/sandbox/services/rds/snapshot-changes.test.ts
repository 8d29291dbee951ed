import { expect, test } from 'vitest';
import { rdsScene } from '../../../../test/rds-scene.ts';

const PRODUCTION = { DBInstanceIdentifier: 'production-db', DBSnapshotIdentifier: 'before-change' };
const REPORTING = { DBInstanceIdentifier: 'reporting-db', DBSnapshotIdentifier: 'reporting-copy' };

test('a snapshot is created over minutes, and has no time until it is available', async () => {
  const { ask, pass, snapshot } = rdsScene();
  const { DBSnapshot } = await ask('CreateDBSnapshot', PRODUCTION);
  expect(DBSnapshot).toMatchObject({ Status: 'creating', PercentProgress: 0, SnapshotType: 'manual' });
  expect(DBSnapshot.SnapshotCreateTime).toBeUndefined();
  pass(3);
  expect(await snapshot('before-change')).toMatchObject({ Status: 'creating', PercentProgress: 40 });
  pass(7);
  const done = await snapshot('before-change');
  expect(done).toMatchObject({ Status: 'available', PercentProgress: 100, AllocatedStorage: 500, Encrypted: true });
  expect(done.SnapshotCreateTime.toISOString()).toBe('2026-11-23T08:00:00.000Z');
  // What was answered at first is as it was.
  expect(DBSnapshot).toMatchObject({ Status: 'creating', PercentProgress: 0 });
});

test('a larger database takes longer to snapshot than a small one', async () => {
  const { ask, pass, snapshot } = rdsScene();
  await ask('CreateDBSnapshot', PRODUCTION);
  await ask('CreateDBSnapshot', REPORTING);
  pass(4);
  expect((await snapshot('reporting-copy')).Status).toBe('available');
  expect((await snapshot('before-change')).Status).toBe('creating');
});

test('a database in one zone is backing-up meanwhile; one in two zones stays available', async () => {
  const { ask, pass, statusOf, refusal } = rdsScene();
  await ask('CreateDBSnapshot', PRODUCTION);
  await ask('CreateDBSnapshot', REPORTING);
  expect([await statusOf('production-db'), await statusOf('reporting-db')]).toEqual(['available', 'backing-up']);
  expect(await refusal('CreateDBSnapshot', { ...REPORTING, DBSnapshotIdentifier: 'another' })).toBe(
    'InvalidDBInstanceState: Cannot create a snapshot because the database instance reporting-db is not currently in the available state.',
  );
  pass(4);
  expect(await statusOf('reporting-db')).toBe('available');
});

test('a snapshot of nothing, of a stopped database, of a member of a cluster or of a name that is taken is refused', async () => {
  const { ask, refusal } = rdsScene();
  const input = { DBSnapshotIdentifier: 'one' };
  const codes = await Promise.all([
    refusal('CreateDBSnapshot', { ...input, DBInstanceIdentifier: 'nope' }),
    refusal('CreateDBSnapshot', { ...input, DBInstanceIdentifier: 'staging-db' }),
    refusal('CreateDBSnapshot', { ...input, DBInstanceIdentifier: 'orders-1' }),
    refusal('CreateDBSnapshot', { ...PRODUCTION, DBSnapshotIdentifier: 'ends-' }),
    refusal('CreateDBSnapshot', { ...PRODUCTION, DBSnapshotIdentifier: 'production-db-before-release' }),
  ]);
  expect(codes.map((code) => code.split(':')[0])).toEqual([
    'DBInstanceNotFound',
    'InvalidDBInstanceState',
    'InvalidParameterValue',
    'InvalidParameterValue',
    'DBSnapshotAlreadyExists',
  ]);
  await ask('CreateDBSnapshot', PRODUCTION);
  expect(await refusal('CreateDBSnapshot', PRODUCTION)).toBe(
    'DBSnapshotAlreadyExists: Cannot create the snapshot because a snapshot with the identifier before-change already exists.',
  );
});

test("a snapshot has the tags it is given, or else the database's", async () => {
  const { ask, snapshot } = rdsScene();
  await ask('CreateDBSnapshot', { ...PRODUCTION, Tags: [{ Key: 'opsbook:execution', Value: 'e-1' }] });
  await ask('CreateDBSnapshot', REPORTING);
  expect((await snapshot('before-change')).TagList).toEqual([{ Key: 'opsbook:execution', Value: 'e-1' }]);
  expect((await snapshot('reporting-copy')).TagList).toContainEqual({ Key: 'Owner', Value: 'platform' });
});

test('a manual snapshot can be deleted once it is available; automated ones and those in use cannot', async () => {
  const { ask, pass, refusal, snapshot } = rdsScene();
  await ask('CreateDBSnapshot', PRODUCTION);
  const made = { DBSnapshotIdentifier: 'before-change' };
  const notYet =
    'InvalidDBSnapshotState: Cannot delete the snapshot because it is not currently in the available or failed state.';
  expect(await refusal('DeleteDBSnapshot', made)).toBe(notYet);
  const { DBSnapshots } = await ask('DescribeDBSnapshots', { SnapshotType: 'automated' });
  expect(await refusal('DeleteDBSnapshot', { DBSnapshotIdentifier: DBSnapshots[0].DBSnapshotIdentifier })).toBe(
    'InvalidDBSnapshotState: automated snapshots cannot be deleted.',
  );
  pass(10);
  await ask('RestoreDBInstanceFromDBSnapshot', {
    DBInstanceIdentifier: 'restored',
    DBSubnetGroupName: 'production',
    ...made,
  });
  expect(await refusal('DeleteDBSnapshot', made)).toBe(notYet);
  pass(30);
  expect((await ask('DeleteDBSnapshot', made)).DBSnapshot.Status).toBe('deleted');
  await expect(snapshot('before-change')).rejects.toThrow('DBSnapshot before-change not found.');
});

test('a snapshot is copied into another region, with a key of that region', async () => {
  const { ask, arn, pass, refusal, snapshot } = rdsScene();
  const source = arn('snapshot', 'production-db-before-release');
  const input = { SourceDBSnapshotIdentifier: source, TargetDBSnapshotIdentifier: 'abroad', CopyTags: true };
  expect(await refusal('CopyDBSnapshot', input, 'eu-west-1')).toMatch(/^InvalidParameterValue: KmsKeyId is required/);
  await ask('CopyDBSnapshot', { ...input, KmsKeyId: 'alias/backups' }, 'eu-west-1');
  expect(await snapshot('abroad', 'eu-west-1')).toMatchObject({ Status: 'creating', SourceRegion: 'us-east-1' });
  expect(await refusal('DeleteDBSnapshot', { DBSnapshotIdentifier: source })).toMatch(/^InvalidDBSnapshotState/);
  pass(30);
  const copy = await snapshot('abroad', 'eu-west-1');
  expect(copy).toMatchObject({ Status: 'available', KmsKeyId: 'alias/backups', SourceDBSnapshotIdentifier: source });
  expect(copy.TagList).toHaveLength(2);
  await ask('DeleteDBSnapshot', { DBSnapshotIdentifier: source });
  expect((await snapshot('abroad', 'eu-west-1')).Status).toBe('available');
});

test('a snapshot is shared with an account, and with everybody only if it is not encrypted', async () => {
  const { ask, refusal } = rdsScene();
  const input = { DBSnapshotIdentifier: 'production-db-before-release', AttributeName: 'restore' };
  await ask('ModifyDBSnapshotAttribute', { ...input, ValuesToAdd: ['111122223333'] });
  const { DBSnapshotAttributesResult } = await ask('DescribeDBSnapshotAttributes', input);
  expect(DBSnapshotAttributesResult.DBSnapshotAttributes[0].AttributeValues).toEqual(['111122223333']);
  expect(await refusal('ModifyDBSnapshotAttribute', { ...input, ValuesToAdd: ['all'] })).toMatch(
    /^InvalidParameterValue/,
  );
});

test('tags are added, replaced and removed by ARN', async () => {
  const { arn, ask, refusal } = rdsScene();
  const ResourceName = arn('snapshot', 'production-db-before-release');
  await ask('AddTagsToResource', {
    ResourceName,
    Tags: [
      { Key: 'Owner', Value: 'data' },
      { Key: 'keep', Value: 'yes' },
    ],
  });
  await ask('RemoveTagsFromResource', { ResourceName, TagKeys: ['Environment'] });
  expect((await ask('ListTagsForResource', { ResourceName })).TagList).toEqual([
    { Key: 'Owner', Value: 'data' },
    { Key: 'keep', Value: 'yes' },
  ]);
  expect(await refusal('ListTagsForResource', { ResourceName: 'production-db' })).toMatch(/^InvalidParameterValue/);
  expect(await refusal('ListTagsForResource', { ResourceName: arn('db', 'nope') })).toMatch(/^DBInstanceNotFound/);
});
