import { tableRecoverable } from '../../checks/dynamodb/table-recoverable.ts';
import { volumeBackedUp } from '../../checks/ec2/volume-backed-up.ts';
import { clusterBackedUp } from '../../checks/rds/cluster-backed-up.ts';
import { instanceBackedUp } from '../../checks/rds/instance-backed-up.ts';
import { drillRecent } from '../../checks/recovery/drill-recent.ts';
import { bucketVersioned } from '../../checks/s3/bucket-versioned.ts';
import { defineChecklist } from '../define.ts';

export const backupVerification = defineChecklist({
  id: 'weekly/backup-verification',
  title: 'Backup verification',
  purpose:
    'Whether everything that holds data could be brought back: not whether backups exist, but whether each database, ' +
    'volume, bucket and table has one that is new enough and whole, and whether bringing one back was tried.',
  cadence: { cron: '0 9 * * 5', words: 'every Friday at 09:00' },
  checks: [instanceBackedUp, clusterBackedUp, volumeBackedUp, bucketVersioned, tableRecoverable, drillRecent],
  sections: [],
});
