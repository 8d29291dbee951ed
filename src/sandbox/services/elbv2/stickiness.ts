import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import { attributesOfGroup, type WholeAttribute } from './attributes.ts';

const TARGETS_STICK = 'stickiness.enabled';

/**
 * Where clients keep to a target, and a rule shares its requests between several groups, they have to keep to the group
 * too.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#forward-actions
 */
export function requireGroupsStick(state: Elbv2State, actions: readonly Action[]): void {
  if (!actions.some((action) => shares(action) && groupsOf(action).some((arn) => sticks(state, arn)))) return;
  throw new SandboxError(
    'InvalidConfigurationRequest',
    'You must enable group stickiness on a rule if you enabled target stickiness on one of its target groups',
  );
}

/** The same, the other way round: the targets of a group begin to stick. */
export function requireRulesStick(state: Elbv2State, arn: string, changes: readonly WholeAttribute[]): void {
  if (!changes.some(({ Key, Value }) => Key === TARGETS_STICK && Value === 'true')) return;
  const loose = state.rules.find(({ Actions = [] }) =>
    Actions.some((action) => shares(action) && groupsOf(action).includes(arn)),
  );
  if (!loose) return;
  throw new SandboxError(
    'InvalidConfigurationRequest',
    `This target group appears behind a rule with group stickiness disabled (${loose.RuleArn}). You must enable group stickiness before enabling target stickiness`,
  );
}

/** Between several groups, each request anew. */
function shares(action: Action): boolean {
  return groupsOf(action).length > 1 && action.ForwardConfig?.TargetGroupStickinessConfig?.Enabled !== true;
}

function groupsOf({ ForwardConfig: config }: Action): string[] {
  return (config?.TargetGroups ?? []).flatMap(({ TargetGroupArn: arn }) => arn ?? []);
}

function sticks(state: Elbv2State, arn: string): boolean {
  return attributesOfGroup(state, arn).some(({ Key, Value }) => Key === TARGETS_STICK && Value === 'true');
}
