import { DeliveryFailed } from '../channels/define.ts';
import type { SlackContent } from './blocks.ts';
import { findChannelId } from './channels.ts';
import { askSlack } from './client.ts';
import { SlackRefusal } from './failures.ts';
import type { SlackUse } from './settings.ts';

const EVENT_TYPE = 'opsbook_message';
const PAGE = 200;
const MAX_PAGES = 5;
/** How far Slack's clock and ours may be apart. */
const CLOCKS_APART_MS = 300_000;

export interface Posted {
  readonly channelId: string;
  /** Slack's name of the message in its channel: https://docs.slack.dev/messaging/retrieving-messages */
  readonly ts: string;
  /** Whether an earlier attempt had brought it there. */
  readonly already: boolean;
  /** Why an earlier attempt could not be looked for; null where it could, or there was none. */
  readonly doubt: string | null;
}

interface Post {
  /** `#ops`, or an id. */
  readonly place: string;
  readonly content: SlackContent;
  /** The same in every attempt, and of nothing else. */
  readonly key: string;
  /** When it was made: no attempt is older. */
  readonly at: Date;
  /** The message it answers. */
  readonly threadTs?: string | undefined;
}

/**
 * Posts a message that carries its key as metadata; what is sent again is looked for by it first.
 * Slack has no idempotency key: https://docs.slack.dev/messaging/message-metadata
 * @throws DeliveryFailed
 */
export async function postOnce(use: SlackUse, post: Post): Promise<Posted> {
  const { place, content, key, threadTs } = post;
  const earlier = use.again ? await lookForEarlier(use, post) : null;
  if (earlier !== null && 'ts' in earlier) return { ...earlier, already: true, doubt: null };
  const { ts, channel } = await askSlack(use, `posting to ${place}`, (slack) =>
    slack.chat.postMessage({
      channel: place,
      ...content,
      // What others wrote is not read for names, and its links are not fetched.
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: EVENT_TYPE, event_payload: { key } },
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    }),
  );
  if (ts === undefined || channel === undefined) {
    throw new DeliveryFailed(`Slack said that it posted to ${place}, but not what: it is looked for next time`);
  }
  return { channelId: channel, ts, already: false, doubt: earlier?.doubt ?? null };
}

/** To be told twice is better than not at all: where nothing can be read, it is posted. */
async function lookForEarlier(
  use: SlackUse,
  post: Post,
): Promise<{ channelId: string; ts: string } | { doubt: string } | null> {
  try {
    const channelId = await findChannelId(use, post.place);
    if (channelId === null) return { doubt: `Slack shows no channel ${post.place}` };
    const ts = await findPosted(use, channelId, post);
    return ts === null ? null : { channelId, ts };
  } catch (error) {
    if (error instanceof SlackRefusal && error.permanent) return { doubt: error.message };
    throw error;
  }
}

/** The history of a channel holds no answers in threads: those have a list of their own. */
async function findPosted(use: SlackUse, channelId: string, { key, at, threadTs }: Post): Promise<string | null> {
  const oldest = String(Math.floor((at.getTime() - CLOCKS_APART_MS) / 1000));
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const asked = {
      channel: channelId,
      oldest,
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor === '' ? {} : { cursor }),
    };
    const answer = await askSlack(use, 'looking for an earlier attempt', (slack) =>
      threadTs === undefined
        ? slack.conversations.history(asked)
        : slack.conversations.replies({ ...asked, ts: threadTs }),
    );
    const found = answer.messages?.find((one) => keyOf(one) === key);
    if (found?.ts !== undefined) return found.ts;
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return null;
  }
  return null;
}

function keyOf(posted: object): unknown {
  const metadata = 'metadata' in posted ? posted.metadata : null;
  if (typeof metadata !== 'object' || metadata === null) return null;
  const type = 'event_type' in metadata ? metadata.event_type : null;
  const payload = 'event_payload' in metadata ? metadata.event_payload : null;
  if (type !== EVENT_TYPE || typeof payload !== 'object' || payload === null) return null;
  return 'key' in payload ? payload.key : null;
}
