import { allClusters, type Cluster, ecsCluster } from '../../aws/ecs.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { counted } from '../age.ts';
import { defineCheck } from '../define.ts';

export const clusterActive = defineCheck({
  id: 'ecs-cluster-active',
  title: 'ECS cluster is active',
  severity: 'high',
  why: 'A cluster that is not ACTIVE starts no tasks: its services cannot recover, scale or be deployed.',
  remediation:
    'Look at what the capacity providers of the cluster failed to create, and repair or replace them. Of a cluster that ' +
    'was deleted, remove what still points at it.',
  calls: ['ecs:ListClusters', 'ecs:DescribeClusters'],
  async *evaluate({ aws }) {
    for (const cluster of await allClusters(aws)) yield judge(ecsCluster(aws, cluster), cluster);
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Cluster.html */
const MEANING: Readonly<Record<string, string>> = {
  PROVISIONING: 'what its capacity providers need is being created',
  DEPROVISIONING: 'what its capacity providers need is being deleted',
  FAILED: 'what its capacity providers need could not be created',
  INACTIVE: 'it has been deleted',
};

function judge(resource: Resource, cluster: Cluster): Verdict {
  const { status, runningTasksCount: running = 0, pendingTasksCount: pending = 0 } = cluster;
  const services = cluster.activeServicesCount ?? 0;
  const { capacityProviders = [], attachmentsStatus } = cluster;
  const evidence = { status: status ?? null, services, running, pending, capacityProviders, attachmentsStatus };
  if (status === 'ACTIVE') {
    return pass(
      resource,
      `${resource.id} is ACTIVE: ${counted(services, 'service')}, ${counted(running, 'running task')}.`,
      evidence,
    );
  }
  if (!status) return unknown(resource, `AWS does not say in which state ${resource.id} is.`, evidence);
  const meaning = MEANING[status];
  return fail(resource, `${resource.id} is ${status}${meaning ? `: ${meaning}` : ''}.`, evidence);
}
