import { DescribeContinuousBackupsCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { clientModule } from '../client-module.ts';

export const dynamodb = clientModule(DynamoDBClient, {
  DescribeContinuousBackups: DescribeContinuousBackupsCommand,
  ListTables: ListTablesCommand,
});
