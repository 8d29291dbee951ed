import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../create.ts';
import { dispatch } from '../dispatch.ts';
import { SandboxError } from '../error.ts';
import { dbInstance } from '../world/newcomer/rds/makers.ts';
import type { World } from '../world/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };

function ask(world: World, operation: string, input: object = {}) {
  const request = { service: 'rds', operation, region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

async function codeOf(answer: Promise<unknown>): Promise<string> {
  const error = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SandboxError)) throw new Error('no error');
  return `${error.code} ${error.status}`;
}

function manyDatabases(count: number): World {
  const world = createSandbox();
  const { instances } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).rds;
  instances.length = 0;
  for (let index = 0; index < count; index += 1) {
    instances.push(
      dbInstance(PLACE, {
        id: `db-${index}`,
        engine: 'postgres',
        version: '16.10',
        instanceClass: 'db.t4g.medium',
        environment: 'staging',
        createdAt: new Date('2026-01-01'),
        securityGroup: 'production-db',
      }),
    );
  }
  return world;
}

test('pages hold 20 to 100 databases, 100 unless said otherwise', async () => {
  const world = manyDatabases(250);
  const first = await ask(world, 'DescribeDBInstances');
  const second = await ask(world, 'DescribeDBInstances', { Marker: first.Marker });
  const third = await ask(world, 'DescribeDBInstances', { Marker: second.Marker, MaxRecords: 50 });
  expect([first, second, third].map(({ DBInstances }) => DBInstances.length)).toEqual([100, 100, 50]);
  expect(third.Marker).toBeUndefined();
  expect(await codeOf(ask(world, 'DescribeDBInstances', { MaxRecords: 19 }))).toBe('InvalidParameterValue 400');
  expect(await codeOf(ask(world, 'DescribeDBInstances', { MaxRecords: 101 }))).toBe('InvalidParameterValue 400');
  expect(await codeOf(ask(world, 'DescribeDBInstances', { Marker: 'made-up' }))).toBe('InvalidParameterValue 400');
});

test("what does not exist is answered with AWS's own codes", async () => {
  const world = createSandbox();
  const codes = await Promise.all([
    codeOf(ask(world, 'DescribeDBInstances', { DBInstanceIdentifier: 'nope' })),
    codeOf(ask(world, 'DescribeDBClusters', { DBClusterIdentifier: 'nope' })),
    codeOf(ask(world, 'DescribeDBSnapshots', { DBSnapshotIdentifier: 'nope' })),
    codeOf(ask(world, 'DescribeDBClusterSnapshots', { DBClusterSnapshotIdentifier: 'nope' })),
    codeOf(ask(world, 'DescribeDBSnapshotAttributes', { DBSnapshotIdentifier: 'nope' })),
    codeOf(ask(world, 'DescribeDBParameters', { DBParameterGroupName: 'nope' })),
    codeOf(ask(world, 'DescribePendingMaintenanceActions', { ResourceIdentifier: 'nope' })),
    codeOf(ask(world, 'DescribeDBInstances', { Filters: [{ Name: 'colour', Values: ['red'] }] })),
    codeOf(ask(world, 'DescribeEvents', { SourceIdentifier: 'production-db' })),
  ]);
  expect(codes).toEqual([
    'DBInstanceNotFound 404',
    'DBClusterNotFoundFault 404',
    'DBSnapshotNotFound 404',
    'DBClusterSnapshotNotFoundFault 404',
    'DBSnapshotNotFound 404',
    'DBParameterGroupNotFound 404',
    'ResourceNotFoundFault 404',
    'InvalidParameterValue 400',
    'InvalidParameterCombination 400',
  ]);
});

test('databases are found by name in any case, by ARN and by filter', async () => {
  const world = createSandbox();
  const ids = async (input: object): Promise<string[]> => {
    const { DBInstances } = await ask(world, 'DescribeDBInstances', input);
    return DBInstances.map((one: { DBInstanceIdentifier: string }) => one.DBInstanceIdentifier);
  };
  expect(await ids({ DBInstanceIdentifier: 'PRODUCTION-DB' })).toEqual(['production-db']);
  const arn = `arn:aws:rds:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:cluster:orders-cluster`;
  expect(await ids({ Filters: [{ Name: 'db-cluster-id', Values: [arn] }] })).toEqual(['orders-1', 'orders-2']);
  const both = [
    { Name: 'engine', Values: ['mysql', 'postgres'] },
    { Name: 'db-instance-id', Values: ['idle-db', 'orders-1'] },
  ];
  expect(await ids({ Filters: both })).toEqual(['idle-db']);
});

test("asked for no type, RDS gives automated and manual snapshots, not AWS Backup's", async () => {
  const world = createSandbox();
  const types = async (input: object): Promise<string[]> => {
    const { DBSnapshots } = await ask(world, 'DescribeDBSnapshots', input);
    return [...new Set<string>(DBSnapshots.map((one: { SnapshotType: string }) => one.SnapshotType))].toSorted();
  };
  expect(await types({})).toEqual(['automated', 'manual']);
  expect(await types({ SnapshotType: 'awsbackup' })).toEqual(['awsbackup']);
  expect(await types({ SnapshotType: 'manual' })).toEqual(['manual']);
  expect(await codeOf(ask(world, 'DescribeDBSnapshots', { SnapshotType: 'polaroid' }))).toBe(
    'InvalidParameterValue 400',
  );
  const open = await ask(world, 'DescribeDBSnapshots', { SnapshotType: 'public' });
  expect(open.DBSnapshots).toHaveLength(1);
});

test('backups go on as the clock does, but for the database whose backups have stopped', async () => {
  const world = createSandbox();
  const look = async (id: string) => {
    const { DBInstances } = await ask(world, 'DescribeDBInstances', { DBInstanceIdentifier: id });
    const { DBSnapshots } = await ask(world, 'DescribeDBSnapshots', {
      DBInstanceIdentifier: id,
      SnapshotType: 'automated',
    });
    const newest = Math.max(
      ...DBSnapshots.map((one: { SnapshotCreateTime: Date }) => one.SnapshotCreateTime.getTime()),
    );
    return { restorable: DBInstances[0].LatestRestorableTime as Date, newest, count: DBSnapshots.length as number };
  };
  const before = { production: await look('production-db'), reporting: await look('reporting-db') };
  world.clock.advance(3 * DAY_MS);
  const after = { production: await look('production-db'), reporting: await look('reporting-db') };
  expect(after.production.newest - before.production.newest).toBe(3 * DAY_MS);
  expect(after.production.restorable.getTime() - before.production.restorable.getTime()).toBe(3 * DAY_MS);
  expect(after.production.count).toBe(before.production.count);
  expect(after.reporting).toEqual(before.reporting);
});

test('events are those of the last hour, or of as many minutes as are asked for', async () => {
  const world = createSandbox();
  const messages = async (input: object): Promise<string[]> => {
    const { Events } = await ask(world, 'DescribeEvents', input);
    return Events.map((event: { Message: string }) => event.Message);
  };
  expect(await messages({})).toEqual([]);
  expect(await messages({ Duration: 5 * 60 })).toEqual(['Backing up DB instance', 'Finished DB Instance backup']);
  const staging = { SourceType: 'db-instance', SourceIdentifier: 'staging-db', Duration: 3 * 24 * 60 };
  expect(await messages(staging)).toEqual(['DB instance stopped']);
  expect(await codeOf(ask(world, 'DescribeEvents', { Duration: 15 * 24 * 60 }))).toBe('InvalidParameterValue 400');
});

test('deprecated engine versions are listed only with IncludeAll', async () => {
  const world = createSandbox();
  const input = { Engine: 'mysql', EngineVersion: '8.0.32' };
  expect((await ask(world, 'DescribeDBEngineVersions', input)).DBEngineVersions).toEqual([]);
  const { DBEngineVersions } = await ask(world, 'DescribeDBEngineVersions', { ...input, IncludeAll: true });
  expect(DBEngineVersions).toMatchObject([{ Status: 'deprecated', MajorEngineVersion: '8.0' }]);
});

test("parameters are a group's own, or AWS's", async () => {
  const world = createSandbox();
  const group = { DBParameterGroupName: 'production-postgres16' };
  const set = await ask(world, 'DescribeDBParameters', { ...group, Source: 'user' });
  expect(set.Parameters).toMatchObject([{ ParameterName: 'max_connections', ParameterValue: '500' }]);
  const named = { Filters: [{ Name: 'parameter-name', Values: ['autovacuum'] }] };
  expect((await ask(world, 'DescribeDBParameters', { ...group, ...named })).Parameters).toHaveLength(1);
});
