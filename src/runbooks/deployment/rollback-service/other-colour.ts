import { lastPart, type Service } from '../../../aws/ecs.ts';
import { EXECUTION_TAG } from '../../../aws/mutations.ts';
import type { PlanBuilder } from '../../define.ts';

/** What the colours that are not live run: it was live before, though ECS keeps each service's record to itself. */
export function versionsBeside(services: readonly Service[], live: string): string[] {
  return services.flatMap(({ serviceName, taskDefinition }) => (serviceName === live ? [] : (taskDefinition ?? [])));
}

interface Going {
  readonly services: readonly Service[];
  /** The colour that is live. */
  readonly live: string;
  /** ARN of the task definition that is gone back to. */
  readonly target: string;
}

/** Where the other colour still runs the wanted version, a switch is quicker than a deployment. */
export function tellOfOtherColour(plan: PlanBuilder, { services, live: name, target }: Going): void {
  const live = services.find(({ serviceName }) => serviceName === name);
  const other = services.find(
    ({ serviceName, taskDefinition, runningCount = 0 }) =>
      serviceName !== name && taskDefinition === target && runningCount >= (live?.desiredCount ?? 1),
  );
  if (!other) return;
  const execution = live?.tags?.find(({ key }) => key === EXECUTION_TAG)?.value;
  const undo = execution === undefined ? '' : ` (opsbook executions undo ${execution})`;
  plan.warn(
    `${other.serviceName} still runs ${lastPart(target)} at full size: to undo the blue-green deployment${undo}, or to run it again with that version, takes seconds`,
  );
}
