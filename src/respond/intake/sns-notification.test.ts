import { expect, test } from 'vitest';
import { acceptedSchema, NOW } from '../../../test/respond/intake-scene.ts';
import type { Notification } from './sns-envelope.ts';
import { readNotification } from './sns-notification.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:alarms';

function read(message: unknown, subject?: string) {
  const Message = typeof message === 'string' ? message : JSON.stringify(message);
  const notification: Notification = {
    Type: 'Notification',
    MessageId: 'm-1',
    TopicArn: TOPIC,
    Message,
    Timestamp: '2026-03-01T11:59:00.000Z',
    SignatureVersion: '2',
    Signature: 'AA==',
    SigningCertURL: '',
    ...(subject === undefined ? {} : { Subject: subject }),
  };
  const accepted = readNotification(notification, NOW);
  acceptedSchema.parse(accepted);
  return { ...accepted, signal: accepted.signals[0] };
}

const ALARM = {
  AlarmName: 'db:cpu/high',
  AWSAccountId: '444455556666',
  NewStateValue: 'ALARM',
  StateChangeTime: '2026-03-01T11:58:00.000+0000',
  Region: 'US East (N. Virginia)',
  AlarmArn: 'arn:aws:cloudwatch:us-east-1:444455556666:alarm:db:cpu/high',
};

test('an alarm that is OK again ends the problem that it began', () => {
  const began = read(ALARM).signal;
  const ended = read({ ...ALARM, NewStateValue: 'OK' }).signal;
  expect([began?.action, ended?.action]).toEqual(['trigger', 'resolve']);
  expect(ended?.key).toBe(began?.key);
  expect(began?.key).toBe('cloudwatch/444455556666/us-east-1/db:cpu/high');
  expect(began?.links).toEqual([
    {
      label: 'CloudWatch',
      href: 'https://us-east-1.console.aws.amazon.com/cloudwatch/deeplink.js?region=us-east-1#alarmsV2:alarm/db%3Acpu%2Fhigh',
    },
  ]);
});

test('an alarm without data neither begins nor ends anything', () => {
  expect(read({ ...ALARM, NewStateValue: 'INSUFFICIENT_DATA' })).toMatchObject({
    signals: [],
    note: 'the alarm has too little data: db:cpu/high',
  });
});

test('an alarm without an ARN, as of old, is of the region of its topic', () => {
  const { AlarmArn: _, ...old } = ALARM;
  expect(read(old).signal?.alarm).toEqual({ account: '444455556666', region: 'eu-central-1', name: 'db:cpu/high' });
});

test('a composite alarm has no trigger, and is an alarm', () => {
  const composite = { ...ALARM, AlarmRule: 'ALARM(a) OR ALARM(b)', TriggeringChildren: [{ Arn: 'arn:…' }] };
  expect(read(composite).signal).toMatchObject({ action: 'trigger', labels: { alarmname: 'db:cpu/high' } });
});

test('an alarm on an expression has the dimensions of its metrics', () => {
  const metric = { Namespace: 'AWS/ECS', MetricName: 'CPU', Dimensions: [{ name: 'ServiceName', value: 'api' }] };
  const { signal } = read({
    ...ALARM,
    Trigger: { Metrics: [{ Id: 'e1' }, { Id: 'm1', MetricStat: { Metric: metric } }] },
  });
  expect(signal?.labels).toMatchObject({ namespace: 'AWS/ECS', metricname: 'CPU', servicename: 'api', service: 'api' });
});

test.each([
  ['a time that is none', { StateChangeTime: 'yesterday' }, '2026-03-01T11:59:00.000Z'],
  ['no time', { StateChangeTime: undefined }, '2026-03-01T11:59:00.000Z'],
  ['a time after the message', { StateChangeTime: '2027-01-01T00:00:00Z' }, '2026-03-01T11:59:00.000Z'],
  [
    'a strange trigger',
    { Trigger: [[{}]], AlarmTags: 7, NewStateReason: { a: [Infinity] } },
    '2026-03-01T11:58:00.000Z',
  ],
])('an alarm with %s is still one', (_, change, at) => {
  const json = JSON.stringify({ ...ALARM, ...change }).replace('[null]', '[1e999]');
  expect(read(json).signal).toMatchObject({ action: 'trigger', at: new Date(at) });
});

test('dimensions with names of every object do no harm', () => {
  const Dimensions = ['__proto__', 'constructor', 'toString'].map((name) => ({ name, value: 'x' }));
  const labels = read({ ...ALARM, Trigger: { Dimensions } }).signal?.labels;
  expect(Object.keys(labels ?? {}).toSorted()).toEqual(['account', 'alarmname', 'constructor', 'region', 'tostring']);
});

test('an event of EventBridge that comes by a topic is the same problem as the alarm itself', () => {
  const event = {
    id: 'e-1',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '444455556666',
    region: 'us-east-1',
    time: '2026-03-01T11:58:00Z',
    detail: { alarmName: 'db:cpu/high', state: { value: 'OK', timestamp: '2026-03-01T11:58:00.000+0000' } },
  };
  expect(read(event).signal).toMatchObject({
    deliveryId: 'm-1',
    key: read(ALARM).signal?.key,
    action: 'resolve',
  });
});

const RDS = {
  'Event Source': 'db-instance',
  'Event Time': '2026-03-01 11:58:00.893',
  'Source ID': 'orders-db',
  'Event ID': 'http://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html#RDS-EVENT-0004',
  'Event Message': 'DB instance shutdown',
};

test('of RDS the database and its message are the title, and each database is a problem', () => {
  const { signal } = read(RDS, 'RDS Notification Message');
  expect(signal).toMatchObject({
    action: 'trigger',
    title: 'orders-db: DB instance shutdown',
    severity: null,
    alarm: null,
  });
  expect(read({ ...RDS, 'Source ID': 'users-db' }, 'RDS Notification Message').signal?.key).not.toBe(signal?.key);
});

test('what has the same subject is one problem, whatever its text is', () => {
  const first = read(
    'AWS Budget Notification\nDear customer, 80 %',
    'AWS Budgets: monthly has exceeded your alert threshold',
  ).signal;
  const second = read(
    'AWS Budget Notification\nDear customer, 100 %',
    'AWS Budgets: monthly has exceeded your alert threshold',
  ).signal;
  expect(first).toMatchObject({
    action: 'trigger',
    title: 'AWS Budgets: monthly has exceeded your alert threshold',
    labels: { topic: 'alarms', account: '111122223333', region: 'eu-central-1' },
  });
  expect(second?.key).toBe(first?.key);
  expect(read('x', 'another').signal?.key).not.toBe(first?.key);
});

test.each([
  ['nothing', '', undefined],
  ['a line break', '\n\n', ''],
  ['JSON that is a number', '7', undefined],
  ['JSON that is a list', '[{"AlarmName":"a"}]', undefined],
  ['JSON that is nested deeply', '{"a":'.repeat(5000) + '1' + '}'.repeat(5000), undefined],
  ['a key of every object', '{"__proto__":{"AlarmName":"a"}}', undefined],
  ['an alarm with a strange state', JSON.stringify({ ...ALARM, NewStateValue: 'PANIC' }), undefined],
  [
    'an alarm with a name of a thousand characters',
    JSON.stringify({ ...ALARM, AlarmName: 'a'.repeat(1000) }),
    undefined,
  ],
  [
    'an event with a strange time',
    JSON.stringify({ id: 'e', source: 's', 'detail-type': 'd', time: 'now' }),
    undefined,
  ],
  ['controls, halves of characters, writing from right to left', '\u0000\u001b[2J\ud800\u202Egpj', '\u0007\u2028 a'],
  ['a quarter of a megabyte', 'x'.repeat(262_144), 'y'.repeat(1000)],
])('%s is a problem too, and breaks nothing', (_, message, subject) => {
  expect(read(message, subject).signal).toMatchObject({ action: 'trigger', deliveryId: 'm-1' });
});
