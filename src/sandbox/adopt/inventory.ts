import type { Action, Listener, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { DBInstance } from '@aws-sdk/client-rds';
import { groupsOf } from '../world/traffic/attachments.ts';
import type { AccountState, RegionState } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { lastPart } from './ground.ts';

/** By what people call a thing: what of it somebody has set, as a text to compare. */
export type Inventory = ReadonlyMap<string, string>;

export interface Leftover {
  readonly what: string;
  readonly how: 'new' | 'changed' | 'gone';
}

/** Everything in a world that a runbook may make, change or take away. What changes by itself is not in it. */
export function inventoryOf(world: World): Inventory {
  const found = new Map<string, string>();
  const note = (what: string, settings: object) => void found.set(what, JSON.stringify(settings));
  for (const region of world.regions()) {
    noteServices(region, note);
    noteBalancers(region, note);
    noteDatabases(region, note);
    noteWatchers(region, note);
    noteFunctions(region, note);
  }
  for (const account of world.accounts()) noteRecords(account, note);
  return found;
}

/** What stands that did not, what is otherwise, and what is missing. */
export function leftovers(before: Inventory, after: Inventory): Leftover[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what): Leftover[] => {
    const [had, has] = [before.get(what), after.get(what)];
    if (had === has) return [];
    return [{ what, how: had === undefined ? 'new' : has === undefined ? 'gone' : 'changed' }];
  });
}

type Note = (what: string, settings: object) => void;

function noteServices({ ecs, applicationAutoscaling, autoscaling }: RegionState, note: Note): void {
  for (const one of ecs.services.filter(({ status }) => status !== 'INACTIVE')) {
    const { status, desiredCount, taskDefinition, loadBalancers } = one;
    note(`ECS service ${lastPart(one.clusterArn ?? '')}/${one.serviceName}`, {
      status,
      desiredCount,
      taskDefinition,
      loadBalancers,
    });
  }
  for (const one of ecs.taskDefinitions) note(`task definition ${one.family}:${one.revision}`, { status: one.status });
  for (const { ResourceId, MinCapacity, MaxCapacity, SuspendedState } of applicationAutoscaling.targets) {
    note(`auto scaling bounds of ${ResourceId}`, { MinCapacity, MaxCapacity, SuspendedState });
  }
  for (const one of applicationAutoscaling.policies) {
    const { TargetTrackingScalingPolicyConfiguration: tracking, StepScalingPolicyConfiguration: steps } = one;
    note(`auto scaling policy ${one.PolicyName} of ${one.ResourceId}`, { tracking, steps });
  }
  for (const one of applicationAutoscaling.scheduledActions) {
    const { Schedule, ScalableTargetAction: action } = one;
    note(`scheduled action ${one.ScheduledActionName} of ${one.ResourceId}`, { Schedule, action });
  }
  for (const { AutoScalingGroupName: name, MinSize, MaxSize, DesiredCapacity } of autoscaling.groups) {
    note(`Auto Scaling group ${name}`, { MinSize, MaxSize, DesiredCapacity });
  }
}

function noteBalancers({ elbv2 }: RegionState, note: Note): void {
  for (const one of elbv2.loadBalancers) note(`load balancer ${one.LoadBalancerName}`, tagsOf(one.LoadBalancerArn));
  for (const one of elbv2.listeners) note(`listener ${nameOf(one)}`, tagsOf(one.ListenerArn));
  for (const { ListenerArn, RuleArn, Priority, Conditions, Actions = [], IsDefault } of elbv2.rules) {
    const listener = elbv2.listeners.find((one) => one.ListenerArn === ListenerArn);
    const actions = Actions.map((action) => ({
      ...action,
      TargetGroupArn: undefined,
      ForwardConfig: action.ForwardConfig?.TargetGroupStickinessConfig,
      groups: sharesOf(action),
    }));
    note(`${IsDefault ? 'default rule' : `rule ${Priority}`} of ${listener ? nameOf(listener) : RuleArn}`, {
      RuleArn,
      Conditions,
      actions,
      ...tagsOf(RuleArn),
    });
  }
  for (const one of elbv2.targetGroups) note(`target group ${one.TargetGroupName}`, tagsOf(one.TargetGroupArn));

  function tagsOf(arn = ''): object {
    return { tags: elbv2.tags.get(arn) ?? [] };
  }
}

/** `HTTPS:443 of shop` */
function nameOf({ Protocol, Port, LoadBalancerArn = '' }: Listener): string {
  return `${Protocol}:${Port} of ${LoadBalancerArn.split('/').at(-2)}`;
}

/** Which group gets how much: one group with any weight gets all, and one with weight 0 nothing, but is attached. */
function sharesOf(action: Action): object[] {
  const single: TargetGroupTuple[] = groupsOf(action).map((TargetGroupArn) => ({ TargetGroupArn }));
  const weights = action.ForwardConfig?.TargetGroups ?? single;
  const total = weights.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
  return weights.map(({ TargetGroupArn, Weight = 1 }) => ({ TargetGroupArn, share: total === 0 ? 0 : Weight / total }));
}

function noteDatabases({ rds }: RegionState, note: Note): void {
  for (const one of rds.instances) note(`database ${one.DBInstanceIdentifier}`, settingsOf(one));
  for (const one of rds.clusters) note(`database cluster ${one.DBClusterIdentifier}`, { version: one.EngineVersion });
  for (const one of rds.snapshots.filter(({ SnapshotType }) => SnapshotType === 'manual')) {
    note(`snapshot ${one.DBSnapshotIdentifier}`, {});
  }
  for (const one of rds.clusterSnapshots.filter(({ SnapshotType }) => SnapshotType === 'manual')) {
    note(`cluster snapshot ${one.DBClusterSnapshotIdentifier}`, {});
  }
  for (const { GlobalClusterIdentifier: id, GlobalClusterMembers: members = [] } of rds.globalClusters) {
    const writer = members.find(({ IsWriter }) => IsWriter)?.DBClusterArn;
    note(`global cluster ${id}`, { writer });
  }
  for (const one of rds.subnetGroups) note(`DB subnet group ${one.DBSubnetGroupName}`, {});
  for (const { ExportTaskIdentifier: id, Status } of rds.exportTasks) {
    if (!['CANCELED', 'CANCELING', 'FAILED'].includes(Status ?? '')) note(`snapshot export ${id}`, {});
  }
}

function settingsOf(one: DBInstance): object {
  const { DBInstanceClass, AllocatedStorage, EngineVersion, MultiAZ, StorageType, DeletionProtection } = one;
  const { BackupRetentionPeriod, PendingModifiedValues, DBParameterGroups = [], VpcSecurityGroups = [] } = one;
  return {
    DBInstanceClass,
    AllocatedStorage,
    EngineVersion,
    MultiAZ,
    StorageType,
    DeletionProtection,
    BackupRetentionPeriod,
    PendingModifiedValues,
    DbiResourceId: one.DbiResourceId,
    replicates: one.ReadReplicaSourceDBInstanceIdentifier,
    groups: DBParameterGroups.map(({ DBParameterGroupName: name }) => name),
    security: VpcSecurityGroups.map(({ VpcSecurityGroupId: id }) => id),
  };
}

/** What an alarm sees changes by itself; what it looks for does not. Those of scaling policies are AWS's own affair. */
function noteWatchers({ cloudwatch, sns }: RegionState, note: Note): void {
  const alarms = [...cloudwatch.metricAlarms, ...cloudwatch.compositeAlarms];
  for (const alarm of alarms.filter(({ AlarmName = '' }) => !AlarmName.startsWith('TargetTracking-'))) {
    const set = Object.entries(alarm).filter(
      ([key]) => !/^(State|AlarmConfigurationUpdated|EvaluationState)/.test(key),
    );
    note(`alarm ${alarm.AlarmName}`, Object.fromEntries(set.toSorted(([a], [b]) => (a < b ? -1 : 1))));
  }
  for (const [name, { body }] of cloudwatch.dashboards) note(`dashboard ${name}`, { body });
  for (const { arn } of sns.topics) note(`topic ${arn}`, {});
  for (const { topicArn, protocol, endpoint } of sns.subscriptions) {
    note(`subscription of ${protocol} ${endpoint} to ${topicArn}`, {});
  }
}

function noteFunctions({ lambda }: RegionState, note: Note): void {
  for (const { latest, versions, aliases } of lambda.functions) {
    for (const { Version } of versions) note(`version ${Version} of function ${latest.FunctionName}`, {});
    for (const { Name, FunctionVersion, RoutingConfig } of aliases) {
      note(`alias ${Name} of function ${latest.FunctionName}`, { FunctionVersion, RoutingConfig: RoutingConfig ?? {} });
    }
  }
}

function noteRecords({ route53 }: AccountState, note: Note): void {
  for (const { zone, records } of route53.zones) {
    for (const { Name, Type, SetIdentifier = '', ...rest } of records) {
      note(`record ${Name} ${Type} ${SetIdentifier} of zone ${zone.Name}`, rest);
    }
  }
}
