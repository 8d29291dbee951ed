import type { Tag } from '@aws-sdk/client-sns';
import { hexOf, type Place, QUIET_TOPIC, TOPIC, uuidOf } from './cast.ts';
import type { RegionSeed } from './seed.ts';

export interface SandboxTopic {
  readonly arn: string;
  readonly attributes: Map<string, string>;
  tags: Tag[];
  /** How many subscriptions it has lost. */
  deleted: number;
}

export interface SandboxSubscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** What AWS sends to the endpoint, and who has it confirms with. */
  readonly token: string;
  confirmed: boolean;
}

/** A message that was published, and how many confirmed subscriptions it went to. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly at: Date;
  readonly heardBy: number;
}

/** What one region of an account holds of sns. */
export interface SnsState {
  readonly topics: SandboxTopic[];
  readonly subscriptions: SandboxSubscription[];
  /** Everything that was ever published, oldest first: nobody receives it, whoever tests can read it. */
  readonly published: PublishedMessage[];
}

/** The topic that the alarms tell has somebody who listens; nobody ever confirmed to listen to the other. */
export function seedSns(seed: RegionSeed): SnsState {
  if (seed.furnishing === 'empty') return { topics: [], subscriptions: [], published: [] };
  const heard = snsTopic(seed, TOPIC);
  const pager = { topicArn: heard.arn, protocol: 'https', endpoint: 'https://events.pager.example.com/integration/1' };
  const onCall = subscription(seed, pager, true);
  if (seed.furnishing === 'secondary') return { topics: [heard], subscriptions: [onCall], published: [] };
  const quiet = snsTopic(seed, QUIET_TOPIC);
  const mail = { topicArn: quiet.arn, protocol: 'email', endpoint: 'platform@example.com' };
  return { topics: [heard, quiet], subscriptions: [onCall, subscription(seed, mail, false)], published: [] };
}

export function snsTopic(place: Place, name: string): SandboxTopic {
  const { accountId, region } = place;
  const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
  return { arn, attributes: new Map([['DisplayName', '']]), tags: [], deleted: 0 };
}

export interface Listener {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
}

export function subscription(place: Place, listener: Listener, confirmed: boolean): SandboxSubscription {
  const { topicArn, protocol, endpoint } = listener;
  return {
    ...listener,
    arn: `${topicArn}:${uuidOf(place, 'subscription', topicArn, protocol, endpoint)}`,
    token: hexOf(place, 64, 'subscription-token', topicArn, protocol, endpoint),
    confirmed,
  };
}
