import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import {
  actionRequest,
  deliver,
  eventRequest,
  formRequest,
  signed,
  type SlackRequest,
} from '../../../test/respond/slack-request.ts';
import { NotAccepted } from '../intake/define.ts';
import { receiveSlack, type SlackReceiving } from './receive.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const USE: SlackReceiving = { settings: { signingSecret: SECRET }, now: () => NOW };
const SENDING = { secret: SECRET, at: NOW };

const WRITTEN = {
  type: 'message',
  channel: 'C0ROOM00001',
  channel_type: 'channel',
  user: 'U0ALICE001',
  text: 'the database is &lt;slow&gt;, says <@U0BOB00001>',
  ts: '1772366390.000500',
};

function event(inner: object, over: object = {}) {
  return {
    type: 'event_callback',
    team_id: 'T0TEAM0001',
    event_id: 'Ev0000001',
    event_time: 1_772_366_400,
    event: inner,
    ...over,
  };
}

function press(action: string, value: string, over: object = {}) {
  return {
    type: 'block_actions',
    team: { id: 'T0TEAM0001' },
    user: { id: 'U0ALICE001', username: 'alice' },
    channel: { id: 'D0DIRECT01' },
    message: { ts: '1772366390.000500' },
    response_url: 'https://hooks.slack.com/actions/T0/1/x',
    actions: [{ action_id: action, action_ts: '1772366399.123456', value, type: 'button' }],
    ...over,
  };
}

function command(text: string, over: Record<string, string> = {}) {
  return {
    command: '/incident',
    text,
    user_id: 'U0ALICE001',
    user_name: 'alice',
    channel_id: 'C0OPS000001',
    team_id: 'T0TEAM0001',
    trigger_id: '13345224609.738474920.8088930838d88f008e0',
    response_url: 'https://hooks.slack.com/commands/1234/5678',
    ...over,
  };
}

function refused(request: SlackRequest, use: SlackReceiving = USE): NotAccepted {
  try {
    receiveSlack(request, use);
  } catch (error) {
    if (error instanceof NotAccepted) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

function actsOf(request: SlackRequest, use: SlackReceiving = USE) {
  const inbound = receiveSlack(request, use);
  if (inbound.kind !== 'acts') throw new Error('no acts');
  return inbound.acts;
}

/** What a command asks for, or the answer of one that cannot be followed. */
function asked(text: string): unknown {
  const inbound = receiveSlack(formRequest(command(text), SENDING), USE);
  if (inbound.kind !== 'acts') throw new Error('no acts');
  return inbound.acts[0]?.act ?? inbound.answer?.text;
}

test('knows Slack’s own example of a signature', () => {
  // https://docs.slack.dev/authentication/verifying-requests-from-slack
  const text =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
    '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=' +
    '&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
    '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  };

  const then = { ...USE, now: () => new Date(1_531_420_618_000) };
  expect(receiveSlack({ headers, body: new TextEncoder().encode(text), query: {} }, then)).toMatchObject({
    kind: 'acts',
    answer: { response_type: 'ephemeral', text: expect.stringContaining('/webhook-collect P1 sign-in is down') },
  });
});

test('answers the challenge that proves the address', () => {
  expect(
    receiveSlack(eventRequest({ type: 'url_verification', token: 'x', challenge: '3eZbrw1a' }, SENDING), USE),
  ).toEqual({
    kind: 'challenge',
    challenge: '3eZbrw1a',
  });
});

test('a forged, altered or unsigned request is refused, also a challenge', () => {
  const good = eventRequest({ type: 'url_verification', challenge: 'x' }, SENDING);
  const altered = { ...good, body: new TextEncoder().encode('{"type":"url_verification","challenge":"y"}') };
  const { 'x-slack-signature': signature = '', ...unsigned } = good.headers;
  const requests = [
    eventRequest(event(WRITTEN), { secret: 'another', at: NOW }),
    altered,
    { ...good, headers: unsigned },
    { ...good, headers: { ...good.headers, 'x-slack-signature': signature.slice(0, -1) } },
    { ...good, headers: { ...good.headers, 'x-slack-signature': signature.replace('v0=', 'v1=') } },
    { ...good, headers: { ...good.headers, 'x-slack-request-timestamp': '' } },
    { ...good, headers: { ...good.headers, 'x-slack-request-timestamp': '1772366400.5' } },
  ];

  expect(requests.map((one) => refused(one).status)).toEqual(requests.map(() => 401));
});

test('a secret that is empty or not set lets nobody in', () => {
  const request = eventRequest(event(WRITTEN), { secret: '', at: NOW });

  expect(refused(request, { ...USE, settings: { signingSecret: '' } }).status).toBe(401);
  expect(refused(request, { ...USE, settings: {} }).message).toContain('set `signingSecret`');
});

test('a request is taken for five minutes, to the second, and not again after', () => {
  const at = (seconds: number) =>
    eventRequest(event(WRITTEN), { secret: SECRET, at: new Date(NOW.getTime() + seconds * 1000) });

  expect([-300, 300].map((seconds) => actsOf(at(seconds)).length)).toEqual([1, 1]);
  expect([-301, 301].map((seconds) => refused(at(seconds)).message)).toEqual([
    'Signed more than five minutes ago or ahead: a replay, or one of the clocks is wrong',
    'Signed more than five minutes ago or ahead: a replay, or one of the clocks is wrong',
  ]);
});

test('IN03: an event that is delivered again has the same id', () => {
  const first = actsOf(eventRequest(event(WRITTEN), SENDING));
  const again = [1, 2, 3].map((retryNum) =>
    actsOf(eventRequest(event(WRITTEN), { secret: SECRET, at: new Date(NOW.getTime() + 60_000), retryNum })),
  );

  expect(first).toEqual([
    {
      id: 'slack:event:Ev0000001',
      at: new Date('2026-03-01T11:59:50.000Z'),
      user: { id: 'U0ALICE001', name: null },
      channel: 'C0ROOM00001',
      responseUrl: null,
      act: {
        kind: 'note',
        incident: null,
        text: 'the database is <slow>, says @U0BOB00001',
        ts: '1772366390.000500',
        change: 'written',
      },
    },
  ]);
  expect(again).toEqual([first, first, first]);
});

test('an edit and a deletion carry the name of the message that they change', () => {
  const base = { type: 'message', channel: 'C0ROOM00001', ts: '1772366400.000900' };
  const message = { ...WRITTEN, text: 'mended', edited: { user: 'U0ALICE001', ts: '1772366400.000000' } };
  const edited = event({ ...base, subtype: 'message_changed', message, previous_message: WRITTEN });
  const deleted = event({ ...base, subtype: 'message_deleted', deleted_ts: WRITTEN.ts, previous_message: WRITTEN });
  const tombstone = event({
    ...base,
    subtype: 'message_changed',
    message: { subtype: 'tombstone', text: 'This message was deleted.', ts: WRITTEN.ts, user: 'USLACKBOT' },
    previous_message: WRITTEN,
  });

  const acts = [edited, deleted, tombstone].map((one) => actsOf(eventRequest(one, SENDING))[0]);

  expect(acts.map((one) => one?.act)).toEqual([
    { kind: 'note', incident: null, text: 'mended', ts: WRITTEN.ts, change: 'edited' },
    { kind: 'note', incident: null, text: '', ts: WRITTEN.ts, change: 'deleted' },
    { kind: 'note', incident: null, text: '', ts: WRITTEN.ts, change: 'deleted' },
  ]);
  expect(acts.map((one) => [one?.user.id, one?.at.toISOString()])).toEqual(
    acts.map(() => ['U0ALICE001', '2026-03-01T12:00:00.000Z']),
  );
});

test.each([
  ['a bot', { ...WRITTEN, bot_id: 'B0BOT00001' }],
  ['a bot of old', { ...WRITTEN, subtype: 'bot_message' }],
  ['Slack, of who joined', { ...WRITTEN, subtype: 'channel_join' }],
  ['Slack, in a form of next year', { type: 'message', subtype: 'new_one', channel: 7 }],
  ['a person who sends a file alone', { ...WRITTEN, subtype: 'file_share', text: null }],
  ['a person, to the app alone', { ...WRITTEN, channel_type: 'im' }],
  [
    'Slack, of a preview it added',
    { ...WRITTEN, subtype: 'message_changed', message: WRITTEN, previous_message: WRITTEN },
  ],
  ['Slack, of the language it found', { ...WRITTEN, subtype: 'message_changed', message: WRITTEN }],
  [
    'a bot, changing its own',
    {
      ...WRITTEN,
      subtype: 'message_changed',
      message: { ...WRITTEN, bot_id: 'B1', text: 'x' },
      previous_message: WRITTEN,
    },
  ],
  ['nobody: another kind of event', { type: 'reaction_added', user: 'U0ALICE001' }],
])('nothing is kept of what comes from %s', (_, inner) => {
  expect(actsOf(eventRequest(event(inner), SENDING))).toEqual([]);
});

test('nothing is kept of what we wrote ourselves', () => {
  const authorizations = [{ team_id: 'T0TEAM0001', user_id: 'U0ALICE001', is_bot: true }];

  expect(actsOf(eventRequest(event(WRITTEN, { authorizations }), SENDING))).toEqual([]);
});

test('what Slack tells of itself is taken, and nothing comes of it', () => {
  const requests = [
    eventRequest({ type: 'app_rate_limited', team_id: 'T0TEAM0001', minute_rate_limited: 1 }, SENDING),
    actionRequest({ type: 'view_closed' }, SENDING),
    formRequest({ ssl_check: '1', token: 'x' }, SENDING),
    actionRequest(press('opsbook.open', '', { actions: [{ action_id: 'opsbook.open', action_ts: '1.1' }] }), SENDING),
    actionRequest(press('somebody.elses', '42'), SENDING),
  ];

  expect(requests.map((one) => receiveSlack(one, USE))).toEqual(requests.map(() => ({ kind: 'acts', acts: [] })));
});

test('buttons acknowledge, escalate, approve and reject', () => {
  const hash = 'sha256:0123';
  const acts = [
    press('opsbook.acknowledge', '42'),
    press('opsbook.escalate', '42'),
    press('opsbook.approve', `f3a1 ${hash}`),
    press('opsbook.reject', `f3a1 ${hash}`),
  ].flatMap((one) => actsOf(actionRequest(one, SENDING)));

  expect(acts[0]).toEqual({
    id: 'slack:action:D0DIRECT01:1772366390.000500:U0ALICE001:opsbook.acknowledge:1772366399.123456',
    at: new Date('2026-03-01T11:59:59.123Z'),
    user: { id: 'U0ALICE001', name: 'alice' },
    channel: 'D0DIRECT01',
    responseUrl: 'https://hooks.slack.com/actions/T0/1/x',
    act: { kind: 'acknowledge', incident: 42 },
  });
  expect(acts.slice(1).map(({ act }) => act)).toEqual([
    { kind: 'escalate', incident: 42 },
    { kind: 'approve', execution: 'f3a1', planHash: hash },
    { kind: 'reject', execution: 'f3a1', planHash: hash },
  ]);
  expect(new Set(acts.map(({ id }) => id)).size).toBe(4);
});

test.each([
  ['P1 sign-in is down', { kind: 'open', title: 'sign-in is down', severity: 'P1' }],
  ['p0  a\n b', { kind: 'open', title: 'a b', severity: 'P0' }],
  ['sign-in &amp; payments', { kind: 'open', title: 'sign-in & payments', severity: null }],
  ['listing of orders fails', { kind: 'open', title: 'listing of orders fails', severity: null }],
  ['list of orders fails', { kind: 'open', title: 'list of orders fails', severity: null }],
  ['list', { kind: 'list' }],
  ['ack 42', { kind: 'acknowledge', incident: 42 }],
  ['ACK #42', { kind: 'acknowledge', incident: 42 }],
  ['escalate 42', { kind: 'escalate', incident: 42 }],
  ['note 42 two\nlines', { kind: 'note', incident: 42, text: 'two\nlines', ts: null, change: 'written' }],
  ['ack', 'Which incident? Like this: /incident ack 42'],
  ['ack 0', 'Which incident? Like this: /incident ack 42'],
  ['ack 42 and 43', 'Which incident? Like this: /incident ack 42'],
  ['note 42', 'Of which incident, and what? Like this: /incident note 42 text'],
  ['P7 x', 'There is no severity P7: it is one of P0, P1, P2, P3'],
  ['P1', 'What is it? Like this: /incident P1 sign-in is down'],
])('/incident %s', (text, act) => {
  expect(asked(text)).toEqual(act);
});

test('a command without words tells what there is', () => {
  expect(asked('')).toMatch(/^\/incident P1 sign-in is down – opens an incident/);
  expect(asked('help')).toBe(asked(''));
});

test('a title that is too long is cut, and a note is kept whole', () => {
  expect(asked(`P1 ${'👍'.repeat(5000)}`)).toEqual({ kind: 'open', severity: 'P1', title: `${'👍'.repeat(249)}…` });
  expect(asked(`note 1 ${'x'.repeat(39_000)}`)).toMatchObject({ text: 'x'.repeat(39_000) });
});

test('who writes the command as another name is who Slack says they are', () => {
  const [act] = actsOf(
    formRequest(command('list', { user_name: 'root', response_url: 'http://169.254.169.254/' }), SENDING),
  );

  expect(act).toMatchObject({ user: { id: 'U0ALICE001', name: 'root' }, responseUrl: null, at: NOW });
  expect(act?.id).toBe('slack:command:13345224609.738474920.8088930838d88f008e0');
});

test('another workspace with the same app is refused', () => {
  const use: SlackReceiving = { ...USE, settings: { signingSecret: SECRET, team: 'T0OTHER001' } };
  const requests = [
    eventRequest(event(WRITTEN), SENDING),
    actionRequest(press('opsbook.approve', 'f3a1 sha256:0'), SENDING),
    formRequest(command('list'), SENDING),
  ];

  expect(requests.map((one) => refused(one, use).status)).toEqual([403, 403, 403]);
});

test('what is malformed is refused, without being repeated in the answer', () => {
  const json = (text: string) => signed(text, 'application/json', SENDING);
  const requests = [
    json('{'),
    json('null'),
    json('[]'),
    json('{"type":7}'),
    json(JSON.stringify(event({ ...WRITTEN, ts: '<!channel>' }))),
    json(JSON.stringify(event(WRITTEN, { event_id: '' }))),
    json(JSON.stringify(event(WRITTEN, { event_time: 1e300 }))),
    signed('hello', 'text/plain', SENDING),
    formRequest({ payload: '{' }, SENDING),
    formRequest({ hello: 'there' }, SENDING),
    actionRequest(press('opsbook.acknowledge', '42; drop'), SENDING),
    actionRequest(press('opsbook.approve', 'f3a1'), SENDING),
    formRequest(command('list', { user_id: '../admin' }), SENDING),
    signed(new Uint8Array([0x7b, 0xff, 0x7d]), 'application/json', SENDING),
  ];

  expect(requests.map((one) => refused(one).status)).toEqual(requests.map(() => 400));
  expect(requests.map((one) => refused(one).message).join()).not.toMatch(/<!channel>|drop|admin/);
});

test('more than a mebibyte is not even looked at', () => {
  expect(refused(formRequest(command('x'.repeat(1_048_576)), SENDING)).status).toBe(413);
});

test('what the mock sends over the wire is taken as it came', async () => {
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      response.end(JSON.stringify(receiveSlack({ headers, body, query: {} }, USE)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;

  const answers = [
    await (await deliver(url, eventRequest({ type: 'url_verification', challenge: 'ü' }, SENDING))).json(),
    await (await deliver(url, formRequest(command('list'), SENDING))).json(),
  ];
  server.closeAllConnections();
  server.close();

  expect(answers).toMatchObject([{ kind: 'challenge', challenge: 'ü' }, { acts: [{ act: { kind: 'list' } }] }]);
});
