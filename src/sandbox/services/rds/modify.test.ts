import { expect, test } from 'vitest';
import { rdsScene } from '../../../../test/rds-scene.ts';

const PRODUCTION = { DBInstanceIdentifier: 'production-db' };
const REPORTING = { DBInstanceIdentifier: 'reporting-db' };
const NOW = { ApplyImmediately: true };
const HOUR = 60;
const DAY = 24 * HOUR;

test('a modification waits for the maintenance window and is applied when the clock comes to it', async () => {
  const { ask, database, pass } = rdsScene();
  const { DBInstance } = await ask('ModifyDBInstance', { ...PRODUCTION, DBInstanceClass: 'db.r6g.2xlarge' });
  expect(DBInstance).toMatchObject({
    DBInstanceStatus: 'available',
    DBInstanceClass: 'db.r6g.xlarge',
    PendingModifiedValues: { DBInstanceClass: 'db.r6g.2xlarge' },
  });
  // It is Monday, 08:00; the window opens on Sunday at 04:00.
  pass(5 * DAY + 19 * HOUR + 59);
  expect(await database('production-db')).toMatchObject({
    DBInstanceStatus: 'available',
    DBInstanceClass: 'db.r6g.xlarge',
  });
  pass(2);
  expect((await database('production-db')).DBInstanceStatus).toBe('modifying');
  pass(30);
  const after = await database('production-db');
  expect(after).toMatchObject({ DBInstanceStatus: 'available', DBInstanceClass: 'db.r6g.2xlarge' });
  expect(after.PendingModifiedValues).toEqual({});
  expect(DBInstance.DBInstanceClass).toBe('db.r6g.xlarge');
});

test('applied immediately, everything that is pending is applied, also what was asked for before', async () => {
  const { ask, database, pass } = rdsScene();
  await ask('ModifyDBInstance', { ...REPORTING, AllocatedStorage: 150 });
  await ask('ModifyDBInstance', { ...REPORTING, MultiAZ: true });
  const { DBInstance } = await ask('ModifyDBInstance', { ...REPORTING, ...NOW, DBInstanceClass: 'db.t3.medium' });
  expect(DBInstance.PendingModifiedValues).toEqual({
    AllocatedStorage: 150,
    MultiAZ: true,
    DBInstanceClass: 'db.t3.medium',
  });
  pass(HOUR);
  expect(await database('reporting-db')).toMatchObject({
    AllocatedStorage: 150,
    MultiAZ: true,
    DBInstanceClass: 'db.t3.medium',
    PendingModifiedValues: {},
  });
});

test('a database still says that it is available when a modification has been asked for, then it is modifying', async () => {
  const { ask, pass, statusOf } = rdsScene();
  await ask('ModifyDBInstance', { ...REPORTING, ...NOW, DBInstanceClass: 'db.t3.medium' });
  const seen: string[] = [await statusOf('reporting-db')];
  for (let minute = 0; minute < 15; minute += 1) {
    pass(1);
    seen.push(await statusOf('reporting-db'));
  }
  expect([...new Set(seen)]).toEqual(['available', 'modifying', 'rebooting']);
  expect(seen.at(-1)).toBe('available');
});

test('with a standby a new class is a fail-over, and no reboot', async () => {
  const { ask, database, pass, words } = rdsScene();
  const before = await database('production-db');
  await ask('ModifyDBInstance', { ...PRODUCTION, ...NOW, DBInstanceClass: 'db.r5.xlarge' });
  const seen = new Set<string>();
  for (let minute = 0; minute < 15; minute += 1) {
    pass(1);
    seen.add((await database('production-db')).DBInstanceStatus);
  }
  expect([...seen]).toEqual(['modifying', 'available']);
  const after = await database('production-db');
  expect(after.DBInstanceClass).toBe('db.r5.xlarge');
  expect(after.AvailabilityZone).toBe(before.SecondaryAvailabilityZone);
  expect(await words('production-db')).toEqual(
    expect.arrayContaining([
      'Applying modification to database instance class',
      'Multi-AZ instance failover completed',
      'Finished applying modification to database instance class',
    ]),
  );
});

test('storage grows without an outage, is then optimized for hours, and cannot be changed again for six', async () => {
  const { ask, database, pass, refusal, statusOf } = rdsScene();
  await ask('ModifyDBInstance', { ...PRODUCTION, ...NOW, AllocatedStorage: 510 });
  pass(10);
  // Less than a tenth more is rounded up.
  expect(await database('production-db')).toMatchObject({
    DBInstanceStatus: 'storage-optimization',
    AllocatedStorage: 550,
  });
  const more = { ...PRODUCTION, ...NOW, AllocatedStorage: 700 };
  const held =
    "InvalidParameterCombination: You can't currently modify the storage of this DB instance because the previous storage change is being optimized.";
  expect(await refusal('ModifyDBInstance', more)).toBe(held);
  // Everything else goes on.
  await ask('CreateDBSnapshot', { ...PRODUCTION, DBSnapshotIdentifier: 'meanwhile' });
  pass(5 * HOUR);
  expect(await statusOf('production-db')).toBe('available');
  expect(await refusal('ModifyDBInstance', more)).toBe(held);
  pass(HOUR);
  await ask('ModifyDBInstance', more);
});

test('a database that is renamed is known by its new name alone, on a new endpoint, and keeps its backups', async () => {
  const { ask, database, pass, refusal, snapshot, statusOf } = rdsScene();
  const before = await database('production-db');
  await ask('ModifyDBInstance', { ...PRODUCTION, ...NOW, NewDBInstanceIdentifier: 'production-db-old' });
  expect(await statusOf('production-db')).toBe('available');
  pass(1);
  expect(await statusOf('production-db')).toBe('renaming');
  pass(1);
  expect(await refusal('DescribeDBInstances', PRODUCTION)).toBe(
    'DBInstanceNotFound: DBInstance production-db not found.',
  );
  expect(await statusOf('production-db-old')).toBe('rebooting');
  pass(2);
  const after = await database('production-db-old');
  expect(after).toMatchObject({ DBInstanceStatus: 'available', DbiResourceId: before.DbiResourceId });
  expect(after.Endpoint.Address).toMatch(/^production-db-old\./);
  expect(after.DBInstanceArn).toMatch(/:db:production-db-old$/);
  expect((await snapshot('production-db-before-release')).DBInstanceIdentifier).toBe('production-db');
  const replica = await database('production-db-replica', 'eu-west-1');
  expect(replica.ReadReplicaSourceDBInstanceIdentifier).toBe(after.DBInstanceArn);
});

test('a restored database takes the place of the old one by two renames', async () => {
  const { ask, database, pass, refusal } = rdsScene();
  await ask('RestoreDBInstanceFromDBSnapshot', {
    DBInstanceIdentifier: 'restored',
    DBSnapshotIdentifier: 'production-db-before-release',
    DBSubnetGroupName: 'production',
  });
  pass(HOUR);
  const { DbiResourceId: resource } = await database('restored');
  const swap = { DBInstanceIdentifier: 'restored', ...NOW, NewDBInstanceIdentifier: 'production-db' };
  expect(await refusal('ModifyDBInstance', swap)).toBe('DBInstanceAlreadyExists: DB instance already exists');
  await ask('ModifyDBInstance', { ...PRODUCTION, ...NOW, NewDBInstanceIdentifier: 'production-db-old' });
  pass(5);
  await ask('ModifyDBInstance', swap);
  pass(5);
  expect(await database('production-db')).toMatchObject({ DbiResourceId: resource, DBInstanceStatus: 'available' });
});

test('protection, security groups, windows and days of backups change at once; a parameter group waits for a reboot', async () => {
  const { ask, database, id, pass } = rdsScene();
  const { DBInstance } = await ask('ModifyDBInstance', {
    ...REPORTING,
    DeletionProtection: true,
    BackupRetentionPeriod: 14,
    PreferredBackupWindow: '01:00-01:30',
    VpcSecurityGroupIds: [id('sg', 'production-db')],
  });
  expect(DBInstance).toMatchObject({ DeletionProtection: true, BackupRetentionPeriod: 14, PendingModifiedValues: {} });
  expect(DBInstance.VpcSecurityGroups).toEqual([{ VpcSecurityGroupId: id('sg', 'production-db'), Status: 'adding' }]);
  await ask('ModifyDBInstance', { ...PRODUCTION, DBParameterGroupName: 'default.postgres16' });
  pass(2);
  expect((await database('reporting-db')).VpcSecurityGroups[0].Status).toBe('active');
  const group = async () => (await database('production-db')).DBParameterGroups[0];
  expect(await group()).toEqual({ DBParameterGroupName: 'default.postgres16', ParameterApplyStatus: 'pending-reboot' });
  await ask('RebootDBInstance', PRODUCTION);
  pass(5);
  expect((await group()).ParameterApplyStatus).toBe('in-sync');
});

test('asking for what is already so takes a pending modification back', async () => {
  const { ask, database } = rdsScene();
  await ask('ModifyDBInstance', { ...PRODUCTION, DBInstanceClass: 'db.r6g.2xlarge' });
  await ask('ModifyDBInstance', { ...PRODUCTION, DBInstanceClass: 'db.r6g.xlarge' });
  expect((await database('production-db')).PendingModifiedValues).toEqual({});
});

test('who moves the maintenance window into the present has what is pending applied', async () => {
  const { ask, pass, statusOf } = rdsScene();
  await ask('ModifyDBInstance', { ...PRODUCTION, DBInstanceClass: 'db.r6g.2xlarge' });
  await ask('ModifyDBInstance', { ...PRODUCTION, PreferredMaintenanceWindow: 'mon:08:00-mon:09:00' });
  pass(1);
  expect(await statusOf('production-db')).toBe('modifying');
});

test('backups that begin make a first one at once, and those that end take theirs with them', async () => {
  const { ask, pass, statusOf } = rdsScene();
  const automated = async (name: string): Promise<number> => {
    const input = { DBInstanceIdentifier: name, SnapshotType: 'automated' };
    return (await ask('DescribeDBSnapshots', input)).DBSnapshots.length;
  };
  await ask('ModifyDBInstance', { DBInstanceIdentifier: 'idle-db', ...NOW, BackupRetentionPeriod: 3 });
  await ask('ModifyDBInstance', { ...REPORTING, ...NOW, BackupRetentionPeriod: 0 });
  pass(2);
  expect(await statusOf('idle-db')).toBe('backing-up');
  pass(10);
  expect([await automated('idle-db'), await automated('reporting-db')]).toEqual([1, 0]);
  pass(5 * DAY);
  expect(await automated('idle-db')).toBe(3);
});

test('a version is upgraded along its targets; a major one needs leave and a parameter group of its family', async () => {
  const { ask, database, pass, refusal } = rdsScene();
  const tried = (input: object) => refusal('ModifyDBInstance', { ...PRODUCTION, ...NOW, ...input });
  expect(await tried({ EngineVersion: '12.22' })).toBe(
    'InvalidParameterCombination: Cannot upgrade postgres from 16.10 to 12.22',
  );
  expect(await tried({ EngineVersion: '99.1' })).toBe(
    'InvalidParameterCombination: Cannot find version 99.1 for postgres',
  );
  expect(await tried({ EngineVersion: '17.6' })).toMatch(/AllowMajorVersionUpgrade flag must be present/);
  expect(await tried({ EngineVersion: '17.6', AllowMajorVersionUpgrade: true })).toMatch(/is custom/);
  await ask('ModifyDBInstance', { ...REPORTING, ...NOW, EngineVersion: '16.10', AllowMajorVersionUpgrade: true });
  pass(2);
  expect((await database('reporting-db')).DBInstanceStatus).toBe('upgrading');
  pass(HOUR);
  expect(await database('reporting-db')).toMatchObject({
    DBInstanceStatus: 'available',
    EngineVersion: '16.10',
    DBParameterGroups: [{ DBParameterGroupName: 'default.postgres16' }],
  });
});

test("what cannot be modified is refused with AWS's own codes and words", async () => {
  const { ask, refusal, id } = rdsScene();
  const tried = (input: object) => refusal('ModifyDBInstance', { ...REPORTING, ...input });
  expect(await tried({})).toBe('InvalidParameterCombination: No modifications were requested');
  expect(await tried(NOW)).toBe('InvalidParameterCombination: No modifications were requested');
  expect(await tried({ DBInstanceClass: 'db.x' })).toBe('InvalidParameterValue: Invalid DB Instance class: db.x');
  expect(await tried({ DBInstanceClass: 'db.m1.small' })).toMatch(/^InvalidParameterCombination: RDS does not support/);
  expect(await tried({ AllocatedStorage: 50 })).toBe(
    'InvalidParameterCombination: Invalid storage size for engine name postgres and storage type gp3: 50',
  );
  expect(await tried({ Iops: 5000, AllocatedStorage: 200 })).toBe(
    "InvalidParameterCombination: You can't specify IOPS or storage throughput for engine postgres and a storage size less than 400.",
  );
  expect(await tried({ MaxAllocatedStorage: 90 })).toMatch(/^InvalidParameterCombination: Max storage size/);
  expect(await tried({ VpcSecurityGroupIds: [id('sg', 'staging-app')] })).toMatch(/are in different VPCs/);
  expect(await tried({ NewDBInstanceIdentifier: 'idle-db' })).toMatch(/^DBInstanceAlreadyExists/);
  expect(await tried({ PreferredMaintenanceWindow: 'sunday' })).toMatch(/^InvalidParameterValue/);
  expect(await refusal('ModifyDBInstance', { DBInstanceIdentifier: 'orders-1', AllocatedStorage: 100 })).toMatch(
    /Storage grows based on usage/,
  );
  expect(await tried({ DBSubnetGroupName: 'nope' })).toMatch(/^DBSubnetGroupNotFoundFault/);
  expect(await tried({ DBSubnetGroupName: 'production' })).toMatch(/^InvalidVPCNetworkStateFault: You cannot move/);
  await ask('CreateDBSnapshot', { ...REPORTING, DBSnapshotIdentifier: 'now' });
  expect(await tried({ MultiAZ: true })).toBe('InvalidDBInstanceState: Database instance is not in available state.');
});

test('a password is never shown', async () => {
  const { ask, pass, statusOf } = rdsScene();
  const { DBInstance } = await ask('ModifyDBInstance', { ...REPORTING, MasterUserPassword: 'open-sesame' });
  expect(DBInstance.PendingModifiedValues).toEqual({ MasterUserPassword: '****' });
  pass(0.5);
  expect(await statusOf('reporting-db')).toBe('resetting-master-credentials');
  pass(2);
  expect(await statusOf('reporting-db')).toBe('available');
});

test('monitoring, insights and log exports are set at once, and are seen being set', async () => {
  const { arn, ask, database, pass, refusal, statusOf } = rdsScene();
  expect(await refusal('ModifyDBInstance', { ...REPORTING, MonitoringInterval: 60 })).toMatch(
    /^InvalidParameterCombination: A MonitoringRoleARN value is required/,
  );
  await ask('ModifyDBInstance', {
    ...REPORTING,
    MonitoringInterval: 60,
    MonitoringRoleArn: arn('role', 'rds-monitoring-role'),
    EnablePerformanceInsights: true,
    CloudwatchLogsExportConfiguration: { EnableLogTypes: ['postgresql'] },
  });
  expect(await database('reporting-db')).toMatchObject({
    DBInstanceStatus: 'available',
    MonitoringInterval: 60,
    PerformanceInsightsEnabled: true,
    PerformanceInsightsRetentionPeriod: 7,
    EnabledCloudwatchLogsExports: ['postgresql'],
  });
  pass(0.5);
  expect(await statusOf('reporting-db')).toBe('configuring-enhanced-monitoring');
  pass(1);
  expect(await statusOf('reporting-db')).toBe('available');
});

test('a name that was taken while a rename waited stays with whoever took it', async () => {
  const { ask, database, pass, words } = rdsScene();
  await ask('ModifyDBInstance', { ...REPORTING, NewDBInstanceIdentifier: 'wanted' });
  await ask('ModifyDBInstance', { ...PRODUCTION, ...NOW, NewDBInstanceIdentifier: 'wanted' });
  pass(6 * DAY);
  expect((await database('wanted')).DBInstanceClass).toBe('db.r6g.xlarge');
  expect(await database('reporting-db')).toMatchObject({ DBInstanceStatus: 'available', PendingModifiedValues: {} });
  expect(await words('reporting-db')).toContain('Unable to rename instance to wanted: the name is in use');
});
