import { BackupClient } from '@aws-sdk/client-backup';
import { clientModule } from '../client-module.ts';

export const backup = clientModule(BackupClient, {});
