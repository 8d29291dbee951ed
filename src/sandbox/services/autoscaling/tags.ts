import type {
  CreateOrUpdateTagsCommandInput,
  DeleteTagsCommandInput,
  Tag,
  TagDescription,
} from '@aws-sdk/client-auto-scaling';
import type { SandboxContext } from '../../handlers.ts';
import { groupOf, refused, storeGroup } from './lookup.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateOrUpdateTags.html */
export function createOrUpdateTags(
  { Tags: tags = [] }: CreateOrUpdateTagsCommandInput,
  context: SandboxContext,
): object {
  for (const { Key } of tags) if (!Key) throw refused('Tag key must not be empty');
  for (const tag of tags) {
    const { ResourceId: name, Key, Value = '', PropagateAtLaunch = false } = tag;
    const wanted: TagDescription = {
      ResourceId: name,
      ResourceType: 'auto-scaling-group',
      Key,
      Value,
      PropagateAtLaunch,
    };
    change(context, tag, (kept) => [...kept, wanted]);
  }
  return {};
}

export function deleteTags({ Tags: tags = [] }: DeleteTagsCommandInput, context: SandboxContext): object {
  for (const tag of tags) change(context, tag, (kept) => kept);
  return {};
}

function change(context: SandboxContext, tag: Tag, make: (kept: TagDescription[]) => TagDescription[]): void {
  const group = groupOf(context, tag.ResourceId);
  storeGroup(context, { ...group, Tags: make((group.Tags ?? []).filter(({ Key }) => Key !== tag.Key)) });
}
