import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput,
} from '@aws-sdk/client-sts';
import type { Aws } from './execution.ts';
import { one } from './read.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html (needs no permission) */
export const getCallerIdentity = one<GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput>(
  'sts',
  'GetCallerIdentity',
);

/** A session of a role; asked anew each time. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRole(aws: Aws, input: AssumeRoleCommandInput): Promise<AssumeRoleCommandOutput> {
  return aws.ask<AssumeRoleCommandOutput>('sts', 'AssumeRole', input);
}
