import { afterEach, beforeEach, expect, test } from 'vitest';
import { aMessage, failureOf } from '../../../test/respond/channel-scene.ts';
import { SLACK_NOW, slackUse } from '../../../test/respond/slack-scene.ts';
import { type SlackServer, startSlack } from '../../../test/respond/slack-server.ts';
import { addChannel } from '../../../test/respond/slack-workspace.ts';
import type { Contact } from '../../model/incident/message.ts';
import { archiveRoom, openRoom, post, updateTopic } from './room.ts';

const ALICE: Contact = { id: 'alice', name: 'Alice', slack: 'U0ALICE001' };
const BOB: Contact = { id: 'bob', name: 'Bob', slack: 'U0BOB00001' };
const CAROL: Contact = { id: 'carol', name: 'Carol' };
const WANTED = { key: 'incident-42', name: 'INC 42: DB Down!', topic: 'P1 · DB down', invite: [ALICE, BOB] };

let server: SlackServer;

beforeEach(async () => {
  server = await startSlack({ now: () => SLACK_NOW });
  server.workspace.members.push({ id: 'U0ALICE001', name: 'alice' }, { id: 'U0BOB00001', name: 'bob' });
});

afterEach(() => server.close());

test('IN01: opens a channel by a name that Slack takes, and gives its id', async () => {
  const room = await openRoom(slackUse(server), WANTED);

  const [made] = server.workspace.channels;
  expect(room).toEqual({ channelId: made?.id, name: 'inc-42-db-down', notInvited: [] });
  expect(made).toMatchObject({ topic: 'P1 · DB down', purpose: 'Opened by Opsbook for incident-42' });
  expect(made?.members).toEqual(expect.arrayContaining(['U0ALICE001', 'U0BOB00001']));
});

test('IN01: where the name is taken by others, the next free one gets it', async () => {
  addChannel(server.workspace, { name: 'inc-42-db-down' });
  addChannel(server.workspace, { name: 'inc-42-db-down-2', archived: true });

  expect(await openRoom(slackUse(server), WANTED)).toMatchObject({ name: 'inc-42-db-down-3' });
});

test('IN01: a longest name that is taken keeps its suffix within 80', async () => {
  addChannel(server.workspace, { name: 'a'.repeat(80) });

  expect(await openRoom(slackUse(server), { ...WANTED, name: 'a'.repeat(200) })).toMatchObject({
    name: `${'a'.repeat(78)}-2`,
  });
});

test('IN01: what names itself ours, but was made by somebody else, is not taken for ours', async () => {
  addChannel(server.workspace, { name: 'inc-42-db-down', purpose: 'Opened by Opsbook for incident-42' });

  expect(await openRoom(slackUse(server, { again: true }), WANTED)).toMatchObject({ name: 'inc-42-db-down-2' });
});

test('IN01: the channel of another incident is left alone, also where we made it', async () => {
  await openRoom(slackUse(server), { ...WANTED, key: 'incident-42-of-last-year' });

  expect(await openRoom(slackUse(server, { again: true }), WANTED)).toMatchObject({ name: 'inc-42-db-down-2' });
});

test('IN01: our own channel, archived meanwhile, gets a successor: nobody can write into it', async () => {
  const { channelId } = await openRoom(slackUse(server), WANTED);
  await archiveRoom(slackUse(server), { channelId });

  expect(await openRoom(slackUse(server, { again: true }), WANTED)).toMatchObject({ name: 'inc-42-db-down-2' });
});

test.each(['conversations.create', 'conversations.setPurpose', 'conversations.setTopic'])(
  'IN01: after an answer to %s was lost, the same channel is taken up again',
  async (method) => {
    server.fail(method, { kind: 'drop', done: true });
    await failureOf(openRoom(slackUse(server), WANTED));

    const room = await openRoom(slackUse(server, { again: true }), WANTED);

    expect(server.workspace.channels).toHaveLength(1);
    expect(room).toEqual({ channelId: server.workspace.channels[0]?.id, name: 'inc-42-db-down', notInvited: [] });
    expect(server.workspace.channels[0]).toMatchObject({
      topic: 'P1 · DB down',
      purpose: 'Opened by Opsbook for incident-42',
    });
  },
);

test('IN01: gives up after twenty names, and says what to do', async () => {
  server.fail('conversations.create', { kind: 'error', error: 'name_taken' }, 20);

  const failed = await failureOf(openRoom(slackUse(server), WANTED));

  expect(failed).toMatchObject({
    permanent: true,
    message: 'Slack has channels inc-42-db-down to inc-42-db-down-20: archive or rename some',
  });
  expect(server.count('conversations.list')).toBe(1);
});

test('who cannot be invited is told of, and keeps nobody else out', async () => {
  server.workspace.members.push({ id: 'U0GUEST001', name: 'guest', refuses: 'cant_invite' });
  const guest: Contact = { id: 'guest', name: 'Guest', slack: 'U0GUEST001' };

  const { notInvited, channelId } = await openRoom(slackUse(server), { ...WANTED, invite: [guest, CAROL, BOB] });

  expect(notInvited).toEqual([
    { person: guest, permanent: true, reason: 'Slack refused, inviting Guest: cant_invite; invite them by hand' },
    { person: CAROL, permanent: true, reason: 'Carol has no `slack` in the configuration' },
  ]);
  expect(server.workspace.channels.find(({ id }) => id === channelId)?.members).toContain('U0BOB00001');
});

test('IN02: a rate limit while inviting costs nobody the room, and Slack is left alone', async () => {
  server.fail('conversations.invite', { kind: 'rate-limited', retryAfterS: 30 });

  const { notInvited } = await openRoom(slackUse(server), WANTED);

  expect(notInvited.map(({ person, permanent }) => [person.id, permanent])).toEqual([
    ['alice', false],
    ['bob', false],
  ]);
  expect(server.count('conversations.invite')).toBe(1);
});

test('posts into a thread once, though a thread is not in the history of its channel', async () => {
  const { channelId } = await openRoom(slackUse(server), WANTED);
  const { ts: threadTs } = await post(slackUse(server), { channelId, message: aMessage({ key: 'first' }) });
  server.fail('chat.postMessage', { kind: 'drop', done: true });
  await failureOf(post(slackUse(server), { channelId, message: aMessage(), threadTs }));

  const { ts } = await post(slackUse(server, { again: true }), { channelId, message: aMessage(), threadTs });

  expect(server.workspace.messages).toHaveLength(2);
  expect(server.workspace.messages[1]).toMatchObject({ ts, threadTs });
});

test('a topic is one line of at most 250 characters, in which nobody is called', async () => {
  const { channelId } = await openRoom(slackUse(server), WANTED);

  await updateTopic(slackUse(server), { channelId, topic: `<!channel>\n${'&'.repeat(300)}` });

  const topic = server.workspace.channels[0]?.topic ?? '';
  expect(topic).toMatch(/^&lt;!channel&gt; (&amp;)+…$/);
  expect(topic.length).toBeLessThanOrEqual(250);
});

test('archives once', async () => {
  const { channelId } = await openRoom(slackUse(server), WANTED);

  await archiveRoom(slackUse(server), { channelId });
  await archiveRoom(slackUse(server), { channelId });

  expect(server.workspace.channels[0]?.archived).toBe(true);
});
