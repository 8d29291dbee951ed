import { expect, test } from 'vitest';
import { rdsScene } from '../../../../test/rds-scene.ts';
import { SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';

const GIB = 2 ** 30;
const PRODUCTION = { DBInstanceIdentifier: 'production-db' };

function meteredScene() {
  const scene = rdsScene();
  const region = scene.world.region(SANDBOX_ACCOUNT, SANDBOX_REGION);

  /** What CloudWatch has of a database at this instant; undefined for a gap. */
  function metric(id: string, name: string): number | undefined {
    const now = scene.world.clock.now().getTime();
    const values = region.metrics
      .filter(
        (one) => one.namespace === 'AWS/RDS' && one.name === name && one.dimensions['DBInstanceIdentifier'] === id,
      )
      .flatMap((one) => one.at(now) ?? []);
    expect(values.length).toBeLessThan(2);
    return values[0];
  }

  return { ...scene, metric };
}

test('what is restored shows nothing while it is created, then an unused database as full as its source', async () => {
  const { ask, metric, pass } = meteredScene();
  await ask('RestoreDBInstanceFromDBSnapshot', {
    DBInstanceIdentifier: 'restored',
    DBSnapshotIdentifier: 'production-db-before-release',
    DBSubnetGroupName: 'production',
    AllocatedStorage: 600,
  });
  pass(10);
  expect(metric('restored', 'CPUUtilization')).toBeUndefined();
  pass(30);
  expect(metric('restored', 'DatabaseConnections')).toBe(0);
  expect(metric('restored', 'CPUUtilization')).toBeLessThan(10);
  const free = (metric('restored', 'FreeStorageSpace') ?? 0) / GIB;
  const source = (metric('production-db', 'FreeStorageSpace') ?? 0) / GIB;
  expect(free - source).toBeGreaterThan(90);
  expect(free - source).toBeLessThan(110);
});

test('storage that is added is free storage, from the minute it is there', async () => {
  const { ask, metric, pass } = meteredScene();
  const before = (metric('production-db', 'FreeStorageSpace') ?? 0) / GIB;
  await ask('ModifyDBInstance', { ...PRODUCTION, ApplyImmediately: true, AllocatedStorage: 700 });
  expect(Math.abs((metric('production-db', 'FreeStorageSpace') ?? 0) / GIB - before)).toBeLessThan(1);
  pass(10);
  expect((metric('production-db', 'FreeStorageSpace') ?? 0) / GIB - before).toBeGreaterThan(190);
});

test('a renamed database goes on under its new name, with what it had', async () => {
  const { ask, metric, pass } = meteredScene();
  await ask('ModifyDBInstance', { ...PRODUCTION, ApplyImmediately: true, AllocatedStorage: 700 });
  pass(7 * 60);
  const before = (metric('production-db', 'FreeStorageSpace') ?? 0) / GIB;
  await ask('ModifyDBInstance', {
    ...PRODUCTION,
    ApplyImmediately: true,
    NewDBInstanceIdentifier: 'production-db-old',
  });
  pass(5);
  expect(metric('production-db', 'FreeStorageSpace')).toBeUndefined();
  expect(Math.abs((metric('production-db-old', 'FreeStorageSpace') ?? 0) / GIB - before)).toBeLessThan(2);
});

test('a stopped database is a gap, one that was started again is not, and one that is gone stays silent', async () => {
  const { ask, metric, pass } = meteredScene();
  const reporting = { DBInstanceIdentifier: 'reporting-db' };
  await ask('StopDBInstance', reporting);
  pass(10);
  expect(metric('reporting-db', 'CPUUtilization')).toBeUndefined();
  await ask('StartDBInstance', { DBInstanceIdentifier: 'staging-db' });
  await ask('StartDBInstance', reporting);
  pass(10);
  expect(metric('reporting-db', 'CPUUtilization')).toBeGreaterThan(0);
  expect(metric('staging-db', 'CPUUtilization')).toBeGreaterThan(0);
  await ask('DeleteDBInstance', { ...reporting, SkipFinalSnapshot: true });
  pass(10);
  expect(metric('reporting-db', 'CPUUtilization')).toBeUndefined();
});

test('a promoted replica and a new one of another region are measured there', async () => {
  const { arn, ask, pass, world } = meteredScene();
  const input = { DBInstanceIdentifier: 'second-replica', SourceDBInstanceIdentifier: arn('db', 'production-db') };
  await ask(
    'CreateDBInstanceReadReplica',
    { ...input, DBSubnetGroupName: 'production', KmsKeyId: 'alias/db' },
    'eu-west-1',
  );
  pass(60);
  const now = world.clock.now().getTime();
  const cpu = world
    .region(SANDBOX_ACCOUNT, 'eu-west-1')
    .metrics.find(
      (one) => one.dimensions['DBInstanceIdentifier'] === 'second-replica' && one.name === 'CPUUtilization',
    );
  expect(cpu?.at(now)).toBeGreaterThan(10);
});
