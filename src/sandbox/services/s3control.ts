import type * as S3control from '@aws-sdk/client-s3-control';
import type { Handlers } from '../handlers.ts';

export const s3control: Handlers<typeof S3control> = {};
