import type * as Rds from '@aws-sdk/client-rds';
import type { Handlers } from '../handlers.ts';
import { automatedBackups } from './rds/automated-backups.ts';
import { databases } from './rds/databases.ts';
import { engines } from './rds/engines.ts';
import { happenings } from './rds/happenings.ts';
import { orderable } from './rds/orderable.ts';
import { parameters } from './rds/parameters.ts';
import { restores } from './rds/restores.ts';
import { snapshotChanges } from './rds/snapshot-changes.ts';
import { snapshots } from './rds/snapshots.ts';
import { tags } from './rds/tags.ts';

export const rds: Handlers<typeof Rds> = {
  ...automatedBackups,
  ...databases,
  ...engines,
  ...happenings,
  ...orderable,
  ...parameters,
  ...restores,
  ...snapshotChanges,
  ...snapshots,
  ...tags,
};
