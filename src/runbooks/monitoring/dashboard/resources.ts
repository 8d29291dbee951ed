import { listMetrics } from '../../../aws/cloudwatch.ts';
import { clusterServices, serviceNames, type ServiceNames } from '../../../aws/ecs.ts';
import {
  describeLoadBalancers,
  describeTargetGroups,
  type LoadBalancer,
  loadBalancerDimension,
} from '../../../aws/elbv2.ts';
import type { Aws } from '../../../aws/execution.ts';
import { listFunctions } from '../../../aws/lambda.ts';
import { describeDBInstances, hasClusterVolume } from '../../../aws/rds.ts';
import { targetGroupDimension } from '../../look/target-group.ts';

/** What is in a region that a dashboard can show, by the values of CloudWatch's dimensions, each list sorted. */
export interface Resources {
  readonly loadBalancers: readonly BalancerOnShow[];
  readonly clusters: readonly string[];
  readonly services: readonly ServiceNames[];
  /** Services that Container Insights counts the tasks of. */
  readonly counted: readonly ServiceNames[];
  readonly databases: readonly string[];
  /** Databases whose storage can run out: Aurora's grows by itself. */
  readonly withStorage: readonly string[];
  readonly functions: readonly string[];
}

export interface BalancerOnShow {
  readonly name: string;
  readonly namespace: 'AWS/ApplicationELB' | 'AWS/NetworkELB';
  readonly dimension: string;
  readonly targetGroups: readonly { readonly name: string; readonly dimension: string }[];
}

/** @throws AwsFault where a part cannot be read: a dashboard without it would look as if there were none */
export async function lookAtResources(aws: Aws): Promise<Resources> {
  const [balancers, groups, clusters, counted, instances, functions] = await Promise.all([
    describeLoadBalancers(aws, {}),
    describeTargetGroups(aws, {}),
    clusterServices(aws),
    listMetrics(aws, { Namespace: 'ECS/ContainerInsights', MetricName: 'RunningTaskCount' }),
    describeDBInstances(aws, {}),
    listFunctions(aws, {}),
  ]);
  const services = clusters.flatMap(({ services: own }) => {
    if (!own.ok) throw own.fault;
    return own.value.filter(({ status }) => status === 'ACTIVE').map(serviceNames);
  });
  const isCounted = ({ cluster, service }: ServiceNames) =>
    counted.some(({ Dimensions = [] }) => {
      const values = new Map(Dimensions.map(({ Name, Value }) => [Name, Value]));
      return values.size === 2 && values.get('ClusterName') === cluster && values.get('ServiceName') === service;
    });
  const groupsOf = (arn: string) =>
    groups
      .filter(({ LoadBalancerArns = [] }) => LoadBalancerArns.includes(arn))
      .map(({ TargetGroupName: name = '', TargetGroupArn = '' }) => ({
        name,
        dimension: targetGroupDimension(TargetGroupArn),
      }));
  const sortedServices = services.toSorted((a, b) => order(`${a.cluster}/${a.service}`, `${b.cluster}/${b.service}`));
  const rds = instances.filter(({ Engine = '' }) => !/^(docdb|neptune)/.test(Engine));
  return {
    loadBalancers: balancers
      .flatMap((balancer) => onShow(balancer, groupsOf(balancer.LoadBalancerArn ?? '')))
      .toSorted(byName),
    clusters: clusters.flatMap(({ cluster: { clusterName } }) => clusterName ?? []).toSorted(order),
    services: sortedServices,
    counted: sortedServices.filter(isCounted),
    databases: rds.flatMap(({ DBInstanceIdentifier: id }) => id ?? []).toSorted(order),
    withStorage: rds
      .flatMap(({ DBInstanceIdentifier: id, Engine }) => (id === undefined || hasClusterVolume(Engine) ? [] : id))
      .toSorted(order),
    functions: functions.flatMap(({ FunctionName }) => FunctionName ?? []).toSorted(order),
  };
}

function onShow(balancer: LoadBalancer, targetGroups: BalancerOnShow['targetGroups']): BalancerOnShow[] {
  const { LoadBalancerName: name = '', Type } = balancer;
  if (Type === 'gateway') return [];
  const namespace = Type === 'network' ? 'AWS/NetworkELB' : 'AWS/ApplicationELB';
  return [{ name, namespace, dimension: loadBalancerDimension(balancer), targetGroups: targetGroups.toSorted(byName) }];
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return order(a.name, b.name);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
