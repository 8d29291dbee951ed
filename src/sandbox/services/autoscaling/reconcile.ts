import type { AutoScalingGroup, Instance } from '@aws-sdk/client-auto-scaling';
import type { SandboxContext } from '../../handlers.ts';
import { beginActivity, finishActivity } from './activities.ts';
import { launchInstance, newInstanceId, setInstanceState } from './instances.ts';
import { findGroup, storeGroup } from './lookup.ts';

/** How long until a difference is seen, an instance runs, serves, and is gone. */
const SEES_MS = 10_000;
const RUNS_MS = 30_000;
const SERVES_MS = 80_000;
const ENDS_MS = 60_000;

/** Brings a group to its desired capacity a little later; `cause` is what its activities will say. */
export function reconcileSoon(context: SandboxContext, name: string, cause: string): void {
  context.world.clock.after(SEES_MS, () => reconcile(context, name, cause));
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
function reconcile(context: SandboxContext, name: string, cause: string): void {
  const group = findGroup(context, name);
  if (!group) return;
  const { DesiredCapacity: desired = 0, SuspendedProcesses = [] } = group;
  const suspended = SuspendedProcesses.map(({ ProcessName }) => ProcessName);
  const missing = desired - membersOf(group).length;
  if (missing > 0 && !suspended.includes('Launch')) {
    for (let index = 0; index < missing; index += 1) launch(context, name, cause);
  }
  if (missing < 0 && !suspended.includes('Terminate')) {
    for (let index = 0; index < -missing; index += 1) terminate(context, name, cause);
  }
}

/** The instances that count: those that come or serve. */
function membersOf({ Instances = [] }: AutoScalingGroup): Instance[] {
  return Instances.filter(({ LifecycleState: state }) => state === 'Pending' || state === 'InService');
}

function launch(context: SandboxContext, name: string, cause: string): void {
  const group = findGroup(context, name);
  if (!group) return;
  const members = membersOf(group);
  const { subnet, zone } = emptiest(group);
  const id = newInstanceId(context, name);
  const type = launchInstance(context, group, { id, subnet, zone });
  const joined: Instance = {
    InstanceId: id,
    InstanceType: type,
    AvailabilityZone: zone,
    LifecycleState: 'Pending',
    HealthStatus: 'Healthy',
    LaunchTemplate: group.LaunchTemplate,
    ProtectedFromScaleIn: group.NewInstancesProtectedFromScaleIn ?? false,
  };
  storeGroup(context, { ...group, Instances: [...(group.Instances ?? []), joined] });
  const activity = beginActivity(context, group, {
    description: `Launching a new EC2 instance: ${id}`,
    cause: `${cause}  At ${instant(context.world.clock.now())} an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${members.length} to ${members.length + 1}.`,
    details: { 'Subnet ID': subnet, 'Availability Zone': zone },
    status: 'PreInService',
  });
  const { clock } = context.world;
  clock.after(RUNS_MS, () => setInstanceState(context, id, 'running'));
  clock.after(SERVES_MS, () => {
    changeMember(context, name, { ...joined, LifecycleState: 'InService' });
    finishActivity(context, activity);
  });
}

function terminate(context: SandboxContext, name: string, cause: string): void {
  const group = findGroup(context, name);
  const leaving = group && nextToGo(group);
  if (!group || !leaving) return;
  const { InstanceId: id = '' } = leaving;
  const count = membersOf(group).length;
  changeMember(context, name, { ...leaving, LifecycleState: 'Terminating' });
  setInstanceState(context, id, 'shutting-down');
  const activity = beginActivity(context, group, {
    description: `Terminating EC2 instance: ${id}`,
    cause: `${cause}  At ${instant(context.world.clock.now())} an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${count} to ${count - 1}.`,
    details: { 'Availability Zone': leaving.AvailabilityZone },
    status: 'InProgress',
  });
  context.world.clock.after(ENDS_MS, () => {
    setInstanceState(context, id, 'terminated');
    const now = findGroup(context, name);
    if (now) storeGroup(context, { ...now, Instances: now.Instances?.filter((one) => one.InstanceId !== id) });
    finishActivity(context, activity);
  });
}

function changeMember(context: SandboxContext, name: string, member: Instance): void {
  const group = findGroup(context, name);
  const known = group?.Instances?.find((one) => one.InstanceId === member.InstanceId);
  // One that is on its way out does not come into service any more.
  if (!group || !known || known.LifecycleState === 'Terminating') return;
  const Instances = group.Instances?.map((one) => (one === known ? member : one));
  storeGroup(context, { ...group, Instances });
}

/** In the zone with the most instances, the oldest: the default termination policy, but for launch templates. */
function nextToGo(group: AutoScalingGroup): Instance | undefined {
  const members = membersOf(group).filter(({ ProtectedFromScaleIn }) => ProtectedFromScaleIn !== true);
  const inZone = (zone: string | undefined) => members.filter((one) => one.AvailabilityZone === zone).length;
  return members.toSorted((a, b) => inZone(b.AvailabilityZone) - inZone(a.AvailabilityZone))[0];
}

function emptiest(group: AutoScalingGroup): { subnet: string; zone: string } {
  const subnets = (group.VPCZoneIdentifier ?? '').split(',');
  const zones = group.AvailabilityZones ?? [];
  const members = membersOf(group);
  const places = zones.map((zone, index) => ({
    zone,
    subnet: subnets[index] ?? subnets[0] ?? '',
    count: members.filter(({ AvailabilityZone }) => AvailabilityZone === zone).length,
  }));
  const [best] = places.toSorted((a, b) => a.count - b.count);
  return { subnet: best?.subnet ?? '', zone: best?.zone ?? '' };
}

/** `2026-11-23T08:00:00Z`, as causes say it. */
export function instant(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}
