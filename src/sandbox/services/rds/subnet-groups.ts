import type * as Rds from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { invalid, isNamed, notFound, rdsPage, required } from './listing.ts';
import { subnetGroup } from './network.ts';

export const subnetGroups = {
  DescribeDBSubnetGroups(input, { region }) {
    const { DBSubnetGroupName: wanted } = input;
    const found = region.rds.subnetGroups.filter(
      ({ DBSubnetGroupName: name, DBSubnetGroupArn: arn }) => wanted === undefined || isNamed(wanted, name, arn),
    );
    if (wanted !== undefined && found.length === 0) throw groupNotFound(wanted);
    const { items, marker } = rdsPage(found, input);
    return { DBSubnetGroups: items, ...marker };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html */
  CreateDBSubnetGroup(input, { region }) {
    const name = required(input.DBSubnetGroupName, 'DBSubnetGroupName').toLowerCase();
    const description = required(input.DBSubnetGroupDescription, 'DBSubnetGroupDescription');
    if (name === 'default' || !/^[a-z0-9][a-z0-9 ._-]{0,254}$/.test(name)) {
      throw invalid(`The parameter DBSubnetGroupName is not a valid name: ${name}`);
    }
    if (region.rds.subnetGroups.some((one) => one.DBSubnetGroupName === name)) {
      throw new SandboxError('DBSubnetGroupAlreadyExists', `The DB subnet group '${name}' already exists.`);
    }
    const subnets = subnetsOf(region, input.SubnetIds ?? []);
    const made = subnetGroup({ region }, { name, description, subnets });
    region.rds.subnetGroups.push(made);
    return { DBSubnetGroup: { ...made } };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html */
  DeleteDBSubnetGroup(input, { region }) {
    const { rds } = region;
    const name = required(input.DBSubnetGroupName, 'DBSubnetGroupName').toLowerCase();
    const at = rds.subnetGroups.findIndex((one) => one.DBSubnetGroupName === name);
    if (at < 0) throw groupNotFound(name);
    const user =
      rds.instances.find(({ DBSubnetGroup: group }) => group?.DBSubnetGroupName === name)?.DBInstanceIdentifier ??
      rds.clusters.find(({ DBSubnetGroup: group }) => group === name)?.DBClusterIdentifier;
    if (user !== undefined) {
      const message = `Cannot delete the subnet group '${name}' because at least one database instance: ${user} is still using it.`;
      throw new SandboxError('InvalidDBSubnetGroupStateFault', message);
    }
    rds.subnetGroups.splice(at, 1);
    return {};
  },
} satisfies Handlers<typeof Rds>;

/** Of one VPC, in two zones at least. */
function subnetsOf(
  { ec2 }: SandboxContext['region'],
  ids: readonly string[],
): SandboxContext['region']['ec2']['subnets'] {
  const found = ec2.subnets.filter(({ SubnetId: id = '' }) => ids.includes(id));
  const unknown = ids.filter((id) => !found.some(({ SubnetId }) => SubnetId === id));
  if (unknown.length > 0) {
    throw new SandboxError('InvalidSubnet', `Some input subnets in :[${unknown.join(', ')}] are invalid.`);
  }
  if (new Set(found.map(({ VpcId }) => VpcId)).size > 1) {
    throw new SandboxError('InvalidSubnet', 'The subnets of a DB subnet group must be in the same VPC.');
  }
  if (new Set(found.map(({ AvailabilityZone: zone }) => zone)).size < 2) {
    throw new SandboxError(
      'DBSubnetGroupDoesNotCoverEnoughAZs',
      "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: " +
        `${found[0]?.AvailabilityZone ?? ''}. Add subnets to cover at least 2 AZs.`,
    );
  }
  return found;
}

function groupNotFound(name: string): SandboxError {
  return notFound('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`);
}
