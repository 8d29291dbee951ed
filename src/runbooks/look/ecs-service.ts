import type { Aws } from '../../aws/execution.ts';
import { describeService, type Service } from '../../aws/ecs.ts';
import { Refused } from '../../model/errors.ts';

export interface ServiceName {
  readonly cluster: string;
  readonly service: string;
}

/**
 * An ECS service that can be worked on.
 * @throws Refused where there is none of that name, or none any more
 */
export async function lookAtService(aws: Aws, { cluster, service }: ServiceName): Promise<Service> {
  const found = await describeService(aws, cluster, service);
  if (found?.status === 'ACTIVE') return found;
  const state = found === undefined ? 'is not there' : `is ${found.status ?? 'in no state'}`;
  throw new Refused(`service ${cluster}/${service} ${state} in ${aws.account}/${aws.region}: nothing was planned`);
}

/** @throws Refused while a deployment is under way, whoever started it: two at once end in neither's state */
export function refuseWhileDeploying({ serviceName, deployments = [] }: Service): void {
  const under = deployments.find(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
  if (deployments.length < 2 && !under) return;
  throw new Refused(
    `a deployment of ${serviceName} is under way (${under?.id ?? 'an older one drains'}, ${under?.taskDefinition ?? ''}): wait for its end, or stop it`,
  );
}

/** @throws Refused for a daemon: AWS takes no number of tasks for one */
export function refuseDaemon({ serviceName, schedulingStrategy }: Service): void {
  if (schedulingStrategy !== 'DAEMON') return;
  throw new Refused(`${serviceName} is a daemon: its instances decide how many there are`);
}

/** @throws Refused for a service that ECS itself does not deploy, with who does */
export function refuseOtherControllers({ serviceName, deploymentController }: Service): void {
  const { type = 'ECS' } = deploymentController ?? {};
  if (type === 'ECS') return;
  const who =
    type === 'CODE_DEPLOY' ? 'AWS CodeDeploy deploys it: deploy it there' : 'its task sets are managed elsewhere';
  throw new Refused(
    `${serviceName} has the deployment controller ${type}, so that ECS takes no new version of it: ${who}`,
  );
}
