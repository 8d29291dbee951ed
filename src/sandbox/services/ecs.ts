import type * as Ecs from '@aws-sdk/client-ecs';
import type { Handlers } from '../handlers.ts';
import { describeClusters, listClusters } from './ecs/clusters.ts';
import { describeServiceDeployments, describeServiceRevisions, listServiceDeployments } from './ecs/deployments.ts';
import { createService } from './ecs/create-service.ts';
import { deleteService } from './ecs/delete-service.ts';
import { describeServices, listServices } from './ecs/services.ts';
import { deregisterTaskDefinition, registerTaskDefinition } from './ecs/register-task-definition.ts';
import { continueServiceDeployment, stopServiceDeployment } from './ecs/stop-deployment.ts';
import { stopTask } from './ecs/stop-task.ts';
import { listTagsForResource, tagResource, untagResource } from './ecs/tags.ts';
import { describeTaskDefinition, listTaskDefinitions } from './ecs/task-definitions.ts';
import { describeTasks, listTasks } from './ecs/tasks.ts';
import { updateService } from './ecs/update-service.ts';

export const ecs: Handlers<typeof Ecs> = {
  ContinueServiceDeployment: continueServiceDeployment,
  CreateService: createService,
  DeleteService: deleteService,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  DescribeClusters: describeClusters,
  DescribeServiceDeployments: describeServiceDeployments,
  DescribeServiceRevisions: describeServiceRevisions,
  DescribeServices: describeServices,
  DescribeTaskDefinition: describeTaskDefinition,
  DescribeTasks: describeTasks,
  ListClusters: listClusters,
  ListServiceDeployments: listServiceDeployments,
  ListServices: listServices,
  ListTagsForResource: listTagsForResource,
  ListTaskDefinitions: listTaskDefinitions,
  ListTasks: listTasks,
  RegisterTaskDefinition: registerTaskDefinition,
  StopServiceDeployment: stopServiceDeployment,
  StopTask: stopTask,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateService: updateService,
};
