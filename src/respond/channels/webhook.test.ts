import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ALICE,
  aMessage,
  anyMessage,
  EVERYBODY_THERE,
  failureOf,
  HOSTILE,
  NOW,
  refusals,
  useOf,
} from '../../../test/respond/channel-scene.ts';
import { type HttpRequest, startHttpServer } from '../../../test/respond/http-server.ts';
import { EVERYBODY } from './define.ts';
import { webhook } from './webhook.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

test('a message is posted as JSON, with whom it is for and no address of them', async () => {
  const server = await startHttpServer({ status: 204 });
  const url = `${server.url}/hooks/opsbook?team=1`;
  const receipt = await webhook.send(
    aMessage(),
    { address: null, person: ALICE },
    useOf({ url, signingSecret: SECRET }),
  );
  const [request] = server.requests;
  expect(request?.path).toBe('/hooks/opsbook?team=1');
  expect(JSON.parse(request?.body ?? '')).toEqual({
    schema: 'opsbook/message@1',
    type: 'message.page',
    timestamp: '2026-03-01T11:56:00.500Z',
    key: 'incident/12/page/1',
    kind: 'page',
    subject: 'P1: Checkout is down',
    body: 'The alarm checkout-5xx is on.\n\n  5xx: 12 %\nSince 11:55.',
    incident: {
      number: 12,
      title: 'Checkout is down',
      severity: 'P1',
      status: 'open',
      openedAt: '2026-03-01T11:55:00.000Z',
      url: 'https://ops.example.com/incidents/12',
      dedupKey: 'incident-12',
    },
    person: { id: 'alice', name: 'Alice' },
  });
  expect(receipt.id).toBe(request?.headers['webhook-id']);
  expect(receipt.detail).toBe(`posted to ${new URL(server.url).host}`);
});

test('it is signed as the specification says, over id, time and body', async () => {
  const server = await startHttpServer();
  await webhook.send(aMessage(), EVERYBODY_THERE, useOf({ url: server.url, signingSecret: SECRET }));
  const [request] = server.requests;
  expect(request?.headers['webhook-timestamp']).toBe(String(NOW.getTime() / 1000));
  expect(request?.headers['webhook-id']).toMatch(/^msg_[0-9a-f]{64}$/);
  expect(request?.headers['webhook-signature']).toBe(signatureOf(request, SECRET));
});

// The vector that the specification's libraries test with: this file's own signing is theirs.
test('a receiver with one of the published libraries finds the signature right', () => {
  const headers = { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330' };
  const request = { method: 'POST', path: '/', headers, body: '{"test": 2432232314}' };
  const signature = signatureOf(request, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('while the secret is changed, both sign', async () => {
  const server = await startHttpServer();
  const signingSecret = `${SECRET} ${OLD_SECRET}\n`;
  await webhook.send(aMessage(), EVERYBODY_THERE, useOf({ url: server.url, signingSecret }));
  const [request] = server.requests;
  expect(request?.headers['webhook-signature']).toBe(
    `${signatureOf(request, SECRET)} ${signatureOf(request, OLD_SECRET)}`,
  );
});

test('a repeat after a lost answer has the same id and body, so that the receiver takes it once', async () => {
  const server = await startHttpServer();
  server.answer('drop');
  const settings = { url: server.url, signingSecret: SECRET };
  expect(await failureOf(webhook.send(aMessage(), EVERYBODY_THERE, useOf(settings)))).toMatchObject({
    permanent: false,
  });
  await webhook.send(aMessage(), EVERYBODY_THERE, useOf(settings, { again: true }));
  await webhook.send(aMessage({ key: 'another' }), EVERYBODY_THERE, useOf(settings));
  const [first, second, third] = server.requests;
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toBe(first?.body);
  expect(third?.headers['webhook-id']).not.toBe(first?.headers['webhook-id']);
});

test.each([
  '',
  'whsec_',
  'secret',
  `whsec_${Buffer.alloc(23).toString('base64')}`,
  `whsec_${Buffer.alloc(65).toString('base64')}`,
  `${SECRET} x`,
])('with the secret %o nothing is sent, and the error does not show it', async (signingSecret) => {
  const server = await startHttpServer();
  const delivery = webhook.send(aMessage(), EVERYBODY_THERE, useOf({ url: server.url, signingSecret }));
  const failure = await failureOf(delivery);
  expect(failure).toMatchObject({ permanent: true });
  expect(failure.message).not.toContain(SECRET);
  expect(server.requests).toEqual([]);
});

test('a receiver that is gone is for good, and one that is busy says when', async () => {
  const server = await startHttpServer();
  const settings = { url: server.url, signingSecret: SECRET };
  server.answer({ status: 410 }, { status: 503, headers: { 'retry-after': '5' } });
  expect(await failureOf(webhook.send(aMessage(), EVERYBODY_THERE, useOf(settings)))).toMatchObject({
    permanent: true,
  });
  expect(await failureOf(webhook.send(aMessage(), EVERYBODY_THERE, useOf(settings)))).toMatchObject({
    permanent: false,
    retryAfterMs: 5000,
  });
});

test('what somebody hostile wrote is given on as it is, as JSON that every language reads', async () => {
  const server = await startHttpServer();
  const message = aMessage({ subject: HOSTILE, body: HOSTILE });
  await webhook.send(message, EVERYBODY_THERE, useOf({ url: server.url, signingSecret: SECRET }));
  expect(JSON.parse(server.requests[0]?.body ?? '').body).toBe(HOSTILE.replace('\ud800', '\ufffd'));
});

test('any message is a request with valid headers, of less than half a megabyte', async () => {
  const server = await startHttpServer();
  await fc.assert(
    fc.asyncProperty(anyMessage, async (message) => {
      await webhook.send(message, EVERYBODY_THERE, useOf({ url: server.url, signingSecret: SECRET }));
      const request = server.requests.at(-1);
      expect(request?.headers['webhook-signature']).toBe(signatureOf(request, SECRET));
      expect(Buffer.byteLength(request?.body ?? '')).toBeLessThan(512 * 1024);
      expect(request?.body).not.toMatch(/\\ud[89a-f]/);
      expect(JSON.parse(request?.body ?? '')).toMatchObject({ schema: 'opsbook/message@1', kind: message.kind });
    }),
    { numRuns: 60 },
  );
});

test('it goes to https or this machine, without a password in the URL', () => {
  const signingSecret = 'env:HOOK_SECRET';
  expect(webhook.addressOf(ALICE, {})).toBe(EVERYBODY);
  expect(refusals(webhook, { url: 'https://hooks.example.com/a', signingSecret })).toEqual([]);
  expect(refusals(webhook, { url: 'http://localhost:8080', signingSecret })).toEqual([]);
  for (const url of [
    'http://169.254.169.254/latest',
    'http://10.0.0.1',
    'https://u:p@x.example',
    'file:///etc/passwd',
    'x',
  ]) {
    expect(refusals(webhook, { url, signingSecret }), url).not.toEqual([]);
  }
});

function signatureOf(request: HttpRequest | undefined, secret: string): string {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = request?.headers ?? {};
  const key = Buffer.from(secret.slice(6), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${request?.body}`).digest('base64')}`;
}
