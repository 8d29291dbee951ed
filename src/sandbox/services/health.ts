import type * as Health from '@aws-sdk/client-health';
import type { Handlers } from '../handlers.ts';

export const health: Handlers<typeof Health> = {};
