import type * as EC2 from '@aws-sdk/client-ec2';
import type { Handlers } from '../handlers.ts';
import { describeImages } from './ec2/images.ts';
import { describeInstances } from './ec2/instances.ts';
import { describeAvailabilityZones, describeRegions } from './ec2/places.ts';
import {
  describeManagedPrefixLists,
  describeSecurityGroups,
  getManagedPrefixListEntries,
} from './ec2/security-groups.ts';
import { describeSnapshotAttribute, describeSnapshots } from './ec2/snapshots.ts';
import { describeTags } from './ec2/tags.ts';
import { describeVolumes, getEbsEncryptionByDefault } from './ec2/volumes.ts';
import {
  describeAddresses,
  describeNatGateways,
  describeNetworkInterfaces,
  describeSubnets,
  describeVpcs,
} from './ec2/vpcs.ts';

export const ec2: Handlers<typeof EC2> = {
  DescribeAddresses: describeAddresses,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeImages: describeImages,
  DescribeInstances: describeInstances,
  DescribeManagedPrefixLists: describeManagedPrefixLists,
  DescribeNatGateways: describeNatGateways,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DescribeRegions: describeRegions,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSnapshotAttribute: describeSnapshotAttribute,
  DescribeSnapshots: describeSnapshots,
  DescribeSubnets: describeSubnets,
  DescribeTags: describeTags,
  DescribeVolumes: describeVolumes,
  DescribeVpcs: describeVpcs,
  GetEbsEncryptionByDefault: getEbsEncryptionByDefault,
  GetManagedPrefixListEntries: getManagedPrefixListEntries,
};
