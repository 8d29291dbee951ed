import type * as Cloudtrail from '@aws-sdk/client-cloudtrail';
import type { Handlers } from '../handlers.ts';

export const cloudtrail: Handlers<typeof Cloudtrail> = {};
