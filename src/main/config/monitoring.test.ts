import { expect, test } from 'vitest';
import { z } from 'zod';
import { monitoring, monitoringSettingsOf } from './monitoring.ts';

function settings(config: object) {
  return monitoringSettingsOf(monitoring.parse(config));
}

function problems(config: object): string[] {
  const { error } = monitoring.safeParse(config);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('an alarm on one metric, with what is left out filled in', () => {
  const backlog = {
    namespace: 'Shop',
    metric: 'Backlog',
    dimensions: { Queue: 'orders' },
    comparison: '>',
    threshold: 100,
  };
  expect(settings({ alarms: { backlog } })).toEqual({
    unheardTopic: 'refuse',
    dashboards: {},
    alarms: [
      {
        name: 'backlog',
        description: '',
        watches: {
          namespace: 'Shop',
          metric: 'Backlog',
          dimensions: { Queue: 'orders' },
          statistic: 'Average',
          periodSeconds: 300,
        },
        comparison: '>',
        threshold: 100,
        periods: 3,
        datapoints: 3,
        missingData: 'missing',
      },
    ],
  });
});

test('an alarm on metric math', () => {
  const errors = { namespace: 'Shop', metric: 'Errors', statistic: 'Sum', period: '1m' };
  const rate = { expression: '100 * errors', metrics: { errors }, comparison: '>=', threshold: 5 };
  expect(settings({ alarms: { rate } })?.alarms?.[0]?.watches).toMatchObject({
    expression: '100 * errors',
    label: 'rate',
    metrics: { errors: { metric: 'Errors', statistic: 'Sum', periodSeconds: 60 } },
  });
});

test('without alarms there, those recommended are meant; an empty list means none', () => {
  expect(settings({})?.alarms).toBeUndefined();
  expect(settings({ alarms: {} })?.alarms).toEqual([]);
});

test.each([
  [{ topic: 'arn:aws:sns:us-east-1:123456789:critical-alerts' }, /^topic: a topic ARN, the account with 12 digits/],
  [
    { alarms: { a: { namespace: 'Shop', comparison: '>', threshold: 1 } } },
    /^alarms\.a: namespace and metric, or expression/,
  ],
  [
    { alarms: { a: { namespace: 'S', metric: 'M', period: '45s', comparison: '>', threshold: 1 } } },
    /alarms\.a\.period: a period/,
  ],
  [
    { alarms: { a: { namespace: 'S', metric: 'M', datapoints: 4, comparison: '>', threshold: 1 } } },
    /alarms\.a\.datapoints: at most 3/,
  ],
  [
    { alarms: { a: { namespace: 'S', metric: 'M', period: '30m', periods: 49, comparison: '>', threshold: 1 } } },
    /alarms\.a\.periods: at most a day in all, with periods of 1800 s/,
  ],
  [
    { alarms: { a: { namespace: 'S', metric: 'M', period: '1h', periods: 169, comparison: '>', threshold: 1 } } },
    /alarms\.a\.periods: at most seven days in all/,
  ],
  [
    { alarms: { a: { namespace: 'S', metric: 'M', statistic: 'Mean', comparison: '>', threshold: 1 } } },
    /statistic: Average/,
  ],
  [{ dashboards: { 'my board': { widgets: [{ type: 'text', properties: {} }] } } }, /my board: Invalid key/],
])('E17.3: what CloudWatch would take and then never act on is refused: %j', (config, problem) => {
  expect(problems(config).join('\n')).toMatch(problem);
});

test('editors get its schema', () => {
  const schema = JSON.stringify(z.toJSONSchema(monitoring, { io: 'input', unrepresentable: 'any' }));
  expect(schema).toContain('"unheardTopic"');
});
