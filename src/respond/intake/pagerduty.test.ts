import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { acceptedSchema, bytesOf, NOW, receive, receiveOne, refusal } from '../../../test/respond/intake-scene.ts';
import { pagerduty } from './pagerduty.ts';

const SECRET = 'pd-secret';
const settings = { secret: SECRET };

const EVENT = {
  id: '01DCPDF6J30B9XS9D46U7EWRFK',
  event_type: 'incident.acknowledged',
  resource_type: 'incident',
  occurred_at: '2026-03-01T11:58:00.123Z',
  agent: {
    id: 'PLH1HKV',
    type: 'user_reference',
    summary: 'Alice Example',
    html_url: 'https://acme.pagerduty.com/users/PLH1HKV',
  },
  client: null,
  data: {
    id: 'PGR0VU2',
    type: 'incident',
    html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
    number: 2,
    status: 'acknowledged',
    incident_key: 'opsbook-incident-12',
    title: 'A little bump in the road',
    service: { id: 'PF9KMXH', summary: 'API Service', type: 'service_reference' },
    urgency: 'high',
    priority: { id: 'PSO75BM', summary: 'P1', type: 'priority_reference' },
  },
};

function signatureOf(body: unknown, secret = SECRET) {
  return `v1=${createHmac('sha256', secret).update(bytesOf(body)).digest('hex')}`;
}

function post(change: object = {}) {
  const body = JSON.stringify({ event: { ...EVENT, ...change } });
  return { body, headers: { 'x-pagerduty-signature': signatureOf(body) }, settings };
}

test('who acknowledges in PagerDuty, acknowledges the incident whose key it has', async () => {
  const signal = await receiveOne(pagerduty, post());
  acceptedSchema.parse({ signals: [signal] });
  expect(signal).toMatchObject({
    deliveryId: '01DCPDF6J30B9XS9D46U7EWRFK',
    key: 'opsbook-incident-12',
    action: 'acknowledge',
    actor: 'Alice Example',
    title: 'A little bump in the road',
    severity: 'P1',
    at: new Date('2026-03-01T11:58:00.123Z'),
    labels: { service: 'API Service', urgency: 'high', priority: 'P1' },
    links: [{ label: 'PagerDuty', href: 'https://acme.pagerduty.com/incidents/PGR0VU2' }],
  });
});

test.each([
  ['incident.triggered', 'trigger'],
  ['incident.reopened', 'trigger'],
  ['incident.acknowledged', 'acknowledge'],
  ['incident.resolved', 'resolve'],
])('%s is to %s', async (type, action) => {
  expect((await receiveOne(pagerduty, post({ event_type: type, agent: null }))).action).toBe(action);
});

test.each([
  ['incident.unacknowledged', EVENT.data],
  ['incident.escalated', EVENT.data],
  ['incident.annotated', { incident: { id: 'PGR0VU2' }, id: 'P2LA89X', content: 'a note', type: 'incident_note' }],
  ['incident.status_update_published', { id: 'PWMOMUC', message: 'working on it' }],
  ['service.updated', { id: 'PF9KMXH' }],
  ['pagey.ping', { message: 'Hello from your friend Pagey!', type: 'ping' }],
])('%s is taken and changes nothing', async (type, data) => {
  expect(await receive(pagerduty, post({ event_type: type, data }))).toEqual({
    signals: [],
    note: `nothing to do for ${type}`,
  });
});

test('an incident that has no key has one by its id', async () => {
  const { incident_key: _, ...data } = EVENT.data;
  expect((await receiveOne(pagerduty, post({ data }))).key).toBe('pagerduty/PGR0VU2');
  expect(await receiveOne(pagerduty, post({ data: { ...data, incident_key: null, priority: null } }))).toMatchObject({
    key: 'pagerduty/PGR0VU2',
    severity: null,
  });
});

test('what is delivered again is the same delivery', async () => {
  expect((await receiveOne(pagerduty, post())).deliveryId).toBe((await receiveOne(pagerduty, post())).deliveryId);
});

test('while the secret is changed, one signature of several is enough', async () => {
  const { body, headers } = post();
  const both = `${signatureOf(body, 'old')}, v2=00,${headers['x-pagerduty-signature']}`;
  expect(
    (await receive(pagerduty, { body, settings, headers: { 'x-pagerduty-signature': both } })).signals,
  ).toHaveLength(1);
});

const { body: BODY } = post();
test.each([
  ['no signature', {}, /^401: the header is missing: X-PagerDuty-Signature/],
  [
    'a signature with another secret',
    { 'x-pagerduty-signature': signatureOf(BODY, 'other') },
    /^401: the X-PagerDuty-Signature is not one/,
  ],
  ['a signature of another body', { 'x-pagerduty-signature': signatureOf(`${BODY} `) }, /^401: /],
  ['a signature that is cut', { 'x-pagerduty-signature': signatureOf(BODY).slice(0, 40) }, /^401: /],
  ['a signature of another version', { 'x-pagerduty-signature': signatureOf(BODY).replace('v1', 'v2') }, /^401: /],
  [
    'a hundred signatures',
    { 'x-pagerduty-signature': `${`${signatureOf('x')},`.repeat(100)}${signatureOf(BODY)}` },
    /^401: /,
  ],
])('refuses an event with %s', async (_, headers, expected) => {
  expect(await refusal(pagerduty, { body: BODY, headers, settings })).toMatch(expected);
});

test('a secret that is empty lets nobody in', async () => {
  const headers = { 'x-pagerduty-signature': `v1=${'0'.repeat(64)}` };
  expect(await refusal(pagerduty, { body: BODY, headers, settings: { secret: '' } })).toMatch(
    /^401: the secret of this intake is empty/,
  );
});

test.each([
  ['a time that is none', { occurred_at: 'soon' }, /^400: event\.occurred_at: an instant/],
  ['no id', { id: undefined }, /^400: event\.id: /],
  ['no data', { data: null }, /^400: event\.data: an object/],
  ['no incident', { data: {} }, /^400: event\.data: neither incident_key nor id/],
])('refuses an event with %s', async (_, change, expected) => {
  expect(await refusal(pagerduty, post(change))).toMatch(expected);
});

test('a time after now becomes now', async () => {
  expect((await receiveOne(pagerduty, post({ occurred_at: '2026-03-01T12:00:05Z' }))).at).toEqual(NOW);
});
