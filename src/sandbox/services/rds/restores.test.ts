import { expect, test } from 'vitest';
import { rdsScene } from '../../../../test/rds-scene.ts';

const SNAPSHOT = 'production-db-before-release';
const RESTORE = { DBInstanceIdentifier: 'restored', DBSnapshotIdentifier: SNAPSHOT, DBSubnetGroupName: 'production' };
const LATEST = { SourceDBInstanceIdentifier: 'production-db', UseLatestRestorableTime: true };

test('a restored database is creating, backing-up and available after more than ten minutes; its endpoint comes later', async () => {
  const { ask, pass, database, statusOf } = rdsScene();
  const { DBInstance } = await ask('RestoreDBInstanceFromDBSnapshot', RESTORE);
  expect(DBInstance).toMatchObject({ DBInstanceIdentifier: 'restored', DBInstanceStatus: 'creating' });
  expect(DBInstance.Endpoint).toBeUndefined();
  pass(10);
  expect(await statusOf('restored')).toBe('creating');
  pass(10);
  const first = await database('restored');
  expect(first.DBInstanceStatus).toBe('backing-up');
  expect(first.Endpoint.Address).toMatch(/^restored\..*\.us-east-1\.rds\.amazonaws\.com$/);
  pass(10);
  expect(await statusOf('restored')).toBe('available');
  const { DBSnapshots } = await ask('DescribeDBSnapshots', { DBInstanceIdentifier: 'restored' });
  expect(DBSnapshots).toMatchObject([{ SnapshotType: 'automated', Status: 'available' }]);
});

test("a restored database has AWS's defaults, not the settings of its source, unless they are asked for", async () => {
  const { ask, id, database } = rdsScene();
  const source = await database('production-db');
  const { DBInstance: bare } = await ask('RestoreDBInstanceFromDBSnapshot', RESTORE);
  expect(source).toMatchObject({ MultiAZ: true, DeletionProtection: true, PubliclyAccessible: false });
  expect(bare).toMatchObject({
    // As the snapshot has it.
    Engine: 'postgres',
    EngineVersion: '16.10',
    DBInstanceClass: 'db.r6g.xlarge',
    AllocatedStorage: 500,
    BackupRetentionPeriod: 7,
    StorageEncrypted: true,
    KmsKeyId: source.KmsKeyId,
    MasterUsername: 'app',
    // As AWS decides.
    MultiAZ: false,
    DeletionProtection: false,
    CopyTagsToSnapshot: false,
    PubliclyAccessible: true,
    DBParameterGroups: [{ DBParameterGroupName: 'default.postgres16', ParameterApplyStatus: 'in-sync' }],
    VpcSecurityGroups: [{ VpcSecurityGroupId: id('sg', 'default-production'), Status: 'active' }],
    TagList: source.TagList,
  });
  expect(bare.DbiResourceId).not.toBe(source.DbiResourceId);
  const { DBInstance: cloned } = await ask('RestoreDBInstanceFromDBSnapshot', {
    ...RESTORE,
    DBInstanceIdentifier: 'cloned',
    DBParameterGroupName: 'production-postgres16',
    VpcSecurityGroupIds: [id('sg', 'production-db')],
    MultiAZ: true,
    DeletionProtection: true,
    CopyTagsToSnapshot: true,
    PubliclyAccessible: false,
    Tags: [{ Key: 'opsbook:execution', Value: 'e-1' }],
  });
  expect(cloned).toMatchObject({
    MultiAZ: true,
    SecondaryAvailabilityZone: 'us-east-1b',
    DeletionProtection: true,
    PubliclyAccessible: false,
    DBParameterGroups: [{ DBParameterGroupName: 'production-postgres16' }],
    VpcSecurityGroups: [{ VpcSecurityGroupId: id('sg', 'production-db') }],
    TagList: [{ Key: 'opsbook:execution', Value: 'e-1' }],
  });
});

test('without a subnet group a restore goes to the default VPC, and is refused where there is none', async () => {
  const { arn, ask, id, pass, refusal } = rdsScene();
  const { DBSubnetGroupName: _, ...placeless } = RESTORE;
  expect(await refusal('RestoreDBInstanceFromDBSnapshot', placeless)).toBe(
    'InvalidSubnet: No default subnet detected in VPC. Please contact AWS Support to recreate default Subnets.',
  );
  const copy = { SourceDBSnapshotIdentifier: arn('snapshot', SNAPSHOT), TargetDBSnapshotIdentifier: 'abroad' };
  await ask('CopyDBSnapshot', { ...copy, KmsKeyId: 'alias/backups' }, 'eu-west-1');
  pass(30);
  const input = { DBInstanceIdentifier: 'restored', DBSnapshotIdentifier: 'abroad' };
  const { DBInstance } = await ask('RestoreDBInstanceFromDBSnapshot', input, 'eu-west-1');
  expect(DBInstance.DBSubnetGroup).toMatchObject({
    DBSubnetGroupName: 'default',
    VpcId: id('vpc', 'default', 'eu-west-1'),
  });
  expect(DBInstance).toMatchObject({ DBInstanceClass: 'db.r6g.xlarge', BackupRetentionPeriod: 7 });
});

test("what a restore cannot be is refused with AWS's own codes", async () => {
  const { ask, id, refusal } = rdsScene();
  await ask('CreateDBSnapshot', { DBInstanceIdentifier: 'reporting-db', DBSnapshotIdentifier: 'unfinished' });
  const tried = (input: object) => refusal('RestoreDBInstanceFromDBSnapshot', { ...RESTORE, ...input });
  expect(await tried({ DBInstanceIdentifier: 'Production-DB' })).toBe(
    'DBInstanceAlreadyExists: DB instance already exists',
  );
  expect(await tried({ DBSnapshotIdentifier: 'nope' })).toBe('DBSnapshotNotFound: DBSnapshot not found: nope');
  expect(await tried({ DBSnapshotIdentifier: 'unfinished' })).toMatch(/^InvalidDBSnapshotState/);
  expect(await tried({ DBSubnetGroupName: 'nope' })).toMatch(/^DBSubnetGroupNotFoundFault/);
  expect(await tried({ DBParameterGroupName: 'nope' })).toMatch(/^DBParameterGroupNotFound/);
  expect(await tried({ DBParameterGroupName: 'default.mysql8.4' })).toMatch(/^InvalidParameterCombination/);
  expect(await tried({ VpcSecurityGroupIds: ['sg-00000000000000000'] })).toMatch(/^InvalidParameterValue/);
  const vpcs = `The DB instance is in ${id('vpc', 'production')} and the EC2 security group is in ${id('vpc', 'staging')}`;
  expect(await tried({ VpcSecurityGroupIds: [id('sg', 'staging-app')] })).toBe(
    `InvalidParameterCombination: The DB instance and EC2 security group are in different VPCs. ${vpcs}`,
  );
  expect(await tried({ DBInstanceClass: 'db.huge' })).toBe('InvalidParameterValue: Invalid DB Instance class: db.huge');
  expect(await tried({ DBInstanceClass: 'db.m1.small' })).toMatch(
    /^InvalidParameterCombination: RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.m1.small/,
  );
  // A version that is no longer to be had must be upgraded first.
  expect(await tried({ DBSnapshotIdentifier: 'idle-db-handover' })).toBe(
    'InvalidParameterCombination: Cannot find version 8.0.32 for mysql',
  );
  const { DBInstances } = await ask('DescribeDBInstances');
  expect(DBInstances).toHaveLength(6);
});

test('a database is restored to a point in time within what its backups reach, and to no other', async () => {
  const { ask, database, refusal } = rdsScene();
  const { LatestRestorableTime: latest } = await database('production-db');
  const input = { SourceDBInstanceIdentifier: 'production-db', DBSubnetGroupName: 'production' };
  const to = (at: Date) => ({ ...input, TargetDBInstanceIdentifier: 'then', RestoreTime: at });
  expect(await refusal('RestoreDBInstanceToPointInTime', to(new Date(latest.getTime() + 1000)))).toBe(
    'InvalidParameterValue: The specified instance cannot be restored to a time later than 2026-11-23T07:55:00Z.',
  );
  expect(await refusal('RestoreDBInstanceToPointInTime', to(new Date('2026-11-10')))).toMatch(
    /^InvalidParameterValue: The specified instance cannot be restored to a time earlier than 2026-11-17T03:07:00Z/,
  );
  const { DBInstance } = await ask('RestoreDBInstanceToPointInTime', to(latest));
  expect(DBInstance).toMatchObject({ DBInstanceIdentifier: 'then', MultiAZ: false, TagList: [] });
  const newest = { ...LATEST, DBSubnetGroupName: 'production', TargetDBInstanceIdentifier: 'newest' };
  expect((await ask('RestoreDBInstanceToPointInTime', newest)).DBInstance.DBInstanceStatus).toBe('creating');
  expect(
    await refusal('RestoreDBInstanceToPointInTime', { ...newest, ...to(latest), TargetDBInstanceIdentifier: 'both' }),
  ).toMatch(/^InvalidParameterCombination/);
  const idle = { ...LATEST, SourceDBInstanceIdentifier: 'idle-db', TargetDBInstanceIdentifier: 'idle-again' };
  expect(await refusal('RestoreDBInstanceToPointInTime', idle)).toMatch(/^PointInTimeRestoreNotEnabled/);
});

test('an automated backup tells from when to when a database can be restored', async () => {
  const { ask, pass } = rdsScene();
  const of = async (name: string) =>
    (await ask('DescribeDBInstanceAutomatedBackups', { DBInstanceIdentifier: name })).DBInstanceAutomatedBackups[0];
  const window = (await of('production-db')).RestoreWindow;
  expect([window.EarliestTime.toISOString(), window.LatestTime.toISOString()]).toEqual([
    '2026-11-17T03:07:00.000Z',
    '2026-11-23T07:55:00.000Z',
  ]);
  await ask('RestoreDBInstanceFromDBSnapshot', RESTORE);
  expect((await of('restored')).Status).toBe('creating');
  pass(60);
  expect((await of('restored')).Status).toBe('active');
});

test('what is restored is backed up every night from then on', async () => {
  const { ask, pass } = rdsScene();
  await ask('RestoreDBInstanceFromDBSnapshot', RESTORE);
  pass(3 * 24 * 60);
  const { DBSnapshots } = await ask('DescribeDBSnapshots', { DBInstanceIdentifier: 'restored' });
  expect(DBSnapshots).toHaveLength(4);
});

test('a region that is looked at late has had its backups every night all the same', async () => {
  const { ask, pass } = rdsScene();
  pass(10 * 24 * 60);
  const { DBSnapshots } = await ask('DescribeDBSnapshots', {
    DBInstanceIdentifier: 'production-db',
    SnapshotType: 'automated',
  });
  expect(DBSnapshots.at(-1).SnapshotCreateTime.toISOString()).toBe('2026-12-03T03:07:00.000Z');
  expect(DBSnapshots).toHaveLength(7);
});

test('a new, empty database is created with the newest version that fits', async () => {
  const { ask, pass, refusal, statusOf, words } = rdsScene();
  const input = {
    DBInstanceIdentifier: 'new-db',
    Engine: 'postgres',
    EngineVersion: '16',
    DBInstanceClass: 'db.t4g.medium',
    AllocatedStorage: 20,
    MasterUsername: 'app',
    MasterUserPassword: 'not-kept',
    DBSubnetGroupName: 'staging',
  };
  const { DBInstance } = await ask('CreateDBInstance', input);
  expect(DBInstance).toMatchObject({ EngineVersion: '16.10', DBInstanceStatus: 'creating', BackupRetentionPeriod: 1 });
  expect(JSON.stringify(DBInstance)).not.toContain('not-kept');
  pass(15);
  expect(await statusOf('new-db')).toBe('available');
  expect(await words('new-db')).toContain('DB instance created');
  expect(await refusal('CreateDBInstance', input)).toMatch(/^DBInstanceAlreadyExists/);
  expect(await refusal('CreateDBInstance', { ...input, DBInstanceIdentifier: 'x', AllocatedStorage: 10 })).toBe(
    'InvalidParameterCombination: Invalid storage size for engine name postgres and storage type gp3: 10',
  );
  const short = { ...input, DBInstanceIdentifier: 'x', MasterUserPassword: 'seven77' };
  expect(await refusal('CreateDBInstance', short)).toMatch(/^InvalidParameterValue: .*shorter than 8 characters/);
  const secret = { ...input, DBInstanceIdentifier: 'secret', StorageEncrypted: true };
  const { DBInstance: encrypted } = await ask('CreateDBInstance', secret);
  expect(encrypted.KmsKeyId).toMatch(/^arn:aws:kms:us-east-1:/);
  expect(DBInstance.KmsKeyId).toBeUndefined();
});

test('orderable options are paged, and tell which classes an engine has', async () => {
  const { ask, refusal } = rdsScene();
  const first = await ask('DescribeOrderableDBInstanceOptions', { Engine: 'postgres' });
  expect(first.OrderableDBInstanceOptions).toHaveLength(100);
  expect(first.Marker).toBeDefined();
  const wanted = { Engine: 'postgres', EngineVersion: '16.10', DBInstanceClass: 'db.r5.xlarge' };
  const { OrderableDBInstanceOptions } = await ask('DescribeOrderableDBInstanceOptions', wanted);
  expect(OrderableDBInstanceOptions.map(({ StorageType }: { StorageType: string }) => StorageType)).toEqual([
    'gp2',
    'gp3',
    'io1',
  ]);
  const none = await ask('DescribeOrderableDBInstanceOptions', { ...wanted, DBInstanceClass: 'db.m1.small' });
  expect(none.OrderableDBInstanceOptions).toEqual([]);
  expect(await refusal('DescribeOrderableDBInstanceOptions')).toMatch(/^MissingParameter/);
});
