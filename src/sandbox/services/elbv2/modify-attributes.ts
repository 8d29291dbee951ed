import type {
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import { attributesOfBalancer, attributesOfGroup, type WholeAttribute } from './attributes.ts';
import { getTargetGroup, invalid, missing } from './lookup.ts';
import { requireRulesStick } from './stickiness.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html */
export function modifyLoadBalancerAttributes(
  { LoadBalancerArn: arn, Attributes: wanted = [] }: ModifyLoadBalancerAttributesInput,
  { region }: SandboxContext,
): ModifyLoadBalancerAttributesOutput {
  if (!arn) throw missing('LoadBalancerArn');
  const known = attributesOfBalancer(region.elbv2, arn);
  const changes = valid(wanted, known, 'Load balancer');
  keep(region.elbv2, arn, changes);
  return { Attributes: attributesOfBalancer(region.elbv2, arn) };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroupAttributes.html */
export function modifyTargetGroupAttributes(
  { TargetGroupArn: arn, Attributes: wanted = [] }: ModifyTargetGroupAttributesInput,
  { region }: SandboxContext,
): ModifyTargetGroupAttributesOutput {
  if (!arn) throw missing('TargetGroupArn');
  const group = getTargetGroup(region.elbv2, arn);
  const changes = valid(wanted, attributesOfGroup(region.elbv2, arn), 'Target group');
  requireStickiness(group, changes);
  requireRulesStick(region.elbv2, arn, changes);
  keep(region.elbv2, arn, changes);
  return { Attributes: attributesOfGroup(region.elbv2, arn) };
}

interface Attribute {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

function valid(wanted: readonly Attribute[], known: readonly WholeAttribute[], what: string): WholeAttribute[] {
  if (wanted.length === 0) throw missing('Attributes');
  return wanted.map(({ Key, Value }) => {
    if (Key === undefined) throw missing('Attributes.Key');
    if (Value === undefined) throw invalid(`A value must be specified for the attribute '${Key}'`);
    const before = known.find((one) => one.Key === Key);
    if (!before) throw invalid(`${what} attribute key '${Key}' is not recognized`);
    requireValue(Key, Value, before.Value);
    return { Key, Value };
  });
}

/** Seconds, inclusive. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'client_keep_alive.seconds': [60, 604_800],
  'deregistration_delay.timeout_seconds': [0, 3600],
  'idle_timeout.timeout_seconds': [1, 4000],
  'slow_start.duration_seconds': [0, 900],
  'stickiness.app_cookie.duration_seconds': [1, 604_800],
  'stickiness.lb_cookie.duration_seconds': [1, 604_800],
};

function requireValue(key: string, value: string, before: string): void {
  const range = RANGES[key];
  if (range && !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1])) {
    throw invalid(`'${key}' value '${value}' must be between '${range.join('-')}' inclusive`);
  }
  // What is true or false stays so; cross-zone balancing has a third state.
  const words = key === 'load_balancing.cross_zone.enabled' ? ['use_load_balancer_configuration'] : [];
  if (/^(true|false)$/.test(before) && ![...words, 'true', 'false'].includes(value)) {
    throw invalid(`'${key}' value '${value}' must be one of [true, false]`);
  }
}

function requireStickiness({ Protocol: protocol }: TargetGroup, changes: readonly WholeAttribute[]): void {
  const type = changes.find(({ Key }) => Key === 'stickiness.type')?.Value;
  if (type === undefined) return;
  const kinds = protocol?.startsWith('HTTP') ? ['lb_cookie', 'app_cookie'] : ['source_ip'];
  if (!['lb_cookie', 'app_cookie', 'source_ip'].includes(type)) {
    throw invalid("'Stickiness type' must be one of [app_cookie, lb_cookie, source_ip]");
  }
  if (kinds.includes(type)) return;
  throw new SandboxError(
    'InvalidConfigurationRequest',
    `Stickiness type '${type}' is not supported for target groups with the ${protocol} protocol`,
  );
}

function keep(state: Elbv2State, arn: string, changes: readonly WholeAttribute[]): void {
  const changed = changes.map(({ Key }) => Key);
  const others = (state.attributes.get(arn) ?? []).filter(({ Key = '' }) => !changed.includes(Key));
  state.attributes.set(arn, [...others, ...changes]);
}
