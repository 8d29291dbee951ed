import { expect, test } from 'vitest';
import { createStage } from '../../../test/runbook.ts';
import { snapshotDatabase } from './snapshot-database.ts';

const DATABASE = { database: 'production-db' };
const EXPORT = {
  ...DATABASE,
  exportTo: 's3://enterprise-database-exports-123456789012/monthly/',
  exportRole: 'arn:aws:iam::123456789012:role/rds-monitoring-role',
  kmsKey: 'arn:aws:kms:us-east-1:123456789012:key/0f6f9a3e-0000-4000-8000-000000000001',
};
const SNAPSHOT = 'production-db-opsbook-00000000';

test('a snapshot is taken, tagged with the execution, and waited for until it can be restored', async () => {
  const stage = createStage();
  const plan = await stage.plan(snapshotDatabase, DATABASE);
  expect(plan.steps.map(({ title }) => title)).toEqual([
    'Take a snapshot of production-db',
    'The snapshot is available',
  ]);
  expect(plan.warnings).toContain('A manual snapshot never expires and is billed until somebody deletes it.');
  expect(await stage.execute(plan)).toEqual({ status: 'succeeded', reason: 'every step is done', residue: [] });
  const made = snapshotIn(stage);
  expect(made).toMatchObject({ Status: 'available', SnapshotType: 'manual' });
  expect(made?.TagList).toEqual(
    expect.arrayContaining([
      { Key: 'Environment', Value: 'production' },
      { Key: 'Type', Value: 'Manual' },
      { Key: 'opsbook:execution', Value: '00000000-0000-4000-8000-000000000000' },
    ]),
  );
});

test('planning a snapshot changes nothing, and gives the same hash an hour later', async () => {
  const stage = createStage();
  const before = await stage.plan(snapshotDatabase, EXPORT);
  expect(stage.sent.every((operation) => operation.startsWith('rds:Describe'))).toBe(true);
  stage.world.clock.advance(3_600_000);
  expect((await stage.plan(snapshotDatabase, EXPORT)).hash).toBe(before.hash);
});

test('what is exported is the snapshot that was just taken, and only once it is available', async () => {
  const stage = createStage();
  const plan = await stage.plan(snapshotDatabase, EXPORT);
  expect(plan.permissions).toContain('iam:PassRole');
  const outcome = await stage.execute(plan);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  const [task] = rds(stage).exportTasks;
  expect(task).toMatchObject({
    SourceArn: snapshotIn(stage)?.DBSnapshotArn,
    S3Bucket: 'enterprise-database-exports-123456789012',
    S3Prefix: 'monthly',
    Status: 'COMPLETE',
  });
});

test('a second snapshot on the same day is another one', async () => {
  const stage = createStage();
  const plan = await stage.plan(snapshotDatabase, DATABASE);
  await stage.execute(plan);
  const other = createStage({ world: stage.world });
  const outcome = await other.execute(plan, { executionId: '11111111-0000-4000-8000-000000000000' });
  expect(outcome.status).toBe('succeeded');
  expect(rds(stage).snapshots.filter(({ DBSnapshotIdentifier: id }) => id?.includes('-opsbook-'))).toHaveLength(2);
});

test('a database that is not available is refused with its state, before anything is called', async () => {
  const stage = createStage();
  await expect(stage.plan(snapshotDatabase, { database: 'staging-db' })).rejects.toThrow(/staging-db is stopped/);
});

test('a cluster is snapshotted as a cluster, and its members are pointed to it', async () => {
  const stage = createStage();
  await expect(stage.plan(snapshotDatabase, { database: 'orders-1' })).rejects.toThrow(/use database=orders-cluster/);
  const plan = await stage.plan(snapshotDatabase, { database: 'orders-cluster' });
  const outcome = await stage.execute(plan);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  const made = rds(stage).clusterSnapshots.find(
    ({ DBClusterSnapshotIdentifier: id }) => id === 'orders-cluster-opsbook-00000000',
  );
  expect(made).toMatchObject({ Status: 'available' });
});

test.each([
  ['exportTo', 'https://bucket/prefix', /--set exportTo=https:\/\/bucket\/prefix: a bucket and a prefix/],
  ['exportRole', 'arn:aws:iam::123456789:role/rds-export-role', /a role ARN/],
  ['kmsKey', 'arn:aws:kms:us-east-1:123456789:key/xxx', /a KMS key ARN/],
  ['kmsKey', 'arn:aws:kms:eu-west-1:123456789012:key/xxx', /a key of us-east-1/],
])('%s=%s is refused with what was expected', async (name, value, words) => {
  await expect(createStage().plan(snapshotDatabase, { ...EXPORT, [name]: value })).rejects.toThrow(words);
});

test('an export without a role or key is refused with what is missing', async () => {
  const { database, exportTo } = EXPORT;
  await expect(createStage().plan(snapshotDatabase, { database, exportTo })).rejects.toThrow(
    'an export needs exportTo, exportRole and kmsKey: exportRole and kmsKey is missing',
  );
});

test('undone on a person’s word while it is still being made, the snapshot is deleted as soon as AWS lets go of it', async () => {
  const stage = createStage();
  const plan = await stage.plan(snapshotDatabase, DATABASE);
  stage.memory.orders.push('undo');
  const outcome = await stage.execute(plan);
  expect(outcome).toMatchObject({ status: 'undone', residue: [] });
  expect(snapshotIn(stage)).toBeUndefined();
});

test('an answer that got lost makes no second snapshot', async () => {
  let lost = 0;
  const stage = createStage({
    wrap: (own) => ({
      async send(call, onRequest) {
        const answer = await own.send(call, onRequest);
        if (call.operation !== 'CreateDBSnapshot' || lost > 0) return answer;
        lost += 1;
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      },
    }),
  });
  const outcome = await stage.execute(await stage.plan(snapshotDatabase, DATABASE));
  expect(outcome.status, outcome.reason).toBe('succeeded');
  expect(lost).toBe(1);
  expect(rds(stage).snapshots.filter(({ DBSnapshotIdentifier: id }) => id?.includes('-opsbook-'))).toHaveLength(1);
});

test('a failed export is told with AWS’s cause, and the snapshot is kept until a person says otherwise', async () => {
  const stage = createStage();
  const plan = await stage.plan(snapshotDatabase, EXPORT);
  stage.world.clock.after(15 * 60_000, () => {
    const { buckets } = stage.world.account('123456789012').s3;
    buckets.splice(
      buckets.findIndex(({ name }) => name.includes('database-exports')),
      1,
    );
  });
  const outcome = await stage.execute(plan);
  expect(outcome.status).toBe('failed');
  expect(outcome.reason).toContain(
    "the export is FAILED: The S3 bucket enterprise-database-exports-123456789012 doesn't exist",
  );
  expect(snapshotIn(stage)).toMatchObject({ Status: 'available' });
  expect(outcome.residue.map(({ step }) => step)).toEqual(['export', 'snapshot']);
});

type Stage = ReturnType<typeof createStage>;

function rds({ world }: Stage) {
  return world.region('123456789012', 'us-east-1').rds;
}

function snapshotIn(stage: Stage) {
  return rds(stage).snapshots.find(({ DBSnapshotIdentifier: id }) => id === SNAPSHOT);
}

test('a database is one, however its name is written: the lock and the snapshot go by the name that AWS keeps', async () => {
  const [plain, ...others] = await Promise.all(
    ['production-db', 'Production-DB', 'arn:aws:rds:us-east-1:123456789012:db:production-db'].map((database) =>
      createStage().plan(snapshotDatabase, { database }),
    ),
  );
  expect(plain?.locks).toEqual(['rds/production-db']);
  for (const other of others) expect(other.hash).toBe(plain?.hash);
});

test('a cluster with a long name gets a snapshot too: AWS takes 63 characters for those of clusters', async () => {
  const stage = createStage();
  const cluster = rds(stage).clusters.find(({ DBClusterIdentifier: id }) => id === 'orders-cluster');
  const database = 'orders-cluster-of-the-shop-in-the-east-that-serves-everybody';
  if (cluster) cluster.DBClusterIdentifier = database;
  const plan = await stage.plan(snapshotDatabase, { database });
  const outcome = await stage.execute(plan);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  const made = rds(stage).clusterSnapshots.map(({ DBClusterSnapshotIdentifier: id = '' }) => id);
  expect(made.find((id) => id.endsWith('-00000000'))).toHaveLength(63);
});
