import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  acceptedSchema,
  NOW,
  receive,
  receiveOne,
  refusal,
  settingRefusals,
} from '../../../test/respond/intake-scene.ts';
import { generic } from './generic.ts';

const settings = { token: 'token-1' };
const headers = { authorization: 'Bearer token-1' };
const SIGNAL = { key: 'disk/web-1', title: 'The disk of web-1 is full' };

test('a key and a title are enough', async () => {
  expect(await receiveOne(generic, { body: SIGNAL, headers, settings })).toMatchObject({
    key: 'disk/web-1',
    action: 'trigger',
    title: 'The disk of web-1 is full',
    severity: null,
    at: NOW,
    actor: null,
    labels: {},
    details: {},
    links: [],
    alarm: null,
  });
});

test('all that is known is kept', async () => {
  const body = {
    ...SIGNAL,
    id: 'delivery-7',
    action: 'resolve',
    severity: 'P2',
    at: '2026-03-01T12:30:00+01:00',
    labels: { Service: 'web' },
    details: { used: 99.5, mounts: ['/', '/var'] },
    links: [{ label: 'Grafana', href: 'https://grafana.example.org/d/1' }],
  };
  expect(await receiveOne(generic, { body, headers, settings })).toMatchObject({
    deliveryId: 'delivery-7',
    action: 'resolve',
    severity: 'P2',
    at: new Date('2026-03-01T11:30:00Z'),
    labels: { service: 'web' },
    details: { used: 99.5, mounts: ['/', '/var'] },
    links: [{ label: 'Grafana', href: 'https://grafana.example.org/d/1' }],
  });
});

test('takes five hundred at once, and not one more', async () => {
  const many = Array.from({ length: 500 }, (_, place) => ({ ...SIGNAL, key: `disk/web-${place}` }));
  const { signals } = await receive(generic, { body: many, headers, settings });
  expect(new Set(signals.map(({ deliveryId }) => deliveryId)).size).toBe(500);
  expect(await refusal(generic, { body: [...many, SIGNAL], headers, settings })).toBe(
    '400: the body: 500 signals at most',
  );
});

test('the same problem, told tomorrow without an id, is another delivery', async () => {
  const today = await receiveOne(generic, { body: SIGNAL, headers, settings });
  const tomorrow = await receiveOne(generic, {
    body: SIGNAL,
    headers,
    settings,
    now: new Date(NOW.getTime() + 86_400_000),
  });
  expect(tomorrow.deliveryId).not.toBe(today.deliveryId);
});

test('keys that only differ in what cannot be kept stay different', async () => {
  const keys = [' a', 'a', 'a\u202E', 'a'.repeat(299), `${'a'.repeat(299)}b`];
  const { signals } = await receive(generic, { body: keys.map((key) => ({ ...SIGNAL, key })), headers, settings });
  expect(new Set(signals.map(({ key }) => key)).size).toBe(keys.length);
});

test('a long title is cut, and details are bounded', async () => {
  const details = { text: 'x'.repeat(500_000), list: Array.from({ length: 5000 }, (_, place) => place) };
  const signal = await receiveOne(generic, {
    body: { ...SIGNAL, title: 'y'.repeat(5000), details },
    headers,
    settings,
  });
  acceptedSchema.parse({ signals: [signal] });
  expect(signal.title).toHaveLength(200);
});

test.each([
  ['no key', { title: 'x' }, /^400: key: /],
  ['no title', { key: 'x' }, /^400: title: /],
  ['an empty key', { ...SIGNAL, key: '' }, /^400: key: /],
  ['a key with a line break', { ...SIGNAL, key: 'a\nb' }, /^400: key: characters that can be seen/],
  ['a key of a thousand characters', { ...SIGNAL, key: 'a'.repeat(1000) }, /^400: key: /],
  ['a field that nobody knows', { ...SIGNAL, severty: 'P1' }, /^400: the body: .*severty/],
  ['another severity', { ...SIGNAL, severity: 'critical' }, /^400: severity: /],
  ['another action', { ...SIGNAL, action: 'close' }, /^400: action: /],
  ['a time without a zone', { ...SIGNAL, at: '2026-03-01T12:00:00' }, /^400: at: an instant with its zone/],
  ['a time that is a number', { ...SIGNAL, at: 1_772_366_400 }, /^400: at: /],
  ['a label that is a number', { ...SIGNAL, labels: { shard: 7 } }, /^400: labels\.shard: /],
  ['details that are a list', { ...SIGNAL, details: [1] }, /^400: details: an object/],
  [
    'a link that runs something',
    { ...SIGNAL, links: [{ label: 'x', href: 'javascript:alert(1)' }] },
    /^400: links\[0\]\.href: an http or https address/,
  ],
  ['nothing', [], /^400: the body: /],
  ['a second one that is wrong', [SIGNAL, { key: 'x' }], /^400: \[1\]\.title: /],
  ['a text', '"x"', /^400: the body: /],
])('refuses a signal with %s, and names the field', async (_, body, expected) => {
  expect(await refusal(generic, { body, headers, settings })).toMatch(expected);
});

test.each([
  ['no token', {}],
  ['another token', { authorization: 'Bearer token-2' }],
  ['the token in the address', {}],
])('refuses a request with %s', async (_, given) => {
  expect(await refusal(generic, { body: SIGNAL, headers: given, query: { token: 'token-1' }, settings })).toMatch(
    /^401: /,
  );
});

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const seconds = NOW.getTime() / 1000;

function signed(body: string, { id = 'msg_1', at = seconds, secret = SECRET } = {}) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  const given = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
  return { body, headers: given, settings: { signingSecret: SECRET } };
}

test('what is signed by Standard Webhooks is taken, and is the same delivery when it comes again', async () => {
  const first = await receiveOne(generic, signed(JSON.stringify(SIGNAL)));
  const again = await receiveOne(generic, signed(JSON.stringify(SIGNAL), { at: seconds + 200 }));
  expect(first.deliveryId).toBe('msg_1/0');
  expect(again.deliveryId).toBe(first.deliveryId);
});

test('while the secret is changed, one signature of several is enough', async () => {
  const request = signed(JSON.stringify(SIGNAL));
  const both = {
    ...request.headers,
    'webhook-signature': `v1,AAAA v1a,${'A'.repeat(88)} ${request.headers['webhook-signature']}`,
  };
  expect((await receive(generic, { ...request, headers: both })).signals).toHaveLength(1);
});

test('knows the example of the specification', async () => {
  // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const body = '{"test": 2432232314}';
  const given = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  const arrival = { body, headers: given, settings: { signingSecret: secret }, now: new Date(1_614_265_330_000) };
  // Past the signature: it is the body that is not ours.
  expect(await refusal(generic, arrival)).toMatch(/^400: /);
});

test.each([
  ['five minutes and a second ago', { at: seconds - 301 }, /^401: the webhook-timestamp/],
  ['in five minutes and a second', { at: seconds + 301 }, /^401: the webhook-timestamp/],
  ['with another secret', { secret: 'whsec_AAAA' }, /^401: the webhook-signature/],
])('refuses what was signed %s', async (_, change, expected) => {
  expect(await refusal(generic, signed(JSON.stringify(SIGNAL), change))).toMatch(expected);
});

test.each([
  ['another body', { body: '{}' }, /^401: the webhook-signature/],
  ['another id', { headers: { 'webhook-id': 'msg_2' } }, /^401: the webhook-signature/],
  ['no id', { headers: { 'webhook-id': '' } }, /^401: the header is missing: webhook-id/],
  ['a time that is none', { headers: { 'webhook-timestamp': 'now' } }, /^401: the header is not as/],
  [
    'no signature',
    { headers: { 'webhook-signature': '', ...headers } },
    /^401: the header is missing: webhook-signature/,
  ],
  ['an empty secret', { settings: { signingSecret: 'whsec_' } }, /^401: the secret of this intake is empty/],
  ['no secret at all', { settings: {} }, /^401: this intake has neither/],
])('refuses what is signed, with %s', async (_, change, expected) => {
  const request = signed(JSON.stringify(SIGNAL));
  const given = { ...request.headers, ...('headers' in change ? change.headers : {}) };
  expect(await refusal(generic, { ...request, ...change, headers: given })).toMatch(expected);
});

test('has one way to know who sends', () => {
  expect(settingRefusals(generic, { token: 'env:A' })).toEqual([]);
  expect(settingRefusals(generic, { signingSecret: 'env:A' })).toEqual([]);
  expect(settingRefusals(generic, {})).toEqual([': one of token and signingSecret']);
  expect(settingRefusals(generic, { token: 'env:A', signingSecret: 'env:B' })).toEqual([
    ': one of token and signingSecret',
  ]);
});
