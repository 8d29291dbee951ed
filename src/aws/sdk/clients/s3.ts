import { S3Client } from '@aws-sdk/client-s3';
import { clientModule } from '../client-module.ts';

export const s3 = clientModule(S3Client, {});
