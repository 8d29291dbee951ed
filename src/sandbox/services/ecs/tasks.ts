import type {
  DescribeTasksRequest,
  DescribeTasksResponse,
  ListTasksRequest,
  ListTasksResponse,
} from '@aws-sdk/client-ecs';
import type { SandboxContext } from '../../handlers.ts';
import { batchOf, ecsPage, getCluster, getService, lastPart, missing } from './lookup.ts';

/** Running ones unless told otherwise. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
export function listTasks(input: ListTasksRequest, context: SandboxContext): ListTasksResponse {
  const cluster = getCluster(context, input.cluster);
  const { family, startedBy, launchType, desiredStatus = 'RUNNING' } = input;
  const service = input.serviceName === undefined ? undefined : getService(context, cluster, input.serviceName);
  const tasks = context.region.ecs.tasks.filter(
    (task) =>
      task.clusterArn === cluster.clusterArn &&
      task.desiredStatus === desiredStatus &&
      (service === undefined || task.group === `service:${service.serviceName}`) &&
      (family === undefined || lastPart(task.taskDefinitionArn ?? '').split(':')[0] === family) &&
      (startedBy === undefined || task.startedBy === startedBy) &&
      (launchType === undefined || task.launchType === launchType),
  );
  const arns = tasks.flatMap(({ taskArn }) => taskArn ?? []);
  const { items, next } = ecsPage(arns, input);
  return { taskArns: items, ...(next !== undefined && { nextToken: next }) };
}

/** By id or ARN. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
export function describeTasks(input: DescribeTasksRequest, context: SandboxContext): DescribeTasksResponse {
  const names = batchOf(input.tasks, 100, 'Tasks');
  const cluster = getCluster(context, input.cluster);
  const withTags = input.include?.includes('TAGS') ?? false;
  const found = names.map((name) => ({
    name,
    task: context.region.ecs.tasks.find(
      ({ taskArn = '', clusterArn }) =>
        clusterArn === cluster.clusterArn && (taskArn === name || lastPart(taskArn) === name),
    ),
  }));
  return {
    tasks: found.flatMap(({ task }) => (task ? [withTags ? { ...task } : { ...task, tags: [] }] : [])),
    failures: found.flatMap(({ name, task }) =>
      task ? [] : [missing(context, `task/${cluster.clusterName ?? ''}`, name)],
    ),
  };
}
