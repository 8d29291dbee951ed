import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { request } from '../../../test/wire-requests.ts';
import { LARGEST_BODY_BYTES, unwrapBody } from './request-body.ts';
import { Undecodable } from './undecodable.ts';

function unwrap(body: string | Uint8Array, headers: Record<string, string>): string {
  return Buffer.from(unwrapBody(request({ body, headers }))).toString('utf8');
}

const STREAMING = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };

test('a body as it is', () => {
  expect(unwrap('{}', {})).toBe('{}');
});

test('a compressed one', () => {
  expect(unwrap(gzipSync('{"a":1}'), { 'content-encoding': 'gzip' })).toBe('{"a":1}');
});

test('an object of S3 stays as compressed as it was', () => {
  const object = gzipSync('text');
  const headers = { 'content-encoding': 'gzip', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  expect(Buffer.from(unwrapBody(request({ body: object, headers })))).toEqual(object);
});

test("S3's chunks are joined, their signatures and trailers left out", () => {
  const chunks = '5;chunk-signature=ab\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32:AAAA==\r\n\r\n';
  expect(unwrap(chunks, STREAMING)).toBe('hello!');
});

test.each([
  ['chunks cut short', 'ff\r\nhello', STREAMING],
  ['chunks without sizes', 'hello', STREAMING],
  ['what is not gzip', 'hello', { 'content-encoding': 'gzip' }],
  ['a bomb', gzipSync(Buffer.alloc(LARGEST_BODY_BYTES + 1)), { 'content-encoding': 'gzip' }],
])('%s is refused', (_what, body, headers) => {
  expect(() => unwrap(body, headers)).toThrow(Undecodable);
});
