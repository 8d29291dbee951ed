import { askSlack } from './client.ts';
import { createMemory } from './memory.ts';
import type { SlackUse } from './settings.ts';

/** A channel, as far as it matters here. */
export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  /** A member id. */
  readonly creator: string;
  readonly purpose: string;
  readonly archived: boolean;
}

const CHANNEL_ID = /^[CGD][A-Z0-9]{4,}$/;
/** Under 1000: https://docs.slack.dev/reference/methods/conversations.list */
const PAGE = 999;
const MAX_PAGES = 20;
const ids = createMemory<string>({ atMost: 200, forMs: 3_600_000 });

/** The id of `#ops`; null where the app sees no such channel. Posting takes names, reading does not. */
export async function findChannelId(use: SlackUse, place: string): Promise<string | null> {
  if (CHANNEL_ID.test(place)) return place;
  const name = place.replace(/^#/, '');
  const known = ids.find(use, name);
  if (known !== undefined) return known;
  for await (const channel of listChannels(use, 'public_channel,private_channel')) {
    if (channel.name !== name || channel.archived) continue;
    ids.keep(use, name, channel.id);
    return channel.id;
  }
  return null;
}

/** The archived too: they keep their names. Ends after some 20,000. */
export async function* listChannels(use: SlackUse, types: string): AsyncGenerator<SlackChannel> {
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const from = cursor;
    const answer = await askSlack(use, 'listing the channels', (slack) =>
      slack.conversations.list({ types, limit: PAGE, ...(from === '' ? {} : { cursor: from }) }),
    );
    for (const { id = '', name = '', creator = '', purpose, is_archived: archived } of answer.channels ?? []) {
      yield { id, name, creator, purpose: purpose?.value ?? '', archived: archived === true };
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return;
  }
}
