import { afterEach, beforeEach, expect, test } from 'vitest';
import { failureOf } from '../../../test/respond/channel-scene.ts';
import { SLACK_NOW, slackUse } from '../../../test/respond/slack-scene.ts';
import { type SlackServer, startSlack } from '../../../test/respond/slack-server.ts';
import type { Contact } from '../../model/incident/message.ts';
import { memberId } from './members.ts';

const BOB: Contact = { id: 'bob', name: 'Bob', slack: '@bob' };

let server: SlackServer;

beforeEach(async () => {
  server = await startSlack();
});

afterEach(() => server.close());

test('takes a member id as it is', async () => {
  expect(await memberId(slackUse(server), 'U0ALICE001', null)).toBe('U0ALICE001');
  expect(server.calls).toEqual([]);
});

test('goes by the e-mail address before the name, which anybody can give themselves', async () => {
  server.workspace.members.push(
    { id: 'U0MALLORY1', name: 'mallory', displayName: 'bob' },
    { id: 'U0BOB00001', name: 'robert', email: 'bob@example.com' },
  );

  expect(await memberId(slackUse(server), '@bob', { ...BOB, email: 'bob@example.com' })).toBe('U0BOB00001');
});

test.each(['users_not_found', 'missing_scope'])('goes by the name where the address gives %s', async (error) => {
  server.workspace.members.push({ id: 'U0BOB00001', name: 'bob', email: 'bob@example.com' });
  server.fail('users.lookupByEmail', { kind: 'error', error });

  expect(await memberId(slackUse(server), '@Bob', { ...BOB, email: 'bob@example.com' })).toBe('U0BOB00001');
});

test('a handle wins over the same display name of another', async () => {
  server.workspace.members.push(
    { id: 'U0MALLORY1', name: 'mallory', displayName: 'bob' },
    { id: 'U0BOB00001', name: 'bob' },
  );

  expect(await memberId(slackUse(server), '@bob', BOB)).toBe('U0BOB00001');
});

test('guesses between no two people, and takes neither bots nor those who left', async () => {
  server.workspace.members.push(
    { id: 'U0ONE00001', name: 'one', displayName: 'Bob' },
    { id: 'U0TWO00001', name: 'two', displayName: 'bob' },
    { id: 'U0LEFT0001', name: 'carol', deleted: true },
    { id: 'U0ROBOT001', name: 'dave', isBot: true },
  );
  const use = slackUse(server);

  const both = await failureOf(memberId(use, '@bob', BOB));
  const left = await failureOf(memberId(use, '@carol', null));
  const robot = await failureOf(memberId(use, '@dave', null));

  expect([both.permanent, left.permanent, robot.permanent]).toEqual([true, true, true]);
  expect(both.message).toBe(
    'Slack has no one member @bob: several are called that; give the member id (Profile → Copy member ID)',
  );
  expect(left.message).toMatch(/^Slack has no one member @carol: nobody is called that;/);
});

test('lists the members page by page, once in ten minutes', async () => {
  for (let number = 0; number < 450; number++) {
    server.workspace.members.push({ id: `U0MANY${String(number).padStart(4, '0')}`, name: `many${number}` });
  }

  const ids = [];
  for (const name of ['@many0', '@many449', '@many201']) ids.push(await memberId(slackUse(server), name, null));
  const then = server.count('users.list');
  const later = new Date(SLACK_NOW.getTime() + 600_000);
  await memberId(slackUse(server, { now: () => later }), '@many1', null);

  expect(ids).toEqual(['U0MANY0000', 'U0MANY0449', 'U0MANY0201']);
  expect([then, server.count('users.list')]).toEqual([3, 6]);
});
