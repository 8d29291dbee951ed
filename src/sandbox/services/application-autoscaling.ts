import type * as ApplicationAutoscaling from '@aws-sdk/client-application-auto-scaling';
import type { Handlers } from '../handlers.ts';
import { select } from './application-autoscaling/listing.ts';
import { deleteScalingPolicy, putScalingPolicy } from './application-autoscaling/policies.ts';
import {
  deleteScheduledAction,
  describeScheduledActions,
  putScheduledAction,
} from './application-autoscaling/scheduled-actions.ts';
import { listTagsForResource, tagResource, untagResource } from './application-autoscaling/tags.ts';
import { deregisterScalableTarget, registerScalableTarget } from './application-autoscaling/targets.ts';

export const applicationAutoscaling: Handlers<typeof ApplicationAutoscaling> = {
  DeleteScalingPolicy: deleteScalingPolicy,
  DeleteScheduledAction: deleteScheduledAction,
  DeregisterScalableTarget: deregisterScalableTarget,
  DescribeScalableTargets(input, { region }) {
    const { items, next } = select(region.applicationAutoscaling.targets, input, 50);
    return { ScalableTargets: items, ...(next !== undefined && { NextToken: next }) };
  },
  DescribeScalingPolicies(input, { region }) {
    const { PolicyNames: names } = input;
    const policies = region.applicationAutoscaling.policies.filter(
      ({ PolicyName = '' }) => !names?.length || names.includes(PolicyName),
    );
    const { items, next } = select(policies, input, 10);
    return { ScalingPolicies: items, ...(next !== undefined && { NextToken: next }) };
  },
  DescribeScalingActivities(input, { region, now }) {
    const oldest = now.getTime() - SIX_WEEKS_MS;
    const activities = region.applicationAutoscaling.activities.filter(
      ({ StartTime }) => (StartTime?.getTime() ?? 0) >= oldest,
    );
    const { items, next } = select(activities, input, 50);
    return { ScalingActivities: items, ...(next !== undefined && { NextToken: next }) };
  },
  DescribeScheduledActions: describeScheduledActions,
  ListTagsForResource: listTagsForResource,
  PutScalingPolicy: putScalingPolicy,
  PutScheduledAction: putScheduledAction,
  RegisterScalableTarget: registerScalableTarget,
  TagResource: tagResource,
  UntagResource: untagResource,
};

/** How long activities are kept. */
const SIX_WEEKS_MS = 42 * 86_400_000;
