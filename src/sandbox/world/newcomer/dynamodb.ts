import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { hexOf, type Place, TABLES } from './cast.ts';
import { before, DAY_MS, type RegionSeed } from './seed.ts';

/** A table, and whether it can be restored to a point in time. */
export interface SandboxTable {
  readonly description: TableDescription;
  readonly recovery: { enabledAt: Date; periodDays: number } | undefined;
}

/** What one region of an account holds of dynamodb, in the order of the names, as ListTables gives them. */
export interface DynamodbState {
  readonly tables: SandboxTable[];
}

export function seedDynamodb(seed: RegionSeed): DynamodbState {
  const recovery = { enabledAt: before(seed.start, 200 * DAY_MS), periodDays: 35 };
  const createdAt = before(seed.start, 400 * DAY_MS);
  if (seed.furnishing === 'empty') return { tables: [] };
  const flags = { description: dynamodbTable(seed, { name: TABLES.flags, createdAt, items: 48 }), recovery };
  if (seed.furnishing === 'secondary') return { tables: [flags] };
  return {
    tables: [
      flags,
      { description: dynamodbTable(seed, { name: TABLES.sessions, createdAt, items: 182_450 }), recovery },
      // The one whose deletion nobody could undo.
      { description: dynamodbTable(seed, { name: TABLES.carts, createdAt, items: 36_112 }), recovery: undefined },
    ],
  };
}

interface TableTraits {
  readonly name: string;
  readonly createdAt: Date;
  readonly items: number;
}

/** An on-demand table with a string for its key. */
export function dynamodbTable(place: Place, { name, createdAt, items }: TableTraits): TableDescription {
  const hex = hexOf(place, 32, 'dynamodb', name);
  return {
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    TableName: name,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    TableStatus: 'ACTIVE',
    CreationDateTime: createdAt,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    TableSizeBytes: items * 412,
    ItemCount: items,
    TableArn: `arn:aws:dynamodb:${place.region}:${place.accountId}:table/${name}`,
    TableId: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: createdAt },
    TableClassSummary: { TableClass: 'STANDARD' },
    DeletionProtectionEnabled: false,
    // What an on-demand table can bear from the start.
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
    WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4000, Status: 'ACTIVE' },
  };
}
