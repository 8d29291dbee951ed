import { SANDBOX_ACCOUNT } from '../../src/sandbox/create.ts';
import type { World } from '../../src/sandbox/world/world.ts';

/**
 * What an operator would compare of two accounts: what there is and how it is set. Left out is what two equal histories
 * differ in: instants, request and task ids, events, metrics.
 */
export function essenceOf(world: World, regions: readonly string[] = ['us-east-1', 'eu-west-1']): object {
  const places = regions.map((name) => {
    const { ecs, elbv2, rds, cloudwatch, sns, lambda, autoscaling, applicationAutoscaling } = world.region(
      SANDBOX_ACCOUNT,
      name,
    );
    return [
      name,
      {
        services: ecs.services.filter(({ status }) => status === 'ACTIVE').map(pickService),
        targetGroups: elbv2.targetGroups.map((group) => ({
          ...group,
          attributes: elbv2.attributes.get(group.TargetGroupArn ?? ''),
          tags: elbv2.tags.get(group.TargetGroupArn ?? ''),
          targets: statesOf(elbv2.targets.get(group.TargetGroupArn ?? '') ?? []),
        })),
        listeners: elbv2.listeners,
        rules: elbv2.rules,
        scalableTargets: applicationAutoscaling.targets,
        policies: applicationAutoscaling.policies.map(({ Alarms: _alarms, ...policy }) => policy),
        groups: autoscaling.groups.map(({ Instances = [], ...group }) => ({ ...group, instances: Instances.length })),
        databases: rds.instances,
        clusters: rds.clusters,
        snapshots: rds.snapshots.filter(({ SnapshotType }) => SnapshotType === 'manual'),
        exports: rds.exportTasks.map(({ PercentProgress: _percent, ...task }) => task),
        globalClusters: rds.globalClusters,
        // AWS makes and removes those of target tracking by itself.
        alarms: cloudwatch.metricAlarms
          .filter(({ AlarmName = '' }) => !AlarmName.startsWith('TargetTracking-'))
          .map(({ StateReason: _reason, StateReasonData: _data, StateValue: _value, ...alarm }) => alarm),
        dashboards: [...cloudwatch.dashboards].map(([dashboard, { body }]) => [dashboard, body]),
        topics: sns.topics.length,
        aliases: lambda.functions,
      },
    ];
  });
  const { zones } = world.account(SANDBOX_ACCOUNT).route53;
  return clean({ regions: Object.fromEntries(places), zones });
}

function pickService(service: object): object {
  return Object.fromEntries(
    Object.entries(service).filter(
      ([key]) =>
        !['events', 'deployments', 'taskSets', 'currentServiceDeployment', 'currentServiceRevisions'].includes(key),
    ),
  );
}

function statesOf(
  targets: readonly { readonly TargetHealth?: { readonly State?: string | undefined } | undefined }[],
): Record<string, number> {
  const states: Record<string, number> = {};
  for (const { TargetHealth } of targets) {
    const state = TargetHealth?.State ?? 'none';
    states[state] = (states[state] ?? 0) + 1;
  }
  return states;
}

/** Counters of changes: there and back is not where one began. */
const VOLATILE = new Set(['RevisionId', 'revisions']);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** As JSON, without instants, with lists of things in an order of their own. */
function clean(value: unknown): object {
  const text = JSON.stringify(value, (key, member: unknown) => {
    if (VOLATILE.has(key)) return undefined;
    if (typeof member === 'string' && INSTANT.test(member)) return undefined;
    return member instanceof Map ? Object.fromEntries(member) : member;
  });
  return sorted(JSON.parse(text));
}

function sorted<T>(value: T): T {
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item: unknown) => sorted(item));
    return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]: [string, unknown]) => [key, sorted(member)]),
  ) as T;
}
