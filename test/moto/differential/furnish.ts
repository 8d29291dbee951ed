import { first, some, resolveRoles, type Role } from './roles.ts';
import type { OperationName, Side } from './side.ts';

/** What the newcomer's account has and the seeded account of moto lacks, so that there is something to compare with. */
export async function furnish(moto: Side): Promise<void> {
  for (const [operation, input] of FURNISHING) {
    const reply = await moto.ask(operation, await resolveRoles(input, moto));
    if ('refusal' in reply) throw new Error(`${operation}: ${reply.refusal.code} ${reply.refusal.message}`);
  }
}

const cluster = 'production-cluster';
const vpc = first('ec2:DescribeVpcs', 'Vpcs.VpcId', { like: /"production"/ });
const subnets = some('ec2:DescribeSubnets', 'Subnets.SubnetId', 2, { like: /"10\.0\.[01]\.0\/24"/ });
const group = (name: string): Role => first('ec2:DescribeSecurityGroups', 'SecurityGroups.GroupId', { like: new RegExp(`"GroupName":"${name}"`) });
const running = first('ec2:DescribeInstances', 'Reservations.Instances.InstanceId', { like: /"running"/ });
const unattached = first('ec2:DescribeVolumes', 'Volumes.VolumeId', { like: /"available"/ });
const attached = first('ec2:DescribeVolumes', 'Volumes.VolumeId', { like: /"in-use"/ });
const balancer = first('elbv2:DescribeLoadBalancers', 'LoadBalancers.LoadBalancerArn', { like: /"production-alb"/ });
const blue = first('elbv2:DescribeTargetGroups', 'TargetGroups.TargetGroupArn', { like: /"web-service-blue"/ });
const orphan = first('elbv2:DescribeTargetGroups', 'TargetGroups.TargetGroupArn', { like: /"orphan-unattached"/ });
const certificate = first('acm:ListCertificates', 'CertificateSummaryList.CertificateArn');
const prefixList = first('ec2:DescribeManagedPrefixLists', 'PrefixLists.PrefixListId', { like: /office/ });
const launchTemplate = { LaunchTemplateName: 'batch', Version: '$Default' };
const topic = 'arn:aws:sns:us-east-1:123456789012:critical-alerts';
const Tags = [{ Key: 'Environment', Value: 'production' }];
const tags = [{ key: 'Environment', value: 'production' }];

const FURNISHING: readonly (readonly [OperationName, object])[] = [
  ['acm:RequestCertificate', { DomainName: 'shop.example.com', ValidationMethod: 'DNS', SubjectAlternativeNames: ['www.shop.example.com'] }],
  ['acm:RequestCertificate', { DomainName: 'api.example.com', ValidationMethod: 'DNS' }],

  ['ec2:CreateTags', { Resources: [running, vpc, attached, unattached, group('app')], Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeAddresses', 'Addresses.AllocationId'), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeSnapshots', 'Snapshots.SnapshotId', 100, { input: { OwnerIds: ['self'] } }), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeInstances', 'Reservations.Instances.InstanceId'), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeSubnets', 'Subnets.SubnetId'), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeVolumes', 'Volumes.VolumeId'), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeImages', 'Images.ImageId', 10, { input: { Owners: ['self'] } }), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeVpcs', 'Vpcs.VpcId'), Tags }],
  ['ec2:CreateTags', { Resources: some('ec2:DescribeNetworkInterfaces', 'NetworkInterfaces.NetworkInterfaceId'), Tags }],
  ['ec2:CreateImage', { InstanceId: running, Name: 'golden-2024', Description: 'Golden image' }],
  ['ec2:CreateVolume', { AvailabilityZone: 'us-east-1a', Size: 100, VolumeType: 'gp3', Throughput: 250, Iops: 4000, Encrypted: true }],
  ['ec2:CreateManagedPrefixList', { PrefixListName: 'office', MaxEntries: 10, AddressFamily: 'IPv4', Entries: [{ Cidr: '203.0.113.0/24', Description: 'Office' }, { Cidr: '198.51.100.0/24', Description: 'Branch' }], TagSpecifications: [{ ResourceType: 'prefix-list', Tags }] }],
  ['ec2:CreateNatGateway', { SubnetId: first('ec2:DescribeSubnets', 'Subnets.SubnetId', { like: /"10\.0\.0\.0\/24"/ }), AllocationId: first('ec2:DescribeAddresses', 'Addresses.AllocationId', { like: /^(?!.*AssociationId)/ }), TagSpecifications: [{ ResourceType: 'natgateway', Tags }] }],
  ['ec2:AuthorizeSecurityGroupIngress', { GroupId: group('db-internal'), IpPermissions: [
    { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, UserIdGroupPairs: [{ GroupId: group('app'), Description: 'Application' }] },
    { IpProtocol: 'tcp', FromPort: 5433, ToPort: 5433, PrefixListIds: [{ PrefixListId: prefixList, Description: 'Office' }] },
    { IpProtocol: 'tcp', FromPort: 5434, ToPort: 5434, IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'Here' }], Ipv6Ranges: [{ CidrIpv6: 'fd00::/8', Description: 'Here' }] },
  ] }],
  ['ec2:CreateLaunchTemplate', { LaunchTemplateName: 'batch', LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro' } }],
  ['autoscaling:CreateAutoScalingGroup', { AutoScalingGroupName: 'batch-asg', LaunchTemplate: launchTemplate, MinSize: 1, MaxSize: 2, DesiredCapacity: 1, AvailabilityZones: ['us-east-1a'], Tags: [{ Key: 'Environment', Value: 'production', PropagateAtLaunch: true }] }],

  ['iam:TagUser', { UserName: 'bob', Tags }],
  ['iam:TagRole', { RoleName: 'lambda-role', Tags }],

  ['s3:PutBucketTagging', { Bucket: 'my-deployment-bucket', Tagging: { TagSet: Tags } }],
  ['s3:PutBucketEncryption', { Bucket: 'my-deployment-bucket', ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }] } }],
  ['s3:PutBucketOwnershipControls', { Bucket: 'my-deployment-bucket', OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }],
  ['s3:PutBucketLifecycleConfiguration', { Bucket: 'my-deployment-bucket', LifecycleConfiguration: { Rules: [{ ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 30 } }] } }],
  ['s3control:PutPublicAccessBlock', { AccountId: '210987654321', PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true } }],

  ['cloudtrail:StartLogging', { Name: 'dead-trail' }],
  ['cloudtrail:StopLogging', { Name: 'dead-trail' }],
  ['cloudtrail:PutEventSelectors', { TrailName: 'org-trail', AdvancedEventSelectors: [{ Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] }],
  ['cloudtrail:PutEventSelectors', { TrailName: 'dead-trail', EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }] }],
  ['organizations:CreateOrganization', { FeatureSet: 'ALL' }],
  ['organizations:CreateAccount', { AccountName: 'staging', Email: 'staging@example.com' }],

  ['ecs:TagResource', { resourceArn: first('ecs:DescribeClusters', 'clusters.clusterArn', { input: { clusters: [cluster] } }), tags }],
  ['ecs:TagResource', { resourceArn: first('ecs:ListServices', 'serviceArns', { input: { cluster }, like: /web-service/ }), tags }],
  ['ecs:RegisterTaskDefinition', { family: 'batch', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', taskRoleArn: 'arn:aws:iam::123456789012:role/lambda-role', executionRoleArn: 'arn:aws:iam::123456789012:role/lambda-role', runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' }, containerDefinitions: [{ name: 'web', image: 'repo/web:1', essential: true, portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }], environment: [{ name: 'A', value: 'b' }], logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } } }] }],
  ['ecs:RunTask', { cluster, taskDefinition: 'web-service:41', count: 3, launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [group('app')], assignPublicIp: 'DISABLED' } }, tags }],
  ['ecs:StopTask', { cluster, task: first('ecs:ListTasks', 'taskArns', { input: { cluster } }), reason: 'Essential container in task exited' }],
  ['application-autoscaling:RegisterScalableTarget', { ServiceNamespace: 'ecs', ResourceId: `service/${cluster}/web-service`, ScalableDimension: 'ecs:service:DesiredCount', MinCapacity: 2, MaxCapacity: 10 }],
  ['application-autoscaling:RegisterScalableTarget', { ServiceNamespace: 'ecs', ResourceId: `service/${cluster}/api`, ScalableDimension: 'ecs:service:DesiredCount', MinCapacity: 2, MaxCapacity: 4 }],
  ...['web-service', 'api'].map((service): readonly [OperationName, object] => [
    'application-autoscaling:PutScalingPolicy',
    { PolicyName: `${service}-cpu`, ServiceNamespace: 'ecs', ResourceId: `service/${cluster}/${service}`, ScalableDimension: 'ecs:service:DesiredCount', PolicyType: 'TargetTrackingScaling', TargetTrackingScalingPolicyConfiguration: { TargetValue: 60, PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' }, ScaleInCooldown: 300, ScaleOutCooldown: 60 } },
  ]),

  ['elbv2:AddTags', { ResourceArns: [balancer, blue], Tags }],
  ['elbv2:CreateLoadBalancer', { Name: 'partner-nlb', Subnets: subnets, Type: 'network' }],
  ['elbv2:CreateListener', { LoadBalancerArn: balancer, Protocol: 'HTTPS', Port: 443, Certificates: [{ CertificateArn: certificate }], SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06', DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }] }],
  ['elbv2:CreateListener', { LoadBalancerArn: balancer, Protocol: 'HTTP', Port: 8080, DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }] }],
  ['elbv2:RegisterTargets', { TargetGroupArn: orphan, Targets: [{ Id: running, Port: 80 }] }],

  ['cloudwatch:PutMetricAlarm', { AlarmName: 'production-db-cpu', AlarmDescription: 'CPU', Namespace: 'AWS/RDS', MetricName: 'CPUUtilization', Statistic: 'Average', Unit: 'Percent', Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 80, TreatMissingData: 'missing', ComparisonOperator: 'GreaterThanThreshold', Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'production-db' }], AlarmActions: [topic], OKActions: [topic], InsufficientDataActions: [topic] }],
  ['cloudwatch:PutMetricAlarm', { AlarmName: 'production-degraded', AlarmRule: 'ALARM("rds-cpu-high")', AlarmDescription: 'Degraded', AlarmActions: [topic], EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' }],
  ['cloudwatch:PutDashboard', { DashboardName: 'production', DashboardBody: '{"widgets":[]}' }],
  ['logs:PutRetentionPolicy', { logGroupName: '/aws/application/enterprise-prod', retentionInDays: 30 }],
  ['logs:CreateLogStream', { logGroupName: '/aws/application/enterprise-prod', logStreamName: 's2' }],

  ['dynamodb:UpdateContinuousBackups', { TableName: 'sessions', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
  ['rds:CreateDBParameterGroup', { DBParameterGroupName: 'production-postgres', DBParameterGroupFamily: 'postgres15', Description: 'Production' }],
  ['rds:ModifyDBParameterGroup', { DBParameterGroupName: 'production-postgres', Parameters: [{ ParameterName: 'log_min_duration_statement', ParameterValue: '500', ApplyMethod: 'immediate' }] }],
  ['rds:CreateDBCluster', { DBClusterIdentifier: 'orders-cluster', Engine: 'aurora-postgresql', EngineVersion: '15.4', MasterUsername: 'root', MasterUserPassword: 'correct-horse-9', DBSubnetGroupName: 'prod-db-subnets', VpcSecurityGroupIds: [group('db-internal')], DatabaseName: 'orders', StorageEncrypted: true, Tags }],
  ['rds:CreateDBInstance', { DBInstanceIdentifier: 'orders-1', DBClusterIdentifier: 'orders-cluster', Engine: 'aurora-postgresql', DBInstanceClass: 'db.r6g.large' }],
  ['rds:CreateDBClusterSnapshot', { DBClusterIdentifier: 'orders-cluster', DBClusterSnapshotIdentifier: 'orders-before-migration', Tags }],
  ['rds:AddTagsToResource', { ResourceName: first('rds:DescribeDBSnapshots', 'DBSnapshots.DBSnapshotArn', { like: /"manual"/ }), Tags }],
];
