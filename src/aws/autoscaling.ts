import type {
  AutoScalingGroup,
  DescribeAutoScalingGroupsCommandInput,
  DescribeAutoScalingGroupsCommandOutput,
} from '@aws-sdk/client-auto-scaling';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list } from './read.ts';

export type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html */
export const describeAutoScalingGroups = list<
  DescribeAutoScalingGroupsCommandInput,
  DescribeAutoScalingGroupsCommandOutput,
  AutoScalingGroup
>('autoscaling', 'DescribeAutoScalingGroups', {
  items: (page) => page.AutoScalingGroups,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxRecords: 100 },
});

export function autoScalingGroup(
  aws: Aws,
  { AutoScalingGroupName: name = '', AutoScalingGroupARN: arn }: AutoScalingGroup,
): Resource {
  const own = `arn:${aws.partition}:autoscaling:${aws.region}:${aws.account}:autoScalingGroup:*:autoScalingGroupName/${name}`;
  return { type: 'AWS::AutoScaling::AutoScalingGroup', id: name, arn: arn ?? own };
}
