import type * as S3 from '@aws-sdk/client-s3';
import type { Handlers } from '../handlers.ts';

export const s3: Handlers<typeof S3> = {};
