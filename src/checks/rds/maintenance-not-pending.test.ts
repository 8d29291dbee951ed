import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import { maintenanceNotPending } from './maintenance-not-pending.ts';

function pending(arn: string, ...PendingMaintenanceActionDetails: readonly object[]) {
  return { ResourceIdentifier: arn, PendingMaintenanceActionDetails };
}

function arn(id: string, kind = 'db'): string {
  return `arn:aws:rds:us-east-1:123456789012:${kind}:${id}`;
}

test('pending maintenance is low, and medium once AWS applies it within two weeks', async () => {
  const findings = await judge(maintenanceNotPending, {
    'rds:DescribeDBInstances': {
      DBInstances: ['quiet', 'someday', 'soon', 'later'].map((id) => ({
        DBInstanceIdentifier: id,
        DBInstanceArn: arn(id),
      })),
    },
    'rds:DescribeDBClusters': {
      DBClusters: [{ DBClusterIdentifier: 'orders', DBClusterArn: arn('orders', 'cluster') }],
    },
    'rds:DescribePendingMaintenanceActions': {
      PendingMaintenanceActions: [
        pending(arn('someday'), { Action: 'system-update' }),
        pending(arn('soon'), {
          Action: 'db-upgrade',
          AutoAppliedAfterDate: new Date('2027-01-10T00:00:00Z'),
          CurrentApplyDate: new Date('2026-12-07T08:00:00Z'),
        }),
        pending(arn('later'), { Action: 'system-update', ForcedApplyDate: new Date('2026-12-07T08:00:01Z') }),
        pending(arn('orders', 'cluster'), { Action: 'os-upgrade' }, { Action: 'ca-certificate-rotation' }),
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'soon: fail medium: soon has db-upgrade pending, applied from 2026-12-07 on.',
    'later: fail low: later has system-update pending, applied from 2026-12-07 on.',
    'orders: fail low: orders has os-upgrade, ca-certificate-rotation pending, not scheduled.',
    'someday: fail low: someday has system-update pending, not scheduled.',
    'quiet: pass: quiet has no pending maintenance.',
  ]);
});
