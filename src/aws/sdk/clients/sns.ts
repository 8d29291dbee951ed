import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { clientModule } from '../client-module.ts';

export const sns = clientModule(SNSClient, {
  ConfirmSubscription: ConfirmSubscriptionCommand,
  CreateTopic: CreateTopicCommand,
  DeleteTopic: DeleteTopicCommand,
  GetTopicAttributes: GetTopicAttributesCommand,
  ListSubscriptionsByTopic: ListSubscriptionsByTopicCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  ListTopics: ListTopicsCommand,
  Publish: PublishCommand,
  Subscribe: SubscribeCommand,
  TagResource: TagResourceCommand,
  Unsubscribe: UnsubscribeCommand,
});
