import type { Json } from '../../../model/json.ts';
import type { Widget } from '../../../model/monitoring.ts';
import { isList, linesOf, type ShownMetric } from './metrics.ts';
import { propertiesOf, titleOf } from './place.ts';
import type { Resources } from './resources.ts';

const TYPES = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom'];
const MOST_WIDGETS = 500;
const MOST_LINES = 500;
const MOST_LINES_IN_ALL = 2500;

/** Namespaces that publish nothing without this dimension: a line without it stays empty. */
const NEEDS: Readonly<Record<string, string>> = {
  'AWS/ApplicationELB': 'LoadBalancer',
  'AWS/ECS': 'ClusterName',
  'AWS/NetworkELB': 'LoadBalancer',
  'ECS/ContainerInsights': 'ClusterName',
};
/** Metrics that are published by load balancer and target group together. */
const BY_GROUP = ['HealthyHostCount', 'UnHealthyHostCount'];

/**
 * What CloudWatch would refuse in a dashboard, or take and show nothing for.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function problemsOf(widgets: readonly Widget[]): string[] {
  const lines = widgets.reduce((sum, widget) => sum + linesOf(widget).length, 0);
  return [
    ...(widgets.length > MOST_WIDGETS ? [`${widgets.length} widgets, and CloudWatch takes ${MOST_WIDGETS}`] : []),
    ...(lines > MOST_LINES_IN_ALL ? [`${lines} lines in all, and CloudWatch takes ${MOST_LINES_IN_ALL}`] : []),
    ...widgets.flatMap((widget, index) => ofWidget(widget).map((problem) => `${titleOf(widget, index)}: ${problem}`)),
  ];
}

function ofWidget(widget: Widget): string[] {
  const { type = '', width, height } = widget;
  const properties = propertiesOf(widget);
  return [
    ...(TYPES.some((known) => known === type) ? [] : [`its type is one of ${TYPES.join(', ')}`]),
    ...(isBetween(width, 24) ? [] : ['its width is 1 to 24']),
    ...(isBetween(height, 1000) ? [] : ['its height is 1 to 1000']),
    ...(type === 'text' && typeof properties['markdown'] !== 'string' ? ['a text has markdown'] : []),
    ...(type === 'alarm' && !isList(properties['alarms']) ? ['it lists alarms, by their ARNs'] : []),
    ...(type === 'log' && typeof properties['query'] !== 'string' ? ['it has a query'] : []),
    ...(type === 'metric' ? ofGraph(widget) : []),
  ];
}

function ofGraph(widget: Widget): string[] {
  const { metrics, annotations } = propertiesOf(widget);
  if (metrics === undefined && annotations !== undefined) return [];
  if (!isList(metrics) || metrics.length === 0) return ['it has metrics'];
  if (metrics.length > MOST_LINES) return [`${metrics.length} lines, and CloudWatch takes ${MOST_LINES}`];
  return linesOf(widget).flatMap(({ words, shown }, index) => {
    if (words.length === 0) return [];
    const problem = shown ? ofMetric(shown) : 'namespace, metric, and dimensions in pairs of name and value';
    return problem === undefined ? [] : `line ${index + 1}: ${problem}`;
  });
}

function ofMetric({ namespace, metric, dimensions }: ShownMetric): string | undefined {
  const needed = NEEDS[namespace];
  if (needed !== undefined && !dimensions.has(needed))
    return `${namespace} has nothing without ${needed}: it stays empty`;
  if (BY_GROUP.includes(metric) && !dimensions.has('TargetGroup')) {
    return `${metric} is counted by TargetGroup and LoadBalancer together: it stays empty`;
  }
  return undefined;
}

function isBetween(size: Json | undefined, most: number): boolean {
  return typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= most;
}

/** What a graph shows of things that are not in this region: their lines stay empty. */
export function missingOf(widgets: readonly Widget[], region: string, resources: Resources): string[] {
  const here = widgets.filter((widget) => (propertiesOf(widget)['region'] ?? region) === region);
  const shown = here.flatMap((widget) => linesOf(widget).flatMap((line) => line.shown ?? []));
  const missing = shown.flatMap(({ namespace, dimensions }) => notThere(namespace, dimensions, resources));
  return [...new Set(missing)].toSorted();
}

function notThere(namespace: string, dimensions: ReadonlyMap<string, string>, resources: Resources): string[] {
  const { loadBalancers, clusters, services, databases, functions } = resources;
  const [cluster = '', service] = [dimensions.get('ClusterName'), dimensions.get('ServiceName')];
  const has = (name: string, known: readonly string[]) => {
    const value = dimensions.get(name);
    return value === undefined || known.includes(value) ? [] : [`${name} ${value}`];
  };
  switch (namespace) {
    case 'AWS/RDS':
      return has('DBInstanceIdentifier', databases);
    case 'AWS/Lambda':
      return has('FunctionName', functions);
    case 'AWS/ApplicationELB':
    case 'AWS/NetworkELB':
      return [
        ...has(
          'LoadBalancer',
          loadBalancers.map(({ dimension }) => dimension),
        ),
        ...has(
          'TargetGroup',
          loadBalancers.flatMap(({ targetGroups }) => targetGroups.map(({ dimension }) => dimension)),
        ),
      ];
    case 'AWS/ECS': {
      const isService = services.some((one) => one.cluster === cluster && one.service === service);
      return service === undefined || isService ? has('ClusterName', clusters) : [`ServiceName ${cluster}/${service}`];
    }
    default:
      return [];
  }
}
