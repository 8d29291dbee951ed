import { of, type Sequence } from '../sequence.ts';
import { instance, vpc } from './places.ts';

const group = {
  Name: 'sequence-group',
  Protocol: 'HTTP',
  Port: 8080,
  VpcId: vpc,
  TargetType: 'instance',
  HealthCheckPath: '/health',
  HealthCheckIntervalSeconds: 10,
  HealthyThresholdCount: 3,
  UnhealthyThresholdCount: 2,
  Matcher: { HttpCode: '200-299' },
};
const UNKNOWN = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/nobodys/0123456789abcdef';
const arn = of('created', 'TargetGroups.TargetGroupArn');
const it = { TargetGroupArn: arn };
/** What is refused is asked of this one, since moto does it. */
const other = { TargetGroupArn: of('other', 'TargetGroups.TargetGroupArn') };
const nobody = { TargetGroupArn: UNKNOWN };
const Targets = [{ Id: instance, Port: 8080 }];

function attribute(Key: string, Value: string, whose: object = it): object {
  return { ...whose, Attributes: [{ Key, Value }] };
}

export const elbv2TargetGroup: Sequence = {
  name: 'target group',
  steps: [
    ['created', 'elbv2:CreateTargetGroup', { ...group, Tags: [{ Key: 'Team', Value: 'shop' }] }],
    ['other', 'elbv2:CreateTargetGroup', { ...group, Name: 'sequence-other' }],
    ['read', 'elbv2:DescribeTargetGroups', { TargetGroupArns: [arn] }],
    ['created again', 'elbv2:CreateTargetGroup', group],
    ['created otherwise', 'elbv2:CreateTargetGroup', { ...group, Port: 9090 }],
    ['without name', 'elbv2:CreateTargetGroup', { ...group, Name: undefined }],
    ['without protocol', 'elbv2:CreateTargetGroup', { ...group, Name: 'r1', Protocol: undefined }],
    ['without port', 'elbv2:CreateTargetGroup', { ...group, Name: 'r2', Port: undefined }],
    ['without VPC', 'elbv2:CreateTargetGroup', { ...group, Name: 'r3', VpcId: undefined }],
    ['VPC of nobody', 'elbv2:CreateTargetGroup', { ...group, Name: 'r4', VpcId: 'vpc-0123456789abcdef0' }],
    ['port 0', 'elbv2:CreateTargetGroup', { ...group, Name: 'r5', Port: 0 }],
    ['of no protocol', 'elbv2:CreateTargetGroup', { ...group, Name: 'r6', Protocol: 'NOBODYS' }],
    ['of no type', 'elbv2:CreateTargetGroup', { ...group, Name: 'r7', TargetType: 'nobodys' }],
    ['long name', 'elbv2:CreateTargetGroup', { ...group, Name: 'x'.repeat(33) }],
    ['name with a hyphen last', 'elbv2:CreateTargetGroup', { ...group, Name: 'x-' }],
    ['name with an underscore', 'elbv2:CreateTargetGroup', { ...group, Name: 'x_y' }],
    ['interval 0', 'elbv2:CreateTargetGroup', { ...group, Name: 'r8', HealthCheckIntervalSeconds: 0 }],
    ['timeout beyond interval', 'elbv2:CreateTargetGroup', { ...group, Name: 'r9', HealthCheckTimeoutSeconds: 60 }],
    ['tags', 'elbv2:DescribeTags', { ResourceArns: [arn] }],
    ['tagged', 'elbv2:AddTags', { ResourceArns: [arn], Tags: [{ Key: 'Stage', Value: 'test' }] }],
    ['tagged anew', 'elbv2:AddTags', { ResourceArns: [arn], Tags: [{ Key: 'Team', Value: 'checkout' }] }],
    [
      'same tag twice',
      'elbv2:AddTags',
      {
        ResourceArns: [arn],
        Tags: [
          { Key: 'A', Value: '1' },
          { Key: 'A', Value: '2' },
        ],
      },
    ],
    ['nobody tagged', 'elbv2:AddTags', { ResourceArns: [UNKNOWN], Tags: [{ Key: 'A', Value: '1' }] }],
    ['tagged with nothing', 'elbv2:AddTags', { ResourceArns: [arn], Tags: [] }],
    ['untagged', 'elbv2:RemoveTags', { ResourceArns: [arn], TagKeys: ['Stage', 'nobodys'] }],
    ['nobody untagged', 'elbv2:RemoveTags', { ResourceArns: [UNKNOWN], TagKeys: ['A'] }],
    ['tags after', 'elbv2:DescribeTags', { ResourceArns: [arn] }],
    ['attributes', 'elbv2:DescribeTargetGroupAttributes', it],
    ['attributes set', 'elbv2:ModifyTargetGroupAttributes', attribute('deregistration_delay.timeout_seconds', '30')],
    [
      'stickiness set',
      'elbv2:ModifyTargetGroupAttributes',
      {
        ...it,
        Attributes: [
          { Key: 'stickiness.enabled', Value: 'true' },
          { Key: 'stickiness.type', Value: 'lb_cookie' },
        ],
      },
    ],
    ['attribute of nobody', 'elbv2:ModifyTargetGroupAttributes', attribute('nobodys.attribute', '1', other)],
    [
      'attribute out of range',
      'elbv2:ModifyTargetGroupAttributes',
      attribute('deregistration_delay.timeout_seconds', '9999'),
    ],
    ['no attributes', 'elbv2:ModifyTargetGroupAttributes', it],
    [
      'attributes of nobody',
      'elbv2:ModifyTargetGroupAttributes',
      { ...nobody, Attributes: [{ Key: 'stickiness.enabled', Value: 'true' }] },
    ],
    ['attributes after', 'elbv2:DescribeTargetGroupAttributes', it],
    ['modified', 'elbv2:ModifyTargetGroup', { ...it, HealthCheckPath: '/ready', HealthyThresholdCount: 2 }],
    ['modified with interval 0', 'elbv2:ModifyTargetGroup', { ...other, HealthCheckIntervalSeconds: 0 }],
    ['nobody modified', 'elbv2:ModifyTargetGroup', { ...nobody, HealthCheckPath: '/ready' }],
    ['read when modified', 'elbv2:DescribeTargetGroups', { TargetGroupArns: [arn] }],
    ['target registered', 'elbv2:RegisterTargets', { ...it, Targets }],
    ['registered again', 'elbv2:RegisterTargets', { ...it, Targets }],
    ['instance of nobody', 'elbv2:RegisterTargets', { ...other, Targets: [{ Id: 'i-0123456789abcdef0' }] }],
    ['address to instances', 'elbv2:RegisterTargets', { ...other, Targets: [{ Id: '10.0.0.9' }] }],
    ['no targets', 'elbv2:RegisterTargets', { ...it, Targets: [] }],
    ['with nobody', 'elbv2:RegisterTargets', { ...nobody, Targets }],
    ['health', 'elbv2:DescribeTargetHealth', it],
    ['deregistered', 'elbv2:DeregisterTargets', { ...it, Targets }],
    { minutes: 10 },
    ['deregistered again', 'elbv2:DeregisterTargets', { ...it, Targets }],
    ['deregistered with nobody', 'elbv2:DeregisterTargets', { ...nobody, Targets }],
    ['health after', 'elbv2:DescribeTargetHealth', it],
    ['other deleted', 'elbv2:DeleteTargetGroup', other],
    ['deleted', 'elbv2:DeleteTargetGroup', it],
    ['read when deleted', 'elbv2:DescribeTargetGroups', { TargetGroupArns: [arn] }],
    ['deleted again', 'elbv2:DeleteTargetGroup', it],
    ['no group deleted', 'elbv2:DeleteTargetGroup', {}],
  ],
};
