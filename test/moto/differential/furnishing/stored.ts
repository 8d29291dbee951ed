import type { Step } from '../furnish.ts';
import { first, type Role } from '../roles.ts';

const group = (name: string): Role =>
  first('ec2:DescribeSecurityGroups', 'SecurityGroups.GroupId', { like: new RegExp(`"GroupName":"${name}"`) });
const Tags = [{ Key: 'Environment', Value: 'production' }];

export const stored: readonly Step[] = [
  ['s3:PutBucketTagging', { Bucket: 'my-deployment-bucket', Tagging: { TagSet: Tags } }],
  [
    's3:PutBucketEncryption',
    {
      Bucket: 'my-deployment-bucket',
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
      },
    },
  ],
  [
    's3:PutBucketOwnershipControls',
    { Bucket: 'my-deployment-bucket', OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } },
  ],
  [
    's3:PutBucketLifecycleConfiguration',
    {
      Bucket: 'my-deployment-bucket',
      LifecycleConfiguration: {
        Rules: [{ ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 30 } }],
      },
    },
  ],
  [
    'dynamodb:UpdateContinuousBackups',
    { TableName: 'sessions', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
  ],
  [
    'rds:CreateDBParameterGroup',
    { DBParameterGroupName: 'production-postgres', DBParameterGroupFamily: 'postgres15', Description: 'Production' },
  ],
  [
    'rds:ModifyDBParameterGroup',
    {
      DBParameterGroupName: 'production-postgres',
      Parameters: [{ ParameterName: 'log_min_duration_statement', ParameterValue: '500', ApplyMethod: 'immediate' }],
    },
  ],
  [
    'rds:CreateDBClusterParameterGroup',
    {
      DBClusterParameterGroupName: 'orders-aurora-postgresql15',
      DBParameterGroupFamily: 'aurora-postgresql15',
      Description: 'Orders',
    },
  ],
  [
    'rds:CreateDBCluster',
    {
      DBClusterIdentifier: 'orders-cluster',
      DBClusterParameterGroupName: 'orders-aurora-postgresql15',
      Engine: 'aurora-postgresql',
      EngineVersion: '15.4',
      MasterUsername: 'root',
      MasterUserPassword: 'correct-horse-9',
      DBSubnetGroupName: 'prod-db-subnets',
      VpcSecurityGroupIds: [group('db-internal')],
      DatabaseName: 'orders',
      StorageEncrypted: true,
      Tags,
    },
  ],
  [
    'rds:CreateDBInstance',
    {
      DBInstanceIdentifier: 'orders-1',
      DBClusterIdentifier: 'orders-cluster',
      Engine: 'aurora-postgresql',
      DBInstanceClass: 'db.r6g.large',
    },
  ],
  [
    'rds:CreateDBInstance',
    {
      DBInstanceIdentifier: 'orders-2',
      DBClusterIdentifier: 'orders-cluster',
      Engine: 'aurora-postgresql',
      DBInstanceClass: 'db.r6g.large',
    },
  ],
  [
    'rds:CreateDBClusterSnapshot',
    { DBClusterIdentifier: 'orders-cluster', DBClusterSnapshotIdentifier: 'orders-before-migration', Tags },
  ],
  [
    'rds:AddTagsToResource',
    { ResourceName: first('rds:DescribeDBSnapshots', 'DBSnapshots.DBSnapshotArn', { like: /"manual"/ }), Tags },
  ],
  [
    'rds:CreateGlobalCluster',
    {
      GlobalClusterIdentifier: 'orders-global',
      SourceDBClusterIdentifier: first('rds:DescribeDBClusters', 'DBClusters.DBClusterArn'),
    },
  ],
  [
    'route53:CreateHostedZone',
    { Name: 'shop.example.com', CallerReference: 'terraform-1', HostedZoneConfig: { Comment: 'Managed by Terraform' } },
  ],
  [
    'route53:CreateHostedZone',
    {
      Name: 'internal.example.com',
      CallerReference: 'terraform-2',
      HostedZoneConfig: { Comment: 'Managed by Terraform', PrivateZone: true },
      VPC: { VPCRegion: 'us-east-1', VPCId: first('ec2:DescribeVpcs', 'Vpcs.VpcId', { like: /"production"/ }) },
    },
  ],
  [
    'route53:ChangeResourceRecordSets',
    {
      HostedZoneId: first('route53:ListHostedZones', 'HostedZones.Id', { like: /"shop\.example\.com\."/ }),
      ChangeBatch: {
        Changes: [
          {
            Action: 'CREATE',
            ResourceRecordSet: {
              Name: 'shop.example.com',
              Type: 'A',
              SetIdentifier: 'primary',
              Weight: 100,
              AliasTarget: {
                HostedZoneId: 'Z35SXDOTRQ7X7K',
                DNSName: first('elbv2:DescribeLoadBalancers', 'LoadBalancers.DNSName'),
                EvaluateTargetHealth: true,
              },
            },
          },
          {
            Action: 'CREATE',
            ResourceRecordSet: {
              Name: 'www.shop.example.com',
              Type: 'CNAME',
              TTL: 300,
              ResourceRecords: [{ Value: 'shop.example.com.' }],
            },
          },
        ],
      },
    },
  ],
];
