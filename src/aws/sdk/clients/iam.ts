import { IAMClient } from '@aws-sdk/client-iam';
import { clientModule } from '../client-module.ts';

export const iam = clientModule(IAMClient, {});
