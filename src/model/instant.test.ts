import { expect, test } from 'vitest';
import { parseInstant } from './instant.ts';

test.each([
  ['2026-11-23T08:00:00Z', '2026-11-23T08:00:00.000Z'],
  ['2026-11-23T08:00:00.5+01:00', '2026-11-23T07:00:00.500Z'],
  ['2026-11-23T08:00-0530', '2026-11-23T13:30:00.000Z'],
  ['2026-11-23', '2026-11-23T00:00:00.000Z'],
  ['2028-02-29', '2028-02-29T00:00:00.000Z'],
])('%s is %s', (text, instant) => {
  expect(parseInstant(text)?.toISOString()).toBe(instant);
});

test.each([
  'yesterday',
  '1',
  '',
  '2026-11-23T08:00:00',
  '2026-02-30T00:00:00Z',
  '2026-13-01',
  '2026-00-10',
  '2026-11-23T25:00:00Z',
  '+100000-01-01T00:00:00Z',
])('%j is none', (text) => {
  expect(parseInstant(text)).toBeUndefined();
});
