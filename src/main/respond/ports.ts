import { publish } from '../../aws/sns.ts';
import { DeliveryFailed, type ChannelUse, type Settings } from '../../respond/channels/define.ts';
import { secretsOf } from '../../respond/channels/settings.ts';
import type { Channel, DeliveryPorts } from '../../respond/responder.ts';
import { openRoom } from '../../respond/slack/room.ts';
import { slackSettings } from '../../respond/slack/settings.ts';
import { UsageError } from '../../model/errors.ts';
import { resolveSecret } from '../secrets.ts';
import type { Accounts } from './accounts.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Sources {
  readonly environment: Environment;
  readonly accounts: Accounts;
  readonly firstLook: DeliveryPorts['firstLook'];
  readonly now: () => Date;
}

const ANSWER_WITHIN_MS = 10_000;

/** What delivering works with: secrets in place of references, the outside with limits. */
export function deliveryPorts({ environment, accounts, firstLook, now }: Sources): DeliveryPorts {
  async function useOf(channel: Channel, again: boolean): Promise<ChannelUse> {
    return {
      settings: await withSecrets(channel, environment),
      fetch: boundedFetch,
      now,
      again,
      async publish({ topicArn, region, subject, message, attributes, deduplicationId, groupId, endpointUrl }) {
        const aws = await accounts.own(region, endpointUrl);
        return publish(aws, {
          TopicArn: topicArn,
          Message: message,
          ...(subject !== undefined && { Subject: subject }),
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([key, value]) => [key, { DataType: 'String', StringValue: value }]),
          ),
          ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
          ...(groupId !== undefined && { MessageGroupId: groupId }),
        });
      },
    };
  }
  return {
    useOf,
    firstLook,
    async openRoom(channel, { key, name, topic, invite, again }) {
      const use = await useOf(channel, again);
      // Checked as references by the configuration; what they mean takes their place.
      const settings = { ...slackSettings.parse(channel.settings), token: String(use.settings['token']) };
      const room = await openRoom({ ...use, settings }, { key, name, topic, invite });
      return { id: room.channelId, name: room.name };
    },
  };
}

/** @throws DeliveryFailed that names the reference, never what is behind it */
async function withSecrets({ name, definition, settings }: Channel, environment: Environment) {
  const resolved: Settings = { ...settings };
  for (const key of secretsOf(definition.settings)) {
    const reference = settings[key];
    if (typeof reference !== 'string') continue;
    resolved[key] = await resolveSecret(reference, environment).catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      throw new DeliveryFailed(`the channel ${name} is not set up: ${error.message}`, { cause: error });
    });
  }
  return resolved;
}

/** Follows no redirects: they would lead to where the configuration did not let it. */
export const boundedFetch: typeof fetch = (input, init) =>
  fetch(input, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_WITHIN_MS), ...init });
