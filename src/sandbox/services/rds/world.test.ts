import { expect, test } from 'vitest';
import { rdsScene } from '../../../../test/rds-scene.ts';
import { createRandom } from '../../world/random.ts';
import { SandboxError } from '../../error.ts';

/** Everything that can be asked of a small set of names, at random. */
function anything(seed: string) {
  const random = createRandom(seed);
  const ids = ['production-db', 'reporting-db', 'idle-db', 'staging-db', 'one', 'two'] as const;
  const id = () => random.pick(ids);
  const snapshots = ['production-db-before-release', 'reporting-db-for-vendor', 's-1', 's-2'] as const;
  const makers: readonly [() => [string, object], ...(() => [string, object])[]] = [
    () => ['CreateDBSnapshot', { DBInstanceIdentifier: id(), DBSnapshotIdentifier: random.pick(snapshots) }],
    () => ['DeleteDBSnapshot', { DBSnapshotIdentifier: random.pick(snapshots) }],
    () => [
      'RestoreDBInstanceFromDBSnapshot',
      { DBInstanceIdentifier: id(), DBSnapshotIdentifier: random.pick(snapshots), DBSubnetGroupName: 'production' },
    ],
    () => [
      'RestoreDBInstanceToPointInTime',
      {
        SourceDBInstanceIdentifier: id(),
        TargetDBInstanceIdentifier: id(),
        UseLatestRestorableTime: true,
        DBSubnetGroupName: 'production',
      },
    ],
    () => [
      'ModifyDBInstance',
      {
        DBInstanceIdentifier: id(),
        ApplyImmediately: random.next() < 0.5,
        ...(random.next() < 0.4 && { DBInstanceClass: random.pick(['db.r5.large', 'db.r6g.xlarge']) }),
        ...(random.next() < 0.3 && { MultiAZ: random.next() < 0.5 }),
        ...(random.next() < 0.3 && { AllocatedStorage: random.integer(400, 1200) }),
        ...(random.next() < 0.3 && { BackupRetentionPeriod: random.integer(0, 3) }),
        ...(random.next() < 0.3 && { DeletionProtection: random.next() < 0.3 }),
        ...(random.next() < 0.3 && { NewDBInstanceIdentifier: id() }),
      },
    ],
    () => ['RebootDBInstance', { DBInstanceIdentifier: id() }],
    () => ['StopDBInstance', { DBInstanceIdentifier: id() }],
    () => ['StartDBInstance', { DBInstanceIdentifier: id() }],
    () => ['DeleteDBInstance', { DBInstanceIdentifier: id(), SkipFinalSnapshot: true }],
  ];
  return { random, next: () => random.pick(makers)() };
}

async function history(seed: string): Promise<string> {
  const { ask, pass } = rdsScene();
  const { random, next } = anything(seed);
  const seen: string[] = [];
  const answers: { readonly given: unknown; readonly asGiven: string }[] = [];
  for (let step = 0; step < 120; step += 1) {
    const [operation, input] = next();
    try {
      const given: unknown = await ask(operation, input);
      answers.push({ given, asGiven: JSON.stringify(given) });
      seen.push(JSON.stringify(given));
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      seen.push(`${operation} ${error.code}`);
    }
    if (random.next() < 0.5) pass(random.integer(0, 40));
    const given: unknown = await ask('DescribeDBInstances');
    answers.push({ given, asGiven: JSON.stringify(given) });
  }
  // Over a maintenance window.
  pass(8 * 24 * 60);
  const { DBInstances } = await ask('DescribeDBInstances');
  const names = DBInstances.map((one: { DBInstanceIdentifier: string }) => one.DBInstanceIdentifier);
  expect(new Set(names).size, `two instances of one name after ${seed}`).toBe(names.length);
  for (const { DBInstanceIdentifier: id, DBInstanceStatus: status, Endpoint } of DBInstances) {
    expect(['available', 'stopped', 'storage-optimization'], `${id} after ${seed}`).toContain(status);
    expect(Endpoint.Address.startsWith(`${id}.`), `${id} is reached at ${Endpoint.Address}`).toBe(true);
  }
  const { DBSnapshots } = await ask('DescribeDBSnapshots');
  for (const { DBSnapshotIdentifier: id, Status } of DBSnapshots)
    expect(Status, `${id} after ${seed}`).toBe('available');
  // What was once answered never changes.
  for (const { given, asGiven } of answers) expect(JSON.stringify(given)).toBe(asGiven);
  return seen.join('\n');
}

test('whatever is done to databases, in any order, they come to rest, each under one name and at its endpoint', async () => {
  let done = 0;
  for (let run = 0; run < 25; run += 1)
    done += (await history(`rds-${run}`)).split('\n').filter((line) => line.startsWith('{')).length;
  expect(done).toBeGreaterThan(500);
});

test('the same requests at the same times make the same world', async () => {
  expect(await history('again')).toBe(await history('again'));
});
