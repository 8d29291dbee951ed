import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';

/** The account itself, for what is true of it as a whole; the type is AWS Config's. */
export function wholeAccount(aws: Aws): Resource {
  return { type: 'AWS::::Account', id: aws.account, arn: rootArn(aws), region: 'global' };
}

export function rootArn({ partition, account }: Aws): string {
  return `arn:${partition}:iam::${account}:root`;
}
