import { expect, test } from 'vitest';
import { answering, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { reportOf } from '../../../test/credential-report.ts';
import { rootNoAccessKey } from './root-no-access-key.ts';

const PRESENT = { SummaryMap: { AccountAccessKeysPresent: 1 } };

test('E5.6 fails a root access key and says when it was used, from the credential report', async () => {
  const [finding] = await judge(rootNoAccessKey, {
    'iam:GetAccountSummary': PRESENT,
    'iam:GenerateCredentialReport': { State: 'COMPLETE' },
    'iam:GetCredentialReport': reportOf(NOW, { name: '<root_account>', keys: [{ ageDays: 400, usedDaysAgo: 30 }] }),
  });
  expect(finding).toMatchObject({
    status: 'fail',
    severity: 'critical',
    region: 'global',
    resource: { id: '<root_account>', arn: 'arn:aws:iam::123456789012:root' },
    evidence: { keys: [{ key: 1, active: true, lastUsedAt: '2026-10-24T08:00:00.000Z', lastUsedService: 's3' }] },
  });
});

test('the key is a finding also where there is no report, or none of root', async () => {
  const denied = await judge(rootNoAccessKey, {
    'iam:GetAccountSummary': PRESENT,
    'iam:GenerateCredentialReport': () => awsError('AccessDenied', 'no', 403),
  });
  expect(denied).toMatchObject([{ status: 'fail', evidence: { keys: null } }]);
});

test('an account without a root key takes one call', async () => {
  const transport = answering({ 'iam:GetAccountSummary': { SummaryMap: { AccountAccessKeysPresent: 0 } } });
  expect(lines(await judge(rootNoAccessKey, transport))).toEqual([
    '<root_account>: pass: The root user has no access key.',
  ]);
  expect(transport.asked).toHaveLength(1);
});
