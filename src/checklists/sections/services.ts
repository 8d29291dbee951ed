import { type Cluster, clusterServices, lastPart, type Service } from '../../aws/ecs.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineSection } from '../define.ts';

/** Every service of every cluster: what runs, what should, and which version. */
export const services = defineSection({
  id: 'services',
  title: 'Clusters and services',
  scope: 'region',
  calls: ['ecs:ListClusters', 'ecs:DescribeClusters', 'ecs:ListServices', 'ecs:DescribeServices'],
  columns: [
    { key: 'cluster', label: 'Cluster' },
    { key: 'service', label: 'Service' },
    { key: 'running', label: 'Running', format: 'number' },
    { key: 'desired', label: 'Desired', format: 'number' },
    { key: 'pending', label: 'Pending', format: 'number' },
    { key: 'version', label: 'Version' },
    { key: 'rollout', label: 'Rollout' },
  ],
  async compose({ aws }) {
    const clusters = await clusterServices(aws);
    const unread = clusters.flatMap(({ cluster, services: found }) =>
      found.ok ? [] : [`${cluster.clusterName}: ${found.fault.message}`],
    );
    const all = clusters.flatMap(({ services: found }) => (found.ok ? found.value : []));
    const idle = clusters.filter(({ services: found }) => found.ok && found.value.length === 0);
    return {
      text: [
        `${all.length} services run ${total(all, 'runningCount')} of the ${total(all, 'desiredCount')} tasks they want.`,
        ...(idle.length > 0
          ? [`Clusters without a service: ${idle.map(({ cluster }) => nameOf(cluster)).join(', ')}.`]
          : []),
      ],
      rows: clusters.flatMap(({ cluster, services: found }) =>
        found.ok ? found.value.map((service) => ({ cluster: cluster.clusterName ?? '', ...toRow(service) })) : [],
      ),
      ...(unread.length > 0 && { note: unread.join(' ') }),
    };
  },
});

function nameOf({ clusterName = '', status }: Cluster): string {
  return status === undefined || status === 'ACTIVE' ? clusterName : `${clusterName} (${status})`;
}

function total(services: readonly Service[], count: 'runningCount' | 'desiredCount'): number {
  return services.reduce((sum, service) => sum + (service[count] ?? 0), 0);
}

function toRow(service: Service): JsonObject {
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
  return {
    service: service.serviceName ?? '',
    running: service.runningCount ?? 0,
    desired: service.desiredCount ?? 0,
    pending: service.pendingCount ?? 0,
    version: lastPart(service.taskDefinition ?? ''),
    rollout: primary?.rolloutState ?? '',
  };
}
