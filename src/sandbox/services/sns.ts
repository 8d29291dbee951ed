import type * as Sns from '@aws-sdk/client-sns';
import type { Handlers } from '../handlers.ts';
import { publish } from './sns/publish.ts';
import { confirmSubscription, listSubscriptionsByTopic, subscribe, unsubscribe } from './sns/subscriptions.ts';
import { listTagsForResource, tagResource, untagResource } from './sns/tags.ts';
import { createTopic, deleteTopic, getTopicAttributes, listTopics } from './sns/topics.ts';

export const sns: Handlers<typeof Sns> = {
  ConfirmSubscription: confirmSubscription,
  CreateTopic: createTopic,
  DeleteTopic: deleteTopic,
  GetTopicAttributes: getTopicAttributes,
  ListSubscriptionsByTopic: listSubscriptionsByTopic,
  ListTagsForResource: listTagsForResource,
  ListTopics: listTopics,
  Publish: publish,
  Subscribe: subscribe,
  TagResource: tagResource,
  Unsubscribe: unsubscribe,
  UntagResource: untagResource,
};
