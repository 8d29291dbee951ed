import type * as Rds from '@aws-sdk/client-rds';
import type { Handlers } from '../handlers.ts';

export const rds: Handlers<typeof Rds> = {};
