import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endToken, tokensFor } from '../../src/engine/identity/tokens.ts';
import { webhook } from '../../src/respond/channels/webhook.ts';
import { holdFor } from '../../src/respond/incidents/policy-for.ts';
import { acknowledge } from '../../src/respond/incidents/acknowledge.ts';
import { deliver } from '../../src/respond/delivery/deliver.ts';
import { listAudit } from '../../src/store/audit.ts';
import { findIncident } from '../../src/store/incidents.ts';
import { listNotifications } from '../../src/store/notifications.ts';
import { startHttpServer } from '../respond/http-server.ts';
import { ADMIN, type Office, openOffice, type OfficeOptions, startOffices } from './api/office.ts';
import type { Databases } from './store/databases.ts';

const MINUTE_MS = 60_000;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
/** What a page would run, and what Markdown would make of it. */
const HOSTILE = '<img src=x onerror=alert(1)> [here](javascript:alert(1)) `${1}` </script>';

let databases: Databases;
let office: Office;
let viewer: string;
let operator: string;

beforeAll(async () => {
  databases = await startOffices();
});
afterAll(() => databases.stop());
afterEach(() => office.close());

async function open(options?: OfficeOptions): Promise<void> {
  office = await openOffice(await databases.fresh(), options);
  await office.person('root', ['admin']);
  viewer = await office.token('reads', 'viewer');
  operator = await office.token('acts', 'operator');
}

async function opened(more: object = {}): Promise<number> {
  const send = { title: 'Sign-in is down', severity: 'P1', ...more };
  const { status, body } = await office.ask('/api/incidents', { as: operator, send });
  expect([status, body.how]).toEqual([201, 'opened']);
  return body.number;
}

describe('incidents over HTTP', () => {
  beforeEach(() => open());

  test('are opened, acted on, and read, as the one who did it and by which way', async () => {
    const number = await opened({ note: 'customers call' });
    const send = { action: 'acknowledge' };
    const acted = await office.ask(`/api/incidents/${number}/actions`, { as: operator, send });
    expect(acted).toMatchObject({
      status: 200,
      body: { number, status: 'investigating', assignee: 'token:acts', paging: { phase: 'acknowledged' } },
    });
    const { body } = await office.ask(`/api/incidents/${number}`, { as: viewer });
    expect(body).toMatchObject({ schema: 'opsbook/incident@1', incident: { number, openedBy: 'token:acts' } });
    const said = body.timeline.map(({ kind, source, actor }: Record<string, string>) => `${kind} ${source} ${actor}`);
    expect(said).toEqual(
      expect.arrayContaining(['opened api token:acts', 'note api token:acts', 'acknowledged api token:acts']),
    );
    const list = (await office.ask('/api/incidents?open=true', { as: viewer })).body;
    expect(list).toMatchObject({ schema: 'opsbook/incidents@1', incidents: [{ number }], next: null });
    expect((await office.ask('/api/incidents?open=false', { as: viewer })).body.incidents).toEqual([]);
  });

  test('are listed by pages, and adding to the same key opens no second one', async () => {
    for (const key of ['a', 'b', 'c']) await opened({ key });
    const again = await office.ask('/api/incidents', { as: operator, send: { title: 'Once more', key: 'b' } });
    expect([again.status, again.body.how]).toEqual([201, 'again']);
    const first = (await office.ask('/api/incidents?limit=2', { as: viewer })).body;
    expect(first.incidents.map(({ key }: { key: string }) => key)).toEqual(['c', 'b']);
    const second = (await office.ask(`/api/incidents?limit=2&before=${first.next}`, { as: viewer })).body;
    expect([second.incidents.map(({ key }: { key: string }) => key), second.next]).toEqual([['a'], null]);
  });

  test('a viewer reads and changes nothing; an approver no more than that; who is not known, nothing at all', async () => {
    const number = await opened();
    const approver = await office.token('agrees', 'approver');
    const day = { start: new Date().toISOString(), end: new Date(Date.now() + 86_400_000).toISOString() };
    const reads = [
      '/api/incidents',
      `/api/incidents/${number}`,
      `/api/incidents/${number}/post-mortem`,
      '/api/maintenance',
      '/api/oncall/schedules',
      '/api/oncall/schedules/platform/who',
      '/api/oncall/schedules/platform/timeline',
      '/api/oncall/schedules/platform/overrides',
      '/api/oncall/schedules/platform/ical',
      '/api/oncall/people',
      '/api/channels',
      '/metrics',
    ];
    const acts: [string, unknown, string?][] = [
      ['/api/incidents', { title: 'x' }],
      [`/api/incidents/${number}/actions`, { action: 'acknowledge' }],
      [`/api/incidents/${number}/executions`, { execution: 'none' }],
      ['/api/maintenance', { name: 'x', ...day }],
      ['/api/maintenance/1', undefined, 'DELETE'],
      ['/api/oncall/schedules/platform/overrides', { type: 'add', person: 'bob', ...day }],
      ['/api/oncall/schedules/platform/overrides/1', undefined, 'DELETE'],
      ['/api/channels/pager/test', {}],
    ];
    for (const path of reads) {
      expect([path, (await office.ask(path)).status]).toEqual([path, 401]);
      for (const as of [viewer, approver]) expect([path, (await office.ask(path, { as })).status]).toEqual([path, 200]);
    }
    for (const [path, send, method] of acts) {
      const how = { ...(send !== undefined && { send }), ...(method && { method }) };
      expect([path, (await office.ask(path, how)).status]).toEqual([path, 401]);
      for (const as of [viewer, approver])
        expect([path, (await office.ask(path, { as, ...how })).status]).toEqual([path, 403]);
    }
    expect(await findIncident(office.db, number)).toMatchObject({ acknowledgedAt: null, occurrences: 1 });
  });

  test('a token for one environment acts on the incidents of that alone', async () => {
    const scopes = ['environment:staging'];
    const as = await office.token('staging', 'operator', { scopes });
    const production = await opened({ key: 'api', labels: { environment: 'production' } });
    const nowhere = await opened();
    const act = (number: number) =>
      office.ask(`/api/incidents/${number}/actions`, { as, send: { action: 'note', text: 'mine?' } });
    for (const number of [production, nowhere]) expect((await act(number)).status).toBe(403);
    const wish = { title: 'x', labels: { environment: 'staging' } };
    const mine = await office.ask('/api/incidents', { as, send: wish });
    expect(mine.status).toBe(201);
    expect((await act(mine.body.number)).status).toBe(200);
    // Neither by opening it anew, by maintenance for all, nor by who is on call.
    expect((await office.ask('/api/incidents', { as, send: { ...wish, key: 'api' } })).status).toBe(403);
    expect((await office.ask('/api/incidents', { as, send: { title: 'x' } })).status).toBe(403);
    const end = new Date(Date.now() + MINUTE_MS).toISOString();
    const maintain = (match: object) =>
      office.ask('/api/maintenance', {
        as,
        send: { name: 'quiet', match, start: new Date().toISOString(), end },
      });
    expect((await maintain({})).status).toBe(403);
    expect((await maintain({ environment: '*' })).status).toBe(403);
    expect((await maintain({ environment: 'staging' })).status).toBe(201);
    const runbooks = await office.token('deploys', 'operator', { scopes: ['runbook:deployment/*'] });
    const other = await office.ask(`/api/incidents/${production}/actions`, {
      as: runbooks,
      send: { action: 'acknowledge' },
    });
    expect([other.status, other.body.detail]).toEqual([403, expect.stringContaining('is for deployment/*')]);
  });

  test('what does not fit is said where it does not fit, and one that is not there is not found', async () => {
    const number = await opened();
    const act = (send: object) => office.ask(`/api/incidents/${number}/actions`, { as: operator, send });
    expect(await act({ action: 'explode' })).toMatchObject({ status: 400 });
    expect(await act({ action: 'note', text: '' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/^text: /) },
    });
    expect(await act({ action: 'note', text: 'x', by: 'mallory' })).toMatchObject({ status: 400 });
    expect(await act({ action: 'status', status: 'verifying' })).toMatchObject({ status: 409 });
    for (const path of ['/api/incidents/9999', '/api/incidents/9999/post-mortem']) {
      expect([path, await office.ask(path, { as: viewer })]).toMatchObject([path, { status: 404 }]);
    }
    expect((await office.ask('/api/incidents/0', { as: viewer })).status).toBe(400);
    const gone = await office.ask('/api/incidents/9999/actions', { as: operator, send: { action: 'acknowledge' } });
    expect([gone.status, gone.body.detail]).toEqual([404, expect.stringContaining('there is no incident 9999')]);
    const large = { action: 'note', text: 'x'.repeat(300 * 1024) };
    expect((await act(large)).status).toBe(413);
  });

  test('what others wrote comes back as text, and never as a page', async () => {
    const number = await opened({ title: HOSTILE, note: HOSTILE, labels: { service: HOSTILE } });
    const shown = await office.ask(`/api/incidents/${number}`, { as: viewer });
    expect(shown.headers.get('content-type')).toBe('application/json');
    expect(shown.body.incident.title).toBe(HOSTILE);
    expect(shown.body.timeline.map(({ text }: { text: string }) => text)).toContain(HOSTILE);
    const draft = await office.ask(`/api/incidents/${number}/post-mortem`, { as: viewer });
    expect(draft.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(draft.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(draft.body).not.toContain('<img');
    for (const { headers } of [shown, draft]) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  test('an execution is attached, and the incident is being fixed', async () => {
    const number = await opened();
    const { body } = await office.ask('/api/executions', { as: operator, send: { runbook: 'scaling/service' } });
    const attach = (as: string, execution: string) =>
      office.ask(`/api/incidents/${number}/executions`, { as, send: { execution } });
    expect((await attach(operator, 'no-such-execution')).status).toBe(404);
    const staging = await office.token('s', 'operator', { scopes: ['environment:staging'] });
    expect((await attach(staging, body.id)).status).toBe(403);
    expect(await attach(operator, body.id.slice(0, 8))).toMatchObject({ status: 200, body: { status: 'fixing' } });
    const page = (await office.ask(`/api/incidents/${number}`, { as: viewer })).body;
    expect(page.executions).toMatchObject([{ execution: body.id, runbook: 'scaling/service' }]);
  });
});

/** A configuration in which everybody who is on call can be told. */
async function reachable(): Promise<OfficeOptions> {
  const { url } = await startHttpServer();
  const pager = { name: 'pager', definition: webhook, settings: { url, signingSecret: SECRET } };
  return { respond: { channels: [pager], people: ['alice', 'bob', 'carol'].map((id) => ({ id, name: id })) } };
}

describe('maintenance', () => {
  const window = (name: string, minutes: number, match = {}) => ({
    name,
    match,
    start: new Date(office.desk.now().getTime() - MINUTE_MS).toISOString(),
    end: new Date(office.desk.now().getTime() + minutes * MINUTE_MS).toISOString(),
  });
  const add = async (send: object) => (await office.ask('/api/maintenance', { as: operator, send })).body.id;
  const end = (id: number) => office.ask(`/api/maintenance/${id}`, { as: operator, method: 'DELETE' });
  const pagesOf = async (number: number) =>
    (await listNotifications(office.db, number)).filter(({ kind }) => kind === 'page').length;

  test('holds what is opened in it, and ended early lets go at once of what nothing else holds', async () => {
    await open(await reachable());
    const id = await add(window('database move', 60));
    const number = await opened();
    expect(await findIncident(office.db, number)).toMatchObject({
      escalation: { phase: 'held', reason: 'Maintenance: database move' },
    });
    expect((await office.ask('/api/maintenance', { as: viewer })).body.windows).toMatchObject([
      { id, name: 'database move', actor: 'token:acts' },
    ]);
    expect((await end(id)).body).toEqual({ id, released: [number] });
    const shown = (await office.ask(`/api/incidents/${number}`, { as: viewer })).body;
    expect(shown.incident.paging).toMatchObject({ phase: 'paging', level: 1 });
    expect(shown.timeline.map(({ kind }: { kind: string }) => kind)).toContain('maintenance-ended');
    expect((await office.ask('/api/maintenance', { as: viewer })).body.windows).toEqual([]);
    expect(await end(id)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('is over since') } });
    expect((await end(999)).status).toBe(404);
    const log = (await listAudit(office.db, { limit: 20 })).map(({ action, actor }) => `${actor} ${action}`);
    expect(log).toEqual(expect.arrayContaining(['token:acts maintenance.add', 'token:acts maintenance.end']));
  });

  test('what another window or a silence still holds stays held, for as long as that lasts', async () => {
    await open();
    await office.ask('/api/maintenance', { as: operator, send: window('short', 10) });
    const long = await add(window('long', 60));
    const number = await opened();
    expect((await end(long)).body.released).toEqual([]);
    const row = await findIncident(office.db, number);
    expect(row?.escalation).toMatchObject({ phase: 'held', reason: 'Maintenance: short' });
    expect(await pagesOf(number)).toBe(0);
    const now = office.desk.now();
    const scene = { responder: office.responder, roster: await office.responder.roster(), now };
    expect(row && (await holdFor(office.db, row, scene))?.until).toBe(row?.escalation.until);
  });

  test('that is over before it begins, or has ended already, is refused', async () => {
    await open();
    const later = window('x', 10);
    const send = { ...later, start: later.end, end: later.start };
    expect((await office.ask('/api/maintenance', { as: operator, send })).status).toBe(400);
    const past = { ...later, start: '2020-01-01T00:00:00Z', end: '2020-01-02T00:00:00Z' };
    expect((await office.ask('/api/maintenance', { as: operator, send: past })).status).toBe(400);
  });
});

describe('who is on call', () => {
  beforeEach(() => open());
  const path = '/api/oncall/schedules/platform';

  test('is told exactly as the command line tells it', async () => {
    const { body } = await office.ask(`${path}/who?at=2026-03-03T12:00:00Z`, { as: viewer });
    expect(body).toEqual({
      at: '2026-03-03T12:00:00.000Z',
      schedule: 'platform',
      oncall: [
        {
          rotation: 'primary',
          person: 'carol',
          shiftStart: '2026-03-02T14:00:00.000Z',
          shiftEnd: '2026-03-09T13:00:00.000Z',
          next: 'alice',
        },
      ],
      gap: false,
    });
    const span = 'from=2026-03-09T12:00:00Z&to=2026-03-09T14:00:00Z';
    expect((await office.ask(`${path}/timeline?${span}`, { as: viewer })).body).toEqual({
      segments: [
        { start: '2026-03-09T12:00:00.000Z', end: '2026-03-09T13:00:00.000Z', people: ['carol'] },
        { start: '2026-03-09T13:00:00.000Z', end: '2026-03-09T14:00:00.000Z', people: ['alice'] },
      ],
      gaps: [],
      conflicts: [],
    });
    const wide = 'from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z';
    expect((await office.ask(`${path}/timeline?${wide}`, { as: viewer })).status).toBe(400);
    expect((await office.ask('/api/oncall/schedules/other/who', { as: viewer })).status).toBe(404);
    expect((await office.ask('/api/oncall/schedules', { as: viewer })).body).toEqual({
      schedules: [{ id: 'platform', timezone: 'America/New_York' }],
    });
    expect((await office.ask('/api/oncall/people', { as: viewer })).body.people).toMatchObject([
      { id: 'alice', name: 'Alice', phone: '+1-555-0100', role: null },
    ]);
  });

  test('is otherwise from an override on, until it is cancelled', async () => {
    const at = new Date(office.desk.now().getTime() + 3_600_000);
    const who = async () =>
      (await office.ask(`${path}/who?at=${at.toISOString()}`, { as: viewer })).body.oncall[0].person;
    const before = await who();
    const person = before === 'bob' ? 'alice' : 'bob';
    const day = { start: office.desk.now().toISOString(), end: new Date(at.getTime() + 3_600_000).toISOString() };
    const send = { type: 'replace', remove: before, person, ...day };
    const made = await office.ask(`${path}/overrides`, { as: operator, send });
    expect(made).toMatchObject({ status: 201, body: { remove: before, person, createdBy: 'token:acts' } });
    expect(await who()).toBe(person);
    expect((await office.ask(`${path}/overrides`, { as: viewer })).body.overrides).toMatchObject([{ person }]);
    const nobody = { ...send, person: 'mallory' };
    expect((await office.ask(`${path}/overrides`, { as: operator, send: nobody })).status).toBe(400);
    const cancel = () => office.ask(`${path}/overrides/${made.body.id}`, { as: operator, method: 'DELETE' });
    expect((await cancel()).status).toBe(200);
    expect(await who()).toBe(before);
    expect((await cancel()).status).toBe(404);
  });

  test('is subscribed to by a token in the address, of a viewer alone, until it is revoked', async () => {
    const feed = await office.ask(`${path}/ical?token=${viewer}`);
    expect(feed).toMatchObject({ status: 200, body: expect.stringMatching(/^BEGIN:VCALENDAR[^]*On call: Alice/) });
    expect(feed.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(feed.headers.get('cache-control')).toBe('private, max-age=300');
    expect((await office.ask(`${path}/ical?token=${viewer}&person=bob`)).body).not.toContain('On call: Alice');
    expect((await office.ask(`${path}/ical?token=${viewer}&person=mallory`)).status).toBe(400);
    expect((await office.ask(`${path}/ical`)).status).toBe(401);
    expect((await office.ask(`${path}/ical?token=opsb_made-up`)).status).toBe(401);
    expect((await office.ask(`${path}/ical?token=${operator}`)).status).toBe(403);
    // Nowhere else is it looked for in the address.
    expect((await office.ask(`${path}/who?token=${viewer}`)).status).toBe(401);
    expect((await office.ask(`/api/incidents?token=${viewer}`)).status).toBe(401);
    await endToken(office.desk, ADMIN, 'reads');
    expect((await office.ask(`${path}/ical?token=${viewer}`)).status).toBe(401);
  });
});

describe('channels', () => {
  test('are described with their form; of secrets it is told whether they are set, and nothing of them', async () => {
    const server = await startHttpServer();
    const pager = { name: 'pager', definition: webhook, settings: { url: server.url, signingSecret: SECRET } };
    await open({ respond: { channels: [pager] } });
    const { body } = await office.ask('/api/channels', { as: viewer });
    expect(body.channels).toMatchObject([
      {
        name: 'pager',
        type: 'webhook',
        form: { fields: expect.arrayContaining([expect.objectContaining({ key: 'url', kind: 'url' })]) },
        secrets: [{ key: 'signingSecret', set: true }],
      },
    ]);
    expect(JSON.stringify(body)).not.toContain(SECRET);
    expect(JSON.stringify(body)).not.toContain(server.url);

    const tested = await office.ask('/api/channels/pager/test', { as: operator, send: {} });
    expect(tested).toMatchObject({ status: 200, body: { delivered: true, receipt: { detail: expect.any(String) } } });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      kind: 'test',
      body: expect.stringContaining('token:acts tests whether pager reaches you'),
    });
    expect((await office.ask('/api/channels/other/test', { as: operator, send: {} })).status).toBe(404);
    server.answer({ status: 410 });
    const failed = await office.ask('/api/channels/pager/test', { as: operator, send: {} });
    expect(failed).toMatchObject({
      status: 200,
      body: { delivered: false, permanent: true, reason: expect.stringContaining('410') },
    });
    const log = (await listAudit(office.db, { limit: 9 })).filter(({ action }) => action === 'channel.test');
    expect(log.map(({ details }) => details)).toMatchObject([{ delivered: false }, { delivered: true }]);
  });
});

interface Heard {
  readonly id: number;
  readonly data: {
    readonly incident: number;
    readonly entry: { readonly id: number; readonly kind: string; readonly text: string };
  };
}

/** Reads a stream until so many events have come, or until it ends. */
async function eventsOf(response: Response, count: number): Promise<Heard[]> {
  const reader = response.body?.getReader();
  let text = '';
  const events = () =>
    text.split('\n\n').flatMap((block) => {
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      const [, id] = /^id: (\d+)$/m.exec(block) ?? [];
      return data === undefined ? [] : [{ id: Number(id), data: JSON.parse(data) }];
    });
  for (let part = 0; part < 500 && events().length < count; part += 1) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  await reader?.cancel();
  return events();
}

describe('the stream of events', () => {
  beforeEach(() => open());
  const follow = (headers: Record<string, string> = {}, query = '') =>
    office.raw(`/api/events${query}`, { headers: { authorization: `Bearer ${viewer}`, ...headers } });

  test('tells what happens from then on, and goes on where it was left', async () => {
    const before = await opened();
    const stream = await follow();
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const number = await opened({ title: HOSTILE });
    const [first, second] = await eventsOf(stream, 2);
    expect(first?.data).toMatchObject({ incident: number, entry: { id: first?.id, kind: 'opened' } });
    expect(first?.data.entry.text).toBe(`Detected: ${HOSTILE}`);
    await acknowledge(office.responder, number, { id: 'alice', via: 'cli' });
    const again = await eventsOf(await follow({ 'last-event-id': String(second?.id) }), 3);
    expect(again.map(({ id }) => id).toSorted((a, b) => a - b)[0]).toBeGreaterThan(second?.id ?? 0);
    expect(again.every(({ data }) => data.incident === number)).toBe(true);
    // Whose page is older than that begins at the first.
    const whole = await eventsOf(await follow({}, '?after=0'), 1);
    expect(whole[0]?.data).toMatchObject({ incident: before, entry: { kind: 'opened' } });
    expect((await follow({ 'last-event-id': 'x; drop' })).status).toBe(400);
  });

  test('waits for what was numbered before and is committed later, rather than losing it', async () => {
    const number = await opened();
    const stream = await follow();
    const slow = office.db.transaction().execute(async (trx) => {
      await trx
        .insertInto('incidentEvents')
        .values(event(number, 'slow', office.desk.now()))
        .execute();
      await sleep(700);
    });
    await sleep(100);
    await office.db
      .insertInto('incidentEvents')
      .values(event(number, 'quick', office.desk.now()))
      .execute();
    const told = eventsOf(stream, 2);
    await slow;
    expect((await told).map(({ data }) => data.entry.text)).toEqual(['slow', 'quick']);
  });

  test('ends when the token is revoked, and when the server stops', async () => {
    const stream = await follow();
    await endToken(office.desk, ADMIN, 'reads');
    expect((await office.ask('/api/incidents', { as: viewer })).status).toBe(401);
    expect(await stream.text()).toBe(': from here\n\n');
    expect((await tokensFor(office.desk, ADMIN)).find(({ name }) => name === 'reads')?.revokedAt).not.toBeNull();
  });

  test('is given to so many and no more', async () => {
    await office.close();
    await open({ pauseMs: 1000 });
    const streams = await Promise.all(Array.from({ length: 101 }, () => follow()));
    expect(streams.filter(({ status }) => status === 503)).toHaveLength(1);
    await Promise.all(streams.map((stream) => stream.body?.cancel() ?? Promise.resolve()));
  });
});

function event(incident: number, text: string, at: Date) {
  return {
    incident,
    at,
    recordedAt: at,
    source: 'test',
    eventId: text,
    kind: 'note',
    actor: null,
    text,
    details: null,
  };
}

describe('metrics', () => {
  test('are in the form of Prometheus: who is on call, what is open, and how late anything is', async () => {
    await open(await reachable());
    expect((await office.ask('/metrics')).status).toBe(401);
    const number = await opened();
    await opened({ severity: 'P3' });
    await office.ask('/metrics', { as: viewer });
    await deliver(office.responder, {
      useOf: ({ settings }) => ({
        settings,
        fetch,
        now: office.desk.now,
        again: false,
        publish: () => Promise.reject(new Error()),
      }),
      firstLook: () => Promise.reject(new Error()),
      openRoom: () => Promise.reject(new Error()),
    });
    office.later(20 * MINUTE_MS);
    const { status, body, headers } = await office.ask('/metrics', { as: viewer });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const lines: string[] = body.split('\n');
    expect(lines.filter((line) => line.startsWith('opsbook_oncall{'))).toEqual([
      expect.stringMatching(/^opsbook_oncall\{schedule="platform",rotation="primary",person="\w+"\} 1$/),
    ]);
    // Somebody is on call for the whole week.
    expect(lines.some((line) => line.startsWith('opsbook_oncall_gap_seconds{'))).toBe(false);
    expect(lines).toContain('opsbook_incidents_open{severity="P1"} 1');
    expect(lines).toContain('opsbook_incidents_open{severity="P0"} 0');
    const clock = lines.find((line) => line.includes(`incident="${number}",clock="response"`));
    expect(Number(clock?.split(' ').at(-1))).toBeLessThan(-290);
    expect(body).toMatch(/^opsbook_page_latency_seconds_count [1-9]/m);
    expect(body).toMatch(/^opsbook_timer_lateness_seconds_bucket\{le="0.25"\} 2$/m);
    expect(body).toMatch(/^opsbook_notifications\{status="sent"\} [1-9]/m);
    expect(lines).toContain('opsbook_signals_unsettled 0');
    expect(lines).toContain('opsbook_executions{status="succeeded"} 0');
    // Asked again, a page counts once.
    const count = /^opsbook_page_latency_seconds_count (\d+)$/m;
    const again = (await office.ask('/metrics', { as: viewer })).body;
    expect(count.exec(again)?.[1]).toBe(count.exec(body)?.[1]);
    expect((await office.ask('/metrics', { as: viewer, headers: { host: 'evil.example' } })).status).toBe(421);
  });

  test('name the next gap, and nobody where a schedule has nobody', async () => {
    await open();
    const at = office.desk.now();
    const day = (from: number, to: number) => ({
      start: new Date(at.getTime() + from * MINUTE_MS).toISOString(),
      end: new Date(at.getTime() + to * MINUTE_MS).toISOString(),
    });
    for (const remove of ['alice', 'bob', 'carol']) {
      const send = { type: 'remove', remove, ...day(60, 120) };
      expect((await office.ask('/api/oncall/schedules/platform/overrides', { as: operator, send })).status).toBe(201);
    }
    const { body } = await office.ask('/metrics', { as: viewer });
    const [, seconds] = /^opsbook_oncall_gap_seconds\{schedule="platform"\} ([\d.]+)$/m.exec(body) ?? [];
    expect(Number(seconds)).toBeGreaterThan(3500);
    expect(Number(seconds)).toBeLessThanOrEqual(3600);
  });
});

test('all of it is described, and only this machine or a token opens it', async () => {
  await open();
  const { body } = await office.ask('/api/openapi.json');
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      '/api/incidents',
      '/api/incidents/{number}',
      '/api/incidents/{number}/actions',
      '/api/incidents/{number}/executions',
      '/api/incidents/{number}/post-mortem',
      '/api/maintenance',
      '/api/maintenance/{number}',
      '/api/oncall/schedules',
      '/api/oncall/schedules/{id}/who',
      '/api/oncall/schedules/{id}/timeline',
      '/api/oncall/schedules/{id}/ical',
      '/api/oncall/schedules/{id}/overrides',
      '/api/oncall/schedules/{id}/overrides/{number}',
      '/api/oncall/people',
      '/api/channels',
      '/api/channels/{name}/test',
      '/api/events',
      '/hooks/{name}',
      '/hooks/slack/{channel}',
      '/metrics',
    ]),
  );
});
