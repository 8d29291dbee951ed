import type * as Ecs from '@aws-sdk/client-ecs';
import type { Handlers } from '../handlers.ts';
import { describeClusters, listClusters } from './ecs/clusters.ts';
import { describeServiceDeployments, describeServiceRevisions, listServiceDeployments } from './ecs/deployments.ts';
import { createService } from './ecs/create-service.ts';
import { deleteService } from './ecs/delete-service.ts';
import { describeServices, listServices } from './ecs/services.ts';
import { describeTaskDefinition, listTaskDefinitions } from './ecs/task-definitions.ts';
import { describeTasks, listTasks } from './ecs/tasks.ts';
import { updateService } from './ecs/update-service.ts';

export const ecs: Handlers<typeof Ecs> = {
  CreateService: createService,
  DeleteService: deleteService,
  DescribeClusters: describeClusters,
  DescribeServiceDeployments: describeServiceDeployments,
  DescribeServiceRevisions: describeServiceRevisions,
  DescribeServices: describeServices,
  DescribeTaskDefinition: describeTaskDefinition,
  DescribeTasks: describeTasks,
  ListClusters: listClusters,
  ListServiceDeployments: listServiceDeployments,
  ListServices: listServices,
  ListTaskDefinitions: listTaskDefinitions,
  ListTasks: listTasks,
  UpdateService: updateService,
};
