import { expect, test } from 'vitest';
import { answering, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { type CannedUser, reportOf } from '../../../test/credential-report.ts';
import { userConsoleMfa } from './user-console-mfa.ts';

function account(...users: CannedUser[]) {
  return answering({
    'iam:GenerateCredentialReport': { State: 'COMPLETE' },
    'iam:GetCredentialReport': reportOf(NOW, ...users),
  });
}

test('E5.5 names exactly the users who sign in without MFA; machine users and root are not among them', async () => {
  const transport = account(
    { name: '<root_account>', mfa: false },
    { name: 'alice', password: true, mfa: true },
    { name: 'bob', password: true },
    { name: 'ci-bot' },
    { name: 'erin', password: true },
  );
  expect(lines(await judge(userConsoleMfa, transport))).toEqual([
    'bob: fail high: bob has a console password and no MFA.',
    'erin: fail high: erin has a console password and no MFA.',
    'alice: pass: alice has MFA.',
    'ci-bot: pass: ci-bot has no console password.',
  ]);
  expect(transport.asked).toHaveLength(2);
});

test('E5.5 two hundred users take two calls', async () => {
  const users = Array.from({ length: 200 }, (_, index) => ({ name: `user-${index}`, password: index % 2 === 0 }));
  const transport = account(...users);
  const findings = await judge(userConsoleMfa, transport);
  expect(findings.filter(({ status }) => status === 'fail')).toHaveLength(100);
  expect(findings).toHaveLength(200);
  expect(transport.asked).toHaveLength(2);
});

test('an account without users has nothing to find', async () => {
  expect(await judge(userConsoleMfa, account({ name: '<root_account>' }))).toEqual([]);
});

test('a report that may not be made is unknown, never a pass', async () => {
  const findings = await judge(userConsoleMfa, {
    'iam:GenerateCredentialReport': () => awsError('AccessDenied', 'no', 403),
  });
  expect(lines(findings)).toEqual(['iam: unknown: AccessDenied: iam:GenerateCredentialReport is not allowed.']);
});
