import type {
  DescribeScalableTargetsCommandInput,
  DescribeScalableTargetsCommandOutput,
  DescribeScalingPoliciesCommandInput,
  DescribeScalingPoliciesCommandOutput,
  DescribeScheduledActionsCommandInput,
  DescribeScheduledActionsCommandOutput,
  ScalableTarget,
  ScalingPolicy,
  ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import type { Aws } from './execution.ts';
import { list } from './read.ts';

export type { ScalableTarget, ScalingPolicy, ScheduledAction } from '@aws-sdk/client-application-auto-scaling';

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
export const describeScalableTargets = list<
  DescribeScalableTargetsCommandInput,
  DescribeScalableTargetsCommandOutput,
  ScalableTarget
>('application-autoscaling', 'DescribeScalableTargets', {
  items: (page) => page.ScalableTargets,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxResults: 50 },
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html */
export const describeScalingPolicies = list<
  DescribeScalingPoliciesCommandInput,
  DescribeScalingPoliciesCommandOutput,
  ScalingPolicy
>('application-autoscaling', 'DescribeScalingPolicies', {
  items: (page) => page.ScalingPolicies,
  next: ['NextToken', (page) => page.NextToken],
});

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScheduledActions.html */
export const describeScheduledActions = list<
  DescribeScheduledActionsCommandInput,
  DescribeScheduledActionsCommandOutput,
  ScheduledAction
>('application-autoscaling', 'DescribeScheduledActions', {
  items: (page) => page.ScheduledActions,
  next: ['NextToken', (page) => page.NextToken],
});

/** The bounds that ECS services are scaled between, by `cluster/service`. A service that is not scaled is not there. */
export async function ecsScalableTargets(aws: Aws): Promise<ReadonlyMap<string, ScalableTarget>> {
  const targets = await describeScalableTargets(aws, { ServiceNamespace: 'ecs' });
  return new Map(
    targets
      .filter(({ ScalableDimension }) => ScalableDimension === 'ecs:service:DesiredCount')
      .map((target) => [(target.ResourceId ?? '').replace(/^service\//, ''), target] as const),
  );
}
