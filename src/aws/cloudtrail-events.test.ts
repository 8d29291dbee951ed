import { expect, test } from 'vitest';
import { ACCOUNT, answering, type Answers, awsError, NOW, REGION, testTiming } from '../../test/answers.ts';
import { lookupChanges, lookupChangesEverywhere } from './cloudtrail-events.ts';
import { createExecution } from './execution.ts';
import type { Call } from './service.ts';

const RANGE = { from: new Date('2026-11-23T07:00:00Z'), to: NOW };

function openOn(answers: Answers, region = REGION) {
  const transport = answering(answers);
  const timing = testTiming();
  const account = { id: ACCOUNT, partition: 'aws', transport };
  return { aws: createExecution(timing).open(account, region), transport, timing };
}

function pages(count: number) {
  return ({ NextToken = '0' }: { readonly NextToken?: string }) => ({
    Events: [
      {
        EventId: NextToken,
        EventName: 'UpdateService',
        EventTime: new Date(NOW.getTime() - Number(NextToken) * 60_000),
      },
    ],
    ...(Number(NextToken) + 1 < count && { NextToken: String(Number(NextToken) + 1) }),
  });
}

test('E9.3 asks for changes alone, by instants, in pages of fifty, and follows them', async () => {
  const { aws, transport } = openOn({ 'cloudtrail:LookupEvents': pages(3) });
  const { changes, readBackTo } = await lookupChanges(aws, RANGE);
  expect(changes.map(({ id }) => id)).toEqual(['0', '1', '2']);
  expect(readBackTo).toBeNull();
  expect(transport.asked[0]?.input).toEqual({
    LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
    StartTime: RANGE.from,
    EndTime: RANGE.to,
    MaxResults: 50,
  });
  expect(transport.asked[2]?.input).toMatchObject({ NextToken: '2' });
});

test('E9.3 keeps to two requests a second', async () => {
  const { aws, timing } = openOn({ 'cloudtrail:LookupEvents': pages(10) });
  await lookupChanges(aws, RANGE);
  expect(timing.now()).toBeGreaterThanOrEqual(4500);
});

test('E9.3 goes on after a throttle', async () => {
  const answer = pages(2);
  let throttled = false;
  const { aws } = openOn({
    'cloudtrail:LookupEvents': (input: { readonly NextToken?: string }) => {
      if (throttled || input.NextToken === undefined) return answer(input);
      throttled = true;
      return awsError('ThrottlingException', 'Rate exceeded');
    },
  });
  expect((await lookupChanges(aws, RANGE)).changes).toHaveLength(2);
  expect(throttled).toBe(true);
});

test('says how far back it looked when there are more changes than it reads', async () => {
  const { aws, transport } = openOn({ 'cloudtrail:LookupEvents': pages(100) });
  const { changes, readBackTo } = await lookupChanges(aws, RANGE, 4);
  expect(changes).toHaveLength(4);
  expect(readBackTo).toEqual(new Date('2026-11-23T07:57:00.000Z'));
  expect(transport.asked).toHaveLength(4);
});

test('tells who changed what from where, and whether it was refused', async () => {
  const record = {
    awsRegion: 'us-east-1',
    errorCode: 'Client.UnauthorizedOperation',
    sourceIPAddress: '198.51.100.24',
    userIdentity: { arn: 'arn:aws:iam::123456789012:user/carol' },
  };
  const event = {
    EventId: 'e-1',
    EventName: 'TerminateInstances',
    EventSource: 'ec2.amazonaws.com',
    EventTime: NOW,
    Username: 'carol',
    Resources: [{ ResourceType: 'AWS::EC2::Instance', ResourceName: 'i-1' }],
  };
  const { aws } = openOn({
    'cloudtrail:LookupEvents': {
      Events: [
        { ...event, CloudTrailEvent: JSON.stringify(record) },
        { ...event, CloudTrailEvent: 'no JSON' },
      ],
    },
  });
  const { changes } = await lookupChanges(aws, RANGE);
  expect(changes).toMatchObject([
    {
      operation: 'TerminateInstances',
      source: 'ec2.amazonaws.com',
      actor: 'arn:aws:iam::123456789012:user/carol',
      resources: [{ type: 'AWS::EC2::Instance', name: 'i-1' }],
      errorCode: 'Client.UnauthorizedOperation',
      sourceAddress: '198.51.100.24',
    },
    { actor: 'carol', errorCode: null, region: 'us-east-1' },
  ]);
});

test('E9.3 a page that is not to be had does not take the newer ones with it', async () => {
  const answer = pages(3);
  const { aws } = openOn({
    'cloudtrail:LookupEvents': (input: { readonly NextToken?: string }) =>
      input.NextToken === '2' ? awsError('AccessDeniedException', 'no') : answer(input),
  });
  const { changes, readBackTo, unread } = await lookupChanges(aws, RANGE);
  expect(changes.map(({ id }) => id)).toEqual(['0', '1']);
  expect(readBackTo).toEqual(new Date('2026-11-23T07:59:00.000Z'));
  expect(unread?.facts.kind).toBe('access-denied');
});

test('E9.3 where a policy keeps us out of us-east-1, the changes of the region itself are told', async () => {
  const { aws } = openOn(
    {
      'cloudtrail:LookupEvents': (input: { readonly NextToken?: string }, { region }: Call) =>
        region === 'us-east-1' ? awsError('AccessDeniedException', 'no') : pages(1)(input),
    },
    'eu-central-1',
  );
  const { changes, unread } = await lookupChangesEverywhere(aws, RANGE);
  expect(changes).toHaveLength(1);
  expect(unread?.facts.region).toBe('us-east-1');
});
