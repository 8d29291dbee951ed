import type {
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListTopicsInput,
  ListTopicsResponse,
} from '@aws-sdk/client-sns';
import type { SandboxTopic } from '../world/newcomer/sns.ts';
import type { Ground } from './ground.ts';
import { answersTo } from './recording.ts';

/** Counted by the sandbox itself, or named already. */
const COMPUTED = ['TopicArn', 'Owner', 'SubscriptionsConfirmed', 'SubscriptionsPending', 'SubscriptionsDeleted'];

/** Topics and who listens to them. */
export function adoptSns({ recordings, region: { sns } }: Ground): void {
  const topic = (arn: string): SandboxTopic => {
    const known = sns.topics.find((one) => one.arn === arn);
    if (known) return known;
    const made: SandboxTopic = { arn, attributes: new Map(), tags: [], deleted: 0 };
    sns.topics.push(made);
    return made;
  };
  for (const { answer } of answersTo<ListTopicsInput, ListTopicsResponse>(recordings, 'sns', 'ListTopics')) {
    for (const { TopicArn } of answer.Topics ?? []) topic(TopicArn ?? '');
  }
  for (const { input, answer } of answersTo<GetTopicAttributesInput, GetTopicAttributesResponse>(
    recordings,
    'sns',
    'GetTopicAttributes',
  )) {
    const { attributes } = topic(input.TopicArn ?? '');
    for (const [key, value] of Object.entries(answer.Attributes ?? {})) {
      if (!COMPUTED.includes(key)) attributes.set(key, value);
    }
  }
  for (const { answer } of answersTo<ListSubscriptionsByTopicInput, ListSubscriptionsByTopicResponse>(
    recordings,
    'sns',
    'ListSubscriptionsByTopic',
  )) {
    for (const { SubscriptionArn = '', TopicArn = '', Protocol = '', Endpoint = '' } of answer.Subscriptions ?? []) {
      const confirmed = SubscriptionArn.startsWith('arn:');
      const arn = confirmed ? SubscriptionArn : `${topic(TopicArn).arn}:${Protocol}:${Endpoint}`;
      if (sns.subscriptions.some((one) => one.arn === arn)) continue;
      sns.subscriptions.push({ arn, topicArn: TopicArn, protocol: Protocol, endpoint: Endpoint, token: '', confirmed });
    }
  }
}
