import type {
  DBInstance,
  DBSnapshot,
  DescribeDBClustersMessage,
  DescribeDBClusterSnapshotsMessage,
  DescribeDBInstancesMessage,
  DescribeDBParameterGroupsMessage,
  DescribeDBSnapshotsMessage,
  DescribeDBSubnetGroupsMessage,
  DescribeExportTasksMessage,
  DBClusterMessage,
  DBClusterSnapshotMessage,
  DBInstanceMessage,
  DBParameterGroupDetails,
  DBClusterParameterGroupDetails,
  DescribeDBClusterParametersMessage,
  DescribeDBParametersMessage,
  DescribeGlobalClustersMessage,
  GlobalCluster,
  GlobalClustersMessage,
  Parameter,
  DBParameterGroupsMessage,
  DBSnapshotMessage,
  DBSubnetGroupMessage,
  ExportTasksMessage,
} from '@aws-sdk/client-rds';
import { KEPT_IN } from '../services/rds/global-clusters.ts';
import { familyOf, rdsArn } from '../world/newcomer/rds/makers.ts';
import { parameterGroup, parametersOf } from '../world/newcomer/rds/parameter-groups.ts';
import { adoptBackups } from './backups.ts';
import { adopt, type Ground } from './ground.ts';
import { adoptOffers } from './offers.ts';
import { answersTo } from './recording.ts';

/** Databases and snapshots as they were described, with the networks and parameter groups that they speak of. */
export function adoptRds(ground: Ground): void {
  const { recordings, region, elsewhere } = ground;
  const { rds } = region;
  const each = <I, O, T>(operation: string, itemsOf: (answer: O) => readonly T[] | undefined): readonly T[] =>
    answersTo<I, O>(recordings, 'rds', operation).flatMap(({ answer }) => itemsOf(answer) ?? []);
  for (const one of each<DescribeDBSubnetGroupsMessage, DBSubnetGroupMessage, (typeof rds.subnetGroups)[number]>(
    'DescribeDBSubnetGroups',
    ({ DBSubnetGroups }) => DBSubnetGroups,
  )) {
    adopt(rds.subnetGroups, one, ({ DBSubnetGroupName }) => DBSubnetGroupName);
  }
  for (const one of each<
    DescribeDBParameterGroupsMessage,
    DBParameterGroupsMessage,
    (typeof rds.parameterGroups)[number]
  >('DescribeDBParameterGroups', ({ DBParameterGroups }) => DBParameterGroups)) {
    adopt(rds.parameterGroups, one, ({ DBParameterGroupName }) => DBParameterGroupName);
  }
  for (const one of each<DescribeDBInstancesMessage, DBInstanceMessage, DBInstance>(
    'DescribeDBInstances',
    ({ DBInstances }) => DBInstances,
  )) {
    adopt(rds.instances, one, ({ DBInstanceIdentifier }) => DBInstanceIdentifier);
    surround(ground, one);
  }
  for (const one of each<DescribeDBClustersMessage, DBClusterMessage, (typeof rds.clusters)[number]>(
    'DescribeDBClusters',
    ({ DBClusters }) => DBClusters,
  )) {
    adopt(rds.clusters, one, ({ DBClusterIdentifier }) => DBClusterIdentifier);
  }
  for (const one of each<DescribeDBSnapshotsMessage, DBSnapshotMessage, DBSnapshot>(
    'DescribeDBSnapshots',
    ({ DBSnapshots }) => DBSnapshots,
  )) {
    adopt(rds.snapshots, one, ({ DBSnapshotArn }) => DBSnapshotArn);
  }
  for (const one of each<
    DescribeDBClusterSnapshotsMessage,
    DBClusterSnapshotMessage,
    (typeof rds.clusterSnapshots)[number]
  >('DescribeDBClusterSnapshots', ({ DBClusterSnapshots }) => DBClusterSnapshots)) {
    adopt(rds.clusterSnapshots, one, ({ DBClusterSnapshotArn }) => DBClusterSnapshotArn);
  }
  for (const one of each<DescribeExportTasksMessage, ExportTasksMessage, (typeof rds.exportTasks)[number]>(
    'DescribeExportTasks',
    ({ ExportTasks }) => ExportTasks,
  )) {
    adopt(rds.exportTasks, one, ({ ExportTaskIdentifier }) => ExportTaskIdentifier);
  }
  for (const one of each<DescribeGlobalClustersMessage, GlobalClustersMessage, GlobalCluster>(
    'DescribeGlobalClusters',
    ({ GlobalClusters }) => GlobalClusters,
  )) {
    adopt(elsewhere(KEPT_IN).rds.globalClusters, one, ({ GlobalClusterIdentifier }) => GlobalClusterIdentifier);
  }
  adoptBackups(ground);
  adoptParameters(ground);
  adoptOffers(ground);
}

/** The parameters of each group, as many of them as were read. */
function adoptParameters({ recordings, region: { rds } }: Ground): void {
  for (const { input, answer } of answersTo<DescribeDBParametersMessage, DBParameterGroupDetails>(
    recordings,
    'rds',
    'DescribeDBParameters',
  )) {
    addParameters(rds.parameters, input.DBParameterGroupName, answer.Parameters);
  }
  for (const { input, answer } of answersTo<DescribeDBClusterParametersMessage, DBClusterParameterGroupDetails>(
    recordings,
    'rds',
    'DescribeDBClusterParameters',
  )) {
    addParameters(rds.clusterParameters, input.DBClusterParameterGroupName, answer.Parameters);
  }
}

function addParameters(all: Map<string, Parameter[]>, group = '', read: readonly Parameter[] = []): void {
  const known = all.get(group) ?? [];
  for (const one of read) adopt(known, one, ({ ParameterName }) => ParameterName);
  all.set(group, known);
}

/** What an instance speaks of is there: its network, its security groups, its parameter groups. */
function surround({ region }: Ground, instance: DBInstance): void {
  const { rds, ec2 } = region;
  const place = { accountId: region.accountId, region: region.name };
  const { DBSubnetGroup: group, VpcSecurityGroups = [], DBParameterGroups = [] } = instance;
  const { DBSubnetGroupName: name = '', VpcId, Subnets = [] } = group ?? {};
  if (group && !rds.subnetGroups.some((one) => one.DBSubnetGroupName === name)) {
    rds.subnetGroups.push({ ...group, DBSubnetGroupArn: rdsArn(place, 'subgrp', name) });
  }
  if (VpcId !== undefined) adopt(ec2.vpcs, { VpcId }, (one) => one.VpcId);
  for (const { SubnetIdentifier: SubnetId, SubnetAvailabilityZone: zone } of Subnets) {
    adopt(ec2.subnets, { SubnetId, VpcId, AvailabilityZone: zone?.Name }, (one) => one.SubnetId);
  }
  for (const { VpcSecurityGroupId: GroupId } of VpcSecurityGroups) {
    adopt(ec2.securityGroups, { GroupId, VpcId }, (one) => one.GroupId);
  }
  for (const { DBParameterGroupName: own = '' } of DBParameterGroups) {
    if (rds.parameterGroups.some((one) => one.DBParameterGroupName === own)) continue;
    const plan = { name: own, family: familyOf(instance.Engine ?? '', instance.EngineVersion ?? '') };
    rds.parameterGroups.push(parameterGroup(place, plan));
    if (!rds.parameters.has(own)) rds.parameters.set(own, parametersOf(plan));
  }
}
