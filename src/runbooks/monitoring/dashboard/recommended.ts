import type { Json } from '../../../model/json.ts';
import type { Widget } from '../../../model/monitoring.ts';
import type { BalancerOnShow, Resources } from './resources.ts';

/** A line of a graph: namespace, metric, dimensions in pairs and what it is called. */
type Line = readonly Json[];

interface Graph {
  readonly title: string;
  readonly stat: string;
  readonly lines: readonly Line[];
  /** Of the left axis. */
  readonly from0?: boolean;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const MOST_LINES = 100;

/** A dashboard of what is there, users first: load balancers, services, databases, functions. */
export function recommendedWidgets(resources: Resources): Widget[] {
  const { loadBalancers, services, databases, functions } = resources;
  return [
    ...loadBalancers.flatMap((balancer) => section(balancer.name, balancerGraphs(balancer))),
    ...(services.length > 0 ? section('Services', serviceGraphs(resources)) : []),
    ...(databases.length > 0 ? section('Databases', databaseGraphs(resources)) : []),
    ...(functions.length > 0 ? section('Functions', functionGraphs(resources)) : []),
  ];
}

function balancerGraphs({ name, namespace, dimension, targetGroups }: BalancerOnShow): Graph[] {
  const own = (metric: string, label: string, more: object = {}): Line => [
    namespace,
    metric,
    'LoadBalancer',
    dimension,
    { label, ...more },
  ];
  const hosts = targetGroups.flatMap((group): Line[] =>
    (['HealthyHostCount', 'UnHealthyHostCount'] as const).map((metric) => [
      namespace,
      metric,
      'TargetGroup',
      group.dimension,
      'LoadBalancer',
      dimension,
      {
        label: `${group.name} ${metric === 'HealthyHostCount' ? 'healthy' : 'unhealthy'}`,
        stat: metric === 'HealthyHostCount' ? 'Minimum' : 'Maximum',
      },
    ]),
  );
  const targets: Graph = { title: `Targets of ${name}`, stat: 'Maximum', lines: hosts, from0: true };
  if (namespace === 'AWS/NetworkELB') {
    return [{ title: `Flows of ${name}`, stat: 'Sum', lines: [own('NewFlowCount', 'new flows')] }, targets];
  }
  const times = ['p50', 'p95', 'p99'].map((stat) => own('TargetResponseTime', stat, { stat }));
  return [
    { title: `Requests to ${name}`, stat: 'Sum', lines: [own('RequestCount', 'requests')], from0: true },
    {
      title: `Errors of ${name}`,
      stat: 'Sum',
      lines: [own('HTTPCode_ELB_5XX_Count', 'its own 5xx'), own('HTTPCode_Target_5XX_Count', '5xx of targets')],
      from0: true,
    },
    { title: `Response time of ${name}`, stat: 'p95', lines: times, from0: true },
    targets,
  ];
}

/** AWS/ECS has nothing without a cluster. */
function serviceGraphs({ services, counted }: Resources): Graph[] {
  const lines = (namespace: string, metric: string, which: Resources['services']) =>
    which.map(({ cluster, service }): Line => [
      namespace,
      metric,
      'ClusterName',
      cluster,
      'ServiceName',
      service,
      { label: `${cluster}/${service}` },
    ]);
  return [
    { title: 'CPU of services', stat: 'Average', lines: lines('AWS/ECS', 'CPUUtilization', services), from0: true },
    {
      title: 'Memory of services',
      stat: 'Average',
      lines: lines('AWS/ECS', 'MemoryUtilization', services),
      from0: true,
    },
    {
      title: 'Running tasks',
      stat: 'Average',
      lines: lines('ECS/ContainerInsights', 'RunningTaskCount', counted),
      from0: true,
    },
  ];
}

function databaseGraphs({ databases, withStorage }: Resources): Graph[] {
  const lines = (metric: string, which: readonly string[]) =>
    which.map((id): Line => ['AWS/RDS', metric, 'DBInstanceIdentifier', id, { label: id }]);
  return [
    { title: 'CPU of databases', stat: 'Average', lines: lines('CPUUtilization', databases), from0: true },
    { title: 'Connections', stat: 'Maximum', lines: lines('DatabaseConnections', databases), from0: true },
    { title: 'Free storage', stat: 'Minimum', lines: lines('FreeStorageSpace', withStorage), from0: true },
    { title: 'Free memory', stat: 'Minimum', lines: lines('FreeableMemory', databases), from0: true },
  ];
}

function functionGraphs({ functions }: Resources): Graph[] {
  const lines = (metric: string) =>
    functions.map((name): Line => ['AWS/Lambda', metric, 'FunctionName', name, { label: name }]);
  return [
    { title: 'Calls of functions', stat: 'Sum', lines: lines('Invocations'), from0: true },
    { title: 'Errors of functions', stat: 'Sum', lines: lines('Errors'), from0: true },
    { title: 'Duration of functions', stat: 'p95', lines: lines('Duration'), from0: true },
  ];
}

/** A heading and its graphs; one that would show nothing is left out, one with too many lines is split. */
function section(heading: string, graphs: readonly Graph[]): Widget[] {
  const widgets = graphs.flatMap((graph) => split(graph).map(widgetOf));
  return [{ type: 'text', width: 24, height: 1, properties: { markdown: `## ${heading}` } }, ...widgets];
}

function split(graph: Graph): Graph[] {
  const parts: Graph[] = [];
  for (let at = 0; at < graph.lines.length; at += MOST_LINES) {
    const title = at === 0 ? graph.title : `${graph.title} (${parts.length + 1})`;
    parts.push({ ...graph, title, lines: graph.lines.slice(at, at + MOST_LINES) });
  }
  return parts;
}

function widgetOf({ title, stat, lines, from0 = false }: Graph): Widget {
  const properties = { title, view: 'timeSeries', stat, period: 300, metrics: lines };
  return {
    type: 'metric',
    width: 6,
    height: 6,
    properties: { ...properties, ...(from0 && { yAxis: { left: { min: 0 } } }) },
  };
}
