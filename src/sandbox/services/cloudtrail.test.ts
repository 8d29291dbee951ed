import type { DescribeTrailsResponse, ListTrailsResponse, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../create.ts';
import { dispatch } from '../dispatch.ts';

function sandbox() {
  const world = createSandbox();
  const request = { service: 'cloudtrail', accountId: SANDBOX_ACCOUNT, accessKeyId: 'AKIASANDBOX', requestId: 'r' };
  const ask = <T>(operation: string, input: object = {}, region = 'us-east-1') =>
    dispatch(world, { ...request, region, operation }, input) as Promise<T>;
  const history = async (input: object = {}) => (await ask<LookupEventsResponse>('LookupEvents', input)).Events ?? [];
  return { world, ask, history };
}

const CHANGES = { LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }] };

test('a multi-region trail casts its shadow on every region, a regional one does not', async () => {
  const { ask } = sandbox();
  const names = async (region: string, input: object = {}) =>
    (await ask<DescribeTrailsResponse>('DescribeTrails', input, region)).trailList?.map(({ Name }) => Name);
  expect(await names('us-east-1')).toEqual(['org-trail', 'dead-trail']);
  expect(await names('eu-west-1')).toEqual(['eu-trail', 'org-trail']);
  expect(await names('ap-south-1')).toEqual(['org-trail']);
  expect(await names('ap-south-1', { includeShadowTrails: false })).toEqual([]);
  expect(await names('ap-south-1', { trailNameList: ['dead-trail'] })).toEqual([]);
  const { Trails = [] } = await ask<ListTrailsResponse>('ListTrails');
  expect(new Set(Trails.map(({ Name }) => Name))).toEqual(new Set(['dead-trail', 'eu-trail', 'org-trail']));
  const arns = Trails.map(({ TrailARN }) => TrailARN);
  expect((await names('ap-south-1', { trailNameList: arns }))?.length).toBe(3);
});

test('the status of a trail is had by name at home and by ARN from anywhere', async () => {
  const { ask } = sandbox();
  expect(await ask('GetTrailStatus', { Name: 'dead-trail' })).toMatchObject({ IsLogging: false });
  const arn = `arn:aws:cloudtrail:us-east-1:${SANDBOX_ACCOUNT}:trail/org-trail`;
  expect(await ask('GetTrailStatus', { Name: arn }, 'eu-west-1')).toMatchObject({ IsLogging: true });
  await expect(ask('GetTrailStatus', { Name: 'org-trail' }, 'eu-west-1')).rejects.toMatchObject({
    code: 'TrailNotFoundException',
  });
  await expect(ask('GetTrailStatus', { Name: 'arn:aws:s3:::b' })).rejects.toMatchObject({
    code: 'CloudTrailARNInvalidException',
  });
});

test('a trail without selectors of its own answers with the default: all management events', async () => {
  const { ask } = sandbox();
  expect(await ask('GetEventSelectors', { TrailName: 'dead-trail' })).toMatchObject({
    EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
  });
  expect(await ask('GetEventSelectors', { TrailName: 'org-trail' })).not.toHaveProperty('EventSelectors');
});

test('the newest events are reads; changes are found when one asks for them, newest first', async () => {
  const { history } = sandbox();
  const newest = await history({ MaxResults: 20 });
  expect(newest.filter(({ ReadOnly }) => ReadOnly === 'true').length).toBeGreaterThan(15);
  const changes = await history(CHANGES);
  expect(changes.slice(0, 6).map(({ EventName }) => EventName)).toEqual([
    'ModifyDBInstance',
    'RevokeSecurityGroupIngress',
    'TerminateInstances',
    'AuthorizeSecurityGroupIngress',
    'UpdateService',
    'RegisterTaskDefinition',
  ]);
  expect(JSON.parse(changes[2]?.CloudTrailEvent ?? '')).toMatchObject({
    errorCode: 'Client.UnauthorizedOperation',
    readOnly: false,
  });
});

test('an event comes into the history late', async () => {
  const { world, history } = sandbox();
  const snapshots = { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateDBSnapshot' }] };
  expect(await history(snapshots)).toEqual([]);
  world.clock.advance(8 * 60_000);
  expect(await history(snapshots)).toMatchObject([{ Username: 'alice' }]);
});

test('pages hold fifty at most and go on by token', async () => {
  const { ask } = sandbox();
  const first = await ask<LookupEventsResponse>('LookupEvents');
  expect(first.Events).toHaveLength(50);
  const second = await ask<LookupEventsResponse>('LookupEvents', { NextToken: first.NextToken });
  const ids = [...(first.Events ?? []), ...(second.Events ?? [])].map(({ EventId }) => EventId);
  expect(new Set(ids).size).toBe(100);
  await expect(ask('LookupEvents', { MaxResults: 51 })).rejects.toMatchObject({ code: 'InvalidMaxResultsException' });
  await expect(ask('LookupEvents', { NextToken: 'x' })).rejects.toMatchObject({ code: 'InvalidNextTokenException' });
});

test('a range is bounds included, and must not run backwards; two attributes are one too many', async () => {
  const { history, ask } = sandbox();
  const [modify] = await history(CHANGES);
  const at = modify?.EventTime;
  expect(await history({ ...CHANGES, StartTime: at, EndTime: at })).toHaveLength(1);
  await expect(ask('LookupEvents', { StartTime: new Date(2), EndTime: new Date(1) })).rejects.toMatchObject({
    code: 'InvalidTimeRangeException',
  });
  const twice = { LookupAttributes: [...CHANGES.LookupAttributes, ...CHANGES.LookupAttributes] };
  await expect(ask('LookupEvents', twice)).rejects.toMatchObject({ code: 'InvalidLookupAttributesException' });
});
