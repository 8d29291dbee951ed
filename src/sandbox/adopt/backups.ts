import type { DBInstanceAutomatedBackupMessage, DescribeDBInstanceAutomatedBackupsMessage } from '@aws-sdk/client-rds';
import { dbSnapshot } from '../world/newcomer/rds/makers.ts';
import type { Ground } from './ground.ts';
import { answersTo } from './recording.ts';

/** How far back an instance can be restored: to its first automated snapshot, which stands for what AWS keeps. */
export function adoptBackups({ recordings, region }: Ground): void {
  const { rds } = region;
  const place = { accountId: region.accountId, region: region.name };
  for (const { answer } of answersTo<DescribeDBInstanceAutomatedBackupsMessage, DBInstanceAutomatedBackupMessage>(
    recordings,
    'rds',
    'DescribeDBInstanceAutomatedBackups',
  )) {
    for (const { DbiResourceId: resource, RestoreWindow, Status } of answer.DBInstanceAutomatedBackups ?? []) {
      const instance = rds.instances.find((one) => one.DbiResourceId === resource);
      const at = RestoreWindow?.EarliestTime;
      const isKnown = rds.snapshots.some((one) => one.DbiResourceId === resource && one.SnapshotType === 'automated');
      if (!instance || !at || isKnown || Status !== 'active') continue;
      rds.snapshots.push(dbSnapshot(place, instance, { type: 'automated', at }));
    }
  }
}
