import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-sns';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { SandboxTopic } from '../../world/newcomer/sns.ts';
import { findTopic } from './lookup.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html */
export function tagResource({ ResourceArn, Tags = [] }: TagResourceCommandInput, context: SandboxContext): object {
  const topic = resourceOf(ResourceArn, context);
  const keys = new Set(Tags.map(({ Key }) => Key));
  topic.tags = [...topic.tags.filter(({ Key }) => !keys.has(Key)), ...Tags];
  return {};
}

export function untagResource(
  { ResourceArn, TagKeys = [] }: UntagResourceCommandInput,
  context: SandboxContext,
): object {
  const topic = resourceOf(ResourceArn, context);
  topic.tags = topic.tags.filter(({ Key = '' }) => !TagKeys.includes(Key));
  return {};
}

export function listTagsForResource(
  { ResourceArn }: ListTagsForResourceCommandInput,
  context: SandboxContext,
): Omit<ListTagsForResourceCommandOutput, '$metadata'> {
  return { Tags: [...resourceOf(ResourceArn, context).tags] };
}

function resourceOf(arn: string | undefined, { region }: SandboxContext): SandboxTopic {
  const found = findTopic(region, arn);
  if (!found) throw new SandboxError('ResourceNotFound', 'Resource does not exist', 404);
  return found;
}
