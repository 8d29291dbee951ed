import { expect, test } from 'vitest';
import { bearerToken, hmacSha256, isSecret, isSigned } from './proof.ts';

test('a secret is the same only as itself, however long the other is', () => {
  expect(isSecret('s3cret', 's3cret')).toBe(true);
  for (const given of [undefined, '', 's3cre', 's3cret ', 'S3cret', 's3cret'.repeat(10_000), '😀']) {
    expect(isSecret(given, 's3cret'), given).toBe(false);
  }
});

test('a secret that nobody set is no secret', () => {
  expect(isSecret('', '')).toBe(false);
  expect(isSecret(undefined, '')).toBe(false);
  expect(() => hmacSha256('', 'body')).toThrow(/empty/);
  expect(() => hmacSha256(new Uint8Array(), 'body')).toThrow(/empty/);
});

test('one signature of several has to be right, of sixteen at most', () => {
  const digest = hmacSha256('key', 'a', new Uint8Array([98]));
  expect(digest).toEqual(hmacSha256('key', 'ab'));
  expect(isSigned(digest, [Buffer.alloc(0), Buffer.alloc(32), Buffer.alloc(64), digest])).toBe(true);
  expect(isSigned(digest, [digest.subarray(1), Buffer.alloc(32)])).toBe(false);
  expect(isSigned(digest, [])).toBe(false);
  expect(isSigned(digest, [...Array.from({ length: 16 }, () => Buffer.alloc(32)), digest])).toBe(false);
});

test.each([
  ['Bearer abc', 'abc'],
  ['bearer   abc', 'abc'],
  ['Bearer ', undefined],
  ['Bearer a b', undefined],
  ['Basic abc', undefined],
  [`Bearer ${'a'.repeat(2000)}`, undefined],
])('of the header %s the token is %s', (authorization, token) => {
  expect(bearerToken({ headers: { authorization }, body: new Uint8Array(), query: {} })).toBe(token);
});
