import type { GenerateCredentialReportCommandOutput, GetCredentialReportCommandOutput } from '@aws-sdk/client-iam';
import { type ReportedUser, reportedUsers } from './credential-report-rows.ts';
import type { Aws } from './execution.ts';
import { AwsFault } from './fault.ts';
import { endpointRegion } from './service.ts';

/** What a check that reads the report calls. */
export const CREDENTIAL_REPORT_CALLS = ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'] as const;

/** The first waits are short: a small account's report is made at once, a large one's takes some seconds. */
const WAITS_MS = [250, 500, 1000, 2000, 2000, 4000, 4000, 8000, 8000, 15_000, 15_000];

/**
 * Every user of the account with password, MFA and keys, root among them where AWS has a line for it. Made once for an
 * execution, at most four hours old.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
 * @throws AwsFault
 */
export async function credentialReport(aws: Aws): Promise<readonly ReportedUser[]> {
  const first = await aws.read<GenerateCredentialReportCommandOutput>('iam', 'GenerateCredentialReport', {});
  if (first.State !== 'COMPLETE') await aws.gather('credential report', () => madeReport(aws));
  const { Content } = await aws.read<GetCredentialReportCommandOutput>('iam', 'GetCredentialReport', {});
  return reportedUsers(new TextDecoder().decode(Content));
}

async function madeReport(aws: Aws): Promise<void> {
  for (const waitMs of WAITS_MS) {
    await aws.pause(waitMs);
    const { State } = await aws.ask<GenerateCredentialReportCommandOutput>('iam', 'GenerateCredentialReport', {});
    if (State === 'COMPLETE') return;
  }
  throw new AwsFault('IAM did not finish its credential report within a minute.', {
    kind: 'deadline',
    operation: 'iam:GenerateCredentialReport',
    region: endpointRegion('iam', aws.partition, aws.region),
    awsCode: 'ReportInProgress',
  });
}
