import type * as Elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Handlers } from '../handlers.ts';
import { describeLoadBalancerAttributes, describeTargetGroupAttributes } from './elbv2/attributes.ts';
import { deleteListener, modifyListener } from './elbv2/change-listeners.ts';
import { createRule, deleteRule, modifyRule } from './elbv2/change-rules.ts';
import { createListener } from './elbv2/create-listener.ts';
import { createTargetGroup } from './elbv2/create-target-group.ts';
import { describeListeners, describeRules } from './elbv2/listeners.ts';
import { describeLoadBalancers } from './elbv2/load-balancers.ts';
import { modifyLoadBalancerAttributes, modifyTargetGroupAttributes } from './elbv2/modify-attributes.ts';
import { deleteTargetGroup, modifyTargetGroup } from './elbv2/modify-target-group.ts';
import { setRulePriorities } from './elbv2/set-rule-priorities.ts';
import { addTags, describeTags, removeTags } from './elbv2/tags.ts';
import { describeTargetGroups, describeTargetHealth } from './elbv2/target-groups.ts';
import { deregisterTargets, registerTargets } from './elbv2/targets.ts';

export const elbv2: Handlers<typeof Elbv2> = {
  AddTags: addTags,
  CreateListener: createListener,
  CreateRule: createRule,
  CreateTargetGroup: createTargetGroup,
  DeleteListener: deleteListener,
  DeleteRule: deleteRule,
  DeleteTargetGroup: deleteTargetGroup,
  DeregisterTargets: deregisterTargets,
  DescribeListeners: describeListeners,
  DescribeLoadBalancerAttributes: describeLoadBalancerAttributes,
  DescribeLoadBalancers: describeLoadBalancers,
  DescribeRules: describeRules,
  DescribeTags: describeTags,
  DescribeTargetGroupAttributes: describeTargetGroupAttributes,
  DescribeTargetGroups: describeTargetGroups,
  DescribeTargetHealth: describeTargetHealth,
  ModifyListener: modifyListener,
  ModifyLoadBalancerAttributes: modifyLoadBalancerAttributes,
  ModifyRule: modifyRule,
  ModifyTargetGroup: modifyTargetGroup,
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
  RegisterTargets: registerTargets,
  RemoveTags: removeTags,
  SetRulePriorities: setRulePriorities,
};
