import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aMessage,
  anIncident,
  anyMessage,
  EVERYBODY_THERE,
  failureOf,
  HOSTILE,
  refusals,
  useOf,
} from '../../../test/respond/channel-scene.ts';
import { type HttpAnswer, type HttpServer, startHttpServer } from '../../../test/respond/http-server.ts';
import type { Message } from '../../model/incident/message.ts';
import { EVERYBODY } from './define.ts';
import { pagerduty } from './pagerduty.ts';
import { fingerprint } from './plain-text.ts';

const ROUTING_KEY = 'a'.repeat(32);
const ACCEPTED: HttpAnswer = { status: 202, body: '{"status":"success","message":"Event processed","dedup_key":"x"}' };

describe('what PagerDuty is told', () => {
  test('a page triggers an alert, with all that it knows', async () => {
    const { events, receipt } = await send(aMessage());
    expect(events).toEqual([
      {
        path: '/v2/enqueue',
        routing_key: ROUTING_KEY,
        event_action: 'trigger',
        dedup_key: 'incident-12',
        client: 'Opsbook',
        client_url: 'https://ops.example.com/incidents/12',
        links: [{ href: 'https://ops.example.com/incidents/12', text: 'Incident #12 in Opsbook' }],
        payload: {
          summary: 'P1: Checkout is down',
          source: 'opsbook',
          severity: 'error',
          timestamp: '2026-03-01T11:56:00.500Z',
          custom_details: {
            body: 'The alarm checkout-5xx is on.\n\n  5xx: 12 %\nSince 11:55.',
            incident: 12,
            title: 'Checkout is down',
            severity: 'P1',
            status: 'open',
            opened_at: '2026-03-01T11:55:00.000Z',
            key: 'incident/12/page/1',
          },
        },
      },
    ]);
    expect(receipt).toEqual({ id: 'incident-12', detail: 'triggered an alert in PagerDuty' });
  });

  test.each([
    ['acknowledged', 'acknowledge'],
    ['resolved', 'resolve'],
  ] as const)('%s follows the alert by its key', async (kind, action) => {
    const { events } = await send(aMessage({ kind, key: `incident/12/${kind}` }));
    expect(events).toEqual([
      { path: '/v2/enqueue', routing_key: ROUTING_KEY, event_action: action, dedup_key: 'incident-12' },
    ]);
  });

  test('a notice is recorded as a change, which notifies nobody', async () => {
    const { events } = await send(aMessage({ kind: 'notice' }));
    expect(events).toMatchObject([{ path: '/v2/change/enqueue', payload: { summary: 'P1: Checkout is down' } }]);
    expect(events[0]).not.toHaveProperty('event_action');
    expect(events[0]).not.toHaveProperty('payload.severity');
  });

  test('a test is an alert of its own, which is resolved at once and touches no incident', async () => {
    const { events } = await send(aMessage({ kind: 'test' }));
    const dedup_key = `opsbook-test-${fingerprint('incident/12/page/1')}`;
    expect(events).toMatchObject([
      { event_action: 'trigger', dedup_key },
      { event_action: 'resolve', dedup_key },
    ]);
  });

  test('every severity has one of PagerDuty, and a page about no incident is the worst', async () => {
    for (const [severity, expected] of [
      ['P0', 'critical'],
      ['P1', 'error'],
      ['P2', 'warning'],
      ['P3', 'info'],
    ] as const) {
      const { events } = await send(aMessage({ incident: anIncident({ severity }) }));
      expect(events).toMatchObject([{ payload: { severity: expected } }]);
    }
    const { events } = await send(aMessage({ incident: null }));
    expect(events).toMatchObject([{ dedup_key: 'incident/12/page/1', payload: { severity: 'critical' }, links: [] }]);
  });

  test('a key that is too long for PagerDuty is told by its fingerprint, in all that follows too', async () => {
    const incident = anIncident({ dedupKey: 'k'.repeat(256) });
    for (const kind of ['page', 'acknowledged', 'resolved'] as const) {
      const { events } = await send(aMessage({ kind, incident }));
      expect(events).toMatchObject([{ dedup_key: fingerprint('k'.repeat(256)) }]);
    }
  });

  test('what somebody hostile wrote stays text', async () => {
    const { events } = await send(aMessage({ subject: HOSTILE, body: HOSTILE.repeat(500) }));
    expect(JSON.stringify(events)).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(events).toMatchObject([{ payload: { summary: expect.stringContaining('one Bcc: mallory@evil.example') } }]);
  });
});

test('a repeat after a lost answer is the same event', async () => {
  const server = await startHttpServer(ACCEPTED);
  server.answer('drop');
  const use = settingsFor(server);
  expect(await failureOf(pagerduty.send(aMessage(), EVERYBODY_THERE, useOf(use)))).toMatchObject({ permanent: false });
  await pagerduty.send(aMessage(), EVERYBODY_THERE, useOf(use, { again: true }));
  expect(server.requests[1]?.body).toBe(server.requests[0]?.body);
});

test('an invalid event is for good, too many are not, and the routing key is in no error', async () => {
  const server = await startHttpServer();
  server.answer({ status: 400, body: `{"status":"invalid event","errors":["bad ${ROUTING_KEY}"]}` });
  const refused = await failureOf(pagerduty.send(aMessage(), EVERYBODY_THERE, useOf(settingsFor(server))));
  expect(refused).toMatchObject({ permanent: true });
  expect(refused.message).toMatch(/^PagerDuty answered 400 \(.*bad \*\*\*.*\)\. Check that routingKey is/);
  server.answer({ status: 429, headers: { 'retry-after': '60' } });
  const throttled = await failureOf(pagerduty.send(aMessage(), EVERYBODY_THERE, useOf(settingsFor(server))));
  expect(throttled).toMatchObject({ permanent: false, retryAfterMs: 60_000 });
});

test('a success that PagerDuty does not give is none', async () => {
  const server = await startHttpServer({ status: 200, body: '<html>Sign in to the proxy</html>' });
  const failure = await failureOf(pagerduty.send(aMessage(), EVERYBODY_THERE, useOf(settingsFor(server))));
  expect(failure).toMatchObject({ permanent: false });
});

test('a test whose resolve fails has failed, and its repeat meets the same alert', async () => {
  const server = await startHttpServer(ACCEPTED);
  server.answer(ACCEPTED, { status: 500 });
  const message = aMessage({ kind: 'test' });
  await failureOf(pagerduty.send(message, EVERYBODY_THERE, useOf(settingsFor(server))));
  await pagerduty.send(message, EVERYBODY_THERE, useOf(settingsFor(server)));
  expect(new Set(eventsOf(server).map(({ dedup_key }) => dedup_key)).size).toBe(1);
});

test('any message is an event within the limits of PagerDuty', async () => {
  const server = await startHttpServer(ACCEPTED);
  await fc.assert(
    fc.asyncProperty(anyMessage, async (message) => {
      const before = server.requests.length;
      await pagerduty.send(message, EVERYBODY_THERE, useOf(settingsFor(server)));
      for (const { body } of server.requests.slice(before)) {
        expect(Buffer.byteLength(body)).toBeLessThan(512 * 1024);
        // A change has no key, and what follows an alert no summary.
        const { dedup_key = 'none', payload: { summary } = { summary: 'none' } } = JSON.parse(body);
        expect(dedup_key).toMatch(/^[\x21-\x7e]{1,255}$/);
        expect(summary).toMatch(/^[^\p{Cc}\p{Cs}]{1,1024}$/u);
        expect(summary.length).toBeLessThanOrEqual(1024);
      }
    }),
    { numRuns: 60 },
  );
});

test('it has one place for all, and is configured by a reference to the key', () => {
  expect(pagerduty.addressOf({ id: 'alice', name: 'Alice' }, {})).toBe(EVERYBODY);
  expect(refusals(pagerduty, { routingKey: 'env:PAGERDUTY_KEY' })).toEqual([]);
  expect(refusals(pagerduty, { routingKey: ROUTING_KEY })).toEqual([expect.stringContaining('where the secret is')]);
  expect(refusals(pagerduty, { routingKey: 'env:K', apiUrl: 'http://events.example.com' })).toHaveLength(1);
  expect(refusals(pagerduty, { routingKey: 'env:K', extra: 1 })).toHaveLength(1);
});

async function send(message: Message) {
  const server = await startHttpServer(ACCEPTED);
  const receipt = await pagerduty.send(message, EVERYBODY_THERE, useOf(settingsFor(server)));
  return { receipt, events: eventsOf(server) };
}

function settingsFor(server: HttpServer): Record<string, unknown> {
  return { routingKey: ROUTING_KEY, apiUrl: `${server.url}/`, source: 'opsbook' };
}

function eventsOf(server: HttpServer): Record<string, unknown>[] {
  return server.requests.map(({ path, body }) => ({ path, ...JSON.parse(body) }));
}
