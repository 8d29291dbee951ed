import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../src/sandbox/create.ts';
import { dispatch } from '../../src/sandbox/dispatch.ts';
import { WIRE_SERVICES } from '../../src/sandbox/wire/clients.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import { askControl } from './wire/control.ts';

interface Row {
  readonly service: string;
  readonly operation: string;
  /** The words behind the service. */
  readonly words: readonly string[];
  /** The same question in process. */
  readonly input?: object;
  /** What of the answer is compared; of both doors it must be the same, and something. */
  readonly pick: (output: never) => readonly unknown[] | undefined;
}

const YESTERDAY = { Start: '2026-11-22', End: '2026-11-23' };

/** One question to each service; a test sees to it that none is forgotten. */
const ROWS: readonly Row[] = [
  row('acm', 'ListCertificates', ['list-certificates'], 'CertificateSummaryList', 'CertificateArn'),
  {
    ...row('application-autoscaling', 'DescribeScalableTargets', [], 'ScalableTargets', 'ResourceId'),
    words: ['describe-scalable-targets', '--service-namespace', 'ecs'],
    input: { ServiceNamespace: 'ecs' },
  },
  row(
    'autoscaling',
    'DescribeAutoScalingGroups',
    ['describe-auto-scaling-groups'],
    'AutoScalingGroups',
    'AutoScalingGroupARN',
  ),
  row('backup', 'ListProtectedResources', ['list-protected-resources'], 'Results', 'ResourceArn'),
  {
    service: 'ce',
    operation: 'GetCostAndUsage',
    words: [
      'get-cost-and-usage',
      ...['--time-period', `Start=${YESTERDAY.Start},End=${YESTERDAY.End}`],
      ...['--granularity', 'DAILY', '--metrics', 'UnblendedCost', '--group-by', 'Type=DIMENSION,Key=SERVICE'],
    ],
    input: {
      TimePeriod: YESTERDAY,
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
      GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
    },
    pick: ({ ResultsByTime }: { ResultsByTime: unknown[] }) => ResultsByTime,
  },
  row('cloudtrail', 'DescribeTrails', ['describe-trails'], 'trailList', 'TrailARN'),
  row('cloudwatch', 'DescribeAlarms', ['describe-alarms'], 'MetricAlarms', 'AlarmArn'),
  {
    service: 'compute-optimizer',
    operation: 'GetEnrollmentStatus',
    words: ['get-enrollment-status'],
    pick: ({ status }: { status: string }) => [status],
  },
  {
    service: 'dynamodb',
    operation: 'ListTables',
    words: ['list-tables'],
    pick: ({ TableNames }: { TableNames: string[] }) => TableNames,
  },
  row('ec2', 'DescribeVpcs', ['describe-vpcs'], 'Vpcs', 'VpcId'),
  {
    service: 'ecs',
    operation: 'ListClusters',
    words: ['list-clusters'],
    pick: ({ clusterArns }: { clusterArns: string[] }) => clusterArns,
  },
  row('elbv2', 'DescribeLoadBalancers', ['describe-load-balancers'], 'LoadBalancers', 'LoadBalancerArn'),
  row('health', 'DescribeEvents', ['describe-events'], 'events', 'arn'),
  row('iam', 'ListUsers', ['list-users'], 'Users', 'Arn'),
  row('lambda', 'ListFunctions', ['list-functions'], 'Functions', 'FunctionArn'),
  row('logs', 'DescribeLogGroups', ['describe-log-groups'], 'logGroups', 'arn'),
  row('organizations', 'ListAccounts', ['list-accounts'], 'Accounts', 'Id'),
  row('rds', 'DescribeDBInstances', ['describe-db-instances'], 'DBInstances', 'DBInstanceArn'),
  row('s3', 'ListBuckets', ['list-buckets'], 'Buckets', 'Name'),
  {
    service: 's3control',
    operation: 'GetPublicAccessBlock',
    words: ['get-public-access-block', '--account-id', SANDBOX_ACCOUNT],
    input: { AccountId: SANDBOX_ACCOUNT },
    pick: ({ PublicAccessBlockConfiguration: block }: { PublicAccessBlockConfiguration: object }) => [block],
  },
  {
    service: 'sts',
    operation: 'GetCallerIdentity',
    words: ['get-caller-identity'],
    pick: ({ Account, Arn }: { Account: string; Arn: string }) => [Account, Arn],
  },
];

/** Where the CLI's name of a service's commands is another. */
const COMMANDS: Readonly<Record<string, string>> = { s3: 's3api' };

const installed = hasAwsCli();
if (!installed) console.warn('SKIPPED: the aws command is not here, so nothing was asked through it.');

const world = createSandbox();
let server: SandboxServer;

beforeAll(async () => {
  server = await serveSandbox({ world });
});

afterAll(() => server?.close());

test('every service of the sandbox is asked', () => {
  expect(ROWS.map(({ service }) => service)).toEqual(WIRE_SERVICES);
});

describe.skipIf(!installed)('the AWS CLI gets from the wire what is there in process', { concurrent: true }, () => {
  test.for(ROWS)('$service', async (asked, { expect: expecting }) => {
    const { service, operation, words, input = {}, pick } = asked;
    const there = await inProcess(service, operation, input);
    const { stdout, stderr } = await aws(COMMANDS[service] ?? service, words);
    expecting(stderr).toBe('');
    const picked = plain(pick(there as never));
    expecting(picked).not.toEqual([]);
    expecting(plain(pick(JSON.parse(stdout) as never))).toEqual(picked);
  });
});

describe.skipIf(!installed)('the AWS CLI', () => {
  test('s3api list-buckets names every bucket', async () => {
    const { stdout } = await aws('s3api', ['list-buckets', '--query', 'Buckets[].Name', '--output', 'text']);
    const { Buckets } = (await inProcess('s3', 'ListBuckets', {})) as { Buckets: { Name: string }[] };
    expect(stdout.trim().split('\t')).toEqual(Buckets.map(({ Name }) => Name));
  });

  test('rds wait comes back at once for a database that is available', async () => {
    const waiting = await aws('rds', ['wait', 'db-instance-available', '--db-instance-identifier', 'production-db']);
    expect(waiting).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('an id that is not there is refused with AWS’s code', async () => {
    const refused = await aws('rds', ['describe-db-instances', '--db-instance-identifier', 'nobody']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('(DBInstanceNotFound)');
  });

  test.each([
    { service: 'dynamodb', words: ['list-tables'], size: 1, operation: 'dynamodb:ListTables' },
    { service: 'ec2', words: ['describe-security-groups'], size: 5, operation: 'ec2:DescribeSecurityGroups' },
    { service: 'iam', words: ['list-users'], size: 1, operation: 'iam:ListUsers' },
  ])('$operation reads page after page to the end', async ({ service, words, size, operation }) => {
    const whole = await aws(service, words);
    const before = await countOf(operation);
    const paged = await aws(service, [...words, '--page-size', String(size)]);
    expect(JSON.parse(paged.stdout)).toEqual(JSON.parse(whole.stdout));
    expect((await countOf(operation)) - before).toBeGreaterThan(1);
  });

  test('an access key id of twelve digits is an account of its own', async () => {
    const { stdout } = await aws('sts', ['get-caller-identity'], { AWS_ACCESS_KEY_ID: '210987654321' });
    expect(JSON.parse(stdout)).toMatchObject({ Account: '210987654321' });
  });
});

function row(service: string, operation: string, words: readonly string[], list: string, key: string): Row {
  const pick = (output: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>) =>
    output[list]?.map((item) => item[key]);
  return { service, operation, words, pick };
}

async function inProcess(service: string, operation: string, input: object): Promise<unknown> {
  const request = {
    service,
    operation,
    region: SANDBOX_REGION,
    accountId: SANDBOX_ACCOUNT,
    accessKeyId: 'sandbox',
    requestId: randomUUID(),
  };
  return dispatch(world, request, input);
}

interface Spoken {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function aws(service: string, words: readonly string[], more: Record<string, string> = {}): Promise<Spoken> {
  // S3 Control puts the account in front of the host. Not every system resolves such a name: the sandbox is the proxy.
  const url = service === 's3control' ? server.url.replace('127.0.0.1', 'localhost') : server.url;
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_PAGER: '',
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_DEFAULT_REGION: SANDBOX_REGION,
    ...(service === 's3control' && { HTTP_PROXY: server.url, http_proxy: server.url }),
    ...more,
  };
  const spoken = [
    service,
    ...words,
    '--endpoint-url',
    url,
    ...(words.includes('--output') ? [] : ['--output', 'json']),
  ];
  try {
    return { code: 0, ...(await promisify(execFile)('aws', spoken, { env, maxBuffer: 1e8 })) };
  } catch (error) {
    const { code, stdout, stderr } = error as Spoken;
    return { code, stdout, stderr };
  }
}

async function countOf(operation: string): Promise<number> {
  const { calls } = await askControl<{ calls: { byOperation: Record<string, number> } }>(server, 'GET', 'status');
  return calls.byOperation[operation] ?? 0;
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? []));
}

function hasAwsCli(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
