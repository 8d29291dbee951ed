import type * as Rds from '@aws-sdk/client-rds';
import type { Handlers } from '../handlers.ts';
import { automatedBackups } from './rds/automated-backups.ts';
import { clusterSnapshotChanges } from './rds/cluster-snapshot-changes.ts';
import { clusters } from './rds/clusters.ts';
import { databases } from './rds/databases.ts';
import { deletion } from './rds/delete.ts';
import { engines } from './rds/engines.ts';
import { exports } from './rds/exports.ts';
import { globalClusters } from './rds/global-clusters.ts';
import { happenings } from './rds/happenings.ts';
import { modify } from './rds/modify.ts';
import { orderable } from './rds/orderable.ts';
import { parameters } from './rds/parameters.ts';
import { power } from './rds/power.ts';
import { replicas } from './rds/replicas.ts';
import { restores } from './rds/restores.ts';
import { snapshotChanges } from './rds/snapshot-changes.ts';
import { snapshots } from './rds/snapshots.ts';
import { subnetGroups } from './rds/subnet-groups.ts';
import { tags } from './rds/tags.ts';

export const rds: Handlers<typeof Rds> = {
  ...automatedBackups,
  ...clusterSnapshotChanges,
  ...clusters,
  ...databases,
  ...deletion,
  ...engines,
  ...exports,
  ...globalClusters,
  ...happenings,
  ...modify,
  ...orderable,
  ...parameters,
  ...power,
  ...replicas,
  ...restores,
  ...snapshotChanges,
  ...snapshots,
  ...subnetGroups,
  ...tags,
};
