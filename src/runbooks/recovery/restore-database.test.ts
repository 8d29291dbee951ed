import { expect, test } from 'vitest';
import type { Call } from '../../aws/service.ts';
import { createStage, type Stage } from '../../../test/runbook.ts';
import { denying, dyingAfter, losingFirst } from '../../../test/transport-faults.ts';
import { restoreDatabase } from './restore-database.ts';

const DATABASE = { database: 'production-db' };
const CUT_OVER = { ...DATABASE, cutOver: 'yes' };
const RESTORED = 'production-db-restored-00000000';
const REPLACED = 'production-db-replaced-00000000';
/** What the source has that a bare restore does not bring. */
const CLONED = [
  'DBInstanceClass',
  'AllocatedStorage',
  'MaxAllocatedStorage',
  'StorageType',
  'Iops',
  'StorageThroughput',
  'MultiAZ',
  'PubliclyAccessible',
  'IAMDatabaseAuthenticationEnabled',
  'EnabledCloudwatchLogsExports',
  'DeletionProtection',
  'CopyTagsToSnapshot',
  'BackupRetentionPeriod',
  'PreferredBackupWindow',
  'PreferredMaintenanceWindow',
  'CACertificateIdentifier',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'PerformanceInsightsEnabled',
  'PerformanceInsightsRetentionPeriod',
  'VpcSecurityGroups',
  'DBParameterGroups',
  'OptionGroupMemberships',
] as const;

test('a database is restored with every setting of its source, whatever the source has', async () => {
  const stage = createStage();
  change(stage, 'production-db', {
    MaxAllocatedStorage: 1000,
    IAMDatabaseAuthenticationEnabled: true,
    EnabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
    MonitoringInterval: 60,
    MonitoringRoleArn: 'arn:aws:iam::123456789012:role/rds-monitoring-role',
    PerformanceInsightsEnabled: true,
    PerformanceInsightsRetentionPeriod: 7,
  });
  const plan = await stage.plan(restoreDatabase, DATABASE);
  expect(plan.steps.map(({ title }) => title)).toEqual([
    'Restore production-db as a new instance',
    'The new instance is available',
    'Give it the settings that a restore does not take',
    'The new instance has every setting of production-db',
  ]);
  const outcome = await stage.execute(plan);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  const [source, made] = [instance(stage, 'production-db'), instance(stage, RESTORED)];
  for (const setting of CLONED) expect(made?.[setting], setting).toEqual(source?.[setting]);
  expect(made?.DBSubnetGroup?.DBSubnetGroupName).toBe(source?.DBSubnetGroup?.DBSubnetGroupName);
  expect(made?.Endpoint?.Port).toBe(source?.Endpoint?.Port);
});

test('the request that restores names what AWS would otherwise choose by itself', async () => {
  const plan = await createStage().plan(restoreDatabase, DATABASE);
  const [restore] = plan.steps;
  expect(restore?.call?.input).toMatchObject({
    DBSubnetGroupName: 'production',
    DBParameterGroupName: 'production-postgres16',
    MultiAZ: true,
    PubliclyAccessible: false,
    VpcSecurityGroupIds: [expect.stringMatching(/^sg-/)],
  });
  // Protected from the start, it could not be taken away again.
  expect(restore?.call?.input).not.toHaveProperty('DeletionProtection');
});

test('a restored database that differs from its source does not take its place, and the difference is named', async () => {
  const stage = createStage();
  const plan = await stage.plan(restoreDatabase, CUT_OVER);
  const old = instance(stage, 'production-db')?.DbiResourceId;
  const outcome = await stage.execute(plan, {
    progress({ step, phase }) {
      if (step === 'settings' && phase === 'done')
        change(stage, RESTORED, { MultiAZ: false, PubliclyAccessible: true });
    },
  });
  expect(outcome).toMatchObject({ status: 'undone', residue: [] });
  expect(outcome.reason).toContain('different from its source: Multi-AZ, public access');
  expect(instance(stage, 'production-db')?.DbiResourceId).toBe(old);
  expect(instance(stage, RESTORED)).toBeUndefined();
});

test('a backup that RDS begins just before the settings are changed is waited for, and takes nothing back', async () => {
  const stage = createStage();
  const plan = await stage.plan(restoreDatabase, DATABASE);
  const outcome = await stage.execute(plan, {
    progress({ step, phase }) {
      if (step !== 'settings' || phase !== 'begin') return;
      change(stage, RESTORED, { DBInstanceStatus: 'backing-up' });
      stage.world.clock.after(4 * 60_000, () => change(stage, RESTORED, { DBInstanceStatus: 'available' }));
    },
  });
  expect(outcome.status, outcome.reason).toBe('succeeded');
});

test('planning a restore changes nothing, says what is lost, and gives the same hash a little later', async () => {
  const stage = createStage();
  const plan = await stage.plan(restoreDatabase, CUT_OVER);
  expect(stage.sent.every((operation) => operation.startsWith('rds:Describe'))).toBe(true);
  const since = JSON.stringify(plan.basis.find(({ title }) => title === 'Data are of')?.value).slice(1, -1);
  expect(plan.warnings).toContain(
    `Everything that was written to production-db after ${since} is not in the restored database.`,
  );
  stage.world.clock.advance(7 * 60_000);
  expect((await stage.plan(restoreDatabase, CUT_OVER)).hash).toBe(plan.hash);
});

test('DR05: of snapshots that are being made, failed or older, the newest that is available is restored', async () => {
  const stage = createStage();
  const { snapshots } = rds(stage);
  const newest = snapshots
    .filter(({ DBInstanceIdentifier: id, Status }) => id === 'production-db' && Status === 'available')
    .toSorted((a, b) => Number(b.SnapshotCreateTime) - Number(a.SnapshotCreateTime))[0];
  snapshots.push({
    ...newest,
    DBSnapshotIdentifier: 'in-the-making',
    Status: 'creating',
    SnapshotCreateTime: undefined,
  });
  const later = new Date(stage.world.clock.now().getTime() - 60_000);
  const failed = { Status: 'failed', SnapshotCreateTime: later, OriginalSnapshotCreateTime: later };
  snapshots.unshift({ ...newest, DBSnapshotIdentifier: 'did-not-come-about', ...failed });
  const plan = await stage.plan(restoreDatabase, DATABASE);
  expect(plan.steps[0]?.call?.input['DBSnapshotIdentifier']).toBe(newest?.DBSnapshotIdentifier);
});

test('DR06: without a snapshot that is available, a restore is refused with the reason', async () => {
  const none = createStage();
  rds(none).snapshots.splice(0);
  await expect(none.plan(restoreDatabase, DATABASE)).rejects.toThrow(
    'there is no snapshot of production-db to restore: it has none; nothing was planned',
  );
  const unready = createStage();
  const { snapshots } = rds(unready);
  const [one] = snapshots.filter(({ DBInstanceIdentifier: id }) => id === 'production-db');
  snapshots.splice(0, snapshots.length, { ...one, Status: 'creating' });
  await expect(unready.plan(restoreDatabase, DATABASE)).rejects.toThrow(
    'of its 1, none is available (creating); nothing was planned',
  );
});

test('DR08: a restore onto the source, or onto another database that is there, is refused before the first call', async () => {
  const stage = createStage();
  await expect(stage.plan(restoreDatabase, { ...DATABASE, as: 'production-db' })).rejects.toThrow(/onto itself/);
  await expect(stage.plan(restoreDatabase, { ...DATABASE, as: 'reporting-db' })).rejects.toThrow(
    'there is a database reporting-db already',
  );
  expect(stage.sent.every((operation) => operation.startsWith('rds:Describe'))).toBe(true);
});

test('DR09: a restore whose answer got lost is adopted, since it carries the tag of this execution', async () => {
  const losing = losingFirst(({ operation }) => operation === 'RestoreDBInstanceFromDBSnapshot');
  const stage = createStage({ wrap: losing.wrap });
  const outcome = await stage.execute(await stage.plan(restoreDatabase, DATABASE));
  expect(outcome.status, outcome.reason).toBe('succeeded');
  expect(losing.lost()).toBe(1);
  expect(rds(stage).instances.filter(({ DBInstanceIdentifier: id }) => id?.includes('-restored-'))).toHaveLength(1);
});

test('DR09: a database of that name that somebody else made meanwhile is neither adopted nor touched', async () => {
  const stage = createStage();
  const plan = await stage.plan(restoreDatabase, { ...DATABASE, as: 'restored-db' });
  const other = { ...instance(stage, 'reporting-db'), DBInstanceIdentifier: 'restored-db', DbiResourceId: 'db-OTHER' };
  rds(stage).instances.push({ ...other, TagList: [{ Key: 'opsbook:execution', Value: 'of-somebody-else' }] });
  const outcome = await stage.execute(plan);
  expect(outcome.status).toBe('undone');
  expect(outcome.reason).toContain('this execution did not make it');
  expect(instance(stage, 'restored-db')).toMatchObject({ DbiResourceId: 'db-OTHER', DBInstanceStatus: 'available' });
});

test('a snapshot of another database is refused: it would take the place of this one', async () => {
  const stage = createStage();
  const other = rds(stage).snapshots.find(({ DBInstanceIdentifier: id }) => id === 'reporting-db');
  await expect(
    stage.plan(restoreDatabase, { ...DATABASE, snapshot: other?.DBSnapshotIdentifier ?? '' }),
  ).rejects.toThrow(/is of reporting-db, and not of production-db/);
  await expect(stage.plan(restoreDatabase, { ...DATABASE, snapshot: 'no-such' })).rejects.toThrow(
    /there is no snapshot no-such in 123456789012\/us-east-1/,
  );
});

test('a point in time within the window is restored to that very instant', async () => {
  const stage = createStage();
  const at = new Date(stage.world.clock.now().getTime() - 3 * 3_600_000).toISOString();
  const plan = await stage.plan(restoreDatabase, { ...DATABASE, pointInTime: at });
  const outcome = await stage.execute(plan);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  expect(stage.sent).toContain('rds:RestoreDBInstanceToPointInTime');
  expect(stage.memory.records.get('do restore')?.request).toMatchObject({ RestoreTime: at });
  expect(plan.basis).toContainEqual({ title: 'Data are of', value: at });
});

test('a point in time that the backups do not reach is refused with the window', async () => {
  const stage = createStage();
  for (const pointInTime of ['2020-01-01T00:00:00Z', '2090-01-01T00:00:00Z']) {
    await expect(stage.plan(restoreDatabase, { ...DATABASE, pointInTime })).rejects.toThrow(
      /can be restored to any instant from \d{4}-.*Z to \d{4}-.*Z, and not to/,
    );
  }
  await expect(
    stage.plan(restoreDatabase, { database: 'idle-db', pointInTime: '2026-11-01T00:00:00Z' }),
  ).rejects.toThrow(/it keeps no automated backups/);
});

test('a snapshot and a point in time together are refused', async () => {
  const both = { ...DATABASE, snapshot: 'x', pointInTime: '2026-11-01T00:00:00Z' };
  await expect(createStage().plan(restoreDatabase, both)).rejects.toThrow(/takes snapshot or pointInTime, not both/);
});

test('the cut-over renames the old and then the new, and keeps the old', async () => {
  const stage = createStage();
  const old = instance(stage, 'production-db')?.DbiResourceId;
  const plan = await stage.plan(restoreDatabase, CUT_OVER);
  expect(plan.steps.slice(4).map(({ kind, title }) => `${kind}: ${title.replace(/\d{4}-.*Z/, '…')}`)).toEqual([
    'approve: Put the restored instance in the place of production-db: what was written after … is gone from it',
    'change: Rename the old instance, so that the name production-db is free',
    'wait: The name is in force',
    'change: Give the new instance the name production-db',
    'wait: The name is in force',
  ]);
  const outcome = await stage.execute(plan);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  expect(instance(stage, REPLACED)).toMatchObject({ DbiResourceId: old, DBInstanceStatus: 'available' });
  expect(instance(stage, 'production-db')?.DbiResourceId).not.toBe(old);
  expect(instance(stage, RESTORED)).toBeUndefined();
});

test('a cut-over that is not approved leaves the old one as it is, and takes the new one away', async () => {
  const stage = createStage();
  const before = instance(stage, 'production-db');
  const plan = await stage.plan(restoreDatabase, CUT_OVER);
  const outcome = await stage.execute(plan, {
    approvals: { decision: () => Promise.resolve({ decision: 'rejected', words: 'not now' }) },
  });
  expect(outcome).toMatchObject({ status: 'undone', residue: [] });
  expect(instance(stage, RESTORED)).toBeUndefined();
  expect(instance(stage, 'production-db')?.DbiResourceId).toBe(before?.DbiResourceId);
});

test('a cut-over that fails between the two names gives the old one its name back', async () => {
  let renames = 0;
  const stage = createStage({
    wrap: denying((call) => {
      renames += isRename(call) ? 1 : 0;
      return isRename(call) && renames === 2;
    }),
  });
  const old = instance(stage, 'production-db')?.DbiResourceId;
  const outcome = await stage.execute(await stage.plan(restoreDatabase, CUT_OVER));
  expect(outcome).toMatchObject({ status: 'undone', residue: [] });
  expect(instance(stage, 'production-db')).toMatchObject({ DbiResourceId: old, DBInstanceStatus: 'available' });
  expect(rds(stage).instances.filter(({ DBInstanceIdentifier: id }) => /-(restored|replaced)-/.test(id ?? ''))).toEqual(
    [],
  );
});

test.each([1, 2])('killed after AWS took rename %i of the cut-over, it is not made twice', async (nth) => {
  let renames = 0;
  const dying = dyingAfter((call) => isRename(call) && ++renames === nth);
  const stage = createStage({ wrap: dying.wrap });
  const plan = await stage.plan(restoreDatabase, CUT_OVER);
  void stage.execute(plan);
  await dying.died;
  stage.world.clock.advance(10 * 60_000);
  const outcome = await stage.execute(plan);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  const names = rds(stage).instances.map(({ DBInstanceIdentifier: id = '' }) => id);
  expect(new Set(names.filter((id) => id.startsWith('production-db')))).toEqual(new Set(['production-db', REPLACED]));
  expect(stage.sent.filter((operation) => operation === 'rds:ModifyDBInstance')).toHaveLength(3);
});

test('a cluster, and a member of one, are refused with the reason', async () => {
  const stage = createStage();
  await expect(stage.plan(restoreDatabase, { database: 'orders-cluster' })).rejects.toThrow(/is a cluster/);
  await expect(stage.plan(restoreDatabase, { database: 'orders-1' })).rejects.toThrow(/member of the cluster/);
  await expect(stage.plan(restoreDatabase, { database: 'no-such-db' })).rejects.toThrow(
    /there is no database no-such-db/,
  );
});

function rds({ world }: Stage) {
  return world.region('123456789012', 'us-east-1').rds;
}

function instance(stage: Stage, id: string) {
  return rds(stage).instances.find((one) => one.DBInstanceIdentifier === id);
}

function change(stage: Stage, id: string, values: object): void {
  const { instances } = rds(stage);
  const at = instances.findIndex((one) => one.DBInstanceIdentifier === id);
  instances[at] = { ...instances[at], ...values };
}

function isRename({ operation, input }: Call): boolean {
  return operation === 'ModifyDBInstance' && 'NewDBInstanceIdentifier' in input;
}
