import {
  GenerateCredentialReportCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { clientModule } from '../client-module.ts';

export const iam = clientModule(IAMClient, {
  GenerateCredentialReport: GenerateCredentialReportCommand,
  GetAccountSummary: GetAccountSummaryCommand,
  GetCredentialReport: GetCredentialReportCommand,
  ListAccessKeys: ListAccessKeysCommand,
});
