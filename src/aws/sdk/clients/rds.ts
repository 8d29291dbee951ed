import { RDSClient } from '@aws-sdk/client-rds';
import { clientModule } from '../client-module.ts';

export const rds = clientModule(RDSClient, {});
