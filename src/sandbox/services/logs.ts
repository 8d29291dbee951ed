import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Handlers } from '../handlers.ts';

export const logs: Handlers<typeof Logs> = {};
