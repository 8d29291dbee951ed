import { clusterServices, ecsService, type Service } from '../../aws/ecs.ts';
import { describeTargetHealth, type TargetGroup } from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import { settled } from '../../aws/read.ts';

/**
 * Why a target group that a load balancer knows has no target, where that is as it should be: its ECS service wants no
 * tasks, or it is the colour that a blue/green service does not use now. Undefined where nothing explains it, or where
 * AWS does not let us look. Costs nothing where services and targets are read anyway.
 */
export async function emptyOnPurpose(aws: Aws, { TargetGroupArn: arn = '' }: TargetGroup): Promise<string | undefined> {
  const clusters = await settled(clusterServices(aws));
  if (!clusters.ok) return undefined;
  const services = clusters.value.flatMap(({ services: read }) => (read.ok ? read.value : []));
  const owners = services.filter((service) => groupsOf(service).includes(arn));
  const [owner] = owners;
  if (!owner) return undefined;
  const { id } = ecsService(aws, owner);
  if (owners.every(({ desiredCount }) => desiredCount === 0)) return `its ECS service ${id} wants no tasks`;
  const other = otherColour(owners, arn);
  return other !== undefined && (await hasHealthyTarget(aws, other))
    ? `it is the idle colour of the ECS service ${id}`
    : undefined;
}

function groupsOf({ loadBalancers = [], taskSets = [] }: Service): (string | undefined)[] {
  const all = [...loadBalancers, ...taskSets.flatMap((set) => set.loadBalancers ?? [])];
  return all.flatMap((one) => [one.targetGroupArn, one.advancedConfiguration?.alternateTargetGroupArn]);
}

/**
 * ECS swaps the two groups of a service at every blue/green deployment.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AdvancedConfiguration.html
 */
function otherColour(owners: readonly Service[], arn: string): string | undefined {
  for (const { targetGroupArn, advancedConfiguration } of owners.flatMap((owner) => owner.loadBalancers ?? [])) {
    const alternate = advancedConfiguration?.alternateTargetGroupArn;
    if (targetGroupArn === arn) return alternate;
    if (alternate === arn) return targetGroupArn;
  }
  return undefined;
}

async function hasHealthyTarget(aws: Aws, arn: string): Promise<boolean> {
  const targets = await settled(describeTargetHealth(aws, { TargetGroupArn: arn }));
  return targets.ok && targets.value.some(({ TargetHealth }) => TargetHealth?.State === 'healthy');
}
