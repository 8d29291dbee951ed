import type {
  CreateTopicCommandInput,
  CreateTopicCommandOutput,
  DeleteTopicCommandInput,
  GetTopicAttributesCommandInput,
  GetTopicAttributesCommandOutput,
  ListTopicsCommandInput,
  ListTopicsCommandOutput,
  Tag,
} from '@aws-sdk/client-sns';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import { snsTopic } from '../../world/newcomer/sns.ts';
import { findTopic, invalid, requireArn, topicOf } from './lookup.ts';

const PAGE = { size: undefined, defaultSize: 100, most: 100, badToken: 'InvalidParameter' };

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
export function listTopics(
  { NextToken: token }: ListTopicsCommandInput,
  { region }: SandboxContext,
): Omit<ListTopicsCommandOutput, '$metadata'> {
  const { items, next } = page(region.sns.topics, { ...PAGE, token });
  return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...(next !== undefined && { NextToken: next }) };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export function getTopicAttributes(
  { TopicArn }: GetTopicAttributesCommandInput,
  { account, region }: SandboxContext,
): Omit<GetTopicAttributesCommandOutput, '$metadata'> {
  const { arn, attributes, deleted } = topicOf(region, TopicArn);
  const all = region.sns.subscriptions.filter(({ topicArn }) => topicArn === arn);
  const confirmed = all.filter((one) => one.confirmed).length;
  return {
    Attributes: {
      ...Object.fromEntries(attributes),
      TopicArn: arn,
      Owner: account.id,
      SubscriptionsConfirmed: String(confirmed),
      SubscriptionsPending: String(all.length - confirmed),
      SubscriptionsDeleted: String(deleted),
    },
  };
}

/**
 * A topic that is there already is given back, as long as nothing else is asked of it.
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 */
export function createTopic(
  { Name, Attributes = {}, Tags = [] }: CreateTopicCommandInput,
  { account, region }: SandboxContext,
): Omit<CreateTopicCommandOutput, '$metadata'> {
  if (Name === undefined || !/^[\w-]{1,256}(?:\.fifo)?$/.test(Name)) {
    throw new SandboxError('InvalidParameter', 'Invalid parameter: Topic Name');
  }
  const made = snsTopic({ accountId: account.id, region: region.name }, Name);
  const known = findTopic(region, made.arn);
  if (known) {
    const other = Object.entries(Attributes).some(([key, value]) => (known.attributes.get(key) ?? '') !== value);
    if (other) throw invalid('Attributes', 'Topic already exists with different attributes');
    if (Tags.length > 0 && !sameTags(known.tags, Tags)) {
      throw invalid('Tags', 'Topic already exists with different tags');
    }
    return { TopicArn: known.arn };
  }
  for (const [key, value] of Object.entries(Attributes)) made.attributes.set(key, value);
  made.tags = [...Tags];
  region.sns.topics.push(made);
  return { TopicArn: made.arn };
}

/** A topic that is not there is no error; its subscriptions go with it. */
export function deleteTopic({ TopicArn }: DeleteTopicCommandInput, { region: { sns } }: SandboxContext): object {
  requireArn('TopicArn', TopicArn);
  remove(sns.topics, ({ arn }) => arn === TopicArn);
  remove(sns.subscriptions, ({ topicArn }) => topicArn === TopicArn);
  return {};
}

function remove<T>(list: T[], which: (one: T) => boolean): void {
  list.splice(0, list.length, ...list.filter((one) => !which(one)));
}

function sameTags(one: readonly Tag[], other: readonly Tag[]): boolean {
  const text = (tags: readonly Tag[]) => JSON.stringify(tags.map(({ Key, Value }) => `${Key}=${Value}`).toSorted());
  return text(one) === text(other);
}
