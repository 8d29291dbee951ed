import { first } from '../roles.ts';
import { of, type Sequence } from '../sequence.ts';

const snapshot = { DBSnapshotIdentifier: 'sequence-export' };
const task = {
  ExportTaskIdentifier: 'sequence-export',
  SourceArn: of('snapshot', 'DBSnapshot.DBSnapshotArn'),
  S3BucketName: first('s3:ListBuckets', 'Buckets.Name', { like: /my-deployment-bucket|database-exports/ }),
  S3Prefix: 'sequence',
  IamRoleArn: 'arn:aws:iam::123456789012:role/rds-export-role',
  KmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
};
const it = { ExportTaskIdentifier: task.ExportTaskIdentifier };

export const rdsExport: Sequence = {
  name: 'export',
  steps: [
    ['snapshot', 'rds:CreateDBSnapshot', { ...snapshot, DBInstanceIdentifier: 'production-db' }],
    { minutes: 60 },
    [
      'of nobody',
      'rds:StartExportTask',
      { ...task, ExportTaskIdentifier: 'r1', SourceArn: 'arn:aws:rds:us-east-1:123456789012:snapshot:nobodys' },
    ],
    ['to nobody', 'rds:StartExportTask', { ...task, ExportTaskIdentifier: 'r2', S3BucketName: 'nobodys-bucket-1' }],
    [
      'by nobody',
      'rds:StartExportTask',
      { ...task, ExportTaskIdentifier: 'r3', IamRoleArn: 'arn:aws:iam::123456789012:role/nobodys' },
    ],
    ['without key', 'rds:StartExportTask', { ...task, ExportTaskIdentifier: 'r4', KmsKeyId: undefined }],
    ['started', 'rds:StartExportTask', task],
    ['started again', 'rds:StartExportTask', task],
    { minutes: 5 },
    ['read', 'rds:DescribeExportTasks', it],
    ['cancelled', 'rds:CancelExportTask', it],
    { minutes: 10 },
    ['cancelled again', 'rds:CancelExportTask', it],
    ['nobody cancelled', 'rds:CancelExportTask', { ExportTaskIdentifier: 'nobodys' }],
    ['read when cancelled', 'rds:DescribeExportTasks', it],
    ['snapshot deleted', 'rds:DeleteDBSnapshot', snapshot],
  ],
};
