import type {
  ConfirmSubscriptionCommandInput,
  ConfirmSubscriptionCommandOutput,
  ListSubscriptionsByTopicCommandInput,
  ListSubscriptionsByTopicCommandOutput,
  SubscribeCommandInput,
  SubscribeCommandOutput,
  UnsubscribeCommandInput,
} from '@aws-sdk/client-sns';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import { subscription } from '../../world/newcomer/sns.ts';
import { invalid, topicOf } from './lookup.ts';

const PAGE = { size: undefined, defaultSize: 100, most: 100, badToken: 'InvalidParameter' };
/** Queues, functions and phones of the account's own need not say that they want to be told. */
const UNASKED: readonly string[] = ['sqs', 'lambda', 'firehose', 'application', 'sms'];
const ASKED: readonly string[] = ['http', 'https', 'email', 'email-json'];

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export function subscribe(
  input: SubscribeCommandInput,
  { account, region }: SandboxContext,
): Omit<SubscribeCommandOutput, '$metadata'> {
  const { arn: topicArn } = topicOf(region, input.TopicArn);
  const { Protocol: protocol = '', Endpoint: endpoint = '', ReturnSubscriptionArn: wantsArn = false } = input;
  if (![...UNASKED, ...ASKED].includes(protocol)) throw invalid('Protocol', `Unknown protocol ${protocol}`);
  if (endpoint === '') throw new SandboxError('InvalidParameter', 'Invalid parameter: Endpoint');
  const place = { accountId: account.id, region: region.name };
  const wanted = subscription(place, { topicArn, protocol, endpoint }, UNASKED.includes(protocol));
  const known = region.sns.subscriptions.find(({ arn }) => arn === wanted.arn);
  if (!known) region.sns.subscriptions.push(wanted);
  const { confirmed, arn } = known ?? wanted;
  return { SubscriptionArn: confirmed || wantsArn ? arn : 'pending confirmation' };
}

/** The token is what AWS sends to the endpoint. https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html */
export function confirmSubscription(
  { TopicArn, Token }: ConfirmSubscriptionCommandInput,
  { region }: SandboxContext,
): Omit<ConfirmSubscriptionCommandOutput, '$metadata'> {
  const { arn } = topicOf(region, TopicArn);
  const found = region.sns.subscriptions.find(({ topicArn, token }) => topicArn === arn && token === Token);
  if (!found) throw new SandboxError('InvalidParameter', 'Invalid parameter: Token');
  found.confirmed = true;
  return { SubscriptionArn: found.arn };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export function listSubscriptionsByTopic(
  { TopicArn, NextToken: token }: ListSubscriptionsByTopicCommandInput,
  { account, region }: SandboxContext,
): Omit<ListSubscriptionsByTopicCommandOutput, '$metadata'> {
  const topic = topicOf(region, TopicArn);
  const found = region.sns.subscriptions.filter(({ topicArn }) => topicArn === topic.arn);
  const { items, next } = page(found, { ...PAGE, token });
  return {
    Subscriptions: items.map(({ arn, topicArn, protocol, endpoint, confirmed }) => ({
      SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
      Owner: account.id,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topicArn,
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
export function unsubscribe({ SubscriptionArn }: UnsubscribeCommandInput, { region: { sns } }: SandboxContext): object {
  const parts = SubscriptionArn?.split(':').length ?? 0;
  if (parts < 6) throw invalid('SubscriptionArn', `An ARN must have at least 6 elements, not ${parts}`);
  const at = sns.subscriptions.findIndex(({ arn }) => arn === SubscriptionArn);
  const found = sns.subscriptions[at];
  if (!found) throw new SandboxError('NotFound', 'Subscription does not exist', 404);
  sns.subscriptions.splice(at, 1);
  const topic = sns.topics.find(({ arn }) => arn === found.topicArn);
  if (topic) topic.deleted += 1;
  return {};
}
