import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import type { World } from '../../world/world.ts';

const NAME = 'staging-batch-asg';
const SECOND = 1000;
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function send(service: string, operation: string, input: object) {
  const request = { service, region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, operation, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

function ask(operation: string, input: object = {}) {
  return send('autoscaling', operation, { AutoScalingGroupName: NAME, ...input });
}

async function group(): Promise<AutoScalingGroup> {
  const input = { AutoScalingGroupNames: [NAME] };
  return (await send('autoscaling', 'DescribeAutoScalingGroups', input)).AutoScalingGroups[0];
}

async function states(): Promise<(string | undefined)[]> {
  return ((await group()).Instances ?? []).map(({ LifecycleState }) => LifecycleState);
}

async function inEc2(id: string | undefined): Promise<string | undefined> {
  const { Reservations } = await send('ec2', 'DescribeInstances', { InstanceIds: [id] });
  return Reservations[0].Instances[0].State.Name;
}

test('instances come: pending first, in service after a minute and a half, and EC2 knows them', async () => {
  await ask('SetDesiredCapacity', { DesiredCapacity: 3 });
  expect((await group()).DesiredCapacity).toBe(3);
  expect(await states()).toEqual(['InService']);
  world.clock.advance(15 * SECOND);
  expect(await states()).toEqual(['InService', 'Pending', 'Pending']);
  const { Instances = [] } = await group();
  expect(await inEc2(Instances[1]?.InstanceId)).toBe('pending');
  expect(new Set(Instances.slice(1).map(({ AvailabilityZone }) => AvailabilityZone)).size).toBe(2);
  world.clock.advance(80 * SECOND);
  expect(await states()).toEqual(['InService', 'InService', 'InService']);
  expect(await inEc2(Instances[1]?.InstanceId)).toBe('running');
  const tagged = [{ Name: 'tag:aws:autoscaling:groupName', Values: [NAME] }];
  expect((await send('ec2', 'DescribeInstances', { Filters: tagged })).Reservations).toHaveLength(3);
});

test('instances go: they terminate, leave the group, and EC2 remembers them for an hour', async () => {
  const [{ InstanceId: id } = {}] = (await group()).Instances ?? [];
  await ask('SetDesiredCapacity', { DesiredCapacity: 0 });
  world.clock.advance(15 * SECOND);
  expect(await states()).toEqual(['Terminating']);
  expect(await inEc2(id)).toBe('shutting-down');
  world.clock.advance(60 * SECOND);
  expect(await states()).toEqual([]);
  expect(await inEc2(id)).toBe('terminated');
  world.clock.advance(3600 * SECOND);
  await expect(inEc2(id)).rejects.toMatchObject({ code: 'InvalidInstanceID.NotFound' });
});

test('what is done is told as activities, newest first, with their causes', async () => {
  await ask('SetDesiredCapacity', { DesiredCapacity: 2 });
  world.clock.advance(15 * SECOND);
  const running = (await ask('DescribeScalingActivities')).Activities;
  expect(running).toMatchObject([{ StatusCode: 'PreInService', Progress: 30 }]);
  expect(running[0].Cause).toBe(
    'At 2026-11-23T08:00:00Z a user request explicitly set group desired capacity changing the desired capacity from 1 ' +
      'to 2.  At 2026-11-23T08:00:10Z an instance was started in response to a difference between desired and actual ' +
      'capacity, increasing the capacity from 1 to 2.',
  );
  world.clock.advance(90 * SECOND);
  await ask('SetDesiredCapacity', { DesiredCapacity: 1 });
  world.clock.advance(90 * SECOND);
  const { Activities } = await ask('DescribeScalingActivities');
  expect(Activities.map(({ Description }: { Description: string }) => Description.replace(/i-\w+/, 'i'))).toEqual([
    'Terminating EC2 instance: i',
    'Launching a new EC2 instance: i',
  ]);
  expect(Activities).toMatchObject([{ StatusCode: 'Successful' }, { StatusCode: 'Successful', Progress: 100 }]);
  expect((await ask('DescribeScalingActivities', { MaxRecords: 1 })).Activities).toHaveLength(1);
});

test.each([
  [
    'above the maximum',
    { DesiredCapacity: 5 },
    'New SetDesiredCapacity value 5 is above max value 4 for the AutoScalingGroup.',
  ],
  [
    'below the minimum',
    { DesiredCapacity: -1 },
    'New SetDesiredCapacity value -1 is below min value 0 for the AutoScalingGroup.',
  ],
  ['of no group', { AutoScalingGroupName: 'nope', DesiredCapacity: 1 }, 'AutoScalingGroup name not found - null'],
])('a desired capacity %s is refused', async (_what, input, message) => {
  await expect(ask('SetDesiredCapacity', input)).rejects.toMatchObject({ code: 'ValidationError', message });
});

test('who honours the cooldown waits until it is over', async () => {
  await ask('SetDesiredCapacity', { DesiredCapacity: 2, HonorCooldown: true });
  world.clock.advance(60 * SECOND);
  const again = () => ask('SetDesiredCapacity', { DesiredCapacity: 3, HonorCooldown: true });
  await expect(again()).rejects.toMatchObject({ code: 'ScalingActivityInProgress' });
  world.clock.advance(60 * SECOND);
  await expect(again()).rejects.toMatchObject({ code: 'ScalingActivityInProgress' });
  await ask('SetDesiredCapacity', { DesiredCapacity: 2 });
  world.clock.advance(300 * SECOND);
  await again();
});

test('new bounds take the desired capacity with them, unless it is said', async () => {
  await ask('UpdateAutoScalingGroup', { MinSize: 2 });
  expect(await group()).toMatchObject({ MinSize: 2, MaxSize: 4, DesiredCapacity: 2 });
  await ask('UpdateAutoScalingGroup', { MinSize: 0, MaxSize: 1 });
  expect(await group()).toMatchObject({ MinSize: 0, MaxSize: 1, DesiredCapacity: 1 });
  await ask('UpdateAutoScalingGroup', { MaxSize: 6, DesiredCapacity: 3, DefaultCooldown: 60 });
  expect(await group()).toMatchObject({ MaxSize: 6, DesiredCapacity: 3, DefaultCooldown: 60 });
  world.clock.advance(120 * SECOND);
  expect(await states()).toEqual(['InService', 'InService', 'InService']);
});

test.each([
  ['a minimum above the maximum', { MinSize: 5 }, 'Max bound, 4, must be greater than or equal to min bound, 5'],
  [
    'a desired capacity outside of them',
    { MinSize: 2, DesiredCapacity: 1 },
    'Desired capacity:1 must be between the specified min size:2 and max size:4',
  ],
])('bounds with %s are refused', async (_what, input, message) => {
  await expect(ask('UpdateAutoScalingGroup', input)).rejects.toMatchObject({ code: 'ValidationError', message });
});

test('an answer does not change with the group that it told of', async () => {
  const before = await group();
  await ask('SetDesiredCapacity', { DesiredCapacity: 3 });
  world.clock.advance(120 * SECOND);
  expect(before).toMatchObject({ DesiredCapacity: 1, Instances: [{ LifecycleState: 'InService' }] });
});

test('tags are set by their keys, and new instances carry those that are passed on', async () => {
  const tag = { ResourceId: NAME, ResourceType: 'auto-scaling-group', Key: 'Team', PropagateAtLaunch: true };
  await ask('CreateOrUpdateTags', { Tags: [{ ...tag, Value: 'a' }] });
  await ask('CreateOrUpdateTags', { Tags: [{ ...tag, Value: 'b' }] });
  expect((await group()).Tags?.filter(({ Key }) => Key === 'Team')).toMatchObject([{ Value: 'b' }]);
  await ask('SetDesiredCapacity', { DesiredCapacity: 2 });
  world.clock.advance(60 * SECOND);
  const tagged = await send('ec2', 'DescribeInstances', { Filters: [{ Name: 'tag:Team', Values: ['b'] }] });
  expect(tagged.Reservations).toHaveLength(1);
  await ask('DeleteTags', { Tags: [{ ResourceId: NAME, Key: 'Team' }] });
  expect((await group()).Tags?.map(({ Key }) => Key)).toEqual(['Environment']);
});
