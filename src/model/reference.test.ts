import { expect, test } from 'vitest';
import type { Json } from './json.ts';
import { asReference, resolveValue, stepsReferredTo } from './reference.ts';

const known = {
  executionId: '01234567-89ab-4cde-8f01-23456789abcd',
  answers: new Map<string, Json>([['group', { Arn: 'arn:1' }]]),
  now: new Date('2026-11-23T08:00:00Z'),
  stepStartedAt: new Date('2026-11-23T07:00:00Z'),
  executionStartedAt: new Date('2026-11-23T06:00:00Z'),
};

test.each<[string, Json, unknown]>([
  ['as it was written', { $step: 'group', path: 'Arn' }, 'arn:1'],
  // jsonb sorts members by the length of their names: https://www.postgresql.org/docs/18/datatype-json.html
  ['as PostgreSQL gives it back', { path: 'Arn', $step: 'group' }, 'arn:1'],
  ['of an instant', { minusSeconds: 60, $time: 'step' }, new Date('2026-11-23T06:59:00Z')],
])('a reference stands for its value: %s', (_how, value, meant) => {
  expect(resolveValue({ in: [value] }, known)).toEqual({ in: [meant] });
});

test('what a plan refers to is known also of a plan that was stored', () => {
  expect(stepsReferredTo({ Actions: [{ path: 'Arn', $step: 'group' }] })).toEqual(['group']);
  expect(asReference({ path: '/health', port: 80 })).toBeUndefined();
});
