import { expect, test } from 'vitest';
import { awsError, judge, lines } from '../../../test/answers.ts';
import { rootMfa } from './root-mfa.ts';

async function judged(SummaryMap: object): Promise<string[]> {
  return lines(await judge(rootMfa, { 'iam:GetAccountSummary': { SummaryMap } }));
}

test('fails a root user that signs in with a password alone', async () => {
  expect(await judged({ AccountMFAEnabled: 0, AccountPasswordPresent: 1 })).toEqual([
    '<root_account>: fail critical: The root user has no MFA.',
  ]);
  expect(await judged({ AccountMFAEnabled: 0 })).toEqual(['<root_account>: fail critical: The root user has no MFA.']);
});

test('passes a root user with MFA, and one whose password the organization has taken away', async () => {
  expect(await judged({ AccountMFAEnabled: 1 })).toEqual(['<root_account>: pass: The root user has MFA.']);
  expect(await judged({ AccountMFAEnabled: 0, AccountPasswordPresent: 0 })).toEqual([
    '<root_account>: pass: The root user has no password, so nobody signs in as root.',
  ]);
});

test('a summary that says nothing of MFA, or that may not be read, is unknown', async () => {
  expect(await judged({ Users: 3 })).toEqual([
    '<root_account>: unknown: IAM does not say whether the root user has MFA.',
  ]);
  const denied = await judge(rootMfa, { 'iam:GetAccountSummary': () => awsError('AccessDenied', 'no', 403) });
  expect(lines(denied)).toEqual(['iam: unknown: AccessDenied: iam:GetAccountSummary is not allowed.']);
});
