import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { roomName, withSuffix } from './room-name.ts';

const SLACKS = /^[a-z0-9_-]{1,80}$/;

test.each([
  ['INC 42: DB Down!', 'inc-42-db-down'],
  ['  --INC--42--  ', 'inc-42'],
  ['inc_42', 'inc_42'],
  ['Zürich café', 'zurich-cafe'],
  ['İSTANBUL', 'istanbul'],
  ['障害 42', '42'],
  ['障害', 'incident'],
  ['', 'incident'],
  ['🔥🔥🔥', 'incident'],
  ['___', 'incident'],
  [`${'a'.repeat(79)} b`, 'a'.repeat(79)],
])('IN01: %j is called %s', (text, name) => {
  expect(roomName(text)).toBe(name);
});

test('IN01: any text gives a name that Slack takes, as does any suffix, and a name stays what it is', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 300 })),
      fc.integer({ min: 2, max: 99 }),
      (text, suffix) => {
        const name = roomName(text);
        expect(name).toMatch(SLACKS);
        expect(name).toMatch(/[a-z0-9]/);
        expect(roomName(name)).toBe(name);
        expect(withSuffix(name, suffix)).toMatch(SLACKS);
        expect(withSuffix(name, suffix)).toMatch(new RegExp(`-${suffix}$`));
      },
    ),
  );
});

test('IN01: a suffix fits also at the end of the longest name', () => {
  expect(withSuffix('a'.repeat(80), 12)).toBe(`${'a'.repeat(77)}-12`);
});
