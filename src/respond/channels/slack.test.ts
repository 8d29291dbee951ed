import { afterEach, beforeEach, expect, test } from 'vitest';
import { aMessage, anIncident, failureOf } from '../../../test/respond/channel-scene.ts';
import { SLACK_NOW, slackUse } from '../../../test/respond/slack-scene.ts';
import { type SlackServer, startSlack } from '../../../test/respond/slack-server.ts';
import { addChannel } from '../../../test/respond/slack-workspace.ts';
import type { Contact } from '../../model/incident/message.ts';
import type { SlackUse } from '../slack/settings.ts';
import type { ChannelUse, Recipient } from './define.ts';
import { slack } from './slack.ts';

const ALICE: Contact = { id: 'alice', name: 'Alice Example', email: 'alice@example.com', slack: '@alice' };
const TO_ALICE: Recipient = { address: '@alice', person: ALICE };
const TO_OPS: Recipient = { address: null, person: null };

let server: SlackServer;

beforeEach(async () => {
  server = await startSlack({ now: () => SLACK_NOW });
  server.workspace.members.push({ id: 'U0ALICE001', name: 'alice', email: 'alice@example.com' });
  addChannel(server.workspace, { name: 'ops' });
});

afterEach(() => server.close());

function use(over: Partial<SlackUse> = {}): ChannelUse {
  return { ...slackUse(server, over), publish: () => Promise.reject(new Error('Slack publishes nothing')) };
}

test('pages a person in their direct messages, with buttons and the key of the message', async () => {
  const receipt = await slack.send(aMessage(), TO_ALICE, use());

  const [posted] = server.workspace.messages;
  expect(server.workspace.channels.find(({ id }) => id === posted?.channel)?.members).toContain('U0ALICE001');
  expect(receipt).toEqual({
    id: `${posted?.channel}/${posted?.ts}`,
    detail: 'posted to the direct messages of Alice Example',
  });
  expect(posted?.metadata).toEqual({ event_type: 'opsbook_message', event_payload: { key: 'incident/12/page/1' } });
  expect(posted?.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context', 'actions']);
  expect(JSON.stringify(posted?.blocks)).toContain('P1 · Incident 12 · Checkout is down');
  const call = server.calls.at(-1);
  expect([call?.given['parse'], call?.given['link_names'], call?.given['unfurl_links']]).toEqual([
    'none',
    'false',
    'false',
  ]);
});

test('posts to the place for all, and to a place that was named', async () => {
  const war = addChannel(server.workspace, { name: 'war-room' });

  const everybody = await slack.send(aMessage(), TO_OPS, use());
  const named = await slack.send(aMessage({ key: 'other' }), { address: war.id, person: null }, use());

  expect([everybody.detail, named.detail]).toEqual(['posted to #ops', `posted to ${war.id}`]);
});

test('tells of an acknowledgement in the same conversation, without buttons to press', async () => {
  await slack.send(aMessage(), TO_ALICE, use());
  const incident = anIncident({ url: null });
  await slack.send(aMessage({ key: 'ack', kind: 'acknowledged', incident }), TO_ALICE, use());

  const [page, told] = server.workspace.messages;
  expect(told?.channel).toBe(page?.channel);
  expect(told?.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context']);
});

test('IN02: a rate limit fails the delivery with the time that Slack wants, and is asked once', async () => {
  server.fail('chat.postMessage', { kind: 'rate-limited', retryAfterS: 30 });

  const failed = await failureOf(slack.send(aMessage(), TO_OPS, use()));

  expect(failed).toMatchObject({ code: 'delivery-failed', permanent: false, retryAfterMs: 30_000 });
  expect(failed.message).toBe('Slack is asked too often, posting to #ops: it wants 30 s of quiet');
  expect(server.calls.map(({ method }) => method)).toEqual(['chat.postMessage']);
});

test('IN02: a rate limit on the way to a person counts as well', async () => {
  server.fail('conversations.open', { kind: 'rate-limited', retryAfterS: 5 });

  expect(await failureOf(slack.send(aMessage(), TO_ALICE, use()))).toMatchObject({ retryAfterMs: 5000 });
});

test.each([
  [{ kind: 'rate-limited', retryAfterS: null }, null],
  [{ kind: 'rate-limited', retryAfterS: 'Wed, 21 Oct 2026 07:28:00 GMT' }, null],
  [{ kind: 'rate-limited', retryAfterS: -7 }, 0],
  [{ kind: 'status', status: 500, body: 'oops' }, null],
  [{ kind: 'status', status: 503, headers: { 'retry-after': '12' } }, 12_000],
  [{ kind: 'status', status: 200, body: '<html>a proxy</html>' }, null],
  [{ kind: 'status', status: 302, headers: { location: 'https://evil.example/' } }, null],
  [{ kind: 'error', error: 'internal_error' }, null],
  [{ kind: 'error', error: 'a_reason_of_next_year' }, null],
  [{ kind: 'drop', done: false }, null],
] as const)('IN02: Slack in trouble is no reason to give up: %j', async (fault, retryAfterMs) => {
  server.fail('chat.postMessage', fault);

  const failed = await failureOf(slack.send(aMessage(), TO_OPS, use()));

  expect(failed).toMatchObject({ code: 'delivery-failed', permanent: false, retryAfterMs });
  expect(failed.message).toMatch(/^Slack .*posting to #ops/);
  expect(failed.message.length).toBeLessThan(300);
  expect(server.count('chat.postMessage')).toBe(1);
});

test('a Slack that does not answer is given up after the time of `use.fetch`', async () => {
  server.fail('chat.postMessage', { kind: 'hang' });
  const impatient: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(50) });

  const failed = await failureOf(slack.send(aMessage(), TO_OPS, use({ fetch: impatient })));

  expect(failed).toMatchObject({ permanent: false, retryAfterMs: null });
});

test.each([
  ['invalid_auth', 'put a working bot token'],
  ['account_inactive', 'put a working bot token'],
  ['channel_not_found', '/invite it there'],
  ['not_in_channel', '/invite it'],
  ['is_archived', 'unarchive the channel'],
])('%s is for good, and says what to do', async (error, advice) => {
  server.fail('chat.postMessage', { kind: 'error', error });

  const failed = await failureOf(slack.send(aMessage(), TO_OPS, use()));

  expect(failed).toMatchObject({ permanent: true, retryAfterMs: null });
  expect(failed.message).toContain(`Slack refused, posting to #ops: ${error}; `);
  expect(failed.message).toContain(advice);
});

test('a missing scope is named', async () => {
  server.fail('chat.postMessage', { kind: 'error', error: 'missing_scope', more: { needed: 'chat:write' } });

  const failed = await failureOf(slack.send(aMessage(), TO_OPS, use()));

  expect(failed.message).toBe(
    'Slack refused, posting to #ops: missing_scope (chat:write); add the scope under OAuth & Permissions, and install the app again',
  );
});

test('the token is in no error', async () => {
  const settings = { ...slackUse(server).settings, token: 'xoxb-revoked-and-secret' };

  const failed = await failureOf(slack.send(aMessage(), TO_OPS, use({ settings })));

  expect(failed.permanent).toBe(true);
  expect(`${failed.message} ${JSON.stringify(failed)} ${JSON.stringify(failed.cause)}`).not.toContain('xoxb-');
});

test.each([
  ['a channel', TO_OPS],
  ['direct messages', TO_ALICE],
])('posts nothing twice to %s where the answer to the first attempt was lost', async (_, to) => {
  server.fail('chat.postMessage', { kind: 'drop', done: true });
  const failed = await failureOf(slack.send(aMessage(), to, use()));

  const receipt = await slack.send(aMessage(), to, use({ again: true }));

  expect(failed.permanent).toBe(false);
  expect(server.workspace.messages).toHaveLength(1);
  expect(receipt.id).toContain(server.workspace.messages[0]?.ts);
  expect(receipt.detail).toMatch(/ from an earlier attempt$/);
});

test('posts what did not arrive the first time, though much was said since', async () => {
  server.fail('chat.postMessage', { kind: 'drop', done: false });
  await failureOf(slack.send(aMessage(), TO_OPS, use()));
  for (let number = 0; number < 250; number++) await slack.send(aMessage({ key: `other-${number}` }), TO_OPS, use());

  const receipt = await slack.send(aMessage(), TO_OPS, use({ again: true }));

  expect(receipt.detail).toBe('posted to #ops');
  expect(server.workspace.messages).toHaveLength(251);
});

test('finds an earlier attempt on the second page of what was said since', async () => {
  await slack.send(aMessage(), TO_OPS, use());
  for (let number = 0; number < 250; number++) await slack.send(aMessage({ key: `other-${number}` }), TO_OPS, use());

  const receipt = await slack.send(aMessage(), TO_OPS, use({ again: true }));

  expect(receipt.detail).toBe('was in #ops from an earlier attempt');
  expect(server.workspace.messages).toHaveLength(251);
});

test('rather posts twice than not at all where the history may not be read, and says so', async () => {
  server.fail('conversations.history', { kind: 'error', error: 'missing_scope', more: { needed: 'channels:history' } });

  const receipt = await slack.send(aMessage(), TO_OPS, use({ again: true }));

  expect(receipt.detail).toMatch(/^posted to #ops, perhaps a second time: .*channels:history/);
  expect(server.workspace.messages).toHaveLength(1);
});

test('waits with a repeat while Slack will not say whether the first arrived', async () => {
  server.fail('conversations.history', { kind: 'rate-limited', retryAfterS: 9 });

  expect(await failureOf(slack.send(aMessage(), TO_OPS, use({ again: true })))).toMatchObject({ retryAfterMs: 9000 });
  expect(server.workspace.messages).toEqual([]);
});

test('a settings file gives the place of the secrets, not the secrets', () => {
  const settings = {
    token: 'xoxb-1',
    signingSecret: 'abc',
    channel: 'ops',
    apiUrl: 'http://slack.example/api',
    more: 1,
  };

  const refused = slack.settings.safeParse(settings).error?.issues.map(({ path, code }) => `${path.join('.')} ${code}`);

  expect(refused).toEqual([
    'token invalid_format',
    'signingSecret invalid_format',
    'channel invalid_format',
    'apiUrl custom',
    ' unrecognized_keys',
  ]);
  expect(slack.settings.parse({ token: 'env:SLACK_TOKEN', channel: '#ops' })).toEqual({
    token: 'env:SLACK_TOKEN',
    channel: '#ops',
    apiUrl: 'https://slack.com/api/',
  });
});

test('who has no Slack is not reached by it', () => {
  expect(slack.addressOf({ id: 'bob', name: 'Bob' }, {})).toBeNull();
  expect(slack.addressOf(ALICE, {})).toBe('@alice');
});

test('who is asked to agree votes by a button on the very plan that is shown; asked again, once', async () => {
  const approval = {
    execution: 'f3a1',
    title: 'scaling/service',
    environment: 'production',
    planHash: 'sha256:0123456789abcdef',
    requestedBy: 'Alice',
    url: null,
  };
  const asks = aMessage({ kind: 'notice', incident: null, approval, key: 'approval/f3a1//sha256:0123456789abcdef' });
  server.fail('chat.postMessage', { kind: 'drop', done: true });
  await failureOf(slack.send(asks, TO_OPS, use()));
  await slack.send(asks, TO_OPS, use({ again: true }));
  expect(server.workspace.messages).toHaveLength(1);
  expect(JSON.stringify(server.workspace.messages[0]?.blocks)).toContain('f3a1 sha256:0123456789abcdef');
});
