import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { clientModule } from '../client-module.ts';

export const s3control = clientModule(S3ControlClient, {
  GetPublicAccessBlock: GetPublicAccessBlockCommand,
});
