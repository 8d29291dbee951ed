import type {
  CreateRuleCommandInput,
  CreateTargetGroupCommandInput,
  DeleteRuleCommandInput,
  DeleteTargetGroupCommandInput,
  DescribeRulesCommandInput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetHealthCommandInput,
  ModifyListenerCommandInput,
  ModifyRuleCommandInput,
  ModifyTargetGroupAttributesCommandInput,
  SetRulePrioritiesCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
export const createRule = planned<CreateRuleCommandInput>('elbv2', 'CreateRule');
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export const createTargetGroup = planned<CreateTargetGroupCommandInput>('elbv2', 'CreateTargetGroup');
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html */
export const deleteRule = planned<DeleteRuleCommandInput>('elbv2', 'DeleteRule');
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html */
export const deleteTargetGroup = planned<DeleteTargetGroupCommandInput>('elbv2', 'DeleteTargetGroup');
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html */
export const describeRules = planned<DescribeRulesCommandInput>('elbv2', 'DescribeRules');
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html */
export const describeTargetGroups = planned<DescribeTargetGroupsCommandInput>('elbv2', 'DescribeTargetGroups');
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html */
export const describeTargetHealth = planned<DescribeTargetHealthCommandInput>('elbv2', 'DescribeTargetHealth');
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html */
export const modifyListener = planned<ModifyListenerCommandInput>('elbv2', 'ModifyListener');
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
export const modifyRule = planned<ModifyRuleCommandInput>('elbv2', 'ModifyRule');
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroupAttributes.html */
export const modifyTargetGroupAttributes = planned<ModifyTargetGroupAttributesCommandInput>(
  'elbv2',
  'ModifyTargetGroupAttributes',
);
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html */
export const setRulePriorities = planned<SetRulePrioritiesCommandInput>('elbv2', 'SetRulePriorities');
