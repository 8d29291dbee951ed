import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import { getLoadBalancer, getTargetGroup } from './lookup.ts';

interface Attribute {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

interface WholeAttribute {
  readonly Key: string;
  readonly Value: string;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
const OF_ANY = {
  'deletion_protection.enabled': 'false',
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'load_balancing.cross_zone.enabled': 'true',
};
const OF_APPLICATION = {
  ...OF_ANY,
  'client_keep_alive.seconds': '3600',
  'connection_logs.s3.bucket': '',
  'connection_logs.s3.enabled': 'false',
  'connection_logs.s3.prefix': '',
  'idle_timeout.timeout_seconds': '60',
  'routing.http.desync_mitigation_mode': 'defensive',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.preserve_host_header.enabled': 'false',
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
  'routing.http.xff_client_port.enabled': 'false',
  'routing.http.xff_header_processing.mode': 'append',
  'routing.http2.enabled': 'true',
  'waf.fail_open.enabled': 'false',
  'zonal_shift.config.enabled': 'false',
};
const OF_NETWORK = {
  ...OF_ANY,
  'dns_record.client_routing_policy': 'any_availability_zone',
  'load_balancing.cross_zone.enabled': 'false',
  'zonal_shift.config.enabled': 'false',
};
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
const OF_GROUP = {
  'deregistration_delay.timeout_seconds': '300',
  'stickiness.enabled': 'false',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
};
const OF_HTTP_GROUP = {
  ...OF_GROUP,
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.algorithm.anomaly_mitigation': 'off',
  'slow_start.duration_seconds': '0',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'stickiness.app_cookie.cookie_name': '',
  'stickiness.app_cookie.duration_seconds': '86400',
};
const OF_TCP_GROUP = {
  ...OF_GROUP,
  'deregistration_delay.connection_termination.enabled': 'false',
  'preserve_client_ip.enabled': 'false',
  'proxy_protocol_v2.enabled': 'false',
  'stickiness.type': 'source_ip',
};

export function describeLoadBalancerAttributes(
  { LoadBalancerArn: arn }: DescribeLoadBalancerAttributesInput,
  { region }: SandboxContext,
): DescribeLoadBalancerAttributesOutput {
  if (!arn) throw new SandboxError('ValidationError', "The request must contain the parameter 'LoadBalancerArn'");
  return { Attributes: attributesOfBalancer(region.elbv2, arn) };
}

export function describeTargetGroupAttributes(
  { TargetGroupArn: arn }: DescribeTargetGroupAttributesInput,
  { region }: SandboxContext,
): DescribeTargetGroupAttributesOutput {
  if (!arn) throw new SandboxError('ValidationError', "The request must contain the parameter 'TargetGroupArn'");
  return { Attributes: attributesOfGroup(region.elbv2, arn) };
}

/** The value of one attribute of a target group, set or by default. */
export function attributeOf(state: Elbv2State, targetGroupArn: string, key: string): string | undefined {
  return attributesOfGroup(state, targetGroupArn).find(({ Key }) => Key === key)?.Value;
}

function attributesOfBalancer(state: Elbv2State, arn: string): WholeAttribute[] {
  const { Type: type } = getLoadBalancer(state, arn);
  const defaults = type === 'network' ? OF_NETWORK : type === 'gateway' ? OF_ANY : OF_APPLICATION;
  return merged(defaults, state.attributes.get(arn));
}

function attributesOfGroup(state: Elbv2State, arn: string): WholeAttribute[] {
  const { Protocol: protocol = '' } = getTargetGroup(state, arn);
  const defaults = protocol.startsWith('HTTP') ? OF_HTTP_GROUP : OF_TCP_GROUP;
  return merged(defaults, state.attributes.get(arn));
}

/** AWS names every attribute, also those that were never set. */
function merged(defaults: Readonly<Record<string, string>>, own: readonly Attribute[] = []): WholeAttribute[] {
  const all = { ...defaults, ...Object.fromEntries(own.map(({ Key = '', Value = '' }) => [Key, Value])) };
  return Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
}
