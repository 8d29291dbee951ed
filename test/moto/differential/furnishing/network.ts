import type { Step } from '../furnish.ts';
import { first, some, type Role } from '../roles.ts';

const vpc = first('ec2:DescribeVpcs', 'Vpcs.VpcId', { like: /"production"/ });
const group = (name: string): Role =>
  first('ec2:DescribeSecurityGroups', 'SecurityGroups.GroupId', { like: new RegExp(`"GroupName":"${name}"`) });
const running = first('ec2:DescribeInstances', 'Reservations.Instances.InstanceId', { like: /"running"/ });
const prefixList = first('ec2:DescribeManagedPrefixLists', 'PrefixLists.PrefixListId', { like: /office/ });
const launchTemplate = { LaunchTemplateName: 'batch', Version: '$Default' };
const Tags = [{ Key: 'Environment', Value: 'production' }];

export const network: readonly Step[] = [
  // Without it, moto cannot run a task.
  ['ec2:ModifyVpcAttribute', { VpcId: vpc, EnableDnsHostnames: { Value: true } }],
  ['ec2:CreateTags', { Resources: [vpc, group('app')], Tags }],
  [
    'ec2:CreateTags',
    {
      Resources: [
        first('ec2:DescribeSnapshots', 'Snapshots.SnapshotId', { input: { OwnerIds: ['self'] }, like: /old-0/ }),
      ],
      Tags: [{ Key: 'source', Value: 'arn:aws:ec2:us-east-1:123456789012:volume/vol-0123456789abcdef0' }],
    },
  ],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeAddresses', 'Addresses.AllocationId'), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeInstances', 'Reservations.Instances.InstanceId'), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeSubnets', 'Subnets.SubnetId'), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeVolumes', 'Volumes.VolumeId'), Tags }],
  ['ec2:CreateImage', { InstanceId: running, Name: 'golden-2024', Description: 'Golden image' }],
  ['ec2:CreateVolume', { AvailabilityZone: 'us-east-1a', Size: 100, VolumeType: 'gp3', Throughput: 250, Iops: 4000 }],
  [
    'ec2:CreateManagedPrefixList',
    {
      PrefixListName: 'office',
      MaxEntries: 10,
      AddressFamily: 'IPv4',
      Entries: [
        { Cidr: '203.0.113.0/24', Description: 'Office' },
        { Cidr: '198.51.100.0/24', Description: 'Branch' },
      ],
      TagSpecifications: [{ ResourceType: 'prefix-list', Tags }],
    },
  ],
  [
    'ec2:CreateNatGateway',
    {
      SubnetId: first('ec2:DescribeSubnets', 'Subnets.SubnetId', { like: /"10\.0\.0\.0\/24"/ }),
      AllocationId: first('ec2:DescribeAddresses', 'Addresses.AllocationId', { like: /^(?!.*AssociationId)/ }),
      TagSpecifications: [{ ResourceType: 'natgateway', Tags }],
    },
  ],
  [
    'ec2:AuthorizeSecurityGroupIngress',
    {
      GroupId: group('db-internal'),
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, UserIdGroupPairs: [{ GroupId: group('app') }] },
        {
          IpProtocol: 'tcp',
          FromPort: 5433,
          ToPort: 5433,
          PrefixListIds: [{ PrefixListId: prefixList, Description: 'Office' }],
        },
        {
          IpProtocol: 'tcp',
          FromPort: 5434,
          ToPort: 5434,
          IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'Here' }],
          Ipv6Ranges: [{ CidrIpv6: 'fd00::/8', Description: 'Here' }],
        },
      ],
    },
  ],
  [
    'ec2:CreateLaunchTemplate',
    { LaunchTemplateName: 'batch', LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro' } },
  ],
  [
    'autoscaling:CreateAutoScalingGroup',
    {
      AutoScalingGroupName: 'batch-asg',
      LaunchTemplate: launchTemplate,
      MinSize: 1,
      MaxSize: 2,
      DesiredCapacity: 1,
      AvailabilityZones: ['us-east-1a'],
      Tags: [{ Key: 'Environment', Value: 'production', PropagateAtLaunch: true }],
    },
  ],
];
