import { beforeAll, describe, expect, test } from 'vitest';
import { authorization, cbor, form, json, request, signed } from '../../../test/wire-requests.ts';
import { SandboxError, Unreachable } from '../error.ts';
import { loadServices } from './clients.ts';
import { type Backend, createEndpoint, type Endpoint, type Exchange } from './endpoint.ts';
import type { WireRequest } from './message.ts';
import type { ServiceTable } from './service.ts';

const SERVED = ['cloudwatch', 'ec2', 'ecs', 'lambda', 'rds', 's3', 's3control', 'sts'];

let services: readonly ServiceTable[];
const bugs: unknown[] = [];

beforeAll(async () => {
  services = await loadServices(SERVED);
}, 30_000);

function endpoint(backend: Backend = () => Promise.resolve({})): Endpoint {
  return createEndpoint({ services, backend, onBug: (error) => bugs.push(error) });
}

async function answer(received: WireRequest, backend?: Backend) {
  return told(await endpoint(backend)(received));
}

function told({ response, call, errorCode }: Exchange) {
  if (response === 'hang-up') return { response, call, errorCode };
  const body = Buffer.from(response.body).toString('utf8');
  return { status: response.status, headers: response.headers, body, call, errorCode };
}

const ECS = 'AmazonEC2ContainerServiceV20141113';
function namingNobody({ headers, ...given }: Parameters<typeof request>[0]): WireRequest {
  return request({ ...given, headers: { ...headers, authorization: 'Bearer abc' } });
}

const FAILING = (error: Error) => () => Promise.reject(error);

describe('a request that cannot be read is answered as AWS answers it', () => {
  test.each([
    ['ec2', signed('ec2', form('Action=DescribeVpcs&MaxResults=many')), 400, '<Code>InvalidParameterValue</Code>'],
    ['query', signed('rds', form('Action=DescribeDBInstances&MaxRecords=many')), 400, '<Code>MalformedInput</Code>'],
    ['query list', signed('rds', form('Action=DescribeDBInstances&Filters.one=a')), 400, '<Code>MalformedInput</Code>'],
    ['query boolean', signed('rds', form('Action=DeleteDBInstance&SkipFinalSnapshot=perhaps')), 400, 'MalformedInput'],
    ['broken escapes', signed('sts', form('Action=GetCallerIdentity&Version=%zz')), 404, 'MalformedQueryString'],
    ['json', signed('ecs', json(`${ECS}.ListClusters`, '{"maxResults": 1')), 400, '"__type":"SerializationException"'],
    [
      'json list',
      signed('ecs', json(`${ECS}.ListClusters`, '[]')),
      400,
      'START_ARRAY found where the start of a structure',
    ],
    ['json type', signed('ecs', json(`${ECS}.ListClusters`, '{"maxResults":"1"}')), 400, '/maxResults: STRING_VALUE'],
    [
      'cbor list',
      signed('monitoring', cbor('GraniteServiceVersion20100801', 'DescribeAlarms', Buffer.from([0x80]))),
      400,
      'START_ARRAY',
    ],
    [
      'cbor',
      signed('monitoring', cbor('GraniteServiceVersion20100801', 'DescribeAlarms', Buffer.from([0xff]))),
      400,
      'SerializationException',
    ],
    ['rest json', signed('lambda', { path: '/2015-03-31/functions', body: '{' }), 400, '"message"'],
    [
      'rest json query',
      signed('lambda', { method: 'GET', path: '/2015-03-31/functions', search: 'MaxItems=x' }),
      400,
      'MaxItems',
    ],
    [
      'rest xml',
      signed('s3', { method: 'PUT', path: '/bucket', search: 'versioning', body: '<a><b></a>' }),
      400,
      '<Code>MalformedXML</Code>',
    ],
    [
      'chunks',
      signed('s3', { method: 'PUT', path: '/b/k', body: 'zz', headers: { 'x-amz-content-sha256': 'STREAMING-AWS4' } }),
      400,
      '<Code>MalformedXML</Code>',
    ],
  ] as const)('%s', async (_protocol, received, status, part) => {
    const got = await answer(received);
    expect(got.status).toBe(status);
    expect(got.body).toContain(part);
  });
});

describe('a request without a signature is refused in the protocol it speaks', () => {
  test.each([
    [
      'query',
      request(form('Action=GetCallerIdentity&Version=2011-06-15')),
      403,
      '<Code>MissingAuthenticationToken</Code>',
    ],
    ['json', request(json(`${ECS}.ListClusters`, '{}')), 400, '"__type":"MissingAuthenticationTokenException"'],
    [
      'rest json',
      request({ method: 'GET', path: '/2015-03-31/functions' }),
      403,
      'MissingAuthenticationTokenException',
    ],
    ['s3', request({ method: 'GET' }), 403, '<Code>AccessDenied</Code>'],
    [
      'a header that names nobody',
      namingNobody(form('Action=GetCallerIdentity')),
      400,
      '<Code>IncompleteSignature</Code>',
    ],
  ] as const)('%s', async (_protocol, received, status, part) => {
    const got = await answer(received);
    expect([got.status, got.headers?.['x-amzn-errortype'] ?? '', got.body].join(' ')).toContain(part);
    expect(got.status).toBe(status);
  });

  test('but for the operations of STS that trust another identity provider', async () => {
    const body = 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=a&RoleSessionName=b&WebIdentityToken=c';
    expect(await answer(request(form(body)))).toMatchObject({
      status: 200,
      call: { operation: 'AssumeRoleWithWebIdentity' },
    });
  });

  test('a presigned URL is signed', async () => {
    const scope = encodeURIComponent('AKIA/20261123/us-east-1/s3/aws4_request');
    const got = await answer(request({ method: 'GET', path: '/b/k', search: `X-Amz-Credential=${scope}` }));
    expect(got).toMatchObject({ status: 200, call: { service: 's3', operation: 'GetObject', accessKeyId: 'AKIA' } });
  });
});

describe('what AWS does not know is refused with its codes', () => {
  test.each([
    [
      'ec2',
      signed('ec2', form('Action=Nope&Version=2016-11-15')),
      400,
      'The action Nope is not valid for this web service.',
    ],
    ['query', signed('rds', form('Action=Nope&Version=2014-10-31')), 400, '<Code>InvalidAction</Code>'],
    ['query without an action', signed('rds', form('Version=2014-10-31')), 400, '<Code>MissingAction</Code>'],
    ['json', signed('ecs', json(`${ECS}.Nope`, '{}')), 400, '"__type":"UnknownOperationException"'],
    ['rest json', signed('lambda', { method: 'GET', path: '/2015-03-31/nope' }), 404, 'not allowed'],
    ['s3', signed('s3', { method: 'PATCH', path: '/bucket' }), 405, '<Code>MethodNotAllowed</Code>'],
    ['a service that is not served', signed('sqs', json('AmazonSQS.ListQueues', '{}')), 400, 'does not serve sqs'],
  ] as const)('%s', async (_protocol, received, status, part) => {
    const got = await answer(received);
    expect(got.status).toBe(status);
    expect(got.body).toContain(part);
  });

  test('a body beyond the limit', async () => {
    const large = await endpoint()(signed('ecs', json(`${ECS}.ListClusters`, '')), 'too-large');
    expect(told(large)).toMatchObject({ status: 413, errorCode: 'RequestEntityTooLargeException' });
  });
});

describe('an error is written in the form of the protocol', () => {
  const denied = new SandboxError('AccessDenied', 'no <policy> allows it', 403);

  test('forms: type, code, message, request id', async () => {
    const { body, status, headers } = await answer(signed('rds', form('Action=DescribeDBInstances')), FAILING(denied));
    expect(status).toBe(403);
    expect(body).toMatch(
      /^<ErrorResponse xmlns="http:\/\/rds.amazonaws.com\/doc\/2014-10-31\/"><Error><Type>Sender<\/Type><Code>AccessDenied<\/Code><Message>no &lt;policy&gt; allows it<\/Message><\/Error><RequestId>/,
    );
    expect(body).toContain(headers?.['x-amzn-requestid']);
  });

  test('forms have the code and the status that their schema has for a shape', async () => {
    const missing = new SandboxError('DBInstanceNotFoundFault', 'DBInstance x not found.');
    const { body, status } = await answer(signed('rds', form('Action=DescribeDBInstances')), FAILING(missing));
    expect([status, body]).toEqual([404, expect.stringContaining('<Code>DBInstanceNotFound</Code>')]);
  });

  test('EC2 has a form of its own', async () => {
    const { body } = await answer(signed('ec2', form('Action=DescribeVpcs')), FAILING(denied));
    expect(body).toMatch(/<Response><Errors><Error><Code>AccessDenied<\/Code>.*<\/Errors><RequestID>/s);
  });

  test('S3 adds the members that belong to the error', async () => {
    const missing = new SandboxError('NoSuchBucket', 'gone', 404, { BucketName: 'b&c' });
    const { body, status } = await answer(signed('s3', { method: 'GET', path: '/b/k' }), FAILING(missing));
    expect([status, body]).toEqual([404, expect.stringContaining('<BucketName>b&amp;c</BucketName>')]);
  });

  test('REST-JSON names the shape in a header, and fills its members', async () => {
    const missing = new SandboxError('ResourceNotFoundException', 'Function not found', 404, { Type: 'User' });
    const got = await answer(signed('lambda', { method: 'GET', path: '/2015-03-31/functions/f' }), FAILING(missing));
    expect(got.headers?.['x-amzn-errortype']).toBe('ResourceNotFoundException');
    expect(JSON.parse(got.body ?? '')).toEqual({ Message: 'Function not found', Type: 'User' });
  });

  test('a service that once spoke forms still tells the old code', async () => {
    const missing = new SandboxError('ResourceNotFound', 'gone');
    const asked = json('GraniteServiceVersion20100801.DescribeAlarms', '{}');
    const got = await answer(signed('monitoring', asked), FAILING(missing));
    expect(got.headers?.['x-amzn-query-error']).toBe('ResourceNotFound;Sender');
  });

  test('a bug in a handler is an internal failure, and told to who runs the sandbox', async () => {
    const bug = new TypeError('x is undefined');
    const got = await answer(signed('sts', form('Action=GetCallerIdentity')), FAILING(bug));
    expect(got).toMatchObject({ status: 500, errorCode: 'InternalFailure' });
    expect(got.body).not.toContain('undefined');
    expect(bugs).toContain(bug);
  });

  test('nothing answers from a region that is unreachable', async () => {
    const got = await answer(signed('sts', form('Action=GetCallerIdentity')), FAILING(new Unreachable('down')));
    expect(got).toMatchObject({ response: 'hang-up', errorCode: 'ETIMEDOUT' });
  });
});

test('a call carries the region and the access key of its signature', async () => {
  const headers = { authorization: authorization('ecs', '123456789012'), ...json(`${ECS}.ListClusters`, '').headers };
  const { call } = await answer(request({ headers, body: '{}' }));
  expect(call).toMatchObject({
    service: 'ecs',
    operation: 'ListClusters',
    region: 'eu-west-1',
    accessKeyId: '123456789012',
  });
});

test('S3 Control is told from S3 by whose request it is, not by a bucket that is called like its version', async () => {
  const path = '/v20180820/configuration/publicAccessBlock';
  const control = await answer(signed('s3', { method: 'GET', path, headers: { 'x-amz-account-id': '123456789012' } }));
  expect(control.call).toMatchObject({ service: 's3control', operation: 'GetPublicAccessBlock' });
  expect((await answer(signed('s3', { method: 'GET', path }))).call).toMatchObject({
    service: 's3',
    operation: 'GetObject',
  });
});

test('an empty answer of EC2 says that it is done', async () => {
  const { body } = await answer(signed('ec2', form('Action=DeleteVpc&VpcId=vpc-1')));
  expect(body).toMatch(
    /<DeleteVpcResponse xmlns="http:\/\/ec2.amazonaws.com\/doc\/2016-11-15\/"><requestId>.*<return>true<\/return>/,
  );
});
