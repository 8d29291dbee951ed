import type {
  ContinuousBackupsDescription,
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsCommandOutput,
  ListTablesCommandInput,
  ListTablesCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list, one } from './read.ts';

/** Names only, in alphabetical order. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
export const listTables = list<ListTablesCommandInput, ListTablesCommandOutput, string>('dynamodb', 'ListTables', {
  items: (page) => page.TableNames,
  next: ['ExclusiveStartTableName', (page) => page.LastEvaluatedTableName],
  page: { Limit: 100 },
});

const askBackups = one<DescribeContinuousBackupsCommandInput, DescribeContinuousBackupsCommandOutput>(
  'dynamodb',
  'DescribeContinuousBackups',
);

/**
 * One table a request, at most ten a second: AWS has no list of it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
 */
export async function describeContinuousBackups(
  aws: Aws,
  name: string,
): Promise<ContinuousBackupsDescription | undefined> {
  return (await askBackups(aws, { TableName: name })).ContinuousBackupsDescription;
}

export function table(aws: Aws, name: string): Resource {
  const arn = `arn:${aws.partition}:dynamodb:${aws.region}:${aws.account}:table/${name}`;
  return { type: 'AWS::DynamoDB::Table', id: name, arn };
}
