import { beforeAll, expect, test } from 'vitest';
import { request } from '../../../test/wire-requests.ts';
import { loadServices } from './clients.ts';
import { findRoute } from './rest-route.ts';
import type { ServiceTable } from './service.ts';

let tables: Map<string, ServiceTable>;

beforeAll(async () => {
  tables = new Map((await loadServices(['lambda', 's3', 's3control'])).map((table) => [table.name, table]));
}, 30_000);

function route(service: string, method: string, url: string, host = '127.0.0.1:4646') {
  const table = tables.get(service);
  if (!table) throw new Error(`${service} is not there`);
  const [path = '', search = ''] = url.split('?');
  const found = findRoute(table, request({ method, path, search, headers: { host } }));
  return found && { operation: found.operation.name, bucket: found.bucket, labels: found.labels };
}

test.each([
  ['GET', '/', 'ListBuckets'],
  ['GET', '/b', 'ListObjects'],
  ['GET', '/b?list-type=2', 'ListObjectsV2'],
  ['GET', '/b?versioning', 'GetBucketVersioning'],
  ['GET', '/b?versioning=', 'GetBucketVersioning'],
  ['GET', '/b?policyStatus', 'GetBucketPolicyStatus'],
  ['GET', '/b?publicAccessBlock', 'GetPublicAccessBlock'],
  ['HEAD', '/b', 'HeadBucket'],
  ['GET', '/b/k', 'GetObject'],
  ['GET', '/b/k?tagging', 'GetObjectTagging'],
  ['PUT', '/b/k?partNumber=1&uploadId=u', 'UploadPart'],
  ['GET', '/b?x-id=ListObjectsV2&list-type=2', 'ListObjectsV2'],
])('S3: %s %s is %s', (method, url, operation) => {
  expect(route('s3', method, url)?.operation).toBe(operation);
});

test.each([
  ['127.0.0.1:4646', '/my-bucket/a/b%20c', 'my-bucket'],
  ['localhost:4646', '/my-bucket/a/b%20c', 'my-bucket'],
  ['my-bucket.localhost:4646', '/a/b%20c', 'my-bucket'],
  ['my-bucket.s3.localhost:4646', '/a/b%20c', 'my-bucket'],
  ['my.bucket.s3.eu-west-1.localhost', '/a/b%20c', 'my.bucket'],
  ['s3.localhost:4646', '/my-bucket/a/b%20c', 'my-bucket'],
])('the bucket stands in front of the host or of the path: %s%s', (host, url, bucket) => {
  expect(route('s3', 'GET', url, host)).toEqual({ operation: 'GetObject', bucket, labels: { Key: 'a/b%20c' } });
});

test('a function of Lambda is found by path and method', () => {
  expect(route('lambda', 'GET', '/2015-03-31/functions')).toMatchObject({ operation: 'ListFunctions' });
  expect(route('lambda', 'GET', '/2015-03-31/functions/')).toMatchObject({ operation: 'ListFunctions' });
  expect(route('lambda', 'GET', '/2015-03-31/functions/f')).toMatchObject({
    operation: 'GetFunction',
    labels: { FunctionName: 'f' },
  });
  expect(route('lambda', 'DELETE', '/2015-03-31/nothing')).toBeUndefined();
});

test('a path that is fixed to its end is meant before one that takes anything', () => {
  expect(route('s3control', 'GET', '/v20180820/mrap/instances/a/policy')?.operation).toBe(
    'GetMultiRegionAccessPointPolicy',
  );
  expect(route('s3control', 'GET', '/v20180820/mrap/instances/a')?.operation).toBe('GetMultiRegionAccessPoint');
});
