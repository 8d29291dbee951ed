import { expect, test } from 'vitest';
import { acceptedSchema, configured, NOW, receive, receiveOne, refusal } from '../../../test/respond/intake-scene.ts';
import { eventbridge } from './eventbridge.ts';

const settings = { apiKey: 'key-1', header: 'x-opsbook-key' };
const headers = { 'x-opsbook-key': 'key-1' };

const EVENT = {
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '123456789012',
  time: '2026-03-01T11:58:40Z',
  region: 'us-east-1',
  resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:ServerCpuTooHigh'],
  detail: {
    alarmName: 'ServerCpuTooHigh',
    alarmTags: { service: 'web', environment: 'production' },
    configuration: {
      metrics: [
        { metricStat: { metric: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: 'i-1' } } } },
      ],
    },
    state: { value: 'ALARM', reason: 'Threshold Crossed', timestamp: '2026-03-01T11:58:39.985+0000' },
  },
};

async function read(event: unknown) {
  const accepted = await receive(eventbridge, { body: event, headers, settings });
  acceptedSchema.parse(accepted);
  return accepted;
}

async function signalOf(source: string, detailType: string, detail: unknown, resources: readonly string[] = []) {
  const { signals } = await read({ ...EVENT, source, 'detail-type': detailType, detail, resources });
  return signals[0];
}

test('an alarm is the same problem as by SNS, and ends it when it is OK', async () => {
  const signal = await receiveOne(eventbridge, { body: EVENT, headers, settings });
  expect(signal).toMatchObject({
    deliveryId: EVENT.id,
    key: 'cloudwatch/123456789012/us-east-1/ServerCpuTooHigh',
    action: 'trigger',
    at: new Date('2026-03-01T11:58:39.985Z'),
    labels: { service: 'web', environment: 'production', instanceid: 'i-1', namespace: 'AWS/EC2' },
    alarm: { account: '123456789012', region: 'us-east-1', name: 'ServerCpuTooHigh' },
  });
  const ok = { ...EVENT, detail: { ...EVENT.detail, state: { value: 'OK' } } };
  expect((await read(ok)).signals[0]).toMatchObject({ action: 'resolve', at: new Date(EVENT.time) });
  const unknown = { ...EVENT, detail: { ...EVENT.detail, state: { value: 'INSUFFICIENT_DATA' } } };
  expect(await read(unknown)).toEqual({ signals: [], note: 'the alarm has too little data: ServerCpuTooHigh' });
});

test('an event that is delivered again is the same delivery', async () => {
  const [first, again] = [await read(EVENT), await read(EVENT)];
  expect(again.signals[0]?.deliveryId).toBe(first.signals[0]?.deliveryId);
});

test('an alarm that cannot be read is still a problem', async () => {
  expect((await read({ ...EVENT, detail: { alarmName: 7 } })).signals[0]).toMatchObject({
    action: 'trigger',
    alarm: null,
  });
  expect((await read({ ...EVENT, account: 'me' })).signals[0]).toMatchObject({ action: 'trigger', alarm: null });
});

const SERVICE = 'arn:aws:ecs:us-west-2:111122223333:service/default/servicetest';
test('a deployment that failed is a problem of its service; one that goes well is none', async () => {
  const failed = await signalOf('aws.ecs', 'ECS Deployment State Change', { eventName: 'SERVICE_DEPLOYMENT_FAILED' }, [
    SERVICE,
  ]);
  expect(failed).toMatchObject({
    key: 'ecs/123456789012/us-east-1/default/servicetest/deployment',
    title: 'The deployment of servicetest in default failed (us-east-1)',
    labels: { service: 'servicetest', cluster: 'default', account: '123456789012' },
  });
  const completed = {
    ...EVENT,
    source: 'aws.ecs',
    'detail-type': 'ECS Deployment State Change',
    detail: { eventName: 'SERVICE_DEPLOYMENT_COMPLETED' },
  };
  expect(await read(completed)).toEqual({
    signals: [],
    note: 'nothing to answer: SERVICE_DEPLOYMENT_COMPLETED of aws.ecs',
  });
});

test('an event of RDS is of its database and its kind', async () => {
  const detail = { SourceIdentifier: 'orders', Message: 'DB instance shutdown', EventID: 'RDS-EVENT-0004' };
  expect(await signalOf('aws.rds', 'RDS DB Instance Event', detail)).toMatchObject({
    key: 'rds/123456789012/us-east-1/orders/RDS-EVENT-0004',
    title: 'orders: DB instance shutdown',
    labels: { database: 'orders', eventid: 'RDS-EVENT-0004' },
  });
});

test('an event of AWS Health is over when it is closed', async () => {
  const detail = {
    eventArn: 'arn:aws:health:af-south-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_7f35c8ae',
    service: 'EC2',
    eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
    eventRegion: 'af-south-1',
    affectedAccount: '999988887777',
  };
  const open = await signalOf('aws.health', 'AWS Health Event', { ...detail, statusCode: 'open' });
  const closed = await signalOf('aws.health', 'AWS Health Event', { ...detail, statusCode: 'closed' });
  expect([open?.action, closed?.action]).toEqual(['trigger', 'resolve']);
  expect(closed?.key).toBe(open?.key);
  expect(open).toMatchObject({
    title: 'AWS Health, EC2 in af-south-1: AWS_EC2_OPERATIONAL_ISSUE',
    labels: { region: 'af-south-1', account: '999988887777' },
  });
});

test.each([
  [8.9, 'P1'],
  [7, 'P1'],
  [6.9, 'P2'],
  [4, 'P2'],
  [3.9, 'P3'],
  ['8', null],
])('a finding of GuardDuty of severity %s is %s', async (severity, expected) => {
  const detail = { id: 'f-1', type: 'Recon:EC2/PortProbe', title: 'Unprotected port is probed', severity };
  expect(await signalOf('aws.guardduty', 'GuardDuty Finding', detail)).toMatchObject({
    key: 'guardduty/123456789012/us-east-1/f-1',
    title: 'Unprotected port is probed',
    severity: expected,
  });
});

test('any other event is a problem by its kind and what it is about', async () => {
  const one = await signalOf('my.app', 'Order Lost', { order: 7 }, ['order/7']);
  expect(one).toMatchObject({ action: 'trigger', title: 'Order Lost (my.app): order/7', severity: null });
  expect((await signalOf('my.app', 'Order Lost', { order: 8 }, ['order/7']))?.key).toBe(one?.key);
  expect((await signalOf('my.app', 'Order Lost', { order: 7 }, ['order/8']))?.key).not.toBe(one?.key);
  for (const source of ['aws.rds', 'aws.health', 'aws.guardduty', 'aws.ecs']) {
    expect(await signalOf(source, 'Something New', {})).toMatchObject({ title: `Something New (${source})` });
  }
});

test.each([
  ['no header', {}, /^401: the header is missing: x-opsbook-key/],
  ['an empty key', { 'x-opsbook-key': '' }, /^401: the header is missing/],
  ['another key', { 'x-opsbook-key': 'key-2' }, /^401: the key is not the one/],
  ['the beginning of the key', { 'x-opsbook-key': 'key-' }, /^401: the key is not the one/],
  ['a key that is much longer', { 'x-opsbook-key': 'key-1'.repeat(1000) }, /^401: the key is not the one/],
  ['the key in another header', { authorization: 'key-1' }, /^401: the header is missing/],
])('refuses a request with %s', async (_, given, expected) => {
  expect(await refusal(eventbridge, { body: EVENT, headers: given, settings })).toMatch(expected);
});

test('a secret that is empty lets nobody in, and what every object has is no header', async () => {
  const empty = { ...settings, apiKey: '' };
  expect(await refusal(eventbridge, { body: EVENT, headers: { 'x-opsbook-key': '' }, settings: empty })).toMatch(
    /^401/,
  );
  expect(await refusal(eventbridge, { body: EVENT, settings: { ...settings, header: 'constructor' } })).toMatch(/^401/);
});

test.each([
  ['no id', { ...EVENT, id: undefined }, /^400: id: /],
  ['a time that is none', { ...EVENT, time: '2026-02-30T00:00:00Z' }, /^400: time: an instant with its zone/],
  ['a list as its detail', { ...EVENT, detail: [] }, /^400: detail: an object/],
  ['a list', [EVENT], /^400: the body: /],
  ['no JSON', 'id=1', /^400: the body is no JSON/],
  ['a key of every object', '{"id":"1","detail":{"__proto__":{}}}', /^400: .*__proto__/],
])('refuses an event with %s', async (_, body, expected) => {
  expect(await refusal(eventbridge, { body, headers, settings })).toMatch(expected);
});

test('a time after now becomes now', async () => {
  const later = { ...EVENT, source: 'my.app', time: '2026-03-01T13:00:00Z' };
  expect((await read(later)).signals[0]?.at).toEqual(NOW);
});

test('has a header of its own where none is named', () => {
  expect(configured(eventbridge, { apiKey: 'env:KEY' })).toEqual({ apiKey: 'env:KEY', header: 'x-opsbook-key' });
});
