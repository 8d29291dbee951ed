import { z } from 'zod';
import type { SlackAct, SlackInbound, SlackNote } from './acts.ts';
import { readable } from './readable.ts';
import { atTs, readShape, refuseOtherTeam, shortText, slackId, slackTs } from './receive-shapes.ts';

const NOTHING: SlackInbound = { kind: 'acts', acts: [] };

const outer = z.object({ type: shortText });
const challenge = z.object({ challenge: shortText.min(1) });
const callback = z.object({
  team_id: slackId.nullish(),
  /** The same in every delivery: https://docs.slack.dev/apis/events-api#callback-field */
  event_id: shortText.min(1),
  event_time: z.int().min(0).max(99_999_999_999),
  authorizations: z.array(z.object({ user_id: z.string().nullish(), is_bot: z.boolean().nullish() })).nullish(),
  event: z.looseObject({ type: shortText, subtype: shortText.optional() }),
});

const written = z.object({
  user: slackId.optional(),
  /** Null or empty of a file alone. */
  text: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  ts: slackTs,
  bot_id: z.string().optional(),
  subtype: shortText.optional(),
  edited: z.unknown().optional(),
});
const inChannel = z.object({ channel: slackId, channel_type: shortText.optional() });
/** What it was before. */
const earlier = z.object({
  user: slackId.optional(),
  text: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: shortText.optional(),
});
const changed = inChannel.extend({ message: written, previous_message: earlier.optional() });
const deleted = inChannel.extend({ deleted_ts: slackTs, previous_message: earlier.optional() });

/** What people write. Anything else with a subtype is Slack's own: joins, topics, pins. */
const PEOPLES = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);
const CHANGES = new Set<string | undefined>(['message_changed', 'message_deleted']);

/**
 * What people write in channels, with what they change of it later.
 * https://docs.slack.dev/reference/events/message
 */
export function readEvent(body: unknown, team: string | undefined): SlackInbound {
  const { type } = readShape(outer, body, 'an event');
  if (type === 'url_verification') {
    return { kind: 'challenge', challenge: readShape(challenge, body, 'a challenge').challenge };
  }
  if (type !== 'event_callback') return NOTHING;
  const { event, ...delivery } = readShape(callback, body, 'an event');
  refuseOtherTeam(delivery.team_id, team);
  if (event.type !== 'message') return NOTHING;
  const found = readMessage(event);
  if (found === null) return NOTHING;
  const ourselves = delivery.authorizations?.some((one) => one.is_bot === true && one.user_id === found.user) ?? false;
  if (ourselves) return NOTHING;
  const act: SlackAct = {
    id: `slack:event:${delivery.event_id}`,
    at:
      found.note.change === 'written' && found.note.ts !== null
        ? atTs(found.note.ts)
        : new Date(delivery.event_time * 1000),
    user: { id: found.user, name: null },
    channel: found.channel,
    responseUrl: null,
    act: found.note,
  };
  return { kind: 'acts', acts: [act] };
}

interface Found {
  readonly user: string;
  readonly channel: string;
  readonly note: SlackNote;
}

/** Null of what no person wrote, and of what is said to the app alone. */
function readMessage(event: { subtype?: string | undefined }): Found | null {
  if (!PEOPLES.has(event.subtype) && !CHANGES.has(event.subtype)) return null;
  const { channel, channel_type: kind } = readShape(inChannel, event, 'a message');
  if (kind === 'im' || kind === 'app_home') return null;
  if (event.subtype === 'message_changed') return readChange(event, channel);
  if (event.subtype === 'message_deleted') {
    const { deleted_ts: ts, previous_message: before } = readShape(deleted, event, 'a deleted message');
    return found(before, channel, { text: '', ts, change: 'deleted' });
  }
  const message = readShape(written, event, 'a message');
  return message.text === ''
    ? null
    : found(message, channel, { text: readable(message.text), ts: message.ts, change: 'written' });
}

/** Slack says "changed" also where it added a preview or looked for the language: only another text counts. */
function readChange(event: object, channel: string): Found | null {
  const { message, previous_message: before } = readShape(changed, event, 'a changed message');
  const { ts, text } = message;
  // What is left of a deleted message that had answers.
  if (message.subtype === 'tombstone') return found(before, channel, { text: '', ts, change: 'deleted' });
  if (before?.text === undefined ? message.edited === undefined : before.text === text) return null;
  return found(message, channel, { text: readable(text), ts, change: 'edited' });
}

function found(
  by: { user?: string | undefined; bot_id?: string | undefined; subtype?: string | undefined } | undefined,
  channel: string,
  note: Pick<SlackNote, 'text' | 'ts' | 'change'>,
): Found | null {
  if (by?.user === undefined || by.bot_id !== undefined || !PEOPLES.has(by.subtype)) return null;
  return { user: by.user, channel, note: { kind: 'note', incident: null, ...note } };
}
