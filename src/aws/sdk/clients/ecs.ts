import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  ECSClient,
  ListClustersCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
} from '@aws-sdk/client-ecs';
import { clientModule } from '../client-module.ts';

export const ecs = clientModule(ECSClient, {
  DescribeClusters: DescribeClustersCommand,
  DescribeServices: DescribeServicesCommand,
  ListClusters: ListClustersCommand,
  ListServiceDeployments: ListServiceDeploymentsCommand,
  ListServices: ListServicesCommand,
});
