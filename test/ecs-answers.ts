import type {
  Cluster,
  DescribeClustersCommandInput,
  DescribeServicesCommandInput,
  ListServicesCommandInput,
  Service,
} from '@aws-sdk/client-ecs';
import type { Answers } from './answers.ts';

const ARN = 'arn:aws:ecs:us-east-1:123456789012';

/** A service of `production-cluster` in order; what a test is about is given. */
export function service(serviceName: string, part: Partial<Service> = {}): Service {
  const cluster = part.clusterArn ?? clusterArn('production-cluster');
  return {
    serviceName,
    clusterArn: cluster,
    serviceArn: `${ARN}:service/${cluster.split('/')[1]}/${serviceName}`,
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    taskDefinition: `${ARN}:task-definition/${serviceName}:7`,
    deploymentController: { type: 'ECS' },
    deployments: [
      {
        id: 'ecs-svc/7',
        status: 'PRIMARY',
        taskDefinition: `${ARN}:task-definition/${serviceName}:7`,
        rolloutState: 'COMPLETED',
        failedTasks: 0,
        createdAt: new Date('2026-11-01T10:00:00Z'),
        updatedAt: new Date('2026-11-01T10:05:00Z'),
      },
    ],
    events: [],
    ...part,
  };
}

export function clusterArn(name: string): string {
  return `${ARN}:cluster/${name}`;
}

/** What ECS answers of these services and their clusters, and of clusters that have none; ten services a page. */
export function ecsAnswers(services: readonly Service[], further: readonly Cluster[] = []): Answers {
  const names = new Set(['production-cluster', ...services.map((one) => (one.clusterArn ?? '').split('/')[1] ?? '')]);
  const clusters = [
    ...[...names].map((name): Cluster => ({ clusterArn: clusterArn(name), clusterName: name, status: 'ACTIVE' })),
    ...further,
  ];
  return {
    'ecs:ListClusters': { clusterArns: clusters.map((cluster) => cluster.clusterArn) },
    'ecs:DescribeClusters': ({ clusters: asked = [] }: DescribeClustersCommandInput) => ({
      clusters: clusters.filter((cluster) => asked.includes(cluster.clusterArn ?? '')),
    }),
    'ecs:ListServices': ({ cluster, nextToken = '0', maxResults = 10 }: ListServicesCommandInput) => {
      const from = Number(nextToken);
      const own = services.filter((one) => one.clusterArn === cluster);
      const next = from + maxResults < own.length ? { nextToken: String(from + maxResults) } : {};
      return { serviceArns: own.slice(from, from + maxResults).map((one) => one.serviceArn), ...next };
    },
    'ecs:DescribeServices': ({ services: asked = [] }: DescribeServicesCommandInput) => {
      if (asked.length > 10) throw new Error('DescribeServices was asked for more than ten services');
      return { services: services.filter((one) => asked.includes(one.serviceArn ?? '')), failures: [] };
    },
  };
}
