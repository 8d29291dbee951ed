import type { Service, Task } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { newCheck, type TargetOfGroup } from '../world/traffic/target.ts';
import { findWorkload, taskAt } from '../world/traffic/workload.ts';
import type { Ground } from './ground.ts';
import { targetsRead } from './target-health.ts';
import { addressOf, sharesAddresses, targetOfTask } from './tasks.ts';

/** What is registered goes on as it was: a task as its version has it, anything else as it was found. */
export function adoptTargets(ground: Ground, groupArn: string): void {
  const read = targetsRead(ground.recordings, groupArn)?.map((one) => targetOfTask(one, portIn(ground, groupArn)));
  const described = read ?? tasksOf(ground, groupArn);
  ground.region.elbv2.targets.set(
    groupArn,
    described.map((one) => registered(ground, one)),
  );
}

/** The port that targets of a group are known by whose tasks share the addresses of their instances. */
function portIn({ region: { ecs } }: Ground, groupArn: string): number | undefined {
  const found = ecs.services.filter(sharesAddresses).flatMap(({ loadBalancers = [] }) => loadBalancers);
  return found.find(({ targetGroupArn }) => targetGroupArn === groupArn)?.containerPort;
}

function registered({ region }: Ground, described: TargetHealthDescription): TargetOfGroup {
  const { Id: id = '' } = described.Target ?? {};
  const healthy = described.TargetHealth?.State !== 'unhealthy';
  const version = taskAt(region, id)?.taskDefinitionArn;
  const check =
    version === undefined ? newCheck(() => ({ healthy })) : newCheck((now) => findWorkload(region, id, now), version);
  // It has been checked before: what it was found to be is no news.
  return { ...described, check: { ...check, passed: healthy ? 1 : 0, failed: healthy ? 0 : 1 } };
}

/** Where nobody looked into the group, the tasks of the services that register there are taken to be healthy in it. */
function tasksOf({ region: { ecs } }: Ground, groupArn: string): TargetHealthDescription[] {
  return ecs.services.flatMap((service) =>
    (service.loadBalancers ?? [])
      .filter(({ targetGroupArn }) => targetGroupArn === groupArn)
      .flatMap(({ containerPort }) =>
        ecs.tasks
          .filter((task) => isOf(task, service))
          .map((task) => ({
            Target: { Id: addressOf(task), Port: containerPort, AvailabilityZone: task.availabilityZone },
            HealthCheckPort: String(containerPort),
            TargetHealth: { State: 'healthy' },
          })),
      ),
  );
}

function isOf({ group, clusterArn, lastStatus }: Task, service: Service): boolean {
  return group === `service:${service.serviceName}` && clusterArn === service.clusterArn && lastStatus === 'RUNNING';
}
