import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../src/sandbox/create.ts';
import { dispatch, SERVICE_HANDLERS } from '../../src/sandbox/dispatch.ts';
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
  {
    service: 'acm',
    operation: 'ListCertificates',
    words: ['list-certificates'],
    pick: each('CertificateSummaryList', 'CertificateArn'),
  },
  {
    service: 'application-autoscaling',
    operation: 'DescribeScalableTargets',
    words: ['describe-scalable-targets', '--service-namespace', 'ecs'],
    input: { ServiceNamespace: 'ecs' },
    pick: each('ScalableTargets', 'ResourceId'),
  },
  {
    service: 'autoscaling',
    operation: 'DescribeAutoScalingGroups',
    words: ['describe-auto-scaling-groups'],
    pick: each('AutoScalingGroups', 'AutoScalingGroupARN'),
  },
  {
    service: 'backup',
    operation: 'ListProtectedResources',
    words: ['list-protected-resources'],
    pick: each('Results', 'ResourceArn'),
  },
  {
    service: 'ce',
    operation: 'GetCostAndUsage',
    words: [
      'get-cost-and-usage',
      `--time-period=Start=${YESTERDAY.Start},End=${YESTERDAY.End}`,
      '--granularity=DAILY',
      '--metrics=UnblendedCost',
      '--group-by=Type=DIMENSION,Key=SERVICE',
    ],
    input: {
      TimePeriod: YESTERDAY,
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
      GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
    },
    pick: ({ ResultsByTime }: { ResultsByTime: unknown[] }) => ResultsByTime,
  },
  {
    service: 'cloudtrail',
    operation: 'DescribeTrails',
    words: ['describe-trails'],
    pick: each('trailList', 'TrailARN'),
  },
  {
    service: 'cloudwatch',
    operation: 'DescribeAlarms',
    words: ['describe-alarms'],
    pick: each('MetricAlarms', 'AlarmArn'),
  },
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
  { service: 'ec2', operation: 'DescribeVpcs', words: ['describe-vpcs'], pick: each('Vpcs', 'VpcId') },
  {
    service: 'ecs',
    operation: 'ListClusters',
    words: ['list-clusters'],
    pick: ({ clusterArns }: { clusterArns: string[] }) => clusterArns,
  },
  {
    service: 'elbv2',
    operation: 'DescribeLoadBalancers',
    words: ['describe-load-balancers'],
    pick: each('LoadBalancers', 'LoadBalancerArn'),
  },
  { service: 'health', operation: 'DescribeEvents', words: ['describe-events'], pick: each('events', 'arn') },
  { service: 'iam', operation: 'ListUsers', words: ['list-users'], pick: each('Users', 'Arn') },
  { service: 'lambda', operation: 'ListFunctions', words: ['list-functions'], pick: each('Functions', 'FunctionArn') },
  { service: 'logs', operation: 'DescribeLogGroups', words: ['describe-log-groups'], pick: each('logGroups', 'arn') },
  { service: 'organizations', operation: 'ListAccounts', words: ['list-accounts'], pick: each('Accounts', 'Id') },
  {
    service: 'rds',
    operation: 'DescribeDBInstances',
    words: ['describe-db-instances'],
    pick: each('DBInstances', 'DBInstanceArn'),
  },
  {
    service: 'route53',
    operation: 'ListHostedZones',
    words: ['list-hosted-zones'],
    pick: each('HostedZones', 'Id'),
  },
  { service: 's3', operation: 'ListBuckets', words: ['list-buckets'], pick: each('Buckets', 'Name') },
  {
    service: 's3control',
    operation: 'GetPublicAccessBlock',
    words: ['get-public-access-block', '--account-id', SANDBOX_ACCOUNT],
    input: { AccountId: SANDBOX_ACCOUNT },
    pick: ({ PublicAccessBlockConfiguration: block }: { PublicAccessBlockConfiguration: object }) => [block],
  },
  { service: 'sns', operation: 'ListTopics', words: ['list-topics'], pick: each('Topics', 'TopicArn') },
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
  // What the newcomer's account has none of, so that these services have something to tell.
  const account = world.account(SANDBOX_ACCOUNT);
  account.health.support = 'business';
  account.s3control.publicAccessBlock = { BlockPublicAcls: true, RestrictPublicBuckets: false };
  server = await serveSandbox({ world });
});

afterAll(() => server?.close());

test('every service of the sandbox is asked', () => {
  expect(ROWS.map(({ service }) => service)).toEqual(WIRE_SERVICES);
  // The feed is no service of AWS's: it is asked in wire.test.ts.
  expect(Object.keys(SERVICE_HANDLERS).filter((service) => service !== 'feed')).toEqual(WIRE_SERVICES);
});

describe.skipIf(!installed)('the AWS CLI gets from the wire what is there in process', { concurrent: true }, () => {
  test.each(ROWS)('$service', async (asked) => {
    const { service, operation, words, input = {}, pick } = asked;
    const there = await inProcess(service, operation, input);
    const { stdout, stderr } = await aws(COMMANDS[service] ?? service, words);
    expect(stderr).toBe('');
    const picked = plain(pick(there as never));
    expect(picked).not.toEqual([]);
    expect(plain(pick(JSON.parse(stdout) as never))).toEqual(picked);
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

  test.each([
    {
      service: 'rds',
      words: ['describe-db-instances', '--db-instance-identifier', 'nobody'],
      code: 'DBInstanceNotFound',
    },
    { service: 'ec2', words: ['describe-vpcs', '--vpc-ids', 'vpc-0123456789abcdef0'], code: 'InvalidVpcID.NotFound' },
    { service: 'ecs', words: ['list-services', '--cluster', 'nowhere'], code: 'ClusterNotFoundException' },
    { service: 's3api', words: ['get-bucket-acl', '--bucket', 'nobodys-bucket'], code: 'NoSuchBucket' },
    { service: 'lambda', words: ['list-aliases', '--function-name', 'nobody'], code: 'ResourceNotFoundException' },
    { service: 'health', words: ['describe-events'], code: 'SubscriptionRequiredException' },
  ])('$service says $code, as AWS does', async ({ service, words, code }) => {
    const refused = await aws(service, words, { AWS_ACCESS_KEY_ID: '210987654321' });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(`(${code})`);
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

type Lists = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Of every item of a list, one member. */
function each(list: string, member: string): Row['pick'] {
  return (output: Lists) => output[list]?.map((item) => item[member]);
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
