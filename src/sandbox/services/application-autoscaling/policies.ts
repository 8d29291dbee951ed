import type {
  DeleteScalingPolicyCommandInput,
  PutScalingPolicyCommandInput,
  PutScalingPolicyCommandOutput,
  ScalingPolicy,
} from '@aws-sdk/client-application-auto-scaling';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { uuidOf } from '../../world/newcomer/cast.ts';
import { deleteAlarms } from '../cloudwatch/put-alarms.ts';
import { invalid } from './listing.ts';
import { isOf, named, requireScaled, targetOf } from './lookup.ts';
import { makeTrackingAlarms } from './tracking-alarms.ts';

const POLICY_TYPES: readonly string[] = ['PredictiveScaling', 'StepScaling', 'TargetTrackingScaling'];

/**
 * Makes or replaces a policy; one that tracks a target gets its two alarms with it. The sandbox does not scale by policies:
 * only a change of the bounds moves a service by itself.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
 */
export function putScalingPolicy(
  input: PutScalingPolicyCommandInput,
  context: SandboxContext,
): Omit<PutScalingPolicyCommandOutput, '$metadata'> {
  const { PolicyName: name, PolicyType: type = 'StepScaling' } = input;
  if (!name)
    throw invalid(
      "1 validation error detected: Value null at 'policyName' failed to satisfy constraint: Member must not be null",
    );
  if (!POLICY_TYPES.includes(type)) {
    throw invalid(
      `1 validation error detected: Value '${type}' at 'policyType' failed to satisfy constraint: Member must satisfy enum value set: [${POLICY_TYPES.join(', ')}]`,
    );
  }
  const target = targetOf(context, input);
  const { policies } = context.region.applicationAutoscaling;
  const at = policies.findIndex((one) => one.PolicyName === name && isOf(one, input));
  const known = policies[at];
  if (known && known.PolicyType !== type) throw invalid('A policy of that name has another type.');
  const { TargetTrackingScalingPolicyConfiguration: tracking, StepScalingPolicyConfiguration: step } = input;
  if (type === 'TargetTrackingScaling' && !tracking)
    throw invalid('TargetTrackingScalingPolicyConfiguration is required.');
  if (type === 'StepScaling' && !step) throw invalid('StepScalingPolicyConfiguration is required.');
  if (tracking) requireOwnMetric(context, input, tracking);
  const arn = known?.PolicyARN ?? arnOf(context, input);
  const Alarms = tracking ? makeTrackingAlarms(context, { ...input, PolicyARN: arn }, tracking) : [];
  const policy: ScalingPolicy = {
    PolicyARN: arn,
    PolicyName: name,
    ServiceNamespace: target.ServiceNamespace,
    ResourceId: target.ResourceId,
    ScalableDimension: target.ScalableDimension,
    PolicyType: type,
    ...(tracking && { TargetTrackingScalingPolicyConfiguration: structuredClone(tracking) }),
    ...(step && { StepScalingPolicyConfiguration: structuredClone(step) }),
    Alarms,
    CreationTime: known?.CreationTime ?? context.now,
  };
  policies.splice(at < 0 ? policies.length : at, at < 0 ? 0 : 1, policy);
  return { PolicyARN: arn, Alarms };
}

export function deleteScalingPolicy(input: DeleteScalingPolicyCommandInput, context: SandboxContext): object {
  requireScaled(input);
  const { PolicyName: name } = input;
  if (removePolicies(context, (one) => one.PolicyName === name && isOf(one, input)) === 0) {
    throw new SandboxError(
      'ObjectNotFoundException',
      `No scaling policy found for ${named(input)}, policy name: ${name}`,
    );
  }
  return {};
}

/** Removes policies with their alarms; how many there were. */
export function removePolicies(context: SandboxContext, which: (policy: ScalingPolicy) => boolean): number {
  const { policies } = context.region.applicationAutoscaling;
  const going = policies.filter(which);
  const alarms = going.flatMap(({ Alarms = [] }) => Alarms.map(({ AlarmName = '' }) => AlarmName));
  if (alarms.length > 0) deleteAlarms({ AlarmNames: alarms }, context);
  policies.splice(0, policies.length, ...policies.filter((one) => !going.includes(one)));
  return going.length;
}

type Tracking = NonNullable<PutScalingPolicyCommandInput['TargetTrackingScalingPolicyConfiguration']>;

/** Two policies that track one metric would fight over the resource. */
function requireOwnMetric(context: SandboxContext, input: PutScalingPolicyCommandInput, tracking: Tracking): void {
  const metric = metricOf(tracking);
  if (metric === undefined) {
    throw invalid('Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be given.');
  }
  const taken = context.region.applicationAutoscaling.policies.some(
    ({ PolicyName, TargetTrackingScalingPolicyConfiguration: other, ...policy }) =>
      isOf(policy, input) && PolicyName !== input.PolicyName && other && metricOf(other) === metric,
  );
  if (taken) throw invalid('Only one TargetTrackingScaling policy for a given metric specification is allowed.');
}

function metricOf({
  PredefinedMetricSpecification: known,
  CustomizedMetricSpecification: own,
}: Tracking): string | undefined {
  return (known === undefined) === (own === undefined) ? undefined : JSON.stringify(known ?? own);
}

function arnOf({ account, region }: SandboxContext, input: PutScalingPolicyCommandInput): string {
  const { ServiceNamespace: namespace = '', ResourceId: id = '', PolicyName: name = '' } = input;
  const uuid = uuidOf({ accountId: account.id, region: region.name }, 'scaling-policy', id, name);
  return `arn:aws:autoscaling:${region.name}:${account.id}:scalingPolicy:${uuid}:resource/${namespace}/${id}:policyName/${name}`;
}
