import type * as DynamoDB from '@aws-sdk/client-dynamodb';
import { SandboxError } from '../error.ts';
import type { Handlers } from '../handlers.ts';
import type { DynamodbState, SandboxTable } from '../world/newcomer/dynamodb.ts';

const DAY_MS = 86_400_000;
const FIVE_MINUTES_MS = 5 * 60_000;

export const dynamodb: Handlers<typeof DynamoDB> = {
  ListTables({ ExclusiveStartTableName: after, Limit = 100 }, { region }) {
    if (Limit < 1 || Limit > 100) {
      throw new SandboxError(
        'ValidationException',
        `1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and 100`,
      );
    }
    // The token is the last name of the page before, whether that table still exists or not.
    const names = region.dynamodb.tables.map(({ description }) => description.TableName ?? '').toSorted();
    const rest = names.filter((name) => after === undefined || name > after);
    const page = rest.slice(0, Limit);
    const last = page.at(-1);
    return {
      TableNames: page,
      ...(rest.length > page.length && last !== undefined && { LastEvaluatedTableName: last }),
    };
  },
  DescribeTable({ TableName: wanted }, { region }) {
    const found = findTable(region.dynamodb, wanted);
    if (!found) {
      throw new SandboxError('ResourceNotFoundException', `Requested resource not found: Table: ${wanted} not found`);
    }
    return { Table: found.description };
  },
  DescribeContinuousBackups({ TableName: wanted }, { region, now }) {
    const found = findTable(region.dynamodb, wanted);
    if (!found) throw new SandboxError('TableNotFoundException', `Table not found: ${wanted}`);
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: recoveryOf(found, now),
      },
    };
  },
};

function findTable({ tables }: DynamodbState, wanted: string | undefined): SandboxTable | undefined {
  // A name or an ARN, which is longer than a name may be.
  if (wanted === undefined || wanted.length < 1 || wanted.length > 1024) {
    throw new SandboxError(
      'ValidationException',
      `1 validation error detected: Value '${wanted ?? 'null'}' at 'tableName' failed to satisfy constraint: Member must have length between 1 and 1024`,
    );
  }
  return tables.find(({ description }) => description.TableName === wanted || description.TableArn === wanted);
}

function recoveryOf({ recovery }: SandboxTable, now: Date): DynamoDB.PointInTimeRecoveryDescription {
  if (!recovery) return { PointInTimeRecoveryStatus: 'DISABLED' };
  const earliest = Math.max(recovery.enabledAt.getTime(), now.getTime() - recovery.periodDays * DAY_MS);
  return {
    PointInTimeRecoveryStatus: 'ENABLED',
    RecoveryPeriodInDays: recovery.periodDays,
    EarliestRestorableDateTime: new Date(earliest),
    LatestRestorableDateTime: new Date(now.getTime() - FIVE_MINUTES_MS),
  };
}
