import type * as Cloudwatch from '@aws-sdk/client-cloudwatch';
import type { Handlers } from '../handlers.ts';

export const cloudwatch: Handlers<typeof Cloudwatch> = {};
