import { expect, test } from 'vitest';
import { createBackoff } from './backoff.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 27) + seconds * 1000);

test('the sixth attempt waits half a minute, each further one twice as long, and a quarter of an hour at most', () => {
  const backoff = createBackoff();
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 14; attempt += 1) {
    backoff.tried('name alice', at(0));
    waits.push(backoff.waitMs('name alice', at(0)) / 1000);
  }
  expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900, 900]);
  expect(backoff.waitMs('name bob', at(0))).toBe(0);
});

test('waiting, or the right password, ends it', () => {
  const backoff = createBackoff();
  for (let attempt = 1; attempt <= 5; attempt += 1) backoff.tried('name alice', at(0));
  expect(backoff.waitMs('name alice', at(29))).toBe(1000);
  expect(backoff.waitMs('name alice', at(30))).toBe(0);
  backoff.tried('name alice', at(30));
  expect(backoff.waitMs('name alice', at(30))).toBe(60_000);
  backoff.succeeded('name alice');
  expect(backoff.waitMs('name alice', at(30))).toBe(0);
  for (let attempt = 1; attempt <= 9; attempt += 1) backoff.tried('name bob', at(0));
  expect(backoff.waitMs('name bob', at(3600))).toBe(0);
});

test('names without end fill no memory', () => {
  const backoff = createBackoff(1);
  for (let name = 0; name < 10_001; name += 1) backoff.tried(`name ${name}`, at(0));
  expect(backoff.waitMs('name 0', at(0))).toBe(0);
  expect(backoff.waitMs('name 1', at(0))).toBe(30_000);
});
