import { BackupClient, ListProtectedResourcesCommand } from '@aws-sdk/client-backup';
import { clientModule } from '../client-module.ts';

export const backup = clientModule(BackupClient, {
  ListProtectedResources: ListProtectedResourcesCommand,
});
