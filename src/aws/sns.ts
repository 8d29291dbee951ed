import type {
  GetTopicAttributesCommandInput,
  GetTopicAttributesCommandOutput,
  ListSubscriptionsByTopicCommandInput,
  ListSubscriptionsByTopicCommandOutput,
  Subscription,
} from '@aws-sdk/client-sns';
import { list, one } from './read.ts';

export type { Subscription } from '@aws-sdk/client-sns';

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export const getTopicAttributes = one<GetTopicAttributesCommandInput, GetTopicAttributesCommandOutput>(
  'sns',
  'GetTopicAttributes',
);

/**
 * 100 a page. One that nobody has confirmed has no ARN but the word `PendingConfirmation`.
 * https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 */
export const listSubscriptionsByTopic = list<
  ListSubscriptionsByTopicCommandInput,
  ListSubscriptionsByTopicCommandOutput,
  Subscription
>('sns', 'ListSubscriptionsByTopic', {
  items: (page) => page.Subscriptions,
  next: ['NextToken', (page) => page.NextToken],
});
