import type { Json } from '../../model/json.ts';
import type { PlannedCall } from '../../model/plan.ts';
import { rdsArn } from '../world/newcomer/rds/makers.ts';
import { s3Bucket } from '../world/newcomer/s3.ts';
import type { Ground } from './ground.ts';
import { standInFor } from './stand-in.ts';

/** What the calls of a plan name and nobody looked at, or what is to come from elsewhere, is taken to be there. */
export function adoptSurroundings(ground: Ground): void {
  for (const call of ground.calls) {
    if (call.operation === 'StartExportTask') placeExport(ground, call);
    if (call.service === 'rds') placeNetwork(ground, call);
  }
}

function placeExport({ account, region, now, assume }: Ground, { input }: PlannedCall): void {
  const [bucket, role] = [textIn(input['S3BucketName']), textIn(input['IamRoleArn'])];
  if (bucket !== undefined && !account.s3.buckets.some(({ name }) => name === bucket)) {
    account.s3.buckets.push({ ...s3Bucket(now, bucket), region: region.name });
    assume(`The S3 bucket ${bucket} is there, in ${region.name}.`);
  }
  if (role !== undefined && !account.iam.roles.some(({ Arn }) => Arn === role)) {
    const RoleName = role.slice(role.lastIndexOf('/') + 1);
    account.iam.roles.push({ Arn: role, RoleName, RoleId: RoleName, Path: '/', CreateDate: now });
    assume(`The role ${role} is there, and may write to it.`);
  }
}

const NETWORK = 'vpc-rehearsed';

/** A network of its own, of two zones, for the subnet group and the security groups that another step brings. */
function placeNetwork({ region, assume }: Ground, { input }: PlannedCall): void {
  const { rds, ec2 } = region;
  const group = standInFor(input['DBSubnetGroupName']);
  if (group !== undefined && !rds.subnetGroups.some(({ DBSubnetGroupName: name }) => name === group)) {
    const zones = ['a', 'b'].map((zone) => `${region.name}${zone}`);
    rds.subnetGroups.push({
      DBSubnetGroupName: group,
      DBSubnetGroupDescription: '',
      VpcId: NETWORK,
      SubnetGroupStatus: 'Complete',
      Subnets: zones.map((Name) => ({
        SubnetIdentifier: `subnet-${Name}`,
        SubnetAvailabilityZone: { Name },
        SubnetStatus: 'Active',
      })),
      DBSubnetGroupArn: rdsArn({ accountId: region.accountId, region: region.name }, 'subgrp', group),
    });
    assume('The DB subnet group that an earlier step brings lies in a VPC of its own, in two zones.');
  }
  const wanted = input['VpcSecurityGroupIds'];
  for (const one of Array.isArray(wanted) ? wanted : []) {
    const GroupId = standInFor(one);
    if (GroupId === undefined || ec2.securityGroups.some((known) => known.GroupId === GroupId)) continue;
    ec2.securityGroups.push({ GroupId, VpcId: NETWORK });
  }
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
