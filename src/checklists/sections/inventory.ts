import { listTables } from '../../aws/dynamodb.ts';
import { describeInstances } from '../../aws/ec2.ts';
import { clusterServices, serviceNames } from '../../aws/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import { listFunctions } from '../../aws/lambda.ts';
import { describeDBInstances } from '../../aws/rds.ts';
import { listBuckets } from '../../aws/s3.ts';

/** One thing that an account holds, by the name an operator would type. */
export interface Held {
  readonly kind: string;
  readonly name: string;
  readonly createdAt: Date | null;
}

export const INVENTORY_CALLS = [
  'dynamodb:ListTables',
  'ec2:DescribeInstances',
  'ecs:ListClusters',
  'ecs:DescribeClusters',
  'ecs:ListServices',
  'ecs:DescribeServices',
  'lambda:ListFunctions',
  'rds:DescribeDBInstances',
  's3:ListBuckets',
] as const;

/** Everything a review counts and compares with the last one; the reads are those that the other sections make. */
export async function inventory(aws: Aws): Promise<Held[]> {
  const parts = await Promise.all([
    instances(aws),
    services(aws),
    databases(aws),
    tables(aws),
    functions(aws),
    buckets(aws),
  ]);
  return parts.flat();
}

async function instances(aws: Aws): Promise<Held[]> {
  const found = await describeInstances(aws, {});
  return found
    .filter(({ State }) => State?.Name !== 'terminated')
    .map(({ InstanceId = '', LaunchTime }) => ({
      kind: 'EC2 instance',
      name: InstanceId,
      createdAt: LaunchTime ?? null,
    }));
}

async function services(aws: Aws): Promise<Held[]> {
  const clusters = await clusterServices(aws);
  return clusters.flatMap(({ services: found }) => {
    if (!found.ok) throw found.fault;
    return found.value.map((service) => {
      const { cluster, service: name } = serviceNames(service);
      return { kind: 'ECS service', name: `${cluster}/${name}`, createdAt: service.createdAt ?? null };
    });
  });
}

async function databases(aws: Aws): Promise<Held[]> {
  const found = await describeDBInstances(aws, {});
  return found.map(({ DBInstanceIdentifier: name = '', InstanceCreateTime }) => ({
    kind: 'RDS instance',
    name,
    createdAt: InstanceCreateTime ?? null,
  }));
}

async function tables(aws: Aws): Promise<Held[]> {
  return (await listTables(aws, {})).map((name) => ({ kind: 'DynamoDB table', name, createdAt: null }));
}

async function functions(aws: Aws): Promise<Held[]> {
  return (await listFunctions(aws, {})).map(({ FunctionName: name = '' }) => ({
    kind: 'Lambda function',
    name,
    createdAt: null,
  }));
}

async function buckets(aws: Aws): Promise<Held[]> {
  const found = await listBuckets(aws, {});
  return found
    .filter(({ BucketRegion }) => BucketRegion === undefined || BucketRegion === aws.region)
    .map(({ Name: name = '', CreationDate }) => ({ kind: 'S3 bucket', name, createdAt: CreationDate ?? null }));
}
