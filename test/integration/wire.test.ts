import { type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  EC2Client,
  paginateDescribeSecurityGroups,
} from '@aws-sdk/client-ec2';
import { DescribeServicesCommand, ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { DescribeDBInstancesCommand, DBInstanceNotFoundFault, RDSClient } from '@aws-sdk/client-rds';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import {
  GetBucketAclCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fetchPublicEvents } from '../../src/aws/sdk/feed.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../src/sandbox/create.ts';
import { type SandboxServer, serveSandbox } from '../../src/sandbox/wire/main.ts';
import { LARGEST_BODY_BYTES } from '../../src/sandbox/wire/request-body.ts';
import { CLUSTERS, DATABASES, FUNCTIONS, SERVICES } from '../../src/sandbox/world/newcomer/cast.ts';
import { authorization } from '../wire-requests.ts';

const world = createSandbox();
let server: SandboxServer;

beforeAll(async () => {
  server = await serveSandbox({ world });
});

afterAll(() => server?.close());
afterEach(() => void world.faults.splice(0));

function settings(accessKeyId = 'sandbox') {
  return {
    region: SANDBOX_REGION,
    endpoint: server.url,
    credentials: { accessKeyId, secretAccessKey: 'sandbox' },
    maxAttempts: 1,
  };
}

describe('an SDK client reads the newcomer’s world', () => {
  test('EC2’s own protocol: filters in, nested structures out', async () => {
    const client = new EC2Client(settings());
    const { Vpcs } = await client.send(
      new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Environment', Values: ['production'] }] }),
    );
    expect(Vpcs).toMatchObject([
      { State: 'available', Tags: expect.arrayContaining([{ Key: 'Environment', Value: 'production' }]) },
    ]);
  });

  test('forms: instants, numbers and booleans are what they are', async () => {
    const { DBInstances } = await new RDSClient(settings()).send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: DATABASES.production }),
    );
    expect(DBInstances).toMatchObject([
      { MultiAZ: true, AllocatedStorage: expect.any(Number), InstanceCreateTime: expect.any(Date) },
    ]);
  });

  test('JSON', async () => {
    const client = new ECSClient(settings());
    const { clusterArns } = await client.send(new ListClustersCommand({}));
    expect(clusterArns).toContainEqual(expect.stringContaining(CLUSTERS.production));
    const { services } = await client.send(
      new DescribeServicesCommand({ cluster: CLUSTERS.production, services: [SERVICES.web] }),
    );
    expect(services).toMatchObject([{ serviceName: SERVICES.web, createdAt: expect.any(Date) }]);
  });

  test.each([
    ['JSON', undefined],
    ['CBOR', AwsSmithyRpcV2CborProtocol],
    ['forms', AwsQueryProtocol],
  ])('CloudWatch in %s', async (_name, protocol) => {
    // A protocol's class is one of several things that a client takes.
    const client = new CloudWatchClient({ ...settings(), ...(protocol && { protocol: protocol as never }) });
    const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }));
    expect(MetricAlarms.length).toBeGreaterThan(0);
    expect(MetricAlarms[0]).toMatchObject({ StateUpdatedTimestamp: expect.any(Date), Threshold: expect.any(Number) });
  });

  test('REST-XML: the bucket in the path, flags in the query', async () => {
    const client = new S3Client({ ...settings(), forcePathStyle: true });
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    const Bucket = Buckets[0]?.Name;
    expect(Buckets[0]?.CreationDate).toBeInstanceOf(Date);
    expect((await client.send(new GetBucketAclCommand({ Bucket }))).Grants?.[0]?.Grantee?.Type).toBe('CanonicalUser');
    expect(await client.send(new GetBucketVersioningCommand({ Bucket }))).toHaveProperty(
      '$metadata.httpStatusCode',
      200,
    );
  });

  test('REST-JSON', async () => {
    const { Functions } = await new LambdaClient(settings()).send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toContain(FUNCTIONS.current);
  });

  test('page after page, to the end', async () => {
    const client = new EC2Client(settings());
    const paged: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateDescribeSecurityGroups({ client, pageSize: 5 }, {})) {
      pages += 1;
      paged.push(...(page.SecurityGroups ?? []).map(({ GroupId }) => GroupId));
    }
    const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand({}));
    expect(pages).toBeGreaterThan(1);
    expect(paged).toEqual(SecurityGroups.map(({ GroupId }) => GroupId));
  });
});

describe('an SDK client throws the error that AWS’s client would throw', () => {
  test('forms', async () => {
    const asked = new RDSClient(settings()).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'nobody' }));
    await expect(asked).rejects.toSatisfy((error) => error instanceof DBInstanceNotFoundFault);
    await expect(asked).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });

  test('EC2', async () => {
    const asked = new EC2Client(settings()).send(new DescribeVpcsCommand({ VpcIds: ['vpc-0123456789abcdef0'] }));
    await expect(asked).rejects.toMatchObject({ name: 'InvalidVpcID.NotFound', $metadata: { httpStatusCode: 400 } });
  });

  test('JSON', async () => {
    const asked = new ECSClient(settings()).send(new DescribeServicesCommand({ cluster: 'nowhere', services: ['a'] }));
    await expect(asked).rejects.toMatchObject({ name: 'ClusterNotFoundException' });
  });

  test('REST-JSON, with the members of its shape', async () => {
    const asked = new LambdaClient(settings()).send(new GetFunctionConfigurationCommand({ FunctionName: 'nobody' }));
    await expect(asked).rejects.toSatisfy((error) => error instanceof ResourceNotFoundException);
  });

  test('REST-XML; a HEAD has a status and no more', async () => {
    const client = new S3Client({ ...settings(), forcePathStyle: true });
    await expect(client.send(new GetBucketAclCommand({ Bucket: 'nobodys-bucket' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    await expect(client.send(new HeadBucketCommand({ Bucket: 'nobodys-bucket' }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('a token that has expired', async () => {
    world.faults.push({ kind: 'expired-token' });
    await expect(new STSClient(settings()).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      Code: 'ExpiredToken',
    });
    await expect(new EC2Client(settings()).send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
      Code: 'RequestExpired',
    });
    await expect(new ECSClient(settings()).send(new ListClustersCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
  });

  test('a region that is down hangs up', async () => {
    world.faults.push({ kind: 'unreachable', region: SANDBOX_REGION });
    await expect(new EC2Client(settings()).send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    await expect(fetch(`${server.url}/public/currentevents`)).rejects.toThrow('fetch failed');
    const elsewhere = new EC2Client({ ...settings(), region: 'eu-west-1' });
    await expect(elsewhere.send(new DescribeVpcsCommand({}))).resolves.toBeDefined();
  });
});

test('an access key says whose account it is: anyone’s the first, twelve digits their own, a role’s the role’s', async () => {
  const whose = async (key: string) =>
    (await new STSClient(settings(key)).send(new GetCallerIdentityCommand({}))).Account;
  expect(await whose('AKIAANYONE')).toBe(SANDBOX_ACCOUNT);
  expect(await whose('210987654321')).toBe('210987654321');
  const RoleArn = 'arn:aws:iam::333344445555:role/OpsbookReader';
  const { Credentials } = await new STSClient(settings()).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'auditor' }),
  );
  expect(await whose(Credentials?.AccessKeyId ?? '')).toBe('333344445555');
});

test('the public event feed needs no signature and comes in UTF-16, as AWS’s does', async () => {
  const response = await fetch(`${server.url}/public/currentevents`);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([...bytes.subarray(0, 2)]).toEqual([0xfe, 0xff]);
  const { events } = (await fetchPublicEvents(server.url, () => undefined)) as { events: unknown[] };
  expect(events).toEqual(JSON.parse(new TextDecoder('utf-16be').decode(bytes)));
});

describe('the HTTP server', () => {
  const identity = {
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
    headers: () => ({ 'content-type': 'application/x-www-form-urlencoded', authorization: authorization('sts') }),
  };

  test('tells the sandbox’s time with every answer', async () => {
    const { headers } = await send({ method: 'POST', headers: identity.headers() }, identity.body);
    expect(headers['x-sandbox-clock']).toBe(world.clock.now().toISOString());
    expect(headers['date']).toBe(world.clock.now().toUTCString());
  });

  test('asks for a body that waits to be asked, and refuses one that is too large without it', async () => {
    const expecting = (length: number) => ({
      ...identity.headers(),
      expect: '100-continue',
      'content-length': String(length),
    });
    expect(await send({ method: 'POST', headers: expecting(identity.body.length) }, identity.body)).toMatchObject({
      status: 200,
      continued: true,
    });
    expect(await send({ method: 'POST', headers: expecting(LARGEST_BODY_BYTES + 1) })).toMatchObject({
      status: 413,
      continued: false,
      text: expect.stringContaining('RequestEntityTooLargeException'),
    });
  });

  test('lets a body that grows too large go by', async () => {
    const headers = { ...identity.headers(), 'transfer-encoding': 'chunked' };
    expect(await send({ method: 'POST', headers }, Buffer.alloc(LARGEST_BODY_BYTES + 1))).toMatchObject({
      status: 413,
    });
  });

  test.each([
    ['a Host that is not this machine', { host: 'rebound.example.com' }, 403],
    ['a web page of another origin', { origin: 'https://example.com' }, 403],
    ['a page in a sandboxed frame', { origin: 'null' }, 403],
    ['a page of this machine', { origin: 'http://localhost:3000' }, 200],
    ['a name under localhost', { host: 'bucket.localhost' }, 200],
  ])('%s', async (_who, headers, status) => {
    expect((await send({ path: '/_sandbox/status', headers })).status).toBe(status);
  });

  test('takes a whole URL for a path, as proxies are asked', async () => {
    expect((await send({ path: `${server.url}/_sandbox/status` })).status).toBe(200);
  });

  test('outlives a client that hangs up half-way', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nAction=`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    expect((await send({ path: '/_sandbox/status' })).status).toBe(200);
  });

  test('listens on this machine alone', async () => {
    await expect(serveSandbox({ host: '0.0.0.0' })).rejects.toThrow('loopback');
    await expect(serveSandbox({ host: '192.168.1.1' })).rejects.toThrow('loopback');
  });

  test('says so when its port is taken', async () => {
    await expect(serveSandbox({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly continued: boolean;
}

/** A request as it stands, since fetch has its own mind about Host, Expect and Origin. */
function send(options: RequestOptions, body?: string | Uint8Array): Promise<Received> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port: server.port, ...options });
    let continued = false;
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text, continued }));
      response.on('end', () => outgoing.destroy());
    });
    outgoing.on('continue', () => {
      continued = true;
      outgoing.end(body);
    });
    if (options.headers && 'expect' in options.headers) outgoing.flushHeaders();
    else outgoing.end(body);
  });
}
