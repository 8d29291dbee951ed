import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import { invalid } from './lookup.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_GROUPS = 5;

/**
 * A forward action as AWS shows it: the groups with their weights always, and the group by itself where it is the only one.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ForwardActionConfig.html
 */
export function forward({ TargetGroupArn: single, ForwardConfig: config, ...action }: Action): Action {
  const named = config?.TargetGroups ?? [];
  if (single === undefined && named.length === 0) throw invalid('A target group ARN must be specified');
  if (single !== undefined && named.some(({ TargetGroupArn }) => TargetGroupArn !== single)) {
    throw invalid('The target group ARN must be the same as the only target group of the forward configuration');
  }
  const groups = named.length > 0 ? named : [{ TargetGroupArn: single, Weight: 1 }];
  if (groups.length > MOST_GROUPS) {
    throw new SandboxError(
      'TooManyTargetGroups',
      `The maximum number of target groups for an action has been reached: ${MOST_GROUPS}`,
    );
  }
  const arns = groups.map(({ TargetGroupArn }) => TargetGroupArn);
  if (new Set(arns).size < arns.length) throw invalid('A target group can be specified only once in an action');
  return {
    ...action,
    ...(groups.length === 1 && { TargetGroupArn: arns[0] }),
    ForwardConfig: {
      TargetGroups: groups.map(({ TargetGroupArn, Weight = 1 }) => ({ TargetGroupArn, Weight: weight(Weight) })),
      TargetGroupStickinessConfig: stickiness(config?.TargetGroupStickinessConfig),
    },
  };
}

function weight(given: number): number {
  if (Number.isInteger(given) && given >= 0 && given <= 999) return given;
  throw invalid('The weight for each target group must be between 0 and 999, inclusive');
}

type Stickiness = NonNullable<NonNullable<Action['ForwardConfig']>['TargetGroupStickinessConfig']>;

function stickiness({ Enabled = false, DurationSeconds: seconds }: Stickiness = {}): Stickiness {
  if (Enabled && seconds === undefined) {
    throw invalid('The duration must be specified when target group stickiness is enabled');
  }
  if (seconds !== undefined && (seconds < 1 || seconds > 604_800)) {
    throw invalid('The duration of target group stickiness must be between 1 and 604800 seconds, inclusive');
  }
  return { Enabled, ...(seconds !== undefined && { DurationSeconds: seconds }) };
}
