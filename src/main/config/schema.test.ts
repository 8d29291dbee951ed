import { expect, test } from 'vitest';
import { z } from 'zod';
import { CHECKS } from '../../checks/registry.ts';
import { configSchema } from './schema.ts';

test('E11.4 one setting of a check sets that one alone: the others are left to the check and its checklist', () => {
  const { checks } = configSchema(CHECKS).parse({ checks: { 'rds-instance-backed-up': { restorableAgeHours: 2 } } });
  expect(checks['rds-instance-backed-up']).toEqual({ enabled: true, restorableAgeHours: 2 });
});

test('a threshold is still refused where it is none, and its default still told to editors', () => {
  const schema = configSchema(CHECKS);
  expect(schema.safeParse({ checks: { 'iam-access-key-used': { unusedDays: -1 } } }).success).toBe(false);
  expect(JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))).toContain(
    '"unusedDays":{"default":90,"type":"number","exclusiveMinimum":0}',
  );
});

test('E11.6 a blackout that ends before it starts is refused: it would never be in force', () => {
  const calendar = (start: string, end: string) =>
    configSchema([]).safeParse({
      changeWindows: { timezone: 'UTC', blackouts: [{ reason: 'holidays', start, end }] },
    });
  expect(calendar('2026-12-24T00:00:00Z', '2026-12-27T00:00:00Z').success).toBe(true);
  expect(calendar('2026-12-27T00:00:00Z', '2026-12-24T00:00:00Z').error?.issues).toMatchObject([
    { path: ['changeWindows', 'blackouts', 0, 'end'], message: 'an end after its start' },
  ]);
});

test('a topic that pages go to may not be one that alarms come from: it would page for ever', () => {
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:critical-alerts';
  const config = (topic: string) => ({
    channels: { topic: { type: 'sns', topicArn } },
    intake: { alarms: { type: 'sns', topics: [topic] } },
  });
  expect(configSchema([]).safeParse(config(`${topicArn}-in`)).success).toBe(true);
  expect(configSchema([]).safeParse(config(topicArn)).error?.issues).toMatchObject([
    { path: ['channels', 'topic', 'topicArn'] },
  ]);
});

test('a level that names the same twice is refused: one of them was meant to be somebody else', () => {
  const level = (...people: string[]) => ({
    people: { alice: { name: 'Alice' }, bob: { name: 'Bob' } },
    escalation: { policies: { p: { levels: [{ level: 1, notify: people.map((person) => ({ person })) }] } } },
  });
  expect(configSchema([]).safeParse(level('alice', 'bob')).success).toBe(true);
  expect(configSchema([]).safeParse(level('alice', 'alice')).error?.issues).toMatchObject([
    { path: ['escalation', 'policies', 'p', 'levels', 0, 'notify', 1] },
  ]);
});
