import type {
  CreateServiceCommandInput,
  DeleteServiceCommandInput,
  DescribeServiceDeploymentsCommandInput,
  DescribeServicesCommandInput,
  DescribeTasksCommandInput,
  ListServiceDeploymentsCommandInput,
  ListTasksCommandInput,
  StopServiceDeploymentCommandInput,
  UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export const createService = planned<CreateServiceCommandInput>('ecs', 'CreateService');
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html */
export const deleteService = planned<DeleteServiceCommandInput>('ecs', 'DeleteService');
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html */
export const describeServiceDeployments = planned<DescribeServiceDeploymentsCommandInput>(
  'ecs',
  'DescribeServiceDeployments',
);
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
export const describeServices = planned<DescribeServicesCommandInput>('ecs', 'DescribeServices');
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
export const describeTasks = planned<DescribeTasksCommandInput>('ecs', 'DescribeTasks');
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html */
export const listServiceDeployments = planned<ListServiceDeploymentsCommandInput>('ecs', 'ListServiceDeployments');
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
export const listTasks = planned<ListTasksCommandInput>('ecs', 'ListTasks');
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html */
export const stopServiceDeployment = planned<StopServiceDeploymentCommandInput>('ecs', 'StopServiceDeployment');
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
export const updateService = planned<UpdateServiceCommandInput>('ecs', 'UpdateService');
