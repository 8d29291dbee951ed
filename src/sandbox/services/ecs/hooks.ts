import type {
  DeploymentLifecycleHook,
  DeploymentLifecycleHookDetail,
  DeploymentLifecycleHookStage,
  Service,
} from '@aws-sdk/client-ecs';
import type { HookOutcome } from '../../world/newcomer/ecs.ts';
import type { RunningHook } from '../../world/newcomer/ecs/schedule.ts';
import { nextHex, nowOf, type Where } from './records.ts';

/** What a Lambda function needs to answer, and how long ECS waits before it asks one again that said IN_PROGRESS. */
const FUNCTION_MS = 3_000;
const DEFAULT_TIMEOUT_MINUTES = 24 * 60;

/** Sets what a Lambda function that is a lifecycle hook answers from now on. */
export function setHookOutcome({ region }: Pick<Where, 'region'>, functionArn: string, outcome: HookOutcome): void {
  region.ecs.hookOutcomes.set(functionArn, outcome);
}

/**
 * Begins the service's hooks of some stages.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
export function beginHooks(
  where: Where,
  { deploymentConfiguration }: Service,
  stages: readonly DeploymentLifecycleHookStage[],
): RunningHook[] {
  const hooks = deploymentConfiguration?.lifecycleHooks ?? [];
  return stages.flatMap((stage) =>
    hooks
      .filter(({ lifecycleStages = [] }) => lifecycleStages.includes(stage))
      .map((hook) => ({ stage, beganAt: nowOf(where), detail: begun(where, hook) })),
  );
}

function begun(where: Where, hook: DeploymentLifecycleHook): DeploymentLifecycleHookDetail {
  const { timeoutInMinutes = DEFAULT_TIMEOUT_MINUTES, action = 'ROLLBACK' } = hook.timeoutConfiguration ?? {};
  const pauses = hook.targetType === 'PAUSE';
  return {
    hookId: `ecs-${pauses ? 'pause' : 'lambda'}-${nextHex(where, 'hook')}`,
    targetType: hook.targetType ?? 'AWS_LAMBDA',
    ...(!pauses && { targetArn: hook.hookTargetArn }),
    status: pauses ? 'AWAITING_ACTION' : 'IN_PROGRESS',
    expiresAt: new Date(nowOf(where) + timeoutInMinutes * 60_000),
    timeoutAction: action,
  };
}

/** Brings hooks up to now: functions have answered, time has run out. */
export function settleHooks(where: Where, hooks: readonly RunningHook[]): void {
  const now = nowOf(where);
  for (const hook of hooks) {
    const { detail } = hook;
    if (!isOpen(hook)) continue;
    if (detail.targetType === 'AWS_LAMBDA' && now >= hook.beganAt + FUNCTION_MS) {
      const outcome = outcomeOf(where, detail.targetArn ?? '');
      if (outcome !== 'IN_PROGRESS') hook.detail = { ...detail, status: outcome === 'SUCCEEDED' ? outcome : 'FAILED' };
    }
    if (isOpen(hook) && detail.expiresAt !== undefined && now >= detail.expiresAt.getTime()) {
      hook.detail = { ...detail, status: 'TIMED_OUT' };
    }
  }
}

/** A function of the account that nothing is said of agrees; one that is not there cannot be called. */
function outcomeOf({ region }: Where, functionArn: string): HookOutcome {
  // A version or an alias may follow.
  const known = region.lambda.functions.some(
    ({ latest: { FunctionArn: arn } }) => arn === functionArn || functionArn.startsWith(`${arn}:`),
  );
  return region.ecs.hookOutcomes.get(functionArn) ?? (known ? 'SUCCEEDED' : 'invalid');
}

/** When the next of them runs out of time, or answers. */
export function nextOfHooks(hooks: readonly RunningHook[], now: number): number {
  const open = hooks.filter(isOpen).flatMap(({ detail, beganAt }) => {
    const answers = detail.targetType === 'AWS_LAMBDA' ? [beganAt + FUNCTION_MS] : [];
    return [...answers, detail.expiresAt?.getTime() ?? Infinity];
  });
  return Math.min(Infinity, ...open.filter((at) => at > now));
}

export function isOpen({ detail }: RunningHook): boolean {
  return detail.status === 'AWAITING_ACTION' || detail.status === 'IN_PROGRESS';
}

/** Why the deployment must go back, if a hook says so. */
export function refusal(hooks: readonly RunningHook[]): string | undefined {
  for (const { detail, stage } of hooks) {
    if (detail.status === 'FAILED') {
      return `the lifecycle hook ${detail.targetArn ?? detail.hookId} failed at ${stage}.`;
    }
    if (detail.status === 'TIMED_OUT' && detail.timeoutAction === 'ROLLBACK') {
      return `the lifecycle hook ${detail.hookId} timed out at ${stage}.`;
    }
  }
  return undefined;
}
