import { alarms } from '../../src/runbooks/monitoring/alarms.ts';
import { restoreDatabase } from '../../src/runbooks/recovery/restore-database.ts';
import { snapshotDatabase } from '../../src/runbooks/recovery/snapshot-database.ts';
import { scaleGroup } from '../../src/runbooks/scaling/group.ts';
import { serviceAutoscaling } from '../../src/runbooks/scaling/service-autoscaling.ts';
import type { Scenario } from './scenarios.ts';

/** Further ways of the runbooks: too many for the sweeps, and needed to see everything that they call. */
export const VARIANTS: readonly Scenario[] = [
  {
    name: 'recovery/snapshot-database with an export',
    runbook: snapshotDatabase,
    parameters: {
      database: 'production-db',
      exportTo: 's3://enterprise-database-exports-123456789012/monthly/',
      exportRole: 'arn:aws:iam::123456789012:role/rds-monitoring-role',
      kmsKey: 'arn:aws:kms:us-east-1:123456789012:key/0f6f9a3e-0000-4000-8000-000000000001',
    },
  },
  {
    name: 'recovery/snapshot-database of a cluster',
    runbook: snapshotDatabase,
    parameters: { database: 'orders-cluster' },
  },
  {
    name: 'recovery/restore-database to an instant',
    runbook: restoreDatabase,
    parameters: { database: 'production-db', pointInTime: '2026-11-23T05:00:00.000Z' },
  },
  {
    name: 'scaling/group beyond its bounds',
    runbook: scaleGroup,
    parameters: { group: 'production-batch-asg', desiredCapacity: '5', raiseBounds: 'yes' },
  },
  { name: 'monitoring/alarms that are recommended', runbook: alarms, parameters: {} },
  {
    name: 'scaling/service-autoscaling of a service that had none',
    runbook: serviceAutoscaling,
    parameters: { cluster: 'production-cluster', service: 'worker', min: '2', max: '10' },
  },
];
