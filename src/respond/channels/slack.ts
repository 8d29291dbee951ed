import { approvalContent } from '../slack/approval-blocks.ts';
import { askSlack } from '../slack/client.ts';
import { memberId } from '../slack/members.ts';
import { messageContent } from '../slack/message-blocks.ts';
import { postOnce } from '../slack/post.ts';
import { type SlackUse, slackSettings } from '../slack/settings.ts';
import { DeliveryFailed, defineChannel, type Recipient } from './define.ts';

const CHANNEL = /^(#|[CGD][A-Z0-9]{4,}$)/;

/** Direct messages and channels of a Slack workspace, by a bot token. */
export const slack = defineChannel({
  id: 'slack',
  title: 'Slack',
  setup:
    'Make an app at api.slack.com/apps with the bot scopes chat:write, im:write, im:history, channels:read, channels:history, ' +
    'groups:read, groups:history, users:read, users:read.email and, for rooms of incidents, channels:manage; ' +
    'install it, and /invite it to the channel.',
  settings: slackSettings,
  repeats: 'told-apart',
  addressOf: (person) => person.slack ?? null,
  async send(message, to, use) {
    const { place, called } = await placeOf(use, to);
    const { channelId, ts, already, doubt } = await postOnce(use, {
      place,
      content: message.approval ? approvalContent(message.approval) : messageContent(message),
      key: message.key,
      at: message.at,
    });
    const done = already ? `was in ${called} from an earlier attempt` : `posted to ${called}`;
    return { id: `${channelId}/${ts}`, detail: doubt === null ? done : `${done}, perhaps a second time: ${doubt}` };
  },
});

async function placeOf(use: SlackUse, { address, person }: Recipient): Promise<{ place: string; called: string }> {
  if (address === null) return { place: use.settings.channel, called: use.settings.channel };
  if (CHANNEL.test(address)) return { place: address, called: address };
  const users = await memberId(use, address, person);
  const called = `the direct messages of ${person?.name ?? address}`;
  // https://docs.slack.dev/reference/methods/conversations.open: gives the same conversation each time.
  const { channel } = await askSlack(use, `opening ${called}`, (client) => client.conversations.open({ users }));
  if (channel?.id === undefined)
    throw new DeliveryFailed(`Slack opened ${called}, but did not say where: it is tried again`);
  return { place: channel.id, called };
}
