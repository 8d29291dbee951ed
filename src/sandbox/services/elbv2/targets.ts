import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
  RegisterTargetsInput,
  RegisterTargetsOutput,
  TargetDescription,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { RegionState } from '../../world/state.ts';
import { isInCidr } from '../../world/traffic/cidr.ts';
import { findWorkload, taskAt } from '../../world/traffic/workload.ts';
import { getTargetGroup, invalid, missing } from './lookup.ts';
import { deregisterTarget, type RegisteredTarget, registerTarget } from './registration.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_TARGETS = 1000;

/** All of them, or none. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html */
export function registerTargets(
  { TargetGroupArn: arn, Targets: wanted = [] }: RegisterTargetsInput,
  context: SandboxContext,
): RegisterTargetsOutput {
  if (!arn) throw missing('TargetGroupArn');
  if (wanted.length === 0) throw missing('Targets');
  const { region } = context;
  const group = getTargetGroup(region.elbv2, arn);
  const targets = wanted.map((target) => targetOf(region, group, target));
  if (targets.length + (region.elbv2.targets.get(arn)?.length ?? 0) > MOST_TARGETS) {
    throw new SandboxError('TooManyTargets', `The maximum number of targets has been reached: ${MOST_TARGETS}`);
  }
  for (const target of targets) {
    const version = taskAt(region, target.id)?.taskDefinitionArn;
    const probe = (now: Date) => findWorkload(region, target.id, now);
    registerTarget(context, arn, target, { probe, ...(version !== undefined && { version }) });
  }
  return {};
}

/**
 * What is not registered is passed over; without a port, every port of the target goes.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html
 */
export function deregisterTargets(
  { TargetGroupArn: arn, Targets: wanted = [] }: DeregisterTargetsInput,
  context: SandboxContext,
): DeregisterTargetsOutput {
  if (!arn) throw missing('TargetGroupArn');
  if (wanted.length === 0) throw missing('Targets');
  getTargetGroup(context.region.elbv2, arn);
  for (const { Id: id = '', Port: port } of wanted) {
    const registered = (context.region.elbv2.targets.get(arn) ?? []).flatMap(({ Target }) => Target ?? []);
    for (const one of registered.filter(({ Id, Port }) => Id === id && (port === undefined || Port === port))) {
      deregisterTarget(context, arn, { id, port: one.Port ?? 0 });
    }
  }
  return {};
}

function targetOf(region: RegionState, group: TargetGroup, target: TargetDescription): RegisteredTarget {
  const { Id: id, Port: port = group.Port ?? 80 } = target;
  if (!id) throw missing('Targets.Id');
  if (group.TargetType === 'instance') {
    requireInstance(region, group, id);
    return { id, port };
  }
  return { id, port, availabilityZone: zoneOf(region, group, target) };
}

function requireInstance({ ec2 }: RegionState, { VpcId: vpcId }: TargetGroup, id: string): void {
  if (!/^i-[0-9a-f]{8,17}$/.test(id)) throw invalid(`Instance ID '${id}' is not valid`);
  const instance = ec2.reservations.flatMap(({ Instances = [] }) => Instances).find((one) => one.InstanceId === id);
  if (!instance || instance.VpcId !== vpcId) {
    const message = `The following targets are not in the target group VPC '${vpcId}': '${id}'`;
    throw new SandboxError('InvalidTarget', message);
  }
  if (instance.State?.Name === 'running') return;
  const message = `The following targets are not in a running state and cannot be registered: '${id}'`;
  throw new SandboxError('InvalidTarget', message);
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** AWS knows the zone of an address of the VPC; of others it wants to be told. */
function zoneOf({ ec2 }: RegionState, { VpcId: vpcId }: TargetGroup, target: TargetDescription): string {
  const { Id: id = '', AvailabilityZone: told } = target;
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(id)) throw invalid(`The IP address '${id}' is not valid`);
  const subnet = ec2.subnets.find(({ VpcId, CidrBlock = '' }) => VpcId === vpcId && isInCidr(id, CidrBlock));
  if (subnet) {
    const { AvailabilityZone: zone = '' } = subnet;
    if (told === undefined || told === zone) return zone;
    throw invalid(
      `The IP address '${id}' is within the VPC, and cannot have its Availability Zone overridden to '${told}' from '${zone}'`,
    );
  }
  if (!PRIVATE.some((cidr) => isInCidr(id, cidr))) {
    throw invalid(`The IP address '${id}' is not within the VPC or a private address range`);
  }
  if (told !== undefined) return told;
  throw invalid(`The Availability Zone is required for IP address '${id}' because it is not in the VPC`);
}
