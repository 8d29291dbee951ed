import type { Service } from '../../aws/ecs.ts';
import { formatDuration } from '../../model/duration.ts';

/** A point at which ECS asks somebody before it goes on. */
export interface Hook {
  /** `asks the function arn:…`. */
  readonly name: string;
  readonly stages: string;
  /** A duration. */
  readonly within: string;
  /** What ECS does without an answer. */
  readonly action: string;
}

/** AWS's default for the time of a hook, in minutes. */
const HOOK_MINUTES = 24 * 60;
/** What ECS takes beside its bake and its hooks: tasks start, drain and stop; all of them twice where it shifts requests. */
const ROLLING_MS = 30 * 60_000;
const MINUTE_MS = 60_000;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html */
export function hooksOf({ deploymentConfiguration }: Service): Hook[] {
  return (deploymentConfiguration?.lifecycleHooks ?? []).map((hook) => {
    const { targetType = 'AWS_LAMBDA', hookTargetArn = '', lifecycleStages = [], timeoutConfiguration } = hook;
    const { timeoutInMinutes = HOOK_MINUTES, action = 'ROLLBACK' } = timeoutConfiguration ?? {};
    return {
      name:
        targetType === 'PAUSE'
          ? 'pauses for a person (ContinueServiceDeployment)'
          : `asks the function ${hookTargetArn}`,
      stages: lifecycleStages.join(', '),
      within: formatDuration(timeoutInMinutes * MINUTE_MS),
      action,
    };
  });
}

/** How long a deployment of the service may take in all, every hook's time included, in milliseconds. */
export function longestMs({ deploymentConfiguration }: Service): number {
  const { strategy = 'ROLLING', bakeTimeInMinutes = 0, lifecycleHooks = [] } = deploymentConfiguration ?? {};
  const hooks = lifecycleHooks.map(
    ({ timeoutConfiguration, lifecycleStages = [] }) =>
      (timeoutConfiguration?.timeoutInMinutes ?? HOOK_MINUTES) * lifecycleStages.length,
  );
  const minutes = bakeTimeInMinutes + hooks.reduce((sum, one) => sum + one, 0);
  return ROLLING_MS * (strategy === 'ROLLING' ? 1 : 2) + minutes * MINUTE_MS;
}
