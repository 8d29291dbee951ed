import { expect, test } from 'vitest';
import { createStage, type Stage } from '../../../test/runbook.ts';
import { scaleDatabase } from './database.ts';

/** Multi-AZ PostgreSQL on db.r6g.xlarge. */
const PRODUCTION = { database: 'production-db', instanceClass: 'db.r6g.2xlarge' };
const DONE = { status: 'succeeded', reason: 'every step is done', residue: [] };

function database(stage: Stage, id: string) {
  const { instances } = stage.region().rds;
  const at = instances.findIndex(({ DBInstanceIdentifier }) => DBInstanceIdentifier === id);
  return { instances, at, now: instances[at] };
}

function change(stage: Stage, id: string, values: object): void {
  const { instances, at, now } = database(stage, id);
  if (now) instances[at] = { ...now, ...values };
}

test('a database gets its class now, and it is done when it runs on it', async () => {
  const stage = createStage();
  const plan = await stage.plan(scaleDatabase, PRODUCTION);
  expect(plan.steps.map(({ title, impact }) => [title, impact])).toEqual([
    [
      `Change production-db from ${database(stage, 'production-db').now?.DBInstanceClass} to db.r6g.2xlarge now`,
      'disruptive',
    ],
    ['production-db runs on db.r6g.2xlarge', 'none'],
  ]);
  expect(plan.warnings).toEqual([
    'The standby is changed first and then takes over: connections break and are refused for one to two minutes, once.',
  ]);
  expect(await stage.execute(plan)).toEqual(DONE);
  expect(database(stage, 'production-db').now).toMatchObject({
    DBInstanceClass: 'db.r6g.2xlarge',
    DBInstanceStatus: 'available',
    PendingModifiedValues: {},
  });
});

test('without a standby, the plan says that the database is down, and for how long', async () => {
  const plan = await createStage().plan(scaleDatabase, { database: 'reporting-db', instanceClass: 'db.m6g.large' });
  expect(plan.warnings).toContain(
    'Single-AZ: the database is down while it moves to the new class, usually 5 to 15 minutes.',
  );
});

test('in the maintenance window it only waits there, and can be taken back', async () => {
  const stage = createStage();
  const before = database(stage, 'production-db').now?.DBInstanceClass;
  const plan = await stage.plan(scaleDatabase, { ...PRODUCTION, when: 'maintenance-window' });
  expect(await stage.execute({ ...plan, conduct: { ...plan.conduct } })).toEqual(DONE);
  expect(database(stage, 'production-db').now).toMatchObject({
    DBInstanceClass: before,
    PendingModifiedValues: { DBInstanceClass: 'db.r6g.2xlarge' },
  });
  const again = await stage.plan(scaleDatabase, { ...PRODUCTION, when: 'maintenance-window' });
  expect([again.steps, again.warnings]).toEqual([
    [],
    ['production-db gets db.r6g.2xlarge in its next maintenance window already: nothing is to be done'],
  ]);
});

test('undoing brings the old class back, also from the maintenance window', async () => {
  for (const when of ['now', 'maintenance-window']) {
    const stage = createStage();
    const before = database(stage, 'production-db').now?.DBInstanceClass;
    const plan = await stage.plan(scaleDatabase, { ...PRODUCTION, when });
    const outcome = await stage.execute({ ...plan, conduct: { ...plan.conduct, afterwards: 'undo' } });
    expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
    expect(database(stage, 'production-db').now).toMatchObject({ DBInstanceClass: before, PendingModifiedValues: {} });
  }
});

test('E15.2: what else is pending would be applied too: it is refused until one says that it may', async () => {
  const stage = createStage();
  change(stage, 'production-db', { PendingModifiedValues: { MultiAZ: false, BackupRetentionPeriod: 0 } });
  await expect(stage.plan(scaleDatabase, PRODUCTION)).rejects.toThrow(
    'applied now, BackupRetentionPeriod, MultiAZ of production-db would be changed too, which is pending',
  );
  const plan = await stage.plan(scaleDatabase, { ...PRODUCTION, alsoApplyPending: 'yes' });
  expect(plan.basis).toContainEqual({ title: 'Pending already', value: { MultiAZ: false, BackupRetentionPeriod: 0 } });
  expect(plan.warnings[0]).toBe('BackupRetentionPeriod, MultiAZ of production-db, pending already, is applied now too');
  const later = await stage.plan(scaleDatabase, { ...PRODUCTION, when: 'maintenance-window' });
  expect(later.steps).toHaveLength(2);
});

test('E15.2: a class that AWS does not have for the engine, version and storage is refused with those it has', async () => {
  const stage = createStage();
  await expect(stage.plan(scaleDatabase, { ...PRODUCTION, instanceClass: 'db.r6g.huge' })).rejects.toThrow(
    /AWS has no db\.r6g\.huge for postgres [\d.]+ in us-east-1\. It has db\.r6g\.2xlarge, db\.r6g\.4xlarge, db\.r6g\.large/,
  );
  change(stage, 'production-db', { StorageType: 'magnetic' });
  await expect(stage.plan(scaleDatabase, PRODUCTION)).rejects.toThrow(
    'with magnetic storage, as production-db would need it',
  );
  change(stage, 'production-db', { StorageType: 'gp3', AvailabilityZone: 'us-east-1f' });
  await expect(stage.plan(scaleDatabase, PRODUCTION)).rejects.toThrow('in us-east-1f, as production-db would need it');
});

test('E15.2: a database that is not available is not touched', async () => {
  const stopped = createStage().plan(scaleDatabase, { database: 'staging-db', instanceClass: 'db.t4g.large' });
  await expect(stopped).rejects.toThrow('staging-db is stopped: it has to be available');
});

test('parameters that wait for a restart are named, since this is one', async () => {
  const stage = createStage();
  const DBParameterGroups = [{ DBParameterGroupName: 'production-pg16', ParameterApplyStatus: 'pending-reboot' }];
  change(stage, 'production-db', { DBParameterGroups });
  const plan = await stage.plan(scaleDatabase, PRODUCTION);
  expect(plan.warnings).toContain('Parameters of production-pg16 wait for a restart: they take effect with this one');
});

test('a database that changes meanwhile is not changed on top of it', async () => {
  const stage = createStage();
  const plan = await stage.plan(scaleDatabase, PRODUCTION);
  change(stage, 'production-db', { DBInstanceStatus: 'backing-up' });
  expect(await stage.execute(plan)).toMatchObject({ status: 'undone', reason: expect.stringContaining('backing-up') });
  expect(stage.sent).not.toContain('rds:ModifyDBInstance');
});

test('a database that runs on the class is left alone', async () => {
  const stage = createStage();
  const instanceClass = database(stage, 'production-db').now?.DBInstanceClass ?? '';
  const plan = await stage.plan(scaleDatabase, { ...PRODUCTION, instanceClass });
  expect(plan.steps).toEqual([]);
});

test.each([
  [{ ...PRODUCTION, database: 'no-such' }, /there is no DB instance no-such/],
  [{ ...PRODUCTION, instanceClass: 'large' }, /a class such as db.r6g.xlarge/],
  [{ ...PRODUCTION, when: 'soon' }, /--set when=soon/],
])('what cannot be is refused: %j', async (parameters, reason) => {
  await expect(createStage().plan(scaleDatabase, parameters)).rejects.toThrow(reason);
});
