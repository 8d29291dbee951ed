import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../create.ts';
import { dispatch } from '../dispatch.ts';
import { dynamodbTable } from '../world/newcomer/dynamodb.ts';
import type { World } from '../world/world.ts';

function ask(world: World, operation: string, input: object = {}) {
  const request = { service: 'dynamodb', operation, region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

test('tables are listed by name, a hundred a page, each page beginning after a name', async () => {
  const world = createSandbox();
  const { tables } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).dynamodb;
  tables.length = 0;
  for (let index = 249; index >= 0; index -= 1) {
    const name = `table-${String(index).padStart(3, '0')}`;
    const place = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
    const description = dynamodbTable(place, { name, createdAt: new Date('2026-01-01'), items: 1 });
    tables.push({ description, recovery: undefined });
  }
  const first = await ask(world, 'ListTables');
  expect([first.TableNames.length, first.LastEvaluatedTableName]).toEqual([100, 'table-099']);
  const rest = await ask(world, 'ListTables', { ExclusiveStartTableName: 'table-199' });
  expect([rest.TableNames[0], rest.TableNames.length, rest.LastEvaluatedTableName]).toEqual([
    'table-200',
    50,
    undefined,
  ]);
  await expect(ask(world, 'ListTables', { Limit: 101 })).rejects.toMatchObject({ code: 'ValidationException' });
});

test('a table is restorable to a point within its recovery period, or not at all', async () => {
  const world = createSandbox();
  const on = await ask(world, 'DescribeContinuousBackups', { TableName: 'sessions' });
  expect(on.ContinuousBackupsDescription.PointInTimeRecoveryDescription).toEqual({
    PointInTimeRecoveryStatus: 'ENABLED',
    RecoveryPeriodInDays: 35,
    EarliestRestorableDateTime: new Date('2026-10-19T08:00:00.000Z'),
    LatestRestorableDateTime: new Date('2026-11-23T07:55:00.000Z'),
  });
  const off = await ask(world, 'DescribeContinuousBackups', { TableName: 'shopping-carts' });
  expect(off.ContinuousBackupsDescription).toMatchObject({
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
  });
});

test("what does not exist is answered with AWS's own codes, which differ by operation", async () => {
  const world = createSandbox();
  const missing = { TableName: 'nope' };
  await expect(ask(world, 'DescribeTable', missing)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  await expect(ask(world, 'DescribeContinuousBackups', missing)).rejects.toMatchObject({
    code: 'TableNotFoundException',
  });
  expect((await ask(world, 'DescribeTable', { TableName: 'sessions' })).Table).toMatchObject({ TableStatus: 'ACTIVE' });
});
