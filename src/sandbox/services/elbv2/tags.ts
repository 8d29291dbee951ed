import type {
  AddTagsInput,
  AddTagsOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SandboxContext } from '../../handlers.ts';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import { getListener, getRule } from './listeners.ts';
import { getLoadBalancer, getTargetGroup, invalid, missing } from './lookup.ts';
import { requireNewTags } from './tag-limits.ts';

const MOST_ARNS = 20;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
export function describeTags(input: DescribeTagsInput, { region }: SandboxContext): DescribeTagsOutput {
  const arns = resources(region.elbv2, input.ResourceArns);
  return {
    TagDescriptions: arns.map((arn) => ({ ResourceArn: arn, Tags: [...(region.elbv2.tags.get(arn) ?? [])] })),
  };
}

/** A key that is there gets the new value. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTags.html */
export function addTags(input: AddTagsInput, { region }: SandboxContext): AddTagsOutput {
  const { tags } = region.elbv2;
  const wanted = input.Tags ?? [];
  if (wanted.length === 0) throw missing('Tags');
  const arns = resources(region.elbv2, input.ResourceArns);
  for (const arn of arns) requireNewTags(tags.get(arn) ?? [], wanted);
  for (const arn of arns) {
    const others = (tags.get(arn) ?? []).filter(({ Key }) => !wanted.some((tag) => tag.Key === Key));
    tags.set(arn, [...others, ...wanted.map((tag) => ({ ...tag }))]);
  }
  return {};
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RemoveTags.html */
export function removeTags(input: RemoveTagsInput, { region }: SandboxContext): RemoveTagsOutput {
  const { tags } = region.elbv2;
  const keys = input.TagKeys ?? [];
  if (keys.length === 0) throw missing('TagKeys');
  for (const arn of resources(region.elbv2, input.ResourceArns)) {
    tags.set(
      arn,
      (tags.get(arn) ?? []).filter(({ Key = '' }) => !keys.includes(Key)),
    );
  }
  return {};
}

function resources(state: Elbv2State, arns: readonly string[] = []): readonly string[] {
  if (arns.length === 0) throw invalid('A resource ARN must be specified');
  if (arns.length > MOST_ARNS) throw invalid(`Up to ${MOST_ARNS} resources can be described at a time.`);
  for (const arn of arns) requireResource(state, arn);
  return arns;
}

function requireResource(state: Elbv2State, arn: string): void {
  if (arn.includes(':loadbalancer/')) getLoadBalancer(state, arn);
  else if (arn.includes(':targetgroup/')) getTargetGroup(state, arn);
  else if (arn.includes(':listener-rule/')) getRule(state, arn);
  else if (arn.includes(':listener/')) getListener(state, arn);
  else throw invalid(`'${arn}' is not a valid ARN`);
}
