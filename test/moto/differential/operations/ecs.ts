import type { Naming, Pages, Questions } from '../cases.ts';
import { first, last, some, type Where } from '../roles.ts';

const PAGES: Omit<Pages, 'list'> = {
  size: 'maxResults',
  least: 1,
  most: 100,
  tokenIn: 'nextToken',
  tokenOut: 'nextToken',
};
const cluster = 'production-cluster';
const Cluster: Naming = { known: cluster, unknown: 'nobodys-@@@@' };
const clusterArn = first('ecs:DescribeClusters', 'clusters.clusterArn', { input: { clusters: [cluster] } });
const tasks = some('ecs:ListTasks', 'taskArns', 3, { input: { cluster, desiredStatus: 'RUNNING' } });
const task = first('ecs:ListTasks', 'taskArns', { input: { cluster, desiredStatus: 'RUNNING' } });

function ofWeb(status: string): Where {
  return { input: { familyPrefix: 'web-service', status } };
}

export const ecs: Record<string, Questions> = {
  ListClusters: { pages: { ...PAGES, list: 'clusterArns' } },
  DescribeClusters: {
    names: { clusters: { known: [cluster], unknown: 'nobodys-@@@@' } },
    also: {
      'by ARN': { clusters: [clusterArn] },
      'with everything': {
        clusters: [cluster],
        include: ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'],
      },
      'with settings': { clusters: [cluster], include: ['SETTINGS'] },
      'of no kind': { clusters: [cluster], include: ['NOBODYS'] },
      'more than 100': { clusters: Array.from({ length: 101 }, (_, at) => `c${at}`) },
    },
  },
  ListServices: {
    required: { cluster },
    names: { cluster: Cluster },
    pages: { ...PAGES, list: 'serviceArns' },
    also: { Fargate: { launchType: 'FARGATE' }, daemons: { schedulingStrategy: 'DAEMON' } },
  },
  DescribeServices: {
    required: { cluster, services: ['web-service', 'worker'] },
    names: { cluster: Cluster, services: { known: ['web-service'], unknown: 'nobodys-@@@@' } },
    also: {
      'by ARN': { services: [first('ecs:ListServices', 'serviceArns', { input: { cluster }, like: /web-service/ })] },
      'with tags': { include: ['TAGS'] },
      'more than ten': { services: Array.from({ length: 11 }, (_, at) => `s${at}`) },
      none: { services: [] },
    },
  },
  ListTaskDefinitions: {
    names: { familyPrefix: { known: 'web-service', unknown: 'nobodys-@@@@' } },
    pages: { ...PAGES, list: 'taskDefinitionArns' },
    also: { inactive: { status: 'INACTIVE' }, 'newest first': { sort: 'DESC' }, 'of no status': { status: 'NOBODYS' } },
  },
  DescribeTaskDefinition: {
    required: { taskDefinition: 'web-service' },
    names: {
      taskDefinition: {
        known: 'web-service',
        unknown: 'nobodys-@@@@',
        malformed: ['web-service:99999', 'web-service:x'],
      },
    },
    also: {
      'by ARN': { taskDefinition: last('ecs:ListTaskDefinitions', 'taskDefinitionArns', ofWeb('ACTIVE')) },
      inactive: { taskDefinition: last('ecs:ListTaskDefinitions', 'taskDefinitionArns', ofWeb('INACTIVE')) },
      'with tags': { include: ['TAGS'] },
    },
  },
  ListTasks: {
    required: { cluster },
    names: {
      cluster: Cluster,
      serviceName: { known: 'web-service', unknown: 'nobodys-@@@@' },
      family: { known: 'web-service', unknown: 'nobodys-@@@@' },
    },
    pages: { ...PAGES, list: 'taskArns' },
    also: { stopped: { desiredStatus: 'STOPPED' }, Fargate: { launchType: 'FARGATE' } },
  },
  DescribeTasks: {
    required: { cluster, tasks },
    names: { cluster: Cluster, tasks: { known: [task], unknown: '################################' } },
    also: {
      'with tags': { include: ['TAGS'] },
      'more than 100': { tasks: Array.from({ length: 101 }, (_, at) => `t${at}`) },
      none: { tasks: [] },
    },
  },
};
