import { CREDENTIAL_REPORT_CALLS, credentialReport } from '../../aws/credential-report.ts';
import type { Aws } from '../../aws/execution.ts';
import { getAccountSummary, rootUser } from '../../aws/iam.ts';
import { settled } from '../../aws/read.ts';
import { fail, pass, unknown } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineCheck } from '../define.ts';

export const rootNoAccessKey = defineCheck({
  id: 'iam-root-no-access-key',
  title: 'Root user has no access key',
  severity: 'critical',
  why: 'A root access key can do everything in the account, needs no MFA and cannot be restricted.',
  remediation: 'Find what uses the key, give it a role of its own, then sign in as root and delete the key.',
  scope: 'account',
  calls: ['iam:GetAccountSummary', ...CREDENTIAL_REPORT_CALLS],
  async *evaluate({ aws }) {
    const { AccountAccessKeysPresent: present } = (await getAccountSummary(aws, {})).SummaryMap ?? {};
    const root = rootUser(aws);
    if (present === undefined) yield unknown(root, 'IAM does not say whether the root user has an access key.');
    else if (present === 0) yield pass(root, 'The root user has no access key.');
    else yield fail(root, 'The root user has an access key.', { keys: await rootKeys(aws) });
  },
});

/** When the keys were made and used, where the report tells. The finding stands without. */
async function rootKeys(aws: Aws): Promise<JsonObject[] | null> {
  const report = await settled(credentialReport(aws));
  const root = report.ok ? report.value.find((user) => user.root) : undefined;
  return (
    root?.keys.map(({ number, active, rotatedAt, lastUsedAt, lastUsedService }) => ({
      key: number,
      active,
      createdAt: rotatedAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      lastUsedService: lastUsedService ?? null,
    })) ?? null
  );
}
