import type { DescribeTagsInput, DescribeTagsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { getLoadBalancer, getTargetGroup } from './lookup.ts';

const MOST_ARNS = 20;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
export function describeTags(input: DescribeTagsInput, { region }: SandboxContext): DescribeTagsOutput {
  const arns = input.ResourceArns ?? [];
  if (arns.length === 0) throw new SandboxError('ValidationError', 'A resource ARN must be specified');
  if (arns.length > MOST_ARNS) {
    throw new SandboxError('ValidationError', `Up to ${MOST_ARNS} resources can be described at a time.`);
  }
  for (const arn of arns) {
    if (arn.includes(':loadbalancer/')) getLoadBalancer(region.elbv2, arn);
    if (arn.includes(':targetgroup/')) getTargetGroup(region.elbv2, arn);
  }
  return { TagDescriptions: arns.map((arn) => ({ ResourceArn: arn, Tags: region.elbv2.tags.get(arn) ?? [] })) };
}
