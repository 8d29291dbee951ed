import { of, type Sequence } from '../sequence.ts';
import { balancer, vpc } from './places.ts';

const group = { Protocol: 'HTTP', Port: 8080, VpcId: vpc, TargetType: 'ip' };
const HERE = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:';
const NO_LISTENER = `${HERE}listener/app/nobodys/0123456789abcdef/0123456789abcdef`;
const NO_RULE = `${HERE}listener-rule/app/nobodys/0123456789abcdef/0123456789abcdef/0123456789abcdef`;
const NO_GROUP = `${HERE}targetgroup/nobodys/0123456789abcdef`;
const blue = of('blue', 'TargetGroups.TargetGroupArn');
const green = of('green', 'TargetGroups.TargetGroupArn');
const arn = of('created', 'Listeners.ListenerArn');
const listener = {
  LoadBalancerArn: balancer,
  Protocol: 'HTTP',
  Port: 8091,
  DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }],
};
const first = of('rule', 'Rules.RuleArn');
const second = of('second rule', 'Rules.RuleArn');
const defaultRule = of('rules', 'Rules.RuleArn');
const Conditions = [{ Field: 'path-pattern', Values: ['/shop/*'] }];
const Actions = [{ Type: 'forward', TargetGroupArn: blue }];
const rule = { ListenerArn: arn, Priority: 10, Conditions, Actions };

function weighted(blueWeight: number, greenWeight: number): object[] {
  const TargetGroups = [
    { TargetGroupArn: blue, Weight: blueWeight },
    { TargetGroupArn: green, Weight: greenWeight },
  ];
  return [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
}

export const elbv2Listener: Sequence = {
  name: 'listener',
  steps: [
    ['blue', 'elbv2:CreateTargetGroup', { ...group, Name: 'sequence-blue' }],
    ['green', 'elbv2:CreateTargetGroup', { ...group, Name: 'sequence-green' }],
    ['created', 'elbv2:CreateListener', listener],
    ['on the same port', 'elbv2:CreateListener', { ...listener, DefaultActions: weighted(1, 1) }],
    ['without load balancer', 'elbv2:CreateListener', { ...listener, LoadBalancerArn: undefined }],
    ['without actions', 'elbv2:CreateListener', { ...listener, Port: 8092, DefaultActions: [] }],
    ['without port', 'elbv2:CreateListener', { ...listener, Port: undefined }],
    ['without protocol', 'elbv2:CreateListener', { ...listener, Port: 8093, Protocol: undefined }],
    ['port 0', 'elbv2:CreateListener', { ...listener, Port: 0 }],
    ['of no protocol', 'elbv2:CreateListener', { ...listener, Port: 8094, Protocol: 'NOBODYS' }],
    ['HTTPS without certificate', 'elbv2:CreateListener', { ...listener, Port: 8095, Protocol: 'HTTPS' }],
    [
      'to a group of nobody',
      'elbv2:CreateListener',
      { ...listener, Port: 8096, DefaultActions: [{ Type: 'forward', TargetGroupArn: NO_GROUP }] },
    ],
    ['read', 'elbv2:DescribeListeners', { ListenerArns: [arn] }],
    ['rules', 'elbv2:DescribeRules', { ListenerArn: arn }],
    ['shifted', 'elbv2:ModifyListener', { ListenerArn: arn, DefaultActions: weighted(90, 10) }],
    ['read when shifted', 'elbv2:DescribeListeners', { ListenerArns: [arn] }],
    ['weight beyond 999', 'elbv2:ModifyListener', { ListenerArn: arn, DefaultActions: weighted(1000, 0) }],
    [
      'answers by itself',
      'elbv2:ModifyListener',
      {
        ListenerArn: arn,
        DefaultActions: [
          {
            Type: 'fixed-response',
            FixedResponseConfig: { StatusCode: '503', ContentType: 'text/plain', MessageBody: 'Back soon' },
          },
        ],
      },
    ],
    [
      'redirects',
      'elbv2:ModifyListener',
      {
        ListenerArn: arn,
        DefaultActions: [
          { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
        ],
      },
    ],
    ['back to blue', 'elbv2:ModifyListener', { ListenerArn: arn, DefaultActions: Actions }],
    ['nobody modified', 'elbv2:ModifyListener', { ListenerArn: NO_LISTENER, DefaultActions: Actions }],
    ['rule', 'elbv2:CreateRule', { ...rule, Tags: [{ Key: 'Team', Value: 'shop' }] }],
    ['rule with the same priority', 'elbv2:CreateRule', rule],
    [
      'second rule',
      'elbv2:CreateRule',
      {
        ...rule,
        Priority: 20,
        Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['shop.example.com'] } }],
        Actions: weighted(100, 0),
      },
    ],
    [
      'rule by header',
      'elbv2:CreateRule',
      {
        ...rule,
        Priority: 30,
        Conditions: [
          { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Canary', Values: ['yes'] } },
          { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'canary', Value: 'yes' }] } },
        ],
      },
    ],
    ['rule of no listener', 'elbv2:CreateRule', { ...rule, ListenerArn: NO_LISTENER }],
    ['rule with priority 0', 'elbv2:CreateRule', { ...rule, Priority: 0 }],
    ['rule without priority', 'elbv2:CreateRule', { ...rule, Priority: undefined }],
    ['rule without conditions', 'elbv2:CreateRule', { ...rule, Priority: 40, Conditions: [] }],
    ['rule of no field', 'elbv2:CreateRule', { ...rule, Priority: 41, Conditions: [{ Field: 'no', Values: ['x'] }] }],
    [
      'rule with six values',
      'elbv2:CreateRule',
      {
        ...rule,
        Priority: 42,
        Conditions: [{ Field: 'path-pattern', Values: ['/1', '/2', '/3', '/4', '/5', '/6'] }],
      },
    ],
    ['rule without actions', 'elbv2:CreateRule', { ...rule, Priority: 43, Actions: [] }],
    [
      'rule to a group of nobody',
      'elbv2:CreateRule',
      { ...rule, Priority: 44, Actions: [{ Type: 'forward', TargetGroupArn: NO_GROUP }] },
    ],
    ['rule shifted', 'elbv2:ModifyRule', { RuleArn: first, Actions: weighted(0, 100) }],
    [
      'rule moved',
      'elbv2:ModifyRule',
      { RuleArn: first, Conditions: [{ Field: 'path-pattern', Values: ['/cart/*'] }] },
    ],
    ['rule modified with nothing', 'elbv2:ModifyRule', { RuleArn: first }],
    ['default rule modified', 'elbv2:ModifyRule', { RuleArn: defaultRule, Actions }],
    ['rule of nobody modified', 'elbv2:ModifyRule', { RuleArn: NO_RULE, Actions }],
    ['rules read', 'elbv2:DescribeRules', { RuleArns: [first, second] }],
    [
      'priorities set',
      'elbv2:SetRulePriorities',
      {
        RulePriorities: [
          { RuleArn: first, Priority: 20 },
          { RuleArn: second, Priority: 10 },
        ],
      },
    ],
    ['priority in use set', 'elbv2:SetRulePriorities', { RulePriorities: [{ RuleArn: first, Priority: 30 }] }],
    ['priority of nobody set', 'elbv2:SetRulePriorities', { RulePriorities: [{ RuleArn: NO_RULE, Priority: 50 }] }],
    [
      'priority of the default rule set',
      'elbv2:SetRulePriorities',
      { RulePriorities: [{ RuleArn: defaultRule, Priority: 50 }] },
    ],
    ['rules read when moved', 'elbv2:DescribeRules', { RuleArns: [first, second] }],
    ['group in use deleted', 'elbv2:DeleteTargetGroup', { TargetGroupArn: green }],
    ['rule deleted', 'elbv2:DeleteRule', { RuleArn: second }],
    ['rule deleted again', 'elbv2:DeleteRule', { RuleArn: second }],
    ['default rule deleted', 'elbv2:DeleteRule', { RuleArn: defaultRule }],
    ['deleted', 'elbv2:DeleteListener', { ListenerArn: arn }],
    ['read when deleted', 'elbv2:DescribeListeners', { ListenerArns: [arn] }],
    ['deleted again', 'elbv2:DeleteListener', { ListenerArn: arn }],
    ['blue deleted', 'elbv2:DeleteTargetGroup', { TargetGroupArn: blue }],
    ['green deleted', 'elbv2:DeleteTargetGroup', { TargetGroupArn: green }],
  ],
};
