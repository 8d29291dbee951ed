import { expect, test } from 'vitest';
import { rdsScene } from '../../../../test/rds-scene.ts';

const PRODUCTION = { DBInstanceIdentifier: 'production-db' };
const REPORTING = { DBInstanceIdentifier: 'reporting-db' };
const SKIP = { SkipFinalSnapshot: true };
const DAY = 24 * 60;

test('pending maintenance follows a database to its new name, and goes with it', async () => {
  const { arn, ask, pass } = rdsScene();
  const waiting = async () => {
    const { PendingMaintenanceActions } = await ask('DescribePendingMaintenanceActions');
    return PendingMaintenanceActions.map((one: { ResourceIdentifier: string }) => one.ResourceIdentifier);
  };
  await ask('ModifyDBInstance', { ...REPORTING, ApplyImmediately: true, NewDBInstanceIdentifier: 'reports' });
  pass(5);
  expect(await waiting()).toEqual([arn('db', 'reports')]);
  await ask('DeleteDBInstance', { DBInstanceIdentifier: 'reports', ...SKIP });
  pass(10);
  expect(await waiting()).toEqual([]);
});

test('a reboot takes a minute; with a fail-over the zones change places', async () => {
  const { ask, database, pass, refusal, statusOf } = rdsScene();
  await ask('RebootDBInstance', { ...PRODUCTION, ForceFailover: true });
  expect(await statusOf('production-db')).toBe('rebooting');
  expect(await refusal('RebootDBInstance', PRODUCTION)).toMatch(/^InvalidDBInstanceState/);
  pass(2);
  expect(await database('production-db')).toMatchObject({
    DBInstanceStatus: 'available',
    AvailabilityZone: 'us-east-1b',
    SecondaryAvailabilityZone: 'us-east-1a',
  });
  expect(await refusal('RebootDBInstance', { ...REPORTING, ForceFailover: true })).toMatch(
    /^InvalidParameterCombination/,
  );
});

test('what is stopped starts by itself after seven days, unless somebody starts and stops it again', async () => {
  const { ask, database, pass, refusal, statusOf } = rdsScene();
  await ask('StopDBInstance', REPORTING);
  expect(await statusOf('reporting-db')).toBe('stopping');
  pass(5);
  const stopped = await database('reporting-db');
  expect(stopped).toMatchObject({ DBInstanceStatus: 'stopped' });
  expect(stopped.AutomaticRestartTime.toISOString()).toBe('2026-11-30T08:03:00.000Z');
  expect(await refusal('StopDBInstance', REPORTING)).toBe(
    'InvalidDBInstanceState: Instance reporting-db is not in available state.',
  );
  await ask('StartDBInstance', REPORTING);
  pass(10);
  expect(await statusOf('reporting-db')).toBe('available');
  expect((await database('reporting-db')).AutomaticRestartTime).toBeUndefined();
  expect(await refusal('StartDBInstance', REPORTING)).toMatch(/^InvalidDBInstanceState/);
  await ask('StopDBInstance', REPORTING);
  pass(7 * DAY);
  expect(await statusOf('reporting-db')).toBe('stopped');
  pass(10);
  expect(await statusOf('reporting-db')).toBe('available');
  expect(await refusal('StopDBInstance', PRODUCTION)).toMatch(/because it has read replicas/);
  expect(await refusal('StopDBInstance', { DBInstanceIdentifier: 'orders-1' })).toMatch(/not eligible for stopping/);
});

test('the database that was found stopped starts by itself when its week is over', async () => {
  const { pass, statusOf } = rdsScene();
  await statusOf('staging-db');
  pass(4 * DAY);
  expect(await statusOf('staging-db')).toBe('stopped');
  pass(1 * DAY);
  expect(await statusOf('staging-db')).toBe('available');
  // Nobody is surprised by it who started and stopped it in between.
  const other = rdsScene();
  await other.ask('StartDBInstance', { DBInstanceIdentifier: 'staging-db' });
  other.pass(10);
  await other.ask('StopDBInstance', { DBInstanceIdentifier: 'staging-db' });
  other.pass(5 * DAY);
  expect(await other.statusOf('staging-db')).toBe('stopped');
});

test('a protected database is not deleted, nor any without a word about its final snapshot', async () => {
  const { ask, pass, refusal, snapshot, statusOf } = rdsScene();
  expect(await refusal('DeleteDBInstance', { ...PRODUCTION, ...SKIP })).toBe(
    'InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try again.',
  );
  expect(await refusal('DeleteDBInstance', REPORTING)).toBe(
    'InvalidParameterCombination: FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
  );
  const final = { ...REPORTING, FinalDBSnapshotIdentifier: 'reporting-final' };
  expect(await refusal('DeleteDBInstance', { ...final, ...SKIP })).toMatch(/^InvalidParameterCombination/);
  expect(await refusal('DeleteDBInstance', { ...final, FinalDBSnapshotIdentifier: 'reporting-db-for-vendor' })).toMatch(
    /^DBSnapshotAlreadyExists/,
  );
  await ask('DeleteDBInstance', final);
  expect(await statusOf('reporting-db')).toBe('deleting');
  expect(await refusal('DeleteDBInstance', final)).toBe(
    'InvalidDBInstanceState: Instance reporting-db is already being deleted.',
  );
  pass(15);
  expect(await refusal('DescribeDBInstances', REPORTING)).toMatch(/^DBInstanceNotFound/);
  expect((await snapshot('reporting-final')).Status).toBe('available');
  const { DBSnapshots } = await ask('DescribeDBSnapshots', { ...REPORTING, SnapshotType: 'automated' });
  expect(DBSnapshots).toEqual([]);
});

test('a stopped database cannot have a final snapshot', async () => {
  const { refusal } = rdsScene();
  const input = { DBInstanceIdentifier: 'staging-db', FinalDBSnapshotIdentifier: 'staging-final' };
  expect(await refusal('DeleteDBInstance', input)).toBe(
    'InvalidDBInstanceState: Cannot create a snapshot because the database instance staging-db is not currently in the available state.',
  );
});

test('a database that was deleted is restored from its snapshots as it was, and its backups are kept if asked for', async () => {
  const { ask, database, pass } = rdsScene();
  await ask('ModifyDBInstance', { ...PRODUCTION, DeletionProtection: false });
  await ask('DeleteDBInstance', { ...PRODUCTION, ...SKIP, DeleteAutomatedBackups: false });
  pass(10);
  const { DBInstanceAutomatedBackups } = await ask('DescribeDBInstanceAutomatedBackups', PRODUCTION);
  expect(DBInstanceAutomatedBackups).toMatchObject([{ Status: 'retained', DBInstanceIdentifier: 'production-db' }]);
  const restore = { ...PRODUCTION, DBSnapshotIdentifier: 'production-db-before-release' };
  await ask('RestoreDBInstanceFromDBSnapshot', { ...restore, DBSubnetGroupName: 'production' });
  pass(60);
  expect(await database('production-db')).toMatchObject({
    DBInstanceStatus: 'available',
    DBInstanceClass: 'db.r6g.xlarge',
    BackupRetentionPeriod: 7,
  });
  const replica = await database('production-db-replica', 'eu-west-1');
  expect(replica.ReadReplicaSourceDBInstanceIdentifier).toBeUndefined();
});

test('what was retained of a database brings it back, until its days are over', async () => {
  const { ask, pass, database, refusal } = rdsScene();
  const { DbiResourceId: SourceDbiResourceId } = await database('production-db');
  await ask('ModifyDBInstance', { ...PRODUCTION, DeletionProtection: false });
  await ask('DeleteDBInstance', { ...PRODUCTION, ...SKIP, DeleteAutomatedBackups: false });
  pass(DAY);
  const restore = { TargetDBInstanceIdentifier: 'production-db', DBSubnetGroupName: 'production', SourceDbiResourceId };
  const late = { ...restore, RestoreTime: new Date('2026-11-23T12:00:00Z') };
  expect(await refusal('RestoreDBInstanceToPointInTime', late)).toMatch(/to a time later than 2026-11-23T07:55:00Z/);
  await ask('RestoreDBInstanceToPointInTime', { ...restore, UseLatestRestorableTime: true });
  pass(60);
  expect(await database('production-db')).toMatchObject({ DBInstanceStatus: 'available', AllocatedStorage: 500 });
  pass(7 * DAY);
  const again = { ...restore, TargetDBInstanceIdentifier: 'again', UseLatestRestorableTime: true };
  expect(await refusal('RestoreDBInstanceToPointInTime', again)).toMatch(/^DBInstanceAutomatedBackupNotFound/);
});

test('a database that is deleted while something else is done to it is gone for good', async () => {
  const { ask, pass, refusal } = rdsScene();
  await ask('RestoreDBInstanceFromDBSnapshot', {
    DBInstanceIdentifier: 'drill',
    DBSnapshotIdentifier: 'production-db-before-release',
    DBSubnetGroupName: 'production',
  });
  pass(3);
  await ask('DeleteDBInstance', { DBInstanceIdentifier: 'drill', ...SKIP });
  pass(60);
  expect(await refusal('DescribeDBInstances', { DBInstanceIdentifier: 'drill' })).toMatch(/^DBInstanceNotFound/);
});

test('a replica is promoted in minutes: it stands alone then, and its source knows it no more', async () => {
  const { ask, database, pass, refusal, statusOf } = rdsScene();
  const replica = { DBInstanceIdentifier: 'production-db-replica' };
  expect((await database('production-db')).ReadReplicaDBInstanceIdentifiers).toHaveLength(1);
  expect(await refusal('PromoteReadReplica', PRODUCTION)).toMatch(/^InvalidDBInstanceState/);
  expect(await refusal('DeleteDBInstance', { ...replica, FinalDBSnapshotIdentifier: 'final' }, 'eu-west-1')).toMatch(
    /^InvalidParameterCombination/,
  );
  await ask('PromoteReadReplica', replica, 'eu-west-1');
  expect(await statusOf('production-db-replica', 'eu-west-1')).toBe('modifying');
  pass(4);
  expect(await statusOf('production-db-replica', 'eu-west-1')).toBe('rebooting');
  pass(4);
  const promoted = await database('production-db-replica', 'eu-west-1');
  expect(promoted.DBInstanceStatus).toBe('available');
  expect(promoted.ReadReplicaSourceDBInstanceIdentifier).toBeUndefined();
  expect((await database('production-db')).ReadReplicaDBInstanceIdentifiers).toEqual([]);
  expect(await refusal('PromoteReadReplica', replica, 'eu-west-1')).toMatch(/is not a read replica/);
});

test('a replica is made in another region with a key of that region, and follows its source', async () => {
  const { arn, ask, database, pass, refusal, statusOf } = rdsScene();
  const input = {
    DBInstanceIdentifier: 'back-again',
    SourceDBInstanceIdentifier: arn('db', 'production-db'),
    DBSubnetGroupName: 'production',
  };
  expect(await refusal('CreateDBInstanceReadReplica', input, 'eu-west-1')).toMatch(/KmsKeyId is required/);
  await ask('CreateDBInstanceReadReplica', { ...input, KmsKeyId: 'alias/db' }, 'eu-west-1');
  pass(20);
  expect(await statusOf('back-again', 'eu-west-1')).toBe('creating');
  pass(40);
  expect(await database('back-again', 'eu-west-1')).toMatchObject({
    DBInstanceStatus: 'available',
    ReadReplicaSourceDBInstanceIdentifier: arn('db', 'production-db'),
    DBParameterGroups: [{ DBParameterGroupName: 'default.postgres16' }],
    BackupRetentionPeriod: 0,
  });
  expect((await database('production-db')).ReadReplicaDBInstanceIdentifiers).toContain(
    arn('db', 'back-again', 'eu-west-1'),
  );
  expect(
    await refusal('CreateDBInstanceReadReplica', {
      DBInstanceIdentifier: 'idle-copy',
      SourceDBInstanceIdentifier: 'idle-db',
    }),
  ).toMatch(/^InvalidDBInstanceState: Automated backups are not enabled/);
});

test('a subnet group needs two zones of one VPC, and stays while something is in it', async () => {
  const { ask, id, pass, refusal } = rdsScene();
  const input = { DBSubnetGroupName: 'drill', DBSubnetGroupDescription: 'for the drill' };
  const subnets = (...names: string[]) => ({ ...input, SubnetIds: names.map((name) => id('subnet', name)) });
  expect(await refusal('CreateDBSubnetGroup', subnets('production-private-a'))).toMatch(
    /^DBSubnetGroupDoesNotCoverEnoughAZs/,
  );
  expect(await refusal('CreateDBSubnetGroup', subnets('production-private-a', 'staging-private-b'))).toMatch(
    /^InvalidSubnet/,
  );
  expect(await refusal('CreateDBSubnetGroup', subnets('production-private-a', 'nope'))).toMatch(/^InvalidSubnet/);
  const both = subnets('production-private-a', 'production-private-b');
  await ask('CreateDBSubnetGroup', both);
  expect(await refusal('CreateDBSubnetGroup', both)).toMatch(/^DBSubnetGroupAlreadyExists/);
  await ask('RestoreDBInstanceFromDBSnapshot', {
    DBInstanceIdentifier: 'drill',
    DBSnapshotIdentifier: 'production-db-before-release',
    DBSubnetGroupName: 'drill',
  });
  const group = { DBSubnetGroupName: 'drill' };
  expect(await refusal('DeleteDBSubnetGroup', group)).toMatch(/^InvalidDBSubnetGroupStateFault/);
  await ask('DeleteDBInstance', { DBInstanceIdentifier: 'drill', ...SKIP });
  pass(10);
  await ask('DeleteDBSubnetGroup', group);
  expect(await refusal('DescribeDBSubnetGroups', group)).toMatch(/^DBSubnetGroupNotFoundFault/);
});
