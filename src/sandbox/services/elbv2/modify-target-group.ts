import type {
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { balancersOf } from '../../world/traffic/attachments.ts';
import { scheduleChecks } from '../../world/traffic/health-checks.ts';
import { requireHealthCheck } from './health-check-settings.ts';
import { getTargetGroup, invalid, missing, requireArn } from './lookup.ts';
import { groupAsShown } from './target-groups.ts';

/** Health checks only: port and protocol stay. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html */
export function modifyTargetGroup(input: ModifyTargetGroupInput, { region }: SandboxContext): ModifyTargetGroupOutput {
  const { TargetGroupArn: arn, ...wanted } = input;
  if (!arn) throw missing('TargetGroupArn');
  const state = region.elbv2;
  const group = getTargetGroup(state, arn);
  if (wanted.HealthCheckEnabled === false) {
    throw invalid(`Health check enabled must be true for target groups with target type '${group.TargetType}'`);
  }
  const changes = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const changed = structuredClone({ ...group, ...changes });
  requireHealthCheck(changed);
  state.targetGroups[state.targetGroups.indexOf(group)] = changed;
  scheduleChecks(region);
  return { TargetGroups: [groupAsShown(state, changed)] };
}

/** What is gone already is gone. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html */
export function deleteTargetGroup(
  { TargetGroupArn: arn }: DeleteTargetGroupInput,
  { region }: SandboxContext,
): DeleteTargetGroupOutput {
  if (!arn) throw missing('TargetGroupArn');
  requireArn(arn, 'targetgroup');
  const state = region.elbv2;
  if (balancersOf(state, arn).length > 0) {
    throw new SandboxError('ResourceInUse', `Target group '${arn}' is currently in use by a listener or a rule`);
  }
  const index = state.targetGroups.findIndex(({ TargetGroupArn }) => TargetGroupArn === arn);
  if (index >= 0) state.targetGroups.splice(index, 1);
  for (const kept of [state.targets, state.attributes, state.tags]) kept.delete(arn);
  return {};
}
