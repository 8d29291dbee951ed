import { CREDENTIAL_REPORT_CALLS, credentialReport } from '../../aws/credential-report.ts';
import { iamUser } from '../../aws/iam.ts';
import { fail, pass, unknown } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const userConsoleMfa = defineCheck({
  id: 'iam-user-console-mfa',
  title: 'User with a console password has MFA',
  severity: 'high',
  why: 'A password alone can be phished or guessed; with it, somebody else signs in to the console.',
  remediation: 'Have the user register an MFA device, or take away the password of a user that needs no console.',
  scope: 'account',
  calls: CREDENTIAL_REPORT_CALLS,
  async *evaluate({ aws }) {
    for (const user of await credentialReport(aws)) {
      // Root has a check of its own.
      if (user.root) continue;
      const { name, passwordEnabled: password, mfaActive: mfa, passwordLastUsedAt } = user;
      const evidence = {
        passwordEnabled: password ?? null,
        mfaActive: mfa ?? null,
        passwordLastUsedAt: passwordLastUsedAt?.toISOString() ?? null,
      };
      const resource = iamUser(user);
      if (password === false) yield pass(resource, `${name} has no console password.`, evidence);
      else if (mfa === true) yield pass(resource, `${name} has MFA.`, evidence);
      else if (password === true && mfa === false)
        yield fail(resource, `${name} has a console password and no MFA.`, evidence);
      else
        yield unknown(resource, `The credential report does not say whether ${name} has a password and MFA.`, evidence);
    }
  },
});
