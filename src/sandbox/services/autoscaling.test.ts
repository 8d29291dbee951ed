import type { AutoScalingGroup, DescribeAutoScalingGroupsCommandOutput } from '@aws-sdk/client-auto-scaling';
import type { ListProtectedResourcesOutput } from '@aws-sdk/client-backup';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../create.ts';
import { dispatch } from '../dispatch.ts';

function sandbox() {
  const world = createSandbox();
  const request = { region: 'us-east-1', accountId: SANDBOX_ACCOUNT, accessKeyId: 'AKIASANDBOX', requestId: 'r' };
  const ask = <T>(service: string, operation: string, input: object) =>
    dispatch(world, { ...request, service, operation }, input) as Promise<T>;
  const groups = (input: object = {}) =>
    ask<DescribeAutoScalingGroupsCommandOutput>('autoscaling', 'DescribeAutoScalingGroups', input);
  return { ask, groups, state: world.region(SANDBOX_ACCOUNT, 'us-east-1') };
}

function namesOf({ AutoScalingGroups = [] }: { AutoScalingGroups: AutoScalingGroup[] | undefined }): unknown[] {
  return AutoScalingGroups.map(({ AutoScalingGroupName }) => AutoScalingGroupName);
}

test('groups are found by name and by tag, and a name that does not exist is no error', async () => {
  const { groups } = sandbox();
  expect(namesOf(await groups())).toEqual(['production-batch-asg', 'staging-batch-asg']);
  expect(namesOf(await groups({ AutoScalingGroupNames: ['staging-batch-asg', 'gone'] }))).toEqual([
    'staging-batch-asg',
  ]);
  const staging = { Filters: [{ Name: 'tag:Environment', Values: ['staging'] }] };
  expect(namesOf(await groups(staging))).toEqual(['staging-batch-asg']);
  await expect(groups({ Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] })).rejects.toMatchObject({
    code: 'ValidationError',
  });
});

test('a page has fifty groups unless asked otherwise, and never more than a hundred', async () => {
  const { groups, state } = sandbox();
  const [first] = state.autoscaling.groups;
  if (!first) throw new Error('no group');
  for (let index = 0; index < 120; index += 1)
    state.autoscaling.groups.push({ ...first, AutoScalingGroupName: `g-${index}` });
  const page = await groups();
  expect(page.AutoScalingGroups).toHaveLength(50);
  expect((await groups({ MaxRecords: 100, NextToken: page.NextToken })).AutoScalingGroups).toHaveLength(72);
  await expect(groups({ MaxRecords: 101 })).rejects.toMatchObject({ code: 'ValidationError' });
  await expect(groups({ NextToken: 'forged' })).rejects.toMatchObject({ code: 'InvalidNextToken' });
});

test('the instances of a group are instances of the account', async () => {
  const { groups, state } = sandbox();
  const known = new Set(
    state.ec2.reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId)),
  );
  const members = ((await groups()).AutoScalingGroups ?? []).flatMap(({ Instances = [] }) => Instances);
  expect(members).toHaveLength(3);
  expect(members.every(({ InstanceId }) => known.has(InstanceId))).toBe(true);
});

test('AWS Backup lists what it protects, page by page', async () => {
  const { ask } = sandbox();
  const list = (input: object) => ask<ListProtectedResourcesOutput>('backup', 'ListProtectedResources', input);
  const first = await list({ MaxResults: 1 });
  const second = await list({ MaxResults: 1, NextToken: first.NextToken });
  expect([...(first.Results ?? []), ...(second.Results ?? [])].map(({ ResourceType }) => ResourceType)).toEqual([
    'EBS',
    'RDS',
  ]);
  expect(second.NextToken).toBeUndefined();
  await expect(list({ MaxResults: 1001 })).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
});
