import type { Questions } from '../cases.ts';

const session = { RoleSessionName: 'opsbook' };
const RoleArn = 'arn:aws:iam::123456789012:role/lambda-role';

export const sts: Record<string, Questions> = {
  GetCallerIdentity: {},
  AssumeRole: {
    required: { RoleArn, ...session },
    names: {
      RoleArn: {
        known: RoleArn,
        unknown: 'arn:aws:iam::210987654321:role/@@@@',
        malformed: ['role/x', 'arn:aws:iam::12345:role/abcdefgh'],
      },
      RoleSessionName: { known: 'me@work', unknown: '@@@@', malformed: ['m', 'a'.repeat(65)] },
    },
    also: {
      'too short': { DurationSeconds: 899 },
      'too long': { DurationSeconds: 43_201 },
      'two hours': { DurationSeconds: 7200 },
    },
  },
};

export const organizations: Record<string, Questions> = {
  DescribeOrganization: {},
  ListAccounts: {
    pages: { size: 'MaxResults', least: 1, most: 20, tokenIn: 'NextToken', tokenOut: 'NextToken', list: 'Accounts' },
  },
};
