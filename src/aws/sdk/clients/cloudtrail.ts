import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { clientModule } from '../client-module.ts';

export const cloudtrail = clientModule(CloudTrailClient, {});
