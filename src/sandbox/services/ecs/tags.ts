import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { mergedTags } from './tag-rules.ts';
import { invalid } from './validation.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TagResource.html */
export function tagResource(input: TagResourceRequest, context: SandboxContext): TagResourceResponse {
  const tagged = getTagged(context, input.resourceArn);
  tagged.write(mergedTags(tagged.tags, input.tags ?? []));
  return {};
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UntagResource.html */
export function untagResource(input: UntagResourceRequest, context: SandboxContext): UntagResourceResponse {
  const tagged = getTagged(context, input.resourceArn);
  const keys = input.tagKeys ?? [];
  tagged.write(tagged.tags.filter(({ key }) => key === undefined || !keys.includes(key)));
  return {};
}

/**
 * That a resource is not found has another code here than where tags are written.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTagsForResource.html
 */
export function listTagsForResource(
  input: ListTagsForResourceRequest,
  context: SandboxContext,
): ListTagsForResourceResponse {
  return { tags: [...getTagged(context, input.resourceArn, 'ClientException').tags] };
}

interface Tagged {
  readonly tags: readonly Tag[];
  readonly write: (tags: Tag[]) => void;
}

function getTagged({ region }: SandboxContext, arn: string | undefined, unknown = 'ResourceNotFoundException'): Tagged {
  if (!arn) throw invalid('Resource ARN cannot be empty.');
  if (!/^arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:[a-z-]+\/.+$/.test(arn)) throw invalid(`Invalid identifier: ${arn}`);
  const { services, clusters, tasks, taskDefinitions, tags } = region.ecs;
  const holder: { tags?: Tag[] | undefined } | undefined =
    services.find(({ serviceArn, status }) => serviceArn === arn && status !== 'INACTIVE') ??
    clusters.find(({ clusterArn }) => clusterArn === arn) ??
    tasks.find(({ taskArn }) => taskArn === arn);
  if (holder) return { tags: holder.tags ?? [], write: (wanted) => void (holder.tags = wanted) };
  if (taskDefinitions.some(({ taskDefinitionArn }) => taskDefinitionArn === arn)) {
    return { tags: tags.get(arn) ?? [], write: (wanted) => void tags.set(arn, wanted) };
  }
  throw new SandboxError(unknown, `The specified resource wasn't found: ${arn}`);
}
