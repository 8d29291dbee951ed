import type {
  GetTopicAttributesCommandInput,
  GetTopicAttributesCommandOutput,
  ListSubscriptionsByTopicCommandInput,
  ListSubscriptionsByTopicCommandOutput,
  PublishCommandInput,
  Subscription,
} from '@aws-sdk/client-sns';
import type { Aws } from './execution.ts';
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

/**
 * Tells a topic. A message that is sent twice comes twice, but to a FIFO topic with its own deduplication id.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 * @throws AwsFault
 */
export async function publish(aws: Aws, input: PublishCommandInput): Promise<{ readonly messageId: string }> {
  const { answer } = await aws.change('sns', 'Publish', input);
  const id: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'MessageId') : undefined;
  return { messageId: typeof id === 'string' ? id : '' };
}
