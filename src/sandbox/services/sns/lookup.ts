import { SandboxError } from '../../error.ts';
import type { RegionState } from '../../world/state.ts';
import type { SandboxTopic } from '../../world/newcomer/sns.ts';

export function findTopic({ sns }: RegionState, arn: string | undefined): SandboxTopic | undefined {
  return sns.topics.find((topic) => topic.arn === arn);
}

/** @throws InvalidParameter for what is no topic's ARN, NotFound where there is none of that name */
export function topicOf(region: RegionState, arn: string | undefined): SandboxTopic {
  requireArn('TopicArn', arn);
  const found = findTopic(region, arn);
  if (!found) throw new SandboxError('NotFound', 'Topic does not exist', 404);
  return found;
}

/** @throws InvalidParameter for what is no ARN */
export function requireArn(parameter: string, arn: string | undefined): void {
  const parts = arn?.split(':').length ?? 0;
  if (parts < 6) throw invalid(parameter, `An ARN must have at least 6 elements, not ${parts}`);
}

export function invalid(parameter: string, reason: string): SandboxError {
  return new SandboxError('InvalidParameter', `Invalid parameter: ${parameter} Reason: ${reason}`);
}
