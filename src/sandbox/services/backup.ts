import type * as Backup from '@aws-sdk/client-backup';
import type { Handlers } from '../handlers.ts';

export const backup: Handlers<typeof Backup> = {};
