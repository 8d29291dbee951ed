import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  Tag,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { findAlarm } from './alarm-state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export function tagResource({ ResourceARN, Tags = [] }: TagResourceCommandInput, context: SandboxContext): object {
  requireOwnTags(Tags);
  const { arn, tags } = tagsOf(ResourceARN, context);
  const keys = new Set(Tags.map(({ Key }) => Key));
  context.region.cloudwatch.tags.set(arn, [...tags.filter(({ Key }) => !keys.has(Key)), ...Tags]);
  return {};
}

export function untagResource(
  { ResourceARN, TagKeys = [] }: UntagResourceCommandInput,
  context: SandboxContext,
): object {
  const { arn, tags } = tagsOf(ResourceARN, context);
  const left = tags.filter(({ Key = '' }) => !TagKeys.includes(Key));
  context.region.cloudwatch.tags.set(arn, left);
  return {};
}

export function listTagsForResource(
  { ResourceARN }: ListTagsForResourceCommandInput,
  context: SandboxContext,
): Omit<ListTagsForResourceCommandOutput, '$metadata'> {
  return { Tags: [...tagsOf(ResourceARN, context).tags] };
}

/** AWS keeps those that begin with `aws:` to itself. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Tag.html */
export function requireOwnTags(tags: readonly Tag[] = []): void {
  const reserved = tags.find(({ Key = '' }) => /^aws:/i.test(Key));
  if (!reserved) return;
  throw new SandboxError(
    'InvalidParameterValue',
    `Tag keys cannot begin with aws:, which is reserved: ${reserved.Key}`,
  );
}

/** Alarms and dashboards have tags; the sandbox keeps those of alarms. */
function tagsOf(arn: string | undefined, context: SandboxContext): { arn: string; tags: readonly Tag[] } {
  const name = /^arn:[^:]+:cloudwatch:[^:]+:\d{12}:alarm:(.+)$/.exec(arn ?? '')?.[1];
  if (arn === undefined || name === undefined) {
    throw new SandboxError('InvalidParameterValue', `Invalid resource ARN: ${arn ?? ''}`);
  }
  const found = findAlarm(context, name);
  if (found?.AlarmArn !== arn) throw new SandboxError('ResourceNotFoundException', `Unknown resource: ${arn}`, 404);
  return { arn, tags: context.region.cloudwatch.tags.get(arn) ?? [] };
}
