import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Instance, InstanceState, Reservation } from '@aws-sdk/client-ec2';
import type { SandboxContext } from '../../handlers.ts';
import { ec2Id, type Place } from '../../world/newcomer/cast.ts';

/** How long EC2 still tells of an instance that was terminated. */
const REMEMBERS_MS = 3_600_000;

const STATES = {
  pending: { Code: 0, Name: 'pending' },
  running: { Code: 16, Name: 'running' },
  'shutting-down': { Code: 32, Name: 'shutting-down' },
  terminated: { Code: 48, Name: 'terminated' },
} as const satisfies Readonly<Record<string, InstanceState>>;

/** An id that no instance of the group has had. */
export function newInstanceId(context: SandboxContext, group: string): string {
  const { autoscaling } = context.region;
  autoscaling.launched += 1;
  return ec2Id(placeOf(context), 'i', `${group}-launch-${autoscaling.launched}`);
}

interface Launch {
  readonly id: string;
  readonly subnet: string;
  readonly zone: string;
}

/** Starts an instance as the group's launch template has it; its type. Disks and network interfaces are not made. */
export function launchInstance(context: SandboxContext, group: AutoScalingGroup, { id, subnet, zone }: Launch) {
  const { region, world } = context;
  const template = region.autoscaling.templates.get(group.LaunchTemplate?.LaunchTemplateName ?? '');
  const type = template?.InstanceType ?? 't3.medium';
  const octet = 10 + (region.autoscaling.launched % 240);
  const home = region.ec2.subnets.find(({ SubnetId }) => SubnetId === subnet);
  const PrivateIpAddress = `${(home?.CidrBlock ?? '10.0.0.0/24').split('.').slice(0, 3).join('.')}.${octet}`;
  const instance: Instance = {
    InstanceId: id,
    ImageId: template?.ImageId,
    InstanceType: type,
    State: STATES.pending,
    StateTransitionReason: '',
    LaunchTime: world.clock.now(),
    Architecture: 'x86_64',
    Placement: { AvailabilityZone: zone, GroupName: '', Tenancy: 'default' },
    Monitoring: { State: 'disabled' },
    SubnetId: subnet,
    VpcId: home?.VpcId,
    PrivateIpAddress,
    SecurityGroups: template?.SecurityGroups ?? [],
    NetworkInterfaces: [],
    BlockDeviceMappings: [],
    RootDeviceType: 'ebs',
    RootDeviceName: '/dev/xvda',
    MetadataOptions: { State: 'applied', HttpTokens: 'required', HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' },
    Tags: [
      ...(group.Tags ?? [])
        .filter(({ PropagateAtLaunch }) => PropagateAtLaunch === true)
        .map(({ Key, Value }) => ({ Key, Value })),
      { Key: 'aws:autoscaling:groupName', Value: group.AutoScalingGroupName },
    ],
  };
  const ReservationId = ec2Id(placeOf(context), 'r', id);
  region.ec2.reservations.push({ ReservationId, OwnerId: context.account.id, Groups: [], Instances: [instance] });
  return type;
}

export function setInstanceState(context: SandboxContext, id: string, state: keyof typeof STATES): void {
  const { world } = context;
  change(context, id, (instance) =>
    // Nothing comes back to life: a start that is due after the end is none.
    state === 'running' && instance.State?.Name !== 'pending' ? instance : { ...instance, State: STATES[state] },
  );
  if (state === 'terminated') world.clock.after(REMEMBERS_MS, () => change(context, id, () => undefined));
}

function change({ region }: SandboxContext, id: string, make: (instance: Instance) => Instance | undefined): void {
  const { reservations } = region.ec2;
  const at = reservations.findIndex(({ Instances = [] }) => Instances.some(({ InstanceId }) => InstanceId === id));
  const known = reservations[at];
  if (!known) return;
  const Instances = (known.Instances ?? []).flatMap((one) => (one.InstanceId === id ? (make(one) ?? []) : one));
  const changed: Reservation[] = Instances.length > 0 ? [{ ...known, Instances }] : [];
  reservations.splice(at, 1, ...changed);
}

function placeOf({ account, region }: SandboxContext): Place {
  return { accountId: account.id, region: region.name };
}
