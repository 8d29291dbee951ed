import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientModule } from '../client-module.ts';

export const sts = clientModule(STSClient, {
  AssumeRole: AssumeRoleCommand,
  GetCallerIdentity: GetCallerIdentityCommand,
});
