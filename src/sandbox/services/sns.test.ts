import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../create.ts';
import { dispatch } from '../dispatch.ts';

const HEARD = `arn:aws:sns:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:critical-alerts`;
const QUIET = `arn:aws:sns:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:deploy-notices`;

function sandbox() {
  const world = createSandbox();
  const request = { service: 'sns', region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  const ask = (operation: string, input: object = {}) =>
    // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
    dispatch(world, { ...request, operation, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
  return { ask, state: world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).sns };
}

test('one topic of the newcomer is heard by somebody, and the other by nobody', async () => {
  const { ask } = sandbox();
  expect((await ask('ListTopics')).Topics).toEqual([{ TopicArn: HEARD }, { TopicArn: QUIET }]);
  const counts = async (TopicArn: string) => (await ask('GetTopicAttributes', { TopicArn })).Attributes;
  expect(await counts(HEARD)).toMatchObject({ SubscriptionsConfirmed: '1', SubscriptionsPending: '0' });
  expect(await counts(QUIET)).toMatchObject({ SubscriptionsConfirmed: '0', SubscriptionsPending: '1' });
  const { Subscriptions } = await ask('ListSubscriptionsByTopic', { TopicArn: QUIET });
  expect(Subscriptions).toMatchObject([{ Protocol: 'email', SubscriptionArn: 'PendingConfirmation' }]);
});

test('what is no ARN cannot be deleted, and a subject has a hundred letters at most', async () => {
  const { ask } = sandbox();
  await expect(ask('DeleteTopic', { TopicArn: 'abc' })).rejects.toMatchObject({
    message: 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
  });
  const tell = (letters: number) => ask('Publish', { TopicArn: HEARD, Message: 'x', Subject: 'x'.repeat(letters) });
  await expect(tell(101)).rejects.toMatchObject({ message: 'Invalid parameter: Subject' });
  expect(await tell(100)).toMatchObject({ MessageId: expect.any(String) });
});

test('making a topic twice makes one, unless the second is to be another', async () => {
  const { ask } = sandbox();
  const wanted = { Name: 'new', Attributes: { DisplayName: 'N' }, Tags: [{ Key: 'a', Value: '1' }] };
  const { TopicArn } = await ask('CreateTopic', wanted);
  expect(await ask('CreateTopic', wanted)).toEqual({ TopicArn });
  expect((await ask('ListTopics')).Topics).toHaveLength(3);
  expect((await ask('ListTagsForResource', { ResourceArn: TopicArn })).Tags).toEqual(wanted.Tags);
  const other = { ...wanted, Attributes: { DisplayName: 'M' } };
  await expect(ask('CreateTopic', other)).rejects.toMatchObject({
    code: 'InvalidParameter',
    message: 'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
  });
  await expect(ask('CreateTopic', { Name: 'no spaces' })).rejects.toMatchObject({ code: 'InvalidParameter' });
});

test('a subscription by mail waits until it is confirmed; a queue needs no asking', async () => {
  const { ask, state } = sandbox();
  const mail = { TopicArn: HEARD, Protocol: 'email', Endpoint: 'a@example.com' };
  expect(await ask('Subscribe', mail)).toEqual({ SubscriptionArn: 'pending confirmation' });
  await ask('Subscribe', mail);
  const pending = state.subscriptions.filter(({ endpoint }) => endpoint === 'a@example.com');
  expect(pending).toHaveLength(1);
  await expect(ask('ConfirmSubscription', { TopicArn: HEARD, Token: 'guess' })).rejects.toMatchObject({
    code: 'InvalidParameter',
  });
  const { SubscriptionArn } = await ask('ConfirmSubscription', { TopicArn: HEARD, Token: pending[0]?.token });
  expect(SubscriptionArn).toMatch(new RegExp(`^${HEARD}:[0-9a-f-]{36}$`));
  const queue = { TopicArn: HEARD, Protocol: 'sqs', Endpoint: `arn:aws:sqs:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:q` };
  expect((await ask('Subscribe', queue)).SubscriptionArn).toMatch(/^arn:/);
  await ask('Unsubscribe', { SubscriptionArn });
  expect((await ask('GetTopicAttributes', { TopicArn: HEARD })).Attributes).toMatchObject({
    SubscriptionsConfirmed: '2',
    SubscriptionsDeleted: '1',
  });
});

test('what is published is kept with the number of those who hear it', async () => {
  const { ask, state } = sandbox();
  const { MessageId } = await ask('Publish', { TopicArn: HEARD, Subject: 'S', Message: 'hello' });
  await ask('Publish', { TopicArn: QUIET, Message: 'is anybody there' });
  expect(state.published).toMatchObject([
    { messageId: MessageId, subject: 'S', message: 'hello', heardBy: 1 },
    { topicArn: QUIET, heardBy: 0 },
  ]);
  await expect(ask('Publish', { TopicArn: `${HEARD}x`, Message: 'm' })).rejects.toMatchObject({ code: 'NotFound' });
  await expect(ask('Publish', { TopicArn: HEARD, Message: '' })).rejects.toMatchObject({ code: 'InvalidParameter' });
});

test('a deleted topic is gone with its subscriptions, and deleting it again is no error', async () => {
  const { ask, state } = sandbox();
  await ask('DeleteTopic', { TopicArn: HEARD });
  await ask('DeleteTopic', { TopicArn: HEARD });
  expect(state.subscriptions.map(({ topicArn }) => topicArn)).toEqual([QUIET]);
  await expect(ask('GetTopicAttributes', { TopicArn: HEARD })).rejects.toMatchObject({ code: 'NotFound', status: 404 });
  await expect(ask('GetTopicAttributes', { TopicArn: 'x' })).rejects.toMatchObject({ code: 'InvalidParameter' });
});

test('tags are set by their keys', async () => {
  const { ask } = sandbox();
  await ask('TagResource', { ResourceArn: HEARD, Tags: [{ Key: 'a', Value: '1' }] });
  await ask('TagResource', {
    ResourceArn: HEARD,
    Tags: [
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '3' },
    ],
  });
  await ask('UntagResource', { ResourceArn: HEARD, TagKeys: ['b'] });
  expect((await ask('ListTagsForResource', { ResourceArn: HEARD })).Tags).toEqual([{ Key: 'a', Value: '2' }]);
  await expect(ask('TagResource', { ResourceArn: 'x', Tags: [] })).rejects.toMatchObject({ code: 'ResourceNotFound' });
});
