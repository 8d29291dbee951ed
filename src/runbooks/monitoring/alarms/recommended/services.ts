import { listMetrics } from '../../../../aws/cloudwatch.ts';
import { clusterServices, serviceNames, type ServiceNames } from '../../../../aws/ecs.ts';
import type { Aws } from '../../../../aws/execution.ts';
import type { AlarmDefinition, WatchedMetric } from '../../../../model/monitoring.ts';

const BUSY_PERCENT = 85;
const INSIGHTS = 'ECS/ContainerInsights';

/**
 * CPU and memory of every service that should run, and, where Container Insights counts them, tasks that are missing. A
 * service that sends no data has no task.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 * @throws AwsFault also where the services of one cluster cannot be read: what is not seen would be taken for gone
 */
export async function serviceAlarms(aws: Aws): Promise<AlarmDefinition[]> {
  const [clusters, counted] = await Promise.all([
    clusterServices(aws),
    listMetrics(aws, { Namespace: INSIGHTS, MetricName: 'RunningTaskCount' }),
  ]);
  const isCounted = ({ cluster, service }: ServiceNames) =>
    counted.some(({ Dimensions = [] }) => {
      const values = new Map(Dimensions.map(({ Name, Value }) => [Name, Value]));
      return values.size === 2 && values.get('ClusterName') === cluster && values.get('ServiceName') === service;
    });
  return clusters.flatMap(({ services }) => {
    if (!services.ok) throw services.fault;
    return services.value
      .filter(({ status, desiredCount = 0 }) => status === 'ACTIVE' && desiredCount > 0)
      .flatMap((service) => {
        const names = serviceNames(service);
        return [busy(names, 'CPU'), busy(names, 'Memory'), ...(isCounted(names) ? [tasksMissing(names)] : [])];
      });
  });
}

function busy(names: ServiceNames, what: 'CPU' | 'Memory'): AlarmDefinition {
  const word = what === 'CPU' ? 'CPU' : 'Memory';
  return {
    name: nameFor(names, what.toLowerCase()),
    description: `${word} of ${names.cluster}/${names.service} is above ${BUSY_PERCENT} % of what its tasks reserve, or no task runs.`,
    watches: metric(names, 'AWS/ECS', `${what}Utilization`),
    comparison: '>',
    threshold: BUSY_PERCENT,
    periods: 5,
    datapoints: 5,
    missingData: 'breaching',
  };
}

function tasksMissing(names: ServiceNames): AlarmDefinition {
  return {
    name: nameFor(names, 'tasks'),
    description: `${names.cluster}/${names.service} has run fewer tasks than it wants for ten minutes.`,
    watches: {
      expression: 'wanted - running',
      label: 'Tasks missing',
      metrics: {
        wanted: metric(names, INSIGHTS, 'DesiredTaskCount'),
        running: metric(names, INSIGHTS, 'RunningTaskCount'),
      },
    },
    comparison: '>',
    threshold: 0,
    periods: 10,
    datapoints: 10,
    missingData: 'breaching',
  };
}

function metric({ cluster, service }: ServiceNames, namespace: string, name: string): WatchedMetric {
  const dimensions = { ClusterName: cluster, ServiceName: service };
  return { namespace, metric: name, dimensions, statistic: 'Average', periodSeconds: 60 };
}

function nameFor({ cluster, service }: ServiceNames, what: string): string {
  return `opsbook-ecs-${cluster}-${service}-${what}`;
}
