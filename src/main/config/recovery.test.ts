import { expect, test } from 'vitest';
import { configSchema } from './schema.ts';

const schema = configSchema([]);

test('a drill that was held elsewhere needs nothing but its last success', () => {
  const { recovery } = schema.parse({ recovery: { drills: { yearly: { lastSuccess: '2026-06-01T00:00:00Z' } } } });
  expect(recovery.drills['yearly']).toMatchObject({ lastSuccess: '2026-06-01T00:00:00Z', probes: [], within: '4h' });
  expect(schema.parse({}).recovery).toEqual({ production: { accounts: [], vpcs: [] }, drills: {}, failOvers: {} });
});

test.each([
  [{ within: 'four hours' }, ['within'], 'a duration, e.g. 15m or 4h'],
  [{ region: 'eu-west-11' }, ['region'], expect.stringContaining('an AWS region')],
  [{ probes: [{ type: 'ping' }] }, ['probes', 0, 'type'], expect.any(String)],
  [{ costLimitUsd: 0 }, ['costLimitUsd'], expect.any(String)],
  [{ databse: 'production-db' }, [], expect.stringContaining('databse')],
])('a drill that says %j is refused where it says so', (drill, path, message) => {
  const { error } = schema.safeParse({ recovery: { drills: { quarterly: drill } } });
  expect(error?.issues).toMatchObject([{ path: ['recovery', 'drills', 'quarterly', ...path], message }]);
});

test('shares rise, and end with all of the traffic', () => {
  const shares = (list: number[]) =>
    schema.safeParse({ recovery: { failOvers: { europe: { region: 'eu-west-1', shares: list } } } }).success;
  expect(shares([10, 50, 100])).toBe(true);
  expect(shares([50, 10, 100])).toBe(false);
  expect(shares([10, 50])).toBe(false);
  expect(shares([])).toBe(false);
});
