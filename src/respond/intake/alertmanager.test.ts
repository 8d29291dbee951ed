import { expect, test } from 'vitest';
import { acceptedSchema, configured, NOW, receive, receiveOne, refusal } from '../../../test/respond/intake-scene.ts';
import { alertmanager } from './alertmanager.ts';

const settings = { ...configured(alertmanager, { token: 'env:TOKEN' }), token: 'token-1' };
const headers = { authorization: 'Bearer token-1' };

const ALERT = {
  status: 'firing',
  labels: { alertname: 'ProbeFailure', instance: 'https://server.example.org', severity: 'critical', Team: 'web' },
  annotations: { summary: 'https://server.example.org is down', runbook_url: 'https://wiki.example.org/probe' },
  startsAt: '2026-03-01T11:52:26.739266876Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus.example.org:9090/graph?g0.expr=probe_success+%3D%3D+0',
  fingerprint: '1a30ba71cca2921f',
};
const NOTIFICATION = {
  receiver: 'opsbook',
  status: 'firing',
  alerts: [ALERT],
  groupLabels: { alertname: 'ProbeFailure' },
  externalURL: 'http://alertmanager.example.org:9093',
  version: '4',
  groupKey: '{}:{alertname="ProbeFailure"}',
  truncatedAlerts: 0,
};

function post(change: object = {}, own: Record<string, unknown> = {}) {
  return { body: { ...NOTIFICATION, alerts: [{ ...ALERT, ...change }] }, headers, settings: { ...settings, ...own } };
}

test('an alert that fires is a problem with its severity, labels and links', async () => {
  expect(await receiveOne(alertmanager, post())).toMatchObject({
    key: 'alertmanager/1a30ba71cca2921f',
    action: 'trigger',
    title: 'https://server.example.org is down',
    severity: 'P1',
    at: new Date('2026-03-01T11:52:26.739Z'),
    labels: { alertname: 'ProbeFailure', severity: 'critical', team: 'web' },
    links: [{ label: 'Prometheus' }, { label: 'Runbook' }, { label: 'Alertmanager' }],
  });
});

test('an alert that is resolved ends it, at the time at which it ended', async () => {
  const ended = await receiveOne(alertmanager, post({ status: 'resolved', endsAt: '2026-03-01T11:59:00Z' }));
  expect(ended).toMatchObject({
    key: 'alertmanager/1a30ba71cca2921f',
    action: 'resolve',
    at: new Date('2026-03-01T11:59:00Z'),
  });
  expect((await receiveOne(alertmanager, post({ status: 'resolved' }))).at).toEqual(NOW);
});

test('what fires on and is told again is the same delivery; that it is over, or fires anew, is another', async () => {
  const told = await receiveOne(alertmanager, post());
  const again = await receiveOne(alertmanager, {
    ...post({ annotations: {} }),
    now: new Date(NOW.getTime() + 4 * 3_600_000),
  });
  expect(again.deliveryId).toBe(told.deliveryId);
  const over = await receiveOne(alertmanager, post({ status: 'resolved' }));
  const anew = await receiveOne(alertmanager, post({ startsAt: '2026-03-01T11:58:00Z' }));
  expect(new Set([told.deliveryId, over.deliveryId, anew.deliveryId]).size).toBe(3);
});

test.each([
  ['page', 'P1'],
  ['Warning', 'P2'],
  ['info', 'P3'],
  ['none', null],
  ['constructor', null],
  [undefined, null],
])('the severity %s is %s, as the settings have it by default', async (severity, expected) => {
  expect((await receiveOne(alertmanager, post({ labels: { severity } }))).severity).toBe(expected);
});

test('the settings say what severities mean', async () => {
  expect((await receiveOne(alertmanager, post({}, { severities: { critical: 'P0' } }))).severity).toBe('P0');
});

test('every alert of a notification is a signal, and what was cut is told', async () => {
  const alerts = Array.from({ length: 1200 }, (_, place) => ({ ...ALERT, annotations: {}, fingerprint: `f${place}` }));
  const accepted = await receive(alertmanager, {
    body: { ...NOTIFICATION, alerts, truncatedAlerts: 3 },
    headers,
    settings,
  });
  expect(accepted.signals).toHaveLength(1000);
  expect(accepted.note).toBe('203 more alerts were cut from this notification');
  acceptedSchema.parse(accepted);
});

test('what others wrote into an alert is cut, cleaned, and no link to run anything', async () => {
  const nasty = {
    annotations: {
      summary: `down\r\n\u0000\u202E${'x'.repeat(100_000)}`,
      runbook_url: 'javascript:alert(1)',
      more: 'y'.repeat(100_000),
    },
    generatorURL: 'http://user:pw@evil.example',
    labels: { ['L'.repeat(500)]: 'v'.repeat(5000), empty: '' },
  };
  const signal = await receiveOne(alertmanager, post(nasty));
  acceptedSchema.parse({ signals: [signal] });
  expect(signal.title).toMatch(/^down x+…$/);
  expect(signal.links.map(({ label }) => label)).toEqual(['Alertmanager']);
});

test.each([
  ['no token', {}, /^401: the header is missing: Authorization/],
  ['another token', { authorization: 'Bearer token-2' }, /^401: the token is not the one/],
  ['a token that is longer', { authorization: 'Bearer token-1x' }, /^401: the token is not the one/],
  ['another way to say who it is', { authorization: 'Basic token-1' }, /^401: the header is missing/],
])('refuses a request with %s', async (_, given, expected) => {
  expect(await refusal(alertmanager, { ...post(), headers: given })).toMatch(expected);
});

test('a token that is empty lets nobody in', async () => {
  expect(await refusal(alertmanager, { ...post({}, { token: '' }), headers: { authorization: 'Bearer ' } })).toMatch(
    /^401/,
  );
});

test.each([
  ['another version', { ...NOTIFICATION, version: '1' }, /^400: version: version 4 of the webhook/],
  ['no alerts', { version: '4' }, /^400: alerts: /],
  [
    'an alert without a fingerprint',
    { ...NOTIFICATION, alerts: [{ ...ALERT, fingerprint: undefined }] },
    /^400: alerts\[0\]\.fingerprint: /,
  ],
  [
    'an alert of no day that there is',
    { ...NOTIFICATION, alerts: [ALERT, { ...ALERT, startsAt: '2026-13-01T00:00:00Z' }] },
    /^400: alerts\[1\]\.startsAt: an instant/,
  ],
  [
    'an alert that has not begun',
    { ...NOTIFICATION, alerts: [{ ...ALERT, startsAt: '0001-01-01T00:00:00Z' }] },
    /^400: alerts\[0\]\.startsAt: /,
  ],
  ['no JSON', 'x', /^400: the body is no JSON/],
])('refuses a notification with %s', async (_, body, expected) => {
  expect(await refusal(alertmanager, { body, headers, settings })).toMatch(expected);
});
