import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/model/errors.ts';
import { alertmanager } from '../../src/respond/intake/alertmanager.ts';
import { generic } from '../../src/respond/intake/generic.ts';
import { heartbeat } from '../../src/respond/intake/heartbeat.ts';
import { sns } from '../../src/respond/intake/sns.ts';
import { workOnSignals } from '../../src/respond/signals/work.ts';
import { listIncidents } from '../../src/store/incidents.ts';
import { hearOthers } from '../../src/store/news.ts';
import { type Office, openOffice, type OfficeOptions, startOffices } from './api/office.ts';
import type { Databases } from './store/databases.ts';

const KEY = Buffer.alloc(32, 9);
const SECRETS = { token: 'a-token-that-is-long', signingSecret: `whsec_${KEY.toString('base64')}` };
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:alarms';
const JSON_TYPE = 'application/json';

let databases: Databases;
let office: Office;

beforeAll(async () => {
  databases = await startOffices();
});
afterAll(() => databases.stop());
afterEach(() => office.close());

const intakes = {
  ci: {
    definition: generic,
    settings: () => Promise.resolve({ signingSecret: SECRETS.signingSecret }),
    labels: { environment: 'production', team: 'web' },
    severity: 'P2',
  },
  prometheus: {
    definition: alertmanager,
    settings: () => Promise.resolve({ token: SECRETS.token, severities: { critical: 'P1' } }),
  },
  nightly: {
    definition: heartbeat,
    settings: () => Promise.resolve({ token: SECRETS.token, key: 'nightly', every: '1h' }),
  },
  aws: { definition: sns, settings: () => Promise.resolve({ topics: [TOPIC] }) },
  broken: {
    definition: generic,
    settings: () =>
      Promise.reject(new UsageError('the secret env:CI_TOKEN is not there: the variable CI_TOKEN is not set')),
  },
} as const;

async function open(more: OfficeOptions = {}): Promise<void> {
  office = await openOffice(await databases.fresh(), { respond: { intakes }, ...more });
}

interface Sending {
  readonly id?: string;
  readonly at?: Date;
  readonly key?: Buffer;
  readonly headers?: Record<string, string>;
}

/** As Standard Webhooks signs. */
function post(path: string, body: string, { id = 'msg_1', at = office.desk.now(), key = KEY, headers }: Sending = {}) {
  const seconds = Math.floor(at.getTime() / 1000);
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return office.raw(path, {
    method: 'POST',
    body,
    headers: {
      'content-type': JSON_TYPE,
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${signature}`,
      ...headers,
    },
  });
}

const ALARM = JSON.stringify({ key: 'ci/main', title: 'The build fails', labels: { team: 'platform' } });

function work(): Promise<number> {
  return workOnSignals(office.responder, () => Promise.resolve(new Map()));
}

async function signals() {
  return office.db.selectFrom('signals').selectAll().orderBy('id').execute();
}

describe('a hook', () => {
  beforeEach(() => open());

  test('takes what is proven, without a sign-in, and an incident is opened with what the configuration adds', async () => {
    // Whoever sends knows this server by another name, and no page's rules hold for it.
    const headers = { host: 'hooks.example.org', 'sec-fetch-site': 'cross-site', origin: 'https://ci.example' };
    const began = performance.now();
    const answer = await post('/hooks/ci', ALARM, { headers });
    expect(performance.now() - began).toBeLessThan(1000);
    expect([answer.status, await answer.json()]).toEqual([202, { accepted: 1, known: 0 }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    await work();
    expect(await listIncidents(office.db, { limit: 9 })).toMatchObject([
      { key: 'ci/main', severity: 'P2', labels: { environment: 'production', team: 'platform' }, source: 'ci' },
    ]);
  });

  test('wakes whoever works on the same database at once', async () => {
    await office.close();
    const url = await databases.fresh();
    office = await openOffice(url, { respond: { intakes } });
    let heard = 0;
    const session = await hearOthers(url, () => (heard += 1));
    await post('/hooks/ci', ALARM);
    for (let look = 0; look < 50 && heard === 0; look += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    await session.close();
    expect(heard).toBe(1);
  });

  test('that is delivered again is one signal, and one incident', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => post('/hooks/ci', ALARM)));
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(bodies.filter(({ accepted }) => accepted === 1)).toHaveLength(1);
    expect(bodies.filter(({ known }) => known === 1)).toHaveLength(2);
    await work();
    await post('/hooks/ci', ALARM);
    await work();
    expect(await signals()).toHaveLength(1);
    expect(await listIncidents(office.db, { limit: 9 })).toMatchObject([{ occurrences: 1 }]);
  });

  test('that is forged, changed on the way or replayed later is refused, and nothing of it is kept', async () => {
    const forged = await post('/hooks/ci', ALARM, { key: Buffer.alloc(32, 8) });
    expect([forged.status, await forged.json()]).toMatchObject([401, { type: 'about:blank', status: 401 }]);
    expect(forged.headers.get('content-type')).toBe('application/problem+json');
    const old = await post('/hooks/ci', ALARM, { at: new Date(office.desk.now().getTime() - 3_600_000) });
    expect(old.status).toBe(401);
    const unsigned = await office.raw('/hooks/ci', {
      method: 'POST',
      body: ALARM,
      headers: { 'content-type': JSON_TYPE },
    });
    expect(unsigned.status).toBe(401);
    const bearer = { authorization: 'Bearer another-token', 'content-type': JSON_TYPE };
    expect((await office.raw('/hooks/prometheus', { method: 'POST', body: '{}', headers: bearer })).status).toBe(401);
    const elsewhere = JSON.stringify({
      Type: 'Notification',
      MessageId: 'd3f1a0e2-0000-4000-8000-000000000000',
      TopicArn: TOPIC.replace('alarms', 'others'),
      Message: '{}',
      Timestamp: office.desk.now().toISOString(),
      SignatureVersion: '2',
      Signature: 'AAAA',
      SigningCertURL: 'https://evil.example/SimpleNotificationService-0.pem',
    });
    // SNS says that its JSON is text.
    const headers = { 'content-type': 'text/plain; charset=UTF-8' };
    const foreign = await office.raw('/hooks/aws', { method: 'POST', body: elsewhere, headers });
    expect([foreign.status, await foreign.json()]).toMatchObject([403, { detail: expect.stringContaining('topic') }]);
    expect(await signals()).toEqual([]);
  });

  test('of a name that is not there is not found, and says nothing of those that are', async () => {
    const answers = await Promise.all([
      office.ask('/hooks/other', { send: {} }),
      office.ask('/hooks/__proto__', { send: {} }),
      office.ask('/hooks/slack/other', { send: {} }),
      // Only heartbeats are gotten.
      office.ask('/hooks/ci'),
      office.ask('/hooks/other'),
    ]);
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))).toEqual(
      new Set([
        '404 {"type":"about:blank","title":"Not found","status":404,"detail":"there is nothing at this address"}',
      ]),
    );
    expect((await office.ask('/hooks/ci', { method: 'DELETE' })).status).toBe(404);
  });

  test('takes no more than 512 KiB, and what is no JSON is said to be none', async () => {
    const large = JSON.stringify({ key: 'x', title: 'x', details: { text: 'x'.repeat(513 * 1024) } });
    expect((await post('/hooks/ci', large)).status).toBe(413);
    const notLarge = JSON.stringify({ key: 'x', title: 'x', details: { text: 'x'.repeat(400 * 1024) } });
    expect((await post('/hooks/ci', notLarge)).status).toBe(202);
    const form = await post('/hooks/ci', 'key=x&title=y', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([form.status, await form.json()]).toMatchObject([400, { detail: 'the body is no JSON' }]);
  });

  test('whose secret is missing takes nothing, and the log says so once and names it', async () => {
    for (let time = 0; time < 3; time += 1) {
      const answer = await office.ask('/hooks/broken', { send: { key: 'x', title: 'x' } });
      expect([answer.status, answer.body.detail]).toEqual([503, expect.stringContaining('not set up yet')]);
      expect(answer.body.detail).not.toContain('CI_TOKEN');
    }
    expect(office.lines).toEqual([
      '/hooks/broken takes nothing: the secret env:CI_TOKEN is not there: the variable CI_TOKEN is not set',
    ]);
    expect(await signals()).toEqual([]);
  });

  test('that is guessed at makes who guesses wait; others are let through', async () => {
    const guess = (address: string) =>
      office.raw('/hooks/prometheus', {
        method: 'POST',
        body: '{}',
        headers: { authorization: `Bearer guess`, 'x-forwarded-for': address },
      });
    await office.close();
    await open({ publicUrl: new URL('https://ops.example.org') });
    for (let time = 0; time < 20; time += 1) expect((await guess('203.0.113.9')).status).toBe(401);
    const late = await guess('203.0.113.9');
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    // Also with the right one, or guessing would not be slow.
    const right = { authorization: `Bearer ${SECRETS.token}`, 'x-forwarded-for': '203.0.113.9' };
    expect((await office.raw('/hooks/prometheus', { method: 'POST', body: '{}', headers: right })).status).toBe(429);
    expect((await guess('203.0.113.10')).status).toBe(401);
    expect((await post('/hooks/ci', ALARM, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(202);
    office.later(60_000);
    expect((await guess('203.0.113.9')).status).toBe(401);
  });

  test('of a job is a sign of life, gotten or posted', async () => {
    expect((await office.ask(`/hooks/nightly?token=${SECRETS.token}`)).body).toEqual({ accepted: 1, known: 0 });
    office.later(1000);
    const headers = { authorization: `Bearer ${SECRETS.token}` };
    expect((await office.raw('/hooks/nightly', { method: 'POST', headers })).status).toBe(202);
    expect((await office.ask('/hooks/nightly?token=wrong')).status).toBe(401);
    expect((await signals()).map(({ intake, key }) => `${intake} ${key}`)).toEqual([
      'nightly heartbeat/nightly',
      'nightly heartbeat/nightly',
    ]);
  });

  test('opens no other door: what guards people and browsers holds everywhere else', async () => {
    await office.person('root', ['admin']);
    const cookie = await office.signIn('root');
    const send = { title: 'by another page' };
    const cross = { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect((await office.ask('/api/incidents', { send, headers: cross })).status).toBe(403);
    const form = { cookie, 'content-type': 'text/plain' };
    expect(
      (await office.raw('/api/incidents', { method: 'POST', body: JSON.stringify(send), headers: form })).status,
    ).toBe(403);
    const host = 'evil.example';
    for (const path of ['/api/incidents', '/metrics', '/api/events', '/hook', '/hooksx/ci', '/hooks']) {
      expect([path, (await office.ask(path, { headers: { host } })).status]).toEqual([path, 421]);
    }
    expect((await office.ask('/hooks/../api/incidents', { headers: { host } })).status).toBe(421);
    expect((await office.ask('/hooks/ci/../../api/incidents')).status).toBe(401);
    expect(await listIncidents(office.db, { limit: 9 })).toEqual([]);
  });
});
