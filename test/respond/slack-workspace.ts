import { randomBytes } from 'node:crypto';

/** What a mock workspace holds. Tests read it, and put things in. */
export interface Workspace {
  readonly bot: { readonly id: string; readonly botId: string };
  readonly members: Member[];
  readonly channels: Channel[];
  readonly messages: Posted[];
  readonly now: () => Date;
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly displayName?: string;
  readonly email?: string;
  readonly deleted?: boolean;
  readonly isBot?: boolean;
  /** Why they cannot be invited or written to. */
  readonly refuses?: string;
}

export interface Channel {
  readonly id: string;
  name: string;
  creator: string;
  topic: string;
  purpose: string;
  archived: boolean;
  readonly members: string[];
  readonly kind: 'channel' | 'im';
}

export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly text: string;
  readonly blocks: readonly Record<string, unknown>[];
  readonly metadata: unknown;
}

export type Arguments = Readonly<Record<string, string>>;

/** Answered as `{ ok: false, error }`. */
export class Refused extends Error {
  readonly answer: Readonly<Record<string, unknown>>;

  constructor(reason: string, answer: Readonly<Record<string, unknown>> = {}) {
    super(reason);
    this.answer = answer;
  }
}

export function createWorkspace(now: () => Date): Workspace {
  return { bot: { id: 'U0BOT00001', botId: 'B0BOT00001' }, members: [], channels: [], messages: [], now };
}

export function addChannel(workspace: Workspace, channel: Partial<Channel> & { name: string }): Channel {
  const made: Channel = {
    id: `C${newId()}`,
    creator: 'U0SOMEBODY',
    topic: '',
    purpose: '',
    archived: false,
    members: [workspace.bot.id],
    kind: 'channel',
    ...channel,
  };
  workspace.channels.push(made);
  return made;
}

/** The methods that Opsbook uses, as https://docs.slack.dev/reference/methods describes them. */
export const METHODS: Readonly<Record<string, (workspace: Workspace, given: Arguments) => Record<string, unknown>>> = {
  'auth.test': ({ bot }) => ({ user_id: bot.id, bot_id: bot.botId, team_id: 'T0TEAM0001' }),
  'users.lookupByEmail': ({ members }, given) => {
    const found = members.find((one) => one.email === given['email'] && one.deleted !== true);
    if (!found) throw new Refused('users_not_found');
    return { user: memberAnswer(found) };
  },
  'users.info': ({ members }, given) => {
    const found = members.find(({ id }) => id === given['user']);
    if (!found) throw new Refused('user_not_found');
    return { user: { ...memberAnswer(found), team_id: 'T0TEAM0001' } };
  },
  'users.list': ({ members }, given) => page(members.map(memberAnswer), given, 'members'),
  'conversations.list': ({ channels }, given) => {
    const shown = channels.filter((one) => one.kind === 'channel');
    return page(shown.map(channelAnswer), given, 'channels');
  },
  'conversations.open': (workspace, given) => {
    const member = memberOf(workspace, given['users']);
    if (member.refuses !== undefined) throw new Refused(member.refuses);
    const known = workspace.channels.find((one) => one.kind === 'im' && one.members.includes(member.id));
    const id = `D${newId()}`;
    const im = known ?? addChannel(workspace, { id, name: id, kind: 'im', members: [workspace.bot.id, member.id] });
    return { channel: { id: im.id } };
  },
  'conversations.create': (workspace, given) => {
    const name = given['name'] ?? '';
    if (name === '') throw new Refused('invalid_name_required');
    if (name.length > 80) throw new Refused('invalid_name_maxlength');
    if (!/^[a-z0-9_-]+$/.test(name)) throw new Refused('invalid_name_specials');
    if (!/[a-z0-9]/.test(name)) throw new Refused('invalid_name_punctuation');
    if (workspace.channels.some((one) => one.name === name)) throw new Refused('name_taken');
    return { channel: channelAnswer(addChannel(workspace, { name, creator: workspace.bot.id })) };
  },
  'conversations.setTopic': (workspace, given) => {
    const channel = joined(workspace, given['channel']);
    channel.topic = atMost250(given['topic']);
    return { channel: channelAnswer(channel) };
  },
  'conversations.setPurpose': (workspace, given) => {
    const channel = joined(workspace, given['channel']);
    channel.purpose = atMost250(given['purpose']);
    return { channel: channelAnswer(channel) };
  },
  'conversations.invite': (workspace, given) => {
    const channel = joined(workspace, given['channel']);
    const member = memberOf(workspace, given['users']);
    if (member.refuses !== undefined) throw new Refused(member.refuses);
    if (channel.members.includes(member.id)) throw new Refused('already_in_channel');
    channel.members.push(member.id);
    return { channel: channelAnswer(channel) };
  },
  'conversations.archive': (workspace, given) => {
    const channel = channelOf(workspace, given['channel']);
    if (channel.archived) throw new Refused('already_archived');
    channel.archived = true;
    return {};
  },
  'conversations.history': (workspace, given) => {
    const { id } = joined(workspace, given['channel']);
    return history(workspace, given, (one) => one.channel === id && one.threadTs === null);
  },
  'conversations.replies': (workspace, given) => {
    const { id } = joined(workspace, given['channel']);
    const thread = given['ts'];
    return history(workspace, given, (one) => one.channel === id && (one.threadTs === thread || one.ts === thread));
  },
  'chat.postMessage': (workspace, given) => {
    const place = given['channel'] ?? '';
    const { id, archived } = channelOf(workspace, place);
    if (archived) throw new Refused('is_archived');
    joined(workspace, id);
    const blocks: Record<string, unknown>[] = JSON.parse(given['blocks'] ?? '[]');
    const faults = blocks.flatMap(faultsOf);
    if (faults.length > 0) throw new Refused('invalid_blocks', { response_metadata: { messages: faults } });
    if ((given['text'] ?? '') === '' && blocks.length === 0) throw new Refused('no_text');
    const posted: Posted = {
      channel: id,
      ts: nextTs(workspace),
      threadTs: given['thread_ts'] ?? null,
      text: given['text'] ?? '',
      blocks,
      metadata: given['metadata'] === undefined ? null : JSON.parse(given['metadata']),
    };
    workspace.messages.push(posted);
    return { channel: id, ts: posted.ts, message: { text: posted.text } };
  },
};

function history(workspace: Workspace, given: Arguments, belongs: (one: Posted) => boolean): Record<string, unknown> {
  const oldest = Number(given['oldest'] ?? 0);
  const found = workspace.messages.filter((one) => belongs(one) && Number(one.ts) > oldest).toReversed();
  const shown = found.map(({ ts, text, metadata }) => ({
    type: 'message',
    ts,
    text,
    ...(given['include_all_metadata'] === 'true' && metadata !== null ? { metadata } : {}),
  }));
  return page(shown, given, 'messages');
}

function page(all: readonly unknown[], given: Arguments, as: string): Record<string, unknown> {
  const from = Number(given['cursor'] ?? 0);
  const to = from + Number(given['limit'] ?? 100);
  const next = to < all.length ? String(to) : '';
  return { [as]: all.slice(from, to), response_metadata: { next_cursor: next } };
}

function memberAnswer({ id, name, displayName = '', email, deleted = false, isBot = false }: Member): object {
  return { id, name, deleted, is_bot: isBot, profile: { display_name: displayName, email } };
}

function channelAnswer({ id, name, creator, topic, purpose, archived }: Channel): Record<string, unknown> {
  return { id, name, creator, topic: { value: topic }, purpose: { value: purpose }, is_archived: archived };
}

function memberOf({ members }: Workspace, id: string | undefined): Member {
  const found = members.find((one) => one.id === id);
  if (!found) throw new Refused('user_not_found');
  return found;
}

function channelOf({ channels }: Workspace, place: string | undefined): Channel {
  const found = channels.find((one) => one.id === place || (one.kind === 'channel' && `#${one.name}` === place));
  if (!found) throw new Refused('channel_not_found');
  return found;
}

/** By its id, as all methods but chat.postMessage want it. */
function joined({ channels, bot }: Workspace, id: string | undefined): Channel {
  const found = channels.find((one) => one.id === id);
  if (!found) throw new Refused('channel_not_found');
  if (!found.members.includes(bot.id)) throw new Refused('not_in_channel');
  return found;
}

function atMost250(text = ''): string {
  if (text.length > 250) throw new Refused('too_long');
  return text;
}

const TEXT_LIMITS: Readonly<Record<string, number>> = { header: 150, section: 3000 };

/** https://docs.slack.dev/reference/block-kit/blocks */
function faultsOf(block: Record<string, unknown>): string[] {
  const { type, text, elements = [] } = block as { type: string; text?: { text: string }; elements?: object[] };
  const limit = TEXT_LIMITS[type];
  const faults: string[] = [];
  if (text && limit !== undefined && (text.text.length > limit || text.text.length < 1)) {
    faults.push(`[ERROR] must be less than ${limit + 1} characters [json-pointer:/blocks/${type}/text]`);
  }
  for (const element of elements as { type: string; text: { text: string }; value?: string; url?: string }[]) {
    if (element.type !== 'button') continue;
    if (element.text.text.length > 75) faults.push('[ERROR] must be less than 76 characters');
    if ((element.value ?? '').length > 2000) faults.push('[ERROR] must be less than 2001 characters');
    if ((element.url ?? '').length > 3000) faults.push('[ERROR] must be less than 3001 characters');
  }
  return faults;
}

function nextTs({ messages, now }: Workspace): string {
  return `${Math.floor(now().getTime() / 1000)}.${String(messages.length + 1).padStart(6, '0')}`;
}

function newId(): string {
  return randomBytes(5).toString('hex').toUpperCase();
}
