import type { Naming, Pages, Questions } from '../cases.ts';
import { first } from '../roles.ts';

const topic = first('sns:ListTopics', 'Topics.TopicArn', { like: /critical-alerts/ });
const Topic: Naming = {
  known: topic,
  unknown: 'arn:aws:sns:us-east-1:123456789012:nobodys-@@@@',
  malformed: ['abc', 'arn:aws:s3:::b'],
};
// SNS gives a hundred at a time, and cannot be asked for fewer.
const PAGES: Omit<Pages, 'list'> = { size: '', least: 100, most: 100, tokenIn: 'NextToken', tokenOut: 'NextToken' };

export const sns: Record<string, Questions> = {
  ListTopics: { pages: { ...PAGES, list: 'Topics' } },
  GetTopicAttributes: { required: { TopicArn: topic }, names: { TopicArn: Topic } },
  ListSubscriptionsByTopic: {
    required: { TopicArn: topic },
    names: { TopicArn: Topic },
    pages: { ...PAGES, list: 'Subscriptions', input: { TopicArn: topic } },
  },
  ListTagsForResource: { required: { ResourceArn: topic }, names: { ResourceArn: Topic } },
};
