import type { Naming, Pages, Questions } from '../cases.ts';
import { first } from '../roles.ts';

const PAGES: Omit<Pages, 'list'> = { size: 'PageSize', least: 1, most: 400, tokenIn: 'Marker', tokenOut: 'NextMarker' };
const HERE = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:';
const MALFORMED = ['abc', 'arn:aws:s3:::b'];
const balancer = first('elbv2:DescribeLoadBalancers', 'LoadBalancers.LoadBalancerArn', { like: /"production-alb"/ });
const group = first('elbv2:DescribeTargetGroups', 'TargetGroups.TargetGroupArn', { like: /"web-service-blue"/ });
const api = first('elbv2:DescribeTargetGroups', 'TargetGroups.TargetGroupArn', { like: /"api"/ });
const listener = first('elbv2:DescribeListeners', 'Listeners.ListenerArn', {
  input: { LoadBalancerArn: balancer },
  like: /"forward"/,
});
const secure = first('elbv2:DescribeListeners', 'Listeners.ListenerArn', {
  input: { LoadBalancerArn: balancer },
  like: /"HTTPS".*"forward"|"forward".*"HTTPS"/,
});
const rule = first('elbv2:DescribeRules', 'Rules.RuleArn', { input: { ListenerArn: listener } });

const Balancer: Naming = {
  known: balancer,
  unknown: `${HERE}loadbalancer/app/nobodys/################`,
  malformed: MALFORMED,
};
const Group: Naming = { known: group, unknown: `${HERE}targetgroup/nobodys/################`, malformed: MALFORMED };
const Listener: Naming = {
  known: listener,
  unknown: `${HERE}listener/app/nobodys/################/################`,
  malformed: MALFORMED,
};
const Rule: Naming = {
  known: [rule],
  unknown: `${HERE}listener-rule/app/nobodys/################/################/################`,
  malformed: MALFORMED,
};

export const elbv2: Record<string, Questions> = {
  DescribeLoadBalancers: {
    names: {
      LoadBalancerArns: { ...Balancer, known: [balancer] },
      Names: { known: ['production-alb'], unknown: 'nobodys-@@@@' },
    },
    pages: { ...PAGES, list: 'LoadBalancers' },
    also: { 'names and ARNs': { Names: ['production-alb'], LoadBalancerArns: [balancer] } },
  },
  DescribeListeners: {
    required: { LoadBalancerArn: balancer },
    names: { LoadBalancerArn: Balancer, ListenerArns: { ...Listener, known: [secure], instead: ['LoadBalancerArn'] } },
    pages: { ...PAGES, list: 'Listeners' },
    also: { 'both ways': { ListenerArns: [listener] } },
  },
  DescribeRules: {
    required: { ListenerArn: listener },
    names: { ListenerArn: Listener, RuleArns: { ...Rule, instead: ['ListenerArn'] } },
    pages: { ...PAGES, list: 'Rules' },
    also: { 'both ways': { RuleArns: [rule] } },
  },
  DescribeTargetGroups: {
    names: {
      TargetGroupArns: { ...Group, known: [group] },
      Names: { known: ['web-service-blue'], unknown: 'nobodys-@@@@' },
      LoadBalancerArn: Balancer,
    },
    pages: { ...PAGES, list: 'TargetGroups' },
    also: { 'on no load balancer': { Names: ['orphan-unattached'] } },
  },
  DescribeTargetHealth: {
    required: { TargetGroupArn: api },
    names: { TargetGroupArn: { ...Group, known: api } },
    also: {
      'on no load balancer': {
        TargetGroupArn: first('elbv2:DescribeTargetGroups', 'TargetGroups.TargetGroupArn', {
          like: /"orphan-unattached"/,
        }),
      },
      'not registered': { TargetGroupArn: api, Targets: [{ Id: '10.0.99.99', Port: 8080 }] },
    },
  },
  DescribeLoadBalancerAttributes: { required: { LoadBalancerArn: balancer }, names: { LoadBalancerArn: Balancer } },
  DescribeTargetGroupAttributes: { required: { TargetGroupArn: group }, names: { TargetGroupArn: Group } },
  DescribeTags: {
    required: { ResourceArns: [balancer, group] },
    names: { ResourceArns: { ...Balancer, known: [balancer] } },
    also: { 'more than 20': { ResourceArns: Array.from({ length: 21 }, () => balancer) } },
  },
};
