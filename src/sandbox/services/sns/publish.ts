import type { PublishCommandInput, PublishCommandOutput } from '@aws-sdk/client-sns';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { uuidOf } from '../../world/newcomer/cast.ts';
import type { RegionState } from '../../world/state.ts';
import { topicOf } from './lookup.ts';

const MOST_BYTES = 262_144;
/** Letters. */
const MOST_SUBJECT = 100;

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publish(
  { TopicArn, TargetArn, Message = '', Subject }: PublishCommandInput,
  { region, now }: SandboxContext,
): Omit<PublishCommandOutput, '$metadata'> {
  const topic = topicOf(region, TopicArn ?? TargetArn);
  if (Message === '') throw new SandboxError('InvalidParameter', 'Invalid parameter: Empty message');
  if (Buffer.byteLength(Message) > MOST_BYTES) {
    throw new SandboxError('InvalidParameter', 'Invalid parameter: Message too long');
  }
  if (Subject !== undefined && (Subject === '' || Subject.length > MOST_SUBJECT)) {
    throw new SandboxError('InvalidParameter', 'Invalid parameter: Subject');
  }
  return { MessageId: record(region, topic.arn, { subject: Subject, message: Message, at: now }) };
}

export interface Notice {
  readonly subject: string | undefined;
  readonly message: string;
  readonly at: Date;
}

/** Writes a message into the ledger of what was published; its id. */
export function record(region: RegionState, topicArn: string, notice: Notice): string {
  const { subscriptions, published } = region.sns;
  const place = { accountId: region.accountId, region: region.name };
  const messageId = uuidOf(place, 'message', topicArn, String(published.length));
  const heardBy = subscriptions.filter((one) => one.topicArn === topicArn && one.confirmed).length;
  published.push({ messageId, topicArn, ...notice, heardBy });
  return messageId;
}
