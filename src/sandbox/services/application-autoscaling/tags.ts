import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html */
export function tagResource({ ResourceARN, Tags }: TagResourceCommandInput, context: SandboxContext): object {
  const { arn, tags } = tagsOf(ResourceARN, context);
  context.region.applicationAutoscaling.tags.set(arn, { ...tags, ...Tags });
  return {};
}

export function untagResource(
  { ResourceARN, TagKeys = [] }: UntagResourceCommandInput,
  context: SandboxContext,
): object {
  const { arn, tags } = tagsOf(ResourceARN, context);
  const left = Object.entries(tags).filter(([key]) => !TagKeys.includes(key));
  context.region.applicationAutoscaling.tags.set(arn, Object.fromEntries(left));
  return {};
}

export function listTagsForResource(
  { ResourceARN }: ListTagsForResourceCommandInput,
  context: SandboxContext,
): Omit<ListTagsForResourceCommandOutput, '$metadata'> {
  return { Tags: { ...tagsOf(ResourceARN, context).tags } };
}

function tagsOf(arn: string | undefined, { region }: SandboxContext) {
  const { targets, tags } = region.applicationAutoscaling;
  if (arn === undefined || !targets.some((one) => one.ScalableTargetARN === arn)) {
    throw new SandboxError('ResourceNotFoundException', `Resource doesn't exist: ${arn ?? ''}`);
  }
  return { arn, tags: tags.get(arn) ?? {} };
}
