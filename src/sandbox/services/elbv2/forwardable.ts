import type { LoadBalancer, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import { balancersOf } from '../../world/traffic/attachments.ts';
import { requireArn } from './lookup.ts';

/** A target group has one load balancer, of its VPC and its family of protocols. */
export function requireForwardable(state: Elbv2State, balancer: LoadBalancer, arn: string): void {
  const { Protocol: protocol = '', VpcId: vpcId } = groupOfAction(state, arn);
  if (balancersOf(state, arn).some((one) => one !== balancer.LoadBalancerArn)) {
    throw new SandboxError(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${arn}`,
    );
  }
  if (protocol.startsWith('HTTP') !== (balancer.Type === 'application')) {
    throw new SandboxError(
      'IncompatibleProtocols',
      `The protocol '${protocol}' of target group '${arn}' is not supported by load balancers of type '${balancer.Type}'`,
    );
  }
  if (vpcId !== balancer.VpcId) {
    throw new SandboxError(
      'InvalidConfigurationRequest',
      `The target group '${arn}' and the load balancer must be in the same VPC`,
    );
  }
}

function groupOfAction(state: Elbv2State, arn: string): TargetGroup {
  requireArn(arn, 'targetgroup');
  const found = state.targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === arn);
  if (found) return found;
  throw new SandboxError('TargetGroupNotFound', `Target group '${arn}' not found`);
}
