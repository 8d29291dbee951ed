import { of, type Sequence } from '../sequence.ts';

const topic = { Name: 'sequence-alerts' };
const TopicArn = of('created', 'TopicArn');
const NOBODY = 'arn:aws:sns:us-east-1:123456789012:nobodys';
const mail = { TopicArn, Protocol: 'email', Endpoint: 'on-call@example.com' };
const SubscriptionArn = of('listened to', 'SubscriptionArn');

export const snsTopic: Sequence = {
  name: 'topic',
  steps: [
    ['created', 'sns:CreateTopic', { ...topic, Tags: [{ Key: 'Team', Value: 'shop' }] }],
    ['created again', 'sns:CreateTopic', { ...topic, Tags: [{ Key: 'Team', Value: 'shop' }] }],
    ['created with other tags', 'sns:CreateTopic', { ...topic, Tags: [{ Key: 'Team', Value: 'checkout' }] }],
    ['created with other attributes', 'sns:CreateTopic', { ...topic, Attributes: { DisplayName: 'Alerts' } }],
    ['malformed name', 'sns:CreateTopic', { Name: 'no such name!' }],
    ['without name', 'sns:CreateTopic', {}],
    ['read', 'sns:GetTopicAttributes', { TopicArn }],
    ['tags', 'sns:ListTagsForResource', { ResourceArn: TopicArn }],
    ['tagged', 'sns:TagResource', { ResourceArn: TopicArn, Tags: [{ Key: 'Stage', Value: 'test' }] }],
    ['untagged', 'sns:UntagResource', { ResourceArn: TopicArn, TagKeys: ['Team', 'nobodys'] }],
    ['tags after', 'sns:ListTagsForResource', { ResourceArn: TopicArn }],
    ['tags of nobody', 'sns:ListTagsForResource', { ResourceArn: NOBODY }],
    ['nobody tagged', 'sns:TagResource', { ResourceArn: NOBODY, Tags: [{ Key: 'A', Value: 'b' }] }],
    ['nobody untagged', 'sns:UntagResource', { ResourceArn: NOBODY, TagKeys: ['A'] }],
    ['listened to', 'sns:Subscribe', { ...mail, ReturnSubscriptionArn: true }],
    ['listened to again', 'sns:Subscribe', mail],
    ['nobody listened to', 'sns:Subscribe', { ...mail, TopicArn: NOBODY }],
    ['listeners', 'sns:ListSubscriptionsByTopic', { TopicArn }],
    ['listeners of nobody', 'sns:ListSubscriptionsByTopic', { TopicArn: NOBODY }],
    ['confirmed by no token', 'sns:ConfirmSubscription', { TopicArn, Token: 'nobodys' }],
    ['confirmed for nobody', 'sns:ConfirmSubscription', { TopicArn: NOBODY, Token: 'f'.repeat(64) }],
    ['told', 'sns:Publish', { TopicArn, Subject: 'Drill', Message: 'This is a drill.' }],
    ['told nothing', 'sns:Publish', { TopicArn, Message: '' }],
    ['told under a long subject', 'sns:Publish', { TopicArn, Subject: 'x'.repeat(101), Message: 'x' }],
    ['nobody told', 'sns:Publish', { TopicArn: NOBODY, Message: 'x' }],
    ['told nowhere', 'sns:Publish', { Message: 'x' }],
    ['listened to no more', 'sns:Unsubscribe', { SubscriptionArn }],
    ['listened to no more by no ARN', 'sns:Unsubscribe', { SubscriptionArn: 'abc' }],
    ['listeners after', 'sns:ListSubscriptionsByTopic', { TopicArn }],
    ['listened to by no protocol', 'sns:Subscribe', { ...mail, Protocol: 'nobodys' }],
    ['listened to at no address', 'sns:Subscribe', { ...mail, Endpoint: undefined }],
    ['deleted', 'sns:DeleteTopic', { TopicArn }],
    ['read when deleted', 'sns:GetTopicAttributes', { TopicArn }],
    ['deleted again', 'sns:DeleteTopic', { TopicArn }],
    ['no ARN deleted', 'sns:DeleteTopic', { TopicArn: 'abc' }],
  ],
};
