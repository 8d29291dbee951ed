import type { DBCluster, GlobalCluster } from '@aws-sdk/client-rds';
import { DATABASES, hexOf, type Place } from '../cast.ts';
import { rdsArn } from './makers.ts';

const PRIMARY = 'us-east-1';
const SECONDARY = 'eu-west-1';

/** The Aurora database that is in two regions: written in the one, read in the other. */
const GLOBAL_CLUSTER = 'orders-global';

/** What the clusters that are members of it say. */
export const MEMBERSHIP = { GlobalClusterIdentifier: GLOBAL_CLUSTER } as const;

export function globalCluster({ accountId }: Place, primary: DBCluster): GlobalCluster {
  const resource = hexOf({ accountId, region: 'global' }, 16, 'rds', 'global-cluster', GLOBAL_CLUSTER);
  const here = rdsArn({ accountId, region: PRIMARY }, 'cluster', DATABASES.ordersCluster);
  const there = rdsArn({ accountId, region: SECONDARY }, 'cluster', DATABASES.ordersSecondary);
  return {
    GlobalClusterIdentifier: GLOBAL_CLUSTER,
    GlobalClusterResourceId: `cluster-${resource}`,
    GlobalClusterArn: `arn:aws:rds::${accountId}:global-cluster:${GLOBAL_CLUSTER}`,
    Status: 'available',
    Engine: primary.Engine,
    EngineVersion: primary.EngineVersion,
    EngineLifecycleSupport: 'open-source-rds-extended-support',
    DatabaseName: primary.DatabaseName,
    StorageEncrypted: primary.StorageEncrypted,
    DeletionProtection: true,
    GlobalClusterMembers: [
      {
        DBClusterArn: here,
        Readers: [there],
        IsWriter: true,
        SynchronizationStatus: 'connected',
      },
      { DBClusterArn: there, Readers: [], IsWriter: false, SynchronizationStatus: 'connected' },
    ],
    Endpoint: `${GLOBAL_CLUSTER}.global-${hexOf({ accountId, region: 'global' }, 12, 'rds-endpoint')}.global.rds.amazonaws.com`,
    TagList: [],
  };
}
