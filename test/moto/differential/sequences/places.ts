import { first, some, type Role } from '../roles.ts';

/** What both accounts have, each its own, for sequences to build on. */
export const cluster = 'production-cluster';
export const vpc = first('ec2:DescribeVpcs', 'Vpcs.VpcId', { like: /"production"/ });
export const subnets = some('ec2:DescribeSubnets', 'Subnets.SubnetId', 2, { like: /"production"/ });
export const instance = first('ec2:DescribeInstances', 'Reservations.Instances.InstanceId', { like: /"running"/ });
export const balancer = first('elbv2:DescribeLoadBalancers', 'LoadBalancers.LoadBalancerArn', {
  like: /"production-alb"/,
});

export function securityGroup(of: 'app' | 'db'): Role {
  const name = of === 'app' ? '(production-)?app' : '(production-db|db-internal)';
  return first('ec2:DescribeSecurityGroups', 'SecurityGroups.GroupId', { like: new RegExp(`"GroupName":"${name}"`) });
}
