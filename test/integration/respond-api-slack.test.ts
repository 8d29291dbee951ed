import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { slack } from '../../src/respond/channels/slack.ts';
import { openIncident } from '../../src/respond/incidents/open.ts';
import { findIncident, type IncidentRow, listIncidents, saveIncidents } from '../../src/store/incidents.ts';
import { listIncidentEvents } from '../../src/store/incident-events.ts';
import { listVotes, requestApproval } from '../../src/store/approvals.ts';
import { type HttpServer, startHttpServer } from '../respond/http-server.ts';
import { actionRequest, eventRequest, formRequest, type SlackRequest } from '../respond/slack-request.ts';
import { type SlackServer, startSlack } from '../respond/slack-server.ts';
import { type Office, openOffice, startOffices } from './api/office.ts';
import type { Databases } from './store/databases.ts';

const ROOM = 'C0ROOM00001';

let databases: Databases;
let office: Office;
let server: SlackServer;
let answers: HttpServer;

beforeAll(async () => {
  databases = await startOffices();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  server = await startSlack();
  answers = await startHttpServer();
  server.workspace.members.push(
    { id: 'U0ALICE0001', name: 'alice', email: 'alice@example.org' },
    { id: 'U0MALLORY01', name: 'mallory', displayName: 'bob', email: 'mallory@example.org' },
  );
  const settings = { token: server.token, signingSecret: 'env:SIGNING', channel: '#ops', apiUrl: server.url };
  const people = [
    { id: 'alice', name: 'Alice', slack: '@alice', email: 'Alice@example.org' },
    { id: 'bob', name: 'Bob', slack: '@bob' },
    { id: 'carol', name: 'Carol', slack: 'U0CAROL0001' },
  ];
  office = await openOffice(await databases.fresh(), {
    respond: {
      // The token stands for its own reference: the configuration is not read here.
      channels: [{ name: 'ops', definition: slack, settings: { ...settings, token: 'env:TOKEN' } }],
      people,
      environment: { SIGNING: server.signingSecret },
      use: { token: server.token },
    },
  });
});
afterEach(async () => {
  await office.close();
  await server.close();
});

function send(request: SlackRequest): Promise<Response> {
  return office.raw('/hooks/slack/ops', {
    method: 'POST',
    headers: { ...request.headers, host: 'x.example' },
    body: request.body,
  });
}

function sending() {
  return { secret: server.signingSecret, at: office.desk.now() };
}

let presses = 0;
function press(user: string, action: string, value: string, ts?: string): SlackRequest {
  presses += 1;
  const actions = [{ action_id: action, action_ts: ts ?? `1000.${presses}`, value }];
  const payload = {
    type: 'block_actions',
    user: { id: user },
    channel: { id: ROOM },
    response_url: answers.url,
    actions,
  };
  return actionRequest(payload, sending());
}

let triggers = 0;
function command(user: string, text: string, trigger?: string): SlackRequest {
  triggers += 1;
  const more = { user_id: user, channel_id: ROOM, trigger_id: trigger ?? `t.${triggers}`, response_url: answers.url };
  return formRequest({ command: '/incident', text, ...more }, sending());
}

function written(event: object, id: string): SlackRequest {
  const body = {
    type: 'event_callback',
    event_id: id,
    event_time: 1,
    event: { type: 'message', channel: ROOM, ...event },
  };
  return eventRequest(body, sending());
}

/** What was said to who did it, once so much was. */
async function said(count: number): Promise<string[]> {
  for (let look = 0; look < 100 && answers.requests.length < count; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return answers.requests.map(({ body }) => {
    const { response_type, text }: Record<string, string> = JSON.parse(body);
    expect(response_type).toBe('ephemeral');
    return text ?? '';
  });
}

async function opened(more: { title?: string; room?: boolean } = {}): Promise<number> {
  const { title = 'Sign-in is down', room = false } = more;
  const { number } = await openIncident(office.responder, {
    key: `test/${title}`,
    title,
    severity: 'P1',
    by: { id: 'alice', via: 'cli' },
    at: office.desk.now(),
    labels: {},
    alarm: null,
    hasSource: false,
  });
  if (room)
    await saveIncidents(office.db, [{ ...(await row(number)), room: { channel: 'ops', id: ROOM, name: 'inc' } }]);
  return number;
}

async function row(number: number): Promise<IncidentRow> {
  const found = await findIncident(office.db, number);
  if (!found) throw new Error(`no incident ${number}`);
  return found;
}

async function timeline(number: number): Promise<string[]> {
  return (await listIncidentEvents(office.db, number)).map(
    ({ kind, source, actor, text }) => `${kind} ${source} ${actor}: ${text}`,
  );
}

/** All that could change, but for when it was looked at. */
async function everything(): Promise<string> {
  const tables = ['incidents', 'incidentEvents', 'notifications'] as const;
  const rows = await Promise.all(
    tables.map((table) => office.db.selectFrom(table).selectAll().orderBy(sortOf(table)).execute()),
  );
  return JSON.stringify(rows);
}

function sortOf(table: 'incidents' | 'incidentEvents' | 'notifications') {
  return table === 'incidents' ? ('number' as never) : ('id' as never);
}

test('Slack asks whether the address is ours, and is answered', async () => {
  const answer = await send(eventRequest({ type: 'url_verification', challenge: 'abc' }, sending()));
  expect([answer.status, await answer.json()]).toEqual([200, { challenge: 'abc' }]);
  const forged = await send(
    eventRequest({ type: 'url_verification', challenge: 'abc' }, { ...sending(), secret: 'guess' }),
  );
  expect(forged.status).toBe(401);
});

test('a person of the configuration acknowledges by the button, known by the address that Slack has of them', async () => {
  const number = await opened();
  const answer = await send(press('U0ALICE0001', 'opsbook.acknowledge', String(number)));
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect(await said(1)).toEqual([`Incident ${number} is yours.`]);
  expect(await row(number)).toMatchObject({ assignee: 'alice', status: 'investigating' });
  expect(await timeline(number)).toContain('acknowledged slack alice: alice has it');
});

test('IN03: what is delivered again changes nothing: not a second page, note, vote or incident', async () => {
  const number = await opened({ room: true });
  const deliveries = [
    press('U0CAROL0001', 'opsbook.escalate', String(number), '7.7'),
    press('U0ALICE0001', 'opsbook.acknowledge', String(number), '8.8'),
    command('U0CAROL0001', 'P2 the shop is slow', 'once'),
    command('U0CAROL0001', `note ${number} looked at the logs`, 'noted'),
    written({ user: 'U0ALICE0001', ts: '9.9', text: 'it is the cache' }, 'Ev1'),
  ];
  for (const one of deliveries) expect((await send(one)).status).toBe(200);
  await said(4);
  // Meanwhile it goes on: what comes again late must not take that back.
  const give = { action: 'unacknowledge' } as const;
  await office.person('root', ['admin']);
  const as = await office.token('acts', 'operator');
  expect((await office.ask(`/api/incidents/${number}/actions`, { as, send: give })).status).toBe(200);
  for (const id of ['alice', 'carol']) await office.person(id, ['operator']);
  const before = await everything();
  for (const one of deliveries) expect((await send(one)).status).toBe(200);
  await Promise.all(deliveries.map(send));
  await said(12);
  expect(await everything()).toBe(before);
  expect(await listIncidents(office.db, { limit: 9 })).toHaveLength(2);
});

test('who is nobody of the configuration changes nothing, whatever they call themselves, and is told who may', async () => {
  const number = await opened({ room: true });
  const before = await everything();
  // The name is that of a person: names are what members choose.
  for (const request of [
    press('U0MALLORY01', 'opsbook.acknowledge', String(number)),
    command('U0MALLORY01', 'P0 everything is down'),
    command('U0STRANGER1', 'list'),
    written({ user: 'U0MALLORY01', ts: '1.1', text: 'nothing to see here' }, 'Ev2'),
  ]) {
    expect((await send(request)).status).toBe(200);
  }
  const words = await said(3);
  expect(words).toHaveLength(3);
  expect(words[0]).toContain('people.&lt;you&gt;.slack: U0MALLORY01');
  expect(await everything()).toBe(before);
});

test('once people are registered, their role has to allow it', async () => {
  const number = await opened();
  await office.person('root', ['admin']);
  await office.person('carol', ['viewer']);
  await send(press('U0CAROL0001', 'opsbook.acknowledge', String(number)));
  await send(press('U0ALICE0001', 'opsbook.acknowledge', String(number)));
  const words = await said(2);
  expect(words).toEqual(
    expect.arrayContaining([expect.stringContaining('takes the role operator, and carol has viewer')]),
  );
  expect(words).toEqual(expect.arrayContaining([expect.stringContaining('alice is not registered')]));
  expect((await row(number)).acknowledgedAt).toBeNull();
  await send(command('U0CAROL0001', 'list'));
  expect((await said(3)).at(-1)).toContain('Sign-in is down');
});

test('what is written in its room is on the timeline; edited or deleted, it is written anew beneath', async () => {
  const number = await opened({ room: true });
  const other = await opened({ title: 'Other' });
  await send(written({ user: 'U0ALICE0001', ts: '5.5', text: 'it is &lt;b&gt; the cache' }, 'Ev3'));
  const edited = { user: 'U0ALICE0001', ts: '5.5', text: 'it is the queue', edited: {} };
  const previous = { user: 'U0ALICE0001', text: 'it is the cache' };
  await send(written({ subtype: 'message_changed', message: edited, previous_message: previous }, 'Ev4'));
  await send(written({ subtype: 'message_deleted', deleted_ts: '5.5', previous_message: previous }, 'Ev5'));
  await send(written({ user: 'U0ALICE0001', ts: '6.6', text: 'elsewhere', channel: 'C0OTHER0001' }, 'Ev6'));
  const events = (await listIncidentEvents(office.db, number)).filter(({ kind }) => kind === 'chat');
  expect(events.map(({ text, actor, details }) => [text, actor, details])).toEqual(
    expect.arrayContaining([
      ['it is <b> the cache', 'alice', { ts: '5.5', change: 'written' }],
      ['(edited) it is the queue', 'alice', { ts: '5.5', change: 'edited' }],
      ['(deleted)', 'alice', { ts: '5.5', change: 'deleted' }],
    ]),
  );
  expect(events).toHaveLength(3);
  expect((await timeline(other)).some((line) => line.startsWith('chat'))).toBe(false);
});

test('commands open, note and list; the list is escaped, and what was not done is said', async () => {
  await opened({ title: 'Ping <!channel> & <https://evil.example|here>' });
  await send(command('U0ALICE0001', 'P3 a slow page'));
  const [first] = await said(1);
  const [, number = ''] = /^Incident (\d+) is open\.$/.exec(first ?? '') ?? [];
  expect(await row(Number(number))).toMatchObject({
    title: 'a slow page',
    severity: 'P3',
    openedBy: 'alice',
    source: 'slack',
  });
  await send(command('U0ALICE0001', 'list'));
  expect((await said(2)).at(-1)).toContain('Ping &lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;');
  await send(command('U0ALICE0001', 'ack 9999'));
  expect((await said(3)).at(-1)).toContain('That was not done: there is no incident 9999');
  const usage = await send(command('U0ALICE0001', 'help'));
  expect(await usage.json()).toMatchObject({
    response_type: 'ephemeral',
    text: expect.stringContaining('/incident ack'),
  });
});

test('an execution is approved by who is registered for that, of the plan that the button showed, once', async () => {
  await office.person('root', ['admin']);
  const as = await office.token('asks', 'operator');
  const { body } = await office.ask('/api/executions', { as, send: { runbook: 'scaling/service' } });
  const at = office.desk.now();
  const approval = { executionId: body.id, stepKey: null, planHash: body.planHash, quorum: 1, excluded: ['root'] };
  await requestApproval(office.db, {
    ...approval,
    requestedAt: at,
    expiresAt: new Date(at.getTime() + 3_600_000),
    expiryOutcome: 'cancel',
  });
  const click = (user: string, hash: string) => send(press(user, 'opsbook.approve', `${body.id} ${hash}`));
  const votes = async () => {
    const [one] = await office.db.selectFrom('approvals').select('id').execute();
    return (one ? await listVotes(office.db, one.id) : []).map(({ person, via }) => `${person} ${via}`);
  };
  await office.person('carol', ['operator']);
  await click('U0CAROL0001', body.planHash);
  expect((await said(1)).at(-1)).toContain('takes the role approver');
  await office.person('alice', ['approver']);
  await click('U0ALICE0001', 'sha256:other');
  expect((await said(2)).at(-1)).toContain('is not the one you saw');
  expect(await votes()).toEqual([]);
  await click('U0ALICE0001', body.planHash);
  expect((await said(3)).at(-1)).toBe('Approved: 1 of 1.');
  await click('U0ALICE0001', body.planHash);
  await said(4);
  expect(await votes()).toEqual(['alice slack']);
});

test('where Slack does not say who somebody is, or not in time, it is asked to send the event again', async () => {
  const number = await opened({ room: true });
  const event = written({ user: 'U0ALICE0001', ts: '3.3', text: 'slow' }, 'Ev9');
  const chat = async () => (await timeline(number)).filter((line) => line.startsWith('chat'));
  server.fail('users.info', { kind: 'status', status: 500 });
  expect((await send(event)).status).toBe(503);
  server.fail('users.info', { kind: 'hang' });
  const began = performance.now();
  expect((await send(event)).status).toBe(503);
  expect(performance.now() - began).toBeLessThan(3000);
  expect(await chat()).toEqual([]);
  expect((await send(event)).status).toBe(200);
  expect((await send(event)).status).toBe(200);
  expect(await chat()).toEqual(['chat slack alice: slow']);
});
