import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { tableRecoverable } from './table-recoverable.ts';

function backups(PointInTimeRecoveryStatus?: string) {
  return { ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus } } };
}

test('a table without point-in-time recovery fails; one that cannot be read is unknown, one that has gone is nothing', async () => {
  const answersByTable: Readonly<Record<string, object>> = {
    on: backups('ENABLED'),
    off: backups('DISABLED'),
    silent: backups(),
    denied: awsError('AccessDeniedException', 'no', 400),
    gone: awsError('TableNotFoundException', 'Table not found: gone'),
  };
  const findings = await judge(tableRecoverable, {
    'dynamodb:ListTables': { TableNames: Object.keys(answersByTable) },
    'dynamodb:DescribeContinuousBackups': ({ TableName = '' }: { TableName?: string }) =>
      answersByTable[TableName] ?? {},
  });
  expect(lines(findings)).toEqual([
    'off: fail high: off has no point-in-time recovery.',
    'denied: unknown: AccessDeniedException: dynamodb:DescribeContinuousBackups is not allowed.',
    'silent: unknown: AWS does not say whether silent has point-in-time recovery.',
    'on: pass: on has point-in-time recovery.',
  ]);
});

test('reads every page of tables', async () => {
  const names = Array.from({ length: 250 }, (_, index) => `table-${String(index).padStart(3, '0')}`);
  const transport = answering({
    'dynamodb:ListTables': ({ ExclusiveStartTableName: after = '' }: { ExclusiveStartTableName?: string }) => {
      const rest = names.filter((name) => name > after);
      const page = rest.slice(0, 100);
      return { TableNames: page, ...(rest.length > 100 && { LastEvaluatedTableName: page.at(-1) }) };
    },
    'dynamodb:DescribeContinuousBackups': backups('ENABLED'),
  });
  expect(await judge(tableRecoverable, transport)).toHaveLength(250);
  expect(transport.asked.filter(({ operation }) => operation === 'ListTables')).toHaveLength(3);
});

test('no table is no finding', async () => {
  expect(await judge(tableRecoverable, { 'dynamodb:ListTables': { TableNames: [] } })).toEqual([]);
});
