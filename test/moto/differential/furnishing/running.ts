import type { Step } from '../furnish.ts';
import { first, some, type Role } from '../roles.ts';

const cluster = 'production-cluster';
const subnets = some('ec2:DescribeSubnets', 'Subnets.SubnetId', 2, { like: /"10\.0\.[01]\.0\/24"/ });
const group = (name: string): Role =>
  first('ec2:DescribeSecurityGroups', 'SecurityGroups.GroupId', { like: new RegExp(`"GroupName":"${name}"`) });
const instance = first('ec2:DescribeInstances', 'Reservations.Instances.InstanceId', { like: /"running"/ });
const balancer = first('elbv2:DescribeLoadBalancers', 'LoadBalancers.LoadBalancerArn', { like: /"production-alb"/ });
const blue = first('elbv2:DescribeTargetGroups', 'TargetGroups.TargetGroupArn', { like: /"web-service-blue"/ });
const orphan = first('elbv2:DescribeTargetGroups', 'TargetGroups.TargetGroupArn', { like: /"orphan-unattached"/ });
const certificate = first('acm:ListCertificates', 'CertificateSummaryList.CertificateArn');
const Tags = [{ Key: 'Environment', Value: 'production' }];
const tags = [{ key: 'Environment', value: 'production' }];

const webTask = {
  family: 'web-service',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  taskRoleArn: 'arn:aws:iam::123456789012:role/lambda-role',
  executionRoleArn: 'arn:aws:iam::123456789012:role/lambda-role',
  runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
  containerDefinitions: [
    {
      name: 'web',
      image: 'repo/web:1',
      essential: true,
      cpu: 256,
      memory: 512,
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
      environment: [{ name: 'A', value: 'b' }],
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } },
    },
  ],
};

export const running: readonly Step[] = [
  [
    'acm:RequestCertificate',
    { DomainName: 'shop.example.com', ValidationMethod: 'DNS', SubjectAlternativeNames: ['www.shop.example.com'] },
  ],
  ['acm:RequestCertificate', { DomainName: 'api.example.com', ValidationMethod: 'DNS' }],
  [
    'ecs:TagResource',
    { resourceArn: first('ecs:DescribeClusters', 'clusters.clusterArn', { input: { clusters: [cluster] } }), tags },
  ],
  [
    'ecs:TagResource',
    { resourceArn: first('ecs:ListServices', 'serviceArns', { input: { cluster }, like: /web-service/ }), tags },
  ],
  ['ecs:RegisterTaskDefinition', webTask],
  ['ecs:RegisterTaskDefinition', webTask],
  ['ecs:DeregisterTaskDefinition', { taskDefinition: 'web-service:43' }],
  [
    'ecs:RunTask',
    {
      cluster,
      taskDefinition: 'web-service',
      count: 3,
      launchType: 'FARGATE',
      group: 'service:web-service',
      startedBy: 'ecs-svc/1',
      networkConfiguration: {
        awsvpcConfiguration: { subnets, securityGroups: [group('app')], assignPublicIp: 'DISABLED' },
      },
    },
  ],
  [
    'ecs:StopTask',
    {
      cluster,
      task: first('ecs:ListTasks', 'taskArns', { input: { cluster } }),
      reason: 'Essential container in task exited',
    },
  ],
  [
    'application-autoscaling:RegisterScalableTarget',
    {
      ServiceNamespace: 'ecs',
      ResourceId: `service/${cluster}/web-service`,
      ScalableDimension: 'ecs:service:DesiredCount',
      MinCapacity: 2,
      MaxCapacity: 10,
    },
  ],
  [
    'application-autoscaling:RegisterScalableTarget',
    {
      ServiceNamespace: 'ecs',
      ResourceId: `service/${cluster}/api`,
      ScalableDimension: 'ecs:service:DesiredCount',
      MinCapacity: 2,
      MaxCapacity: 4,
    },
  ],
  ...['web-service', 'api'].map((service): Step => [
    'application-autoscaling:PutScalingPolicy',
    {
      PolicyName: `${service}-cpu`,
      ServiceNamespace: 'ecs',
      ResourceId: `service/${cluster}/${service}`,
      ScalableDimension: 'ecs:service:DesiredCount',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 60,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        ScaleInCooldown: 300,
        ScaleOutCooldown: 60,
      },
    },
  ]),
  ['elbv2:AddTags', { ResourceArns: [balancer, blue], Tags }],
  ['elbv2:CreateLoadBalancer', { Name: 'partner-nlb', Subnets: subnets, Type: 'network' }],
  [
    'elbv2:CreateListener',
    {
      LoadBalancerArn: balancer,
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn: certificate }],
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }],
    },
  ],
  [
    'elbv2:CreateListener',
    {
      LoadBalancerArn: balancer,
      Protocol: 'HTTP',
      Port: 8080,
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
      ],
    },
  ],
  ['elbv2:RegisterTargets', { TargetGroupArn: orphan, Targets: [{ Id: instance, Port: 80 }] }],
];
