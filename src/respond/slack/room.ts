import type { Contact, Message } from '../../model/incident/message.ts';
import { DeliveryFailed } from '../channels/define.ts';
import { fit, LIMITS } from './blocks.ts';
import { listChannels, type SlackChannel } from './channels.ts';
import { askSlack } from './client.ts';
import { SlackRefusal } from './failures.ts';
import { type NotInvited, inviteToRoom } from './invite.ts';
import { messageContent } from './message-blocks.ts';
import { postOnce } from './post.ts';
import { roomName, withSuffix } from './room-name.ts';
import type { SlackUse } from './settings.ts';

const MAX_NAMES = 20;

/** An incident's own channel. */
export interface Room {
  /** To be kept: names change, ids do not. */
  readonly channelId: string;
  readonly name: string;
  readonly notInvited: readonly NotInvited[];
}

/**
 * Opens a channel, or finds the one that an earlier attempt opened: by its key, which stands in the channel's purpose.
 * Who cannot be invited is told of, and stops nothing.
 * https://docs.slack.dev/reference/methods/conversations.create
 * @throws DeliveryFailed
 */
export async function openRoom(
  use: SlackUse,
  { key, name, topic, invite }: { key: string; name: string; topic: string; invite: readonly Contact[] },
): Promise<Room> {
  const purpose = purposeOf(key);
  const { id, name: given } = await createOrFind(use, roomName(name), purpose);
  await askSlack(use, `marking #${given}`, (slack) => slack.conversations.setPurpose({ channel: id, purpose }));
  await updateTopic(use, { channelId: id, topic });
  return { channelId: id, name: given, notInvited: await inviteToRoom(use, { channelId: id, people: invite }) };
}

/** Posts once, however often it is asked: `use.again` says that it may be there. */
export async function post(
  use: SlackUse,
  { channelId, message, threadTs }: { channelId: string; message: Message; threadTs?: string | undefined },
): Promise<{ readonly ts: string }> {
  const { ts } = await postOnce(use, {
    place: channelId,
    content: messageContent(message),
    key: message.key,
    at: message.at,
    threadTs,
  });
  return { ts };
}

/** https://docs.slack.dev/reference/methods/conversations.setTopic: 250 characters, one line. */
export async function updateTopic(
  use: SlackUse,
  { channelId, topic }: { channelId: string; topic: string },
): Promise<void> {
  const line = fit(topic.replaceAll(/\s+/g, ' '), LIMITS.topic);
  await askSlack(use, 'setting the topic', (slack) =>
    slack.conversations.setTopic({ channel: channelId, topic: line }),
  );
}

/** Done already is done. https://docs.slack.dev/reference/methods/conversations.archive */
export async function archiveRoom(use: SlackUse, { channelId }: { channelId: string }): Promise<void> {
  try {
    await askSlack(use, 'archiving the channel', (slack) => slack.conversations.archive({ channel: channelId }));
  } catch (error) {
    if (!(error instanceof SlackRefusal && error.reason === 'already_archived')) throw error;
  }
}

async function createOrFind(use: SlackUse, base: string, purpose: string): Promise<{ id: string; name: string }> {
  let taken: ReadonlyMap<string, SlackChannel> | null = null;
  let self: string | null = null;
  for (let number = 1; number <= MAX_NAMES; number++) {
    const name = number === 1 ? base : withSuffix(base, number);
    const made = await create(use, name);
    if (made !== null) return made;
    taken ??= await channelsByName(use);
    self ??= await ownId(use);
    const there = taken.get(name);
    if (there && isOurs(there, { self, purpose, again: use.again })) return there;
  }
  throw new DeliveryFailed(`Slack has channels ${base} to ${withSuffix(base, MAX_NAMES)}: archive or rename some`, {
    permanent: true,
  });
}

/** Null where the name is taken. */
async function create(use: SlackUse, name: string): Promise<{ id: string; name: string } | null> {
  try {
    const { channel } = await askSlack(use, `opening #${name}`, (slack) => slack.conversations.create({ name }));
    if (channel?.id !== undefined) return { id: channel.id, name: channel.name ?? name };
  } catch (error) {
    if (error instanceof SlackRefusal && error.reason === 'name_taken') return null;
    throw error;
  }
  throw new DeliveryFailed(`Slack said that it opened #${name}, but not which: it is looked for next time`);
}

/** Anybody can write a purpose, so who made the channel counts too. One without any is of an attempt that came no further. */
function isOurs(channel: SlackChannel, own: { self: string; purpose: string; again: boolean }): boolean {
  if (channel.archived || channel.creator !== own.self) return false;
  return channel.purpose === own.purpose || (own.again && channel.purpose === '');
}

function purposeOf(key: string): string {
  return fit(`Opened by Opsbook for ${key}`, LIMITS.topic);
}

async function channelsByName(use: SlackUse): Promise<Map<string, SlackChannel>> {
  const all = new Map<string, SlackChannel>();
  for await (const channel of listChannels(use, 'public_channel')) all.set(channel.name, channel);
  return all;
}

async function ownId(use: SlackUse): Promise<string> {
  const { user_id: id } = await askSlack(use, 'asking who we are', (slack) => slack.auth.test());
  return id ?? '';
}
