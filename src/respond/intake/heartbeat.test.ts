import { expect, test } from 'vitest';
import { acceptedSchema, NOW, receiveOne, refusal, settingRefusals } from '../../../test/respond/intake-scene.ts';
import { heartbeat, heartbeatKey } from './heartbeat.ts';

const settings = { token: 'token-1', key: 'nightly-backup', every: '1d' };

test.each([
  ['a bearer token', { headers: { authorization: 'Bearer token-1' } }],
  ['a token in the address', { query: { token: 'token-1' } }],
])('a sign of life with %s ends the problem that it was missing', async (_, way) => {
  const signal = await receiveOne(heartbeat, { ...way, settings });
  acceptedSchema.parse({ signals: [signal] });
  expect(signal).toMatchObject({
    key: heartbeatKey('nightly-backup'),
    action: 'resolve',
    title: 'nightly-backup is silent',
    at: NOW,
    labels: { heartbeat: 'nightly-backup' },
  });
});

test('whatever is sent with it is not read', async () => {
  for (const body of ['', '{"__proto__":1}', new Uint8Array([255, 254]), '['.repeat(100_000)]) {
    expect((await receiveOne(heartbeat, { body, query: { token: 'token-1' }, settings })).action).toBe('resolve');
  }
});

test('every sign of life is a delivery of its own', async () => {
  const query = { token: 'token-1' };
  const first = await receiveOne(heartbeat, { query, settings });
  const next = await receiveOne(heartbeat, { query, settings, now: new Date(NOW.getTime() + 1) });
  expect(next.deliveryId).not.toBe(first.deliveryId);
});

test.each([
  ['no token', {}, /^401: the token is missing/],
  ['an empty token', { query: { token: '' } }, /^401: the token is missing/],
  ['another token', { query: { token: 'token-2' } }, /^401: the token is not the one/],
  [
    'a wrong bearer token and the right one in the address',
    { headers: { authorization: 'Bearer x' }, query: { token: 'token-1' } },
    /^401: the token is not/,
  ],
])('refuses a sign of life with %s', async (_, way, expected) => {
  expect(await refusal(heartbeat, { ...way, settings })).toMatch(expected);
});

test('has a period that makes sense, and a name that fits into a key', () => {
  const good = { token: 'env:TOKEN', key: 'nightly-backup', every: '60m', title: 'The backup did not run' };
  expect(settingRefusals(heartbeat, good)).toEqual([]);
  for (const every of ['59s', '32d', 'daily', '']) {
    expect(settingRefusals(heartbeat, { ...good, every })).toEqual([
      'every: a duration from 1m to 31d, such as 60m or 1d',
    ]);
  }
  expect(settingRefusals(heartbeat, { ...good, key: 'Nightly Backup' })).toHaveLength(1);
});
