import { clusterServices, ecsService, type Service, targetGroupsOf } from '../../aws/ecs.ts';
import { describeTargetHealth, type TargetGroup } from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import type { AwsFault } from '../../aws/fault.ts';
import { settled } from '../../aws/read.ts';

/** Whether an empty group is as it should be, why, or why nobody can tell. */
export type Purpose = { readonly why: string } | { readonly fault: AwsFault } | undefined;

/**
 * Why a target group that a load balancer knows has no target, where that is as it should be: its ECS service wants no
 * tasks, or it is the colour that a blue/green service does not use now. Undefined where nothing explains it; the fault
 * where AWS does not let us look. Costs nothing where services and targets are read anyway.
 */
export async function emptyOnPurpose(aws: Aws, { TargetGroupArn: arn = '' }: TargetGroup): Promise<Purpose> {
  const clusters = await settled(clusterServices(aws));
  if (!clusters.ok) return clusters;
  const services = clusters.value.flatMap(({ services: read }) => (read.ok ? read.value : []));
  const owners = services.filter((service) => targetGroupsOf(service).includes(arn));
  const [owner] = owners;
  if (!owner) return clusters.value.flatMap(({ services: read }) => (read.ok ? [] : [read]))[0];
  const { id } = ecsService(aws, owner);
  if (owners.every(({ desiredCount }) => desiredCount === 0)) return { why: `its ECS service ${id} wants no tasks` };
  const other = otherColour(owners, arn);
  if (other === undefined) return undefined;
  const targets = await settled(describeTargetHealth(aws, { TargetGroupArn: other }));
  if (!targets.ok) return targets;
  const healthy = targets.value.some(({ TargetHealth }) => TargetHealth?.State === 'healthy');
  return healthy ? { why: `it is the idle colour of the ECS service ${id}` } : undefined;
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
