import { expect, test } from 'vitest';
import { isDatabaseGone } from './unavailable.ts';

test.each([
  ['nobody listens', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), true],
  ['it is shutting down', Object.assign(new Error('terminating connection'), { code: '57P01' }), true],
  ['it is starting up', Object.assign(new Error('the database system is starting up'), { code: '57P03' }), true],
  ['the connection broke', new Error('Connection terminated unexpectedly'), true],
  ['a row is there already', Object.assign(new Error('duplicate key'), { code: '23505' }), false],
  ['a query was cancelled', Object.assign(new Error('canceling statement'), { code: '57014' }), false],
  ['AWS throttled', new Error('Rate exceeded'), false],
  ['something that is no error', 'ECONNREFUSED', false],
])('%s: gone %s', (_what, error, gone) => {
  expect(isDatabaseGone(error)).toBe(gone);
});
