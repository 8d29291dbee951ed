import type { Aws } from '../../aws/execution.ts';
import { describeTaskDefinition, lastPart, type Service, type TaskDefinition } from '../../aws/ecs.ts';
import { orAbsent } from '../../aws/read.ts';
import { Refused } from '../../model/errors.ts';

/**
 * A revision that can be deployed, as the ARN that names it and no other.
 * @throws Refused where there is none, or where it was deregistered: ECS would refuse it too
 */
export async function lookAtDefinition(aws: Aws, named: string): Promise<TaskDefinition> {
  const definition = await findDefinition(aws, named);
  if (!definition) throw new Refused(`there is no task definition ${named} in ${aws.account}/${aws.region}`);
  if (definition.status === 'ACTIVE') return definition;
  const name = lastPart(definition.taskDefinitionArn ?? named);
  throw new Refused(
    `${name} is ${definition.status ?? 'in no state'}: it was deregistered, and ECS starts nothing on it`,
  );
}

/** What runs may have been deregistered: it goes on running. Undefined where it was deleted. */
export async function findDefinition(aws: Aws, named: string): Promise<TaskDefinition | undefined> {
  return (await orAbsent(describeTaskDefinition(aws, { taskDefinition: named }), 'ClientException'))?.taskDefinition;
}

/**
 * Whether a revision can take the place of what a service runs.
 * @throws Refused where it has not the container and port that the load balancer is told of, or another network mode
 */
export function refuseMisfit(
  definition: TaskDefinition,
  running: TaskDefinition | undefined,
  { loadBalancers = [] }: Service,
): void {
  const name = lastPart(definition.taskDefinitionArn ?? '');
  for (const { containerName, containerPort } of loadBalancers) {
    const container = definition.containerDefinitions?.find((one) => one.name === containerName);
    if (!container)
      throw new Refused(`${name} has no container ${containerName}, which the load balancer sends requests to`);
    const listens = container.portMappings?.some((mapping) => mapping.containerPort === containerPort) ?? false;
    if (!listens) {
      throw new Refused(
        `container ${containerName} of ${name} has no port ${containerPort}, which requests are sent to`,
      );
    }
  }
  const { networkMode: wanted = 'bridge' } = definition;
  const { networkMode: has = 'bridge' } = running ?? definition;
  if (wanted === has) return;
  throw new Refused(
    `${name} has the network mode ${wanted}, what runs has ${has}: their target groups cannot be alike`,
  );
}
