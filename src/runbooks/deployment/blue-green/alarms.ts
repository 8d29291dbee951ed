import { serviceNames, type Service } from '../../../aws/ecs.ts';
import { loadBalancerDimension, type LoadBalancer } from '../../../aws/elbv2.ts';
import type { Aws } from '../../../aws/execution.ts';
import type { PlanBuilder } from '../../define.ts';
import { lookAtAlarms, type WatchedAlarm } from '../../look/alarms.ts';
import { targetGroupDimension, type WholeTargetGroup } from '../../look/target-group.ts';
import type { Parameters } from './parameters.ts';

interface Site {
  readonly service: Service;
  readonly group?: WholeTargetGroup;
  readonly loadBalancer?: LoadBalancer;
}

/**
 * What the deployment is watched with: the service's own deployment alarms, those that were named, and those of its
 * load balancer, its target group and itself.
 * @throws Refused where one rings already and nobody said to go on: nobody could tell whether the deployment is bad
 */
export async function chooseAlarms(
  aws: Aws,
  plan: PlanBuilder,
  { service, group, loadBalancer }: Site,
  { alarms: named, despiteAlarms }: Pick<Parameters, 'alarms' | 'despiteAlarms'>,
): Promise<readonly WatchedAlarm[]> {
  const { alarms: own } = service.deploymentConfiguration ?? {};
  const ownNames = own?.enable ? (own.alarmNames ?? []) : [];
  const { cluster: ClusterName, service: ServiceName } = serviceNames(service);
  const targetGroup = group && targetGroupDimension(group.arn);
  const found = await lookAtAlarms(aws, {
    names: [...new Set([...ownNames, ...named])],
    dimensions: [
      { ClusterName, ServiceName },
      ...(loadBalancer && targetGroup !== undefined
        ? [{ LoadBalancer: loadBalancerDimension(loadBalancer), TargetGroup: targetGroup }]
        : []),
    ],
    leaving: targetGroup === undefined ? [] : [targetGroup],
    ...(targetGroup !== undefined && { service: ServiceName }),
  });
  const ringing = found.ringing.join(', ');
  plan.refuseIf(
    ringing !== '' && !despiteAlarms,
    `${ringing} rings already: whether a deployment makes it worse could not be told. See to it first, or deploy with --set despiteAlarms=true`,
  );
  if (ringing !== '') plan.warn(`${ringing} rings already, and is not watched`);
  const blind = found.blind.join(', ');
  if (blind !== '')
    plan.warn(`${blind} has no data yet: it takes the deployment back when it rings, and does not when it stays so`);
  const bound = found.bound.join(', ');
  if (bound !== '') {
    plan.warn(
      `${bound} watches ${ServiceName} or its target group by name, and rings or goes blind when it is taken away: bring the alarms about again then (monitoring/alarms), or have it watch the new one`,
    );
  }
  if (found.quiet.length === 0) plan.warn('no alarm watches the service: health, errors and latency alone are watched');
  plan.fact(
    'Alarms that are watched',
    found.quiet.map(({ name }) => name),
  );
  return found.quiet;
}
