import type { DBInstance, DBSubnetGroup, VpcSecurityGroupMembership } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { rdsArn } from '../../world/newcomer/rds/makers.ts';
import { invalid, notFound } from './listing.ts';

type SubnetGroup = NonNullable<DBInstance['DBSubnetGroup']>;

/**
 * The subnet group of a new instance, in the form that an instance shows it. Where none is named, AWS takes the group
 * `default` of the default VPC, and makes it when it is first needed; it never takes the one that the source is in.
 * https://github.com/boto/boto3/issues/3168
 */
export function subnetGroupFor({ region }: SandboxContext, wanted: string | undefined): SubnetGroup {
  const name = (wanted ?? 'default').toLowerCase();
  const found = region.rds.subnetGroups.find((group) => group.DBSubnetGroupName === name);
  if (found) return asMember(found);
  if (wanted !== undefined) throw notFound('DBSubnetGroupNotFoundFault', `DB subnet group '${wanted}' does not exist.`);
  const vpc = region.ec2.vpcs.find(({ IsDefault }) => IsDefault);
  const subnets = region.ec2.subnets.filter(({ VpcId, DefaultForAz }) => VpcId === vpc?.VpcId && DefaultForAz);
  if (!vpc || subnets.length === 0) {
    const message = 'No default subnet detected in VPC. Please contact AWS Support to recreate default Subnets.';
    throw new SandboxError('InvalidSubnet', message);
  }
  const made = subnetGroup({ region }, { name, description: 'default', subnets });
  region.rds.subnetGroups.push(made);
  return asMember(made);
}

interface GroupPlan {
  readonly name: string;
  readonly description: string;
  readonly subnets: SandboxContext['region']['ec2']['subnets'];
}

export function subnetGroup({ region }: Pick<SandboxContext, 'region'>, plan: GroupPlan): DBSubnetGroup {
  return {
    DBSubnetGroupName: plan.name,
    DBSubnetGroupDescription: plan.description,
    VpcId: plan.subnets[0]?.VpcId,
    SubnetGroupStatus: 'Complete',
    Subnets: plan.subnets.map((subnet) => ({
      SubnetIdentifier: subnet.SubnetId,
      SubnetAvailabilityZone: { Name: subnet.AvailabilityZone },
      SubnetOutpost: {},
      SubnetStatus: 'Active',
    })),
    DBSubnetGroupArn: rdsArn({ accountId: region.accountId, region: region.name }, 'subgrp', plan.name),
    SupportedNetworkTypes: ['IPV4'],
  };
}

/**
 * The security groups that are asked for, which must be of that VPC; where none is, the VPC's default group.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
 */
export function securityGroupsFor(
  { region }: SandboxContext,
  vpc: string | undefined,
  wanted: readonly string[] | undefined,
): VpcSecurityGroupMembership[] {
  if (!wanted || wanted.length === 0) {
    const given = region.ec2.securityGroups.find(({ GroupName, VpcId }) => GroupName === 'default' && VpcId === vpc);
    return given ? [{ VpcSecurityGroupId: given.GroupId, Status: 'active' }] : [];
  }
  return wanted.map((id) => {
    const group = region.ec2.securityGroups.find(({ GroupId }) => GroupId === id);
    if (!group) throw invalid(`Invalid security group , groupId= ${id}, groupName=.`);
    if (group.VpcId !== vpc) {
      throw new SandboxError(
        'InvalidParameterCombination',
        'The DB instance and EC2 security group are in different VPCs. ' +
          `The DB instance is in ${vpc} and the EC2 security group is in ${group.VpcId}`,
      );
    }
    return { VpcSecurityGroupId: id, Status: 'active' };
  });
}

/**
 * Where nothing is said, an instance is public if its VPC has a way to the internet. A subnet that gives addresses out
 * shows that there is one. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export function isPublicByDefault({ region }: SandboxContext, vpc: string | undefined): boolean {
  return region.ec2.subnets.some(({ VpcId, MapPublicIpOnLaunch }) => VpcId === vpc && MapPublicIpOnLaunch);
}

/** The zones that a subnet group reaches, by name. */
export function zonesOf({ Subnets = [] }: SubnetGroup): string[] {
  return [...new Set(Subnets.flatMap(({ SubnetAvailabilityZone: zone }) => zone?.Name ?? []))].toSorted();
}

/** As an instance shows it: without what only DescribeDBSubnetGroups tells. */
function asMember(group: DBSubnetGroup): SubnetGroup {
  return {
    DBSubnetGroupName: group.DBSubnetGroupName,
    DBSubnetGroupDescription: group.DBSubnetGroupDescription,
    VpcId: group.VpcId,
    SubnetGroupStatus: group.SubnetGroupStatus,
    Subnets: group.Subnets,
  };
}
