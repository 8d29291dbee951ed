import { getAccountSummary, rootUser } from '../../aws/iam.ts';
import { fail, pass, unknown } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const rootMfa = defineCheck({
  id: 'iam-root-mfa',
  title: 'Root user signs in with MFA',
  severity: 'critical',
  why: 'Whoever has the root password has everything in the account, and no policy holds root back.',
  remediation: 'Sign in as root and register two MFA devices, best hardware keys; keep one of them off site.',
  scope: 'account',
  calls: ['iam:GetAccountSummary'],
  async *evaluate({ aws }) {
    const { AccountMFAEnabled: mfa, AccountPasswordPresent: password } =
      (await getAccountSummary(aws, {})).SummaryMap ?? {};
    const evidence = { mfaEnabled: known(mfa), passwordPresent: known(password) };
    const root = rootUser(aws);
    if (mfa === undefined) yield unknown(root, 'IAM does not say whether the root user has MFA.', evidence);
    else if (mfa > 0) yield pass(root, 'The root user has MFA.', evidence);
    // The organization can take the password from its members' root users.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#id_root-user-access-management
    else if (password === 0) yield pass(root, 'The root user has no password, so nobody signs in as root.', evidence);
    else yield fail(root, 'The root user has no MFA.', evidence);
  },
});

function known(count: number | undefined): boolean | null {
  return count === undefined ? null : count > 0;
}
