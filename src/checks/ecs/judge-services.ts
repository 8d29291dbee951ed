import { type ClusterServices, ecsCluster, ecsService, type Service } from '../../aws/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import { pass, type Resource, type Verdict } from '../../model/finding.ts';
import { judgeEach, unknownFrom } from '../define.ts';

/**
 * Judges every service of every cluster at once. One that wants no tasks and runs none has no use to judge; a cluster
 * whose services could not be read is unknown, and hides no other.
 */
export async function* judgeServicesInUse(
  aws: Aws,
  clusters: readonly ClusterServices[],
  judge: (service: Service, resource: Resource) => Promise<Verdict>,
): AsyncGenerator<Verdict> {
  yield* judgeEach(
    clusters.flatMap(({ services }) => (services.ok ? services.value : [])),
    (service) => ecsService(aws, service),
    async (service) => {
      const resource = ecsService(aws, service);
      if (!service.desiredCount && !service.runningCount) return pass(resource, `${resource.id} wants no tasks.`);
      return judge(service, resource);
    },
  );
  for (const { cluster, services } of clusters) {
    if (!services.ok) yield unknownFrom(ecsCluster(aws, cluster), services.fault);
  }
}
