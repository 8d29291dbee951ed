import type { Aws } from '../../aws/execution.ts';
import { describeTargetGroupAttributes, elbTags, findTargetGroups, type TargetGroup } from '../../aws/elbv2.ts';
import { orAbsent } from '../../aws/read.ts';
import type { Tag } from '../../model/environment.ts';

/** A target group with everything that a clone of it takes. */
export interface WholeTargetGroup extends TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly attributes: readonly { readonly Key: string; readonly Value: string }[];
  readonly tags: readonly Tag[];
}

/** Undefined where there is none of that ARN, or none any more. */
export async function findTargetGroup(aws: Aws, arn: string): Promise<TargetGroup | undefined> {
  return (await orAbsent(findTargetGroups(aws, { TargetGroupArns: [arn] }), ...ABSENT))?.[0];
}

/** Undefined where there is none of that name. */
export async function findTargetGroupNamed(aws: Aws, name: string): Promise<TargetGroup | undefined> {
  return (await orAbsent(findTargetGroups(aws, { Names: [name] }), ...ABSENT))?.[0];
}

/** How AWS says that a target group is not there, on the wire and in the SDK. */
const ABSENT = ['TargetGroupNotFound', 'TargetGroupNotFoundException'];

export async function lookAtTargetGroup(aws: Aws, group: TargetGroup): Promise<WholeTargetGroup> {
  const { TargetGroupArn: arn = '', TargetGroupName: name = '' } = group;
  const [attributes, tags] = await Promise.all([
    describeTargetGroupAttributes(aws, { TargetGroupArn: arn }),
    elbTags(aws, [arn]),
  ]);
  return {
    ...group,
    arn,
    name,
    attributes: attributes.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    tags: tags.get(arn) ?? [],
  };
}

/** How long AWS lets requests come to their end before it lets go of a target, in seconds. */
export function deregistrationDelaySeconds({ attributes }: WholeTargetGroup): number {
  const own = attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value;
  return Number(own ?? 300);
}

/** The value of CloudWatch's `TargetGroup` dimension: `targetgroup/web/50dc6c495c0c9188`. */
export function targetGroupDimension(arn: string): string {
  return arn.slice(arn.indexOf('targetgroup/'));
}
