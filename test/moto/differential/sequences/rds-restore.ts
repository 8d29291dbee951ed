import { first } from '../roles.ts';
import { of, type Sequence } from '../sequence.ts';
import { securityGroup } from './places.ts';

const source = 'production-db';
const snapshot = { DBSnapshotIdentifier: 'sequence-source' };
const id = 'sequence-restored';
const it = { DBInstanceIdentifier: id };
const renamed = { DBInstanceIdentifier: 'sequence-renamed' };
/** What is refused is asked of this one, since moto does it. */
const other = { DBInstanceIdentifier: 'idle-db' };
const reporting = {
  DBInstanceIdentifier: first('rds:DescribeDBInstances', 'DBInstances.DBInstanceIdentifier', {
    like: /"DBInstanceIdentifier":"reporting-/,
  }),
};
const nobody = { DBInstanceIdentifier: 'nobodys' };
const restored = {
  ...it,
  ...snapshot,
  DBInstanceClass: 'db.r6g.large',
  DBSubnetGroupName: first('rds:DescribeDBInstances', 'DBInstances.DBSubnetGroup.DBSubnetGroupName', {
    like: /"production-db"/,
  }),
  VpcSecurityGroupIds: [securityGroup('db')],
  MultiAZ: false,
  DeletionProtection: true,
  CopyTagsToSnapshot: true,
  Tags: [{ Key: 'Team', Value: 'shop' }],
};
const inTime = {
  SourceDBInstanceIdentifier: source,
  TargetDBInstanceIdentifier: 'sequence-in-time',
  UseLatestRestorableTime: true,
  DBSubnetGroupName: restored.DBSubnetGroupName,
};

export const rdsRestore: Sequence = {
  name: 'restore',
  steps: [
    ['source', 'rds:CreateDBSnapshot', { ...snapshot, DBInstanceIdentifier: source }],
    { minutes: 30 },
    ['restored', 'rds:RestoreDBInstanceFromDBSnapshot', restored],
    ['restored again', 'rds:RestoreDBInstanceFromDBSnapshot', restored],
    [
      'restored from nobody',
      'rds:RestoreDBInstanceFromDBSnapshot',
      { ...restored, DBInstanceIdentifier: 'r1', DBSnapshotIdentifier: 'nobodys' },
    ],
    [
      'restored into a subnet group of nobody',
      'rds:RestoreDBInstanceFromDBSnapshot',
      { ...restored, DBInstanceIdentifier: 'r2', DBSubnetGroupName: 'nobodys' },
    ],
    [
      'restored to a malformed name',
      'rds:RestoreDBInstanceFromDBSnapshot',
      { ...restored, DBInstanceIdentifier: '1-x' },
    ],
    { minutes: 60 },
    ['read', 'rds:DescribeDBInstances', it],
    ['deleted while it is protected', 'rds:DeleteDBInstance', { ...it, SkipFinalSnapshot: true }],
    ['tags', 'rds:ListTagsForResource', { ResourceName: of('restored', 'DBInstance.DBInstanceArn') }],
    [
      'modified at once',
      'rds:ModifyDBInstance',
      { ...it, BackupRetentionPeriod: 14, DeletionProtection: false, ApplyImmediately: true },
    ],
    { minutes: 30 },
    ['read when modified', 'rds:DescribeDBInstances', it],
    ['modified later', 'rds:ModifyDBInstance', { ...it, DBInstanceClass: 'db.r6g.xlarge', ApplyImmediately: false }],
    ['less storage', 'rds:ModifyDBInstance', { ...other, AllocatedStorage: 5, ApplyImmediately: true }],
    [
      'retention beyond 35 days',
      'rds:ModifyDBInstance',
      { ...other, BackupRetentionPeriod: 36, ApplyImmediately: true },
    ],
    ['of no class', 'rds:ModifyDBInstance', { ...other, DBInstanceClass: 'db.nobodys.large', ApplyImmediately: true }],
    ['nobody modified', 'rds:ModifyDBInstance', { ...nobody, BackupRetentionPeriod: 1 }],
    [
      'renamed',
      'rds:ModifyDBInstance',
      { ...it, NewDBInstanceIdentifier: renamed.DBInstanceIdentifier, ApplyImmediately: true },
    ],
    { minutes: 30 },
    ['read by the old name', 'rds:DescribeDBInstances', it],
    ['read by the new name', 'rds:DescribeDBInstances', renamed],
    ['rebooted', 'rds:RebootDBInstance', renamed],
    ['rebooted again at once', 'rds:RebootDBInstance', renamed],
    ['nobody rebooted', 'rds:RebootDBInstance', nobody],
    { minutes: 30 },
    ['failed over without a standby', 'rds:RebootDBInstance', { ...renamed, ForceFailover: true }],
    { minutes: 30 },
    ['started while it runs', 'rds:StartDBInstance', renamed],
    ['stopped', 'rds:StopDBInstance', renamed],
    { minutes: 30 },
    ['stopped again', 'rds:StopDBInstance', renamed],
    ['nobody stopped', 'rds:StopDBInstance', nobody],
    ['started', 'rds:StartDBInstance', renamed],
    ['nobody started', 'rds:StartDBInstance', nobody],
    { minutes: 30 },
    ['restored in time', 'rds:RestoreDBInstanceToPointInTime', inTime],
    ['restored in time again', 'rds:RestoreDBInstanceToPointInTime', inTime],
    [
      'restored in time of nobody',
      'rds:RestoreDBInstanceToPointInTime',
      { ...inTime, SourceDBInstanceIdentifier: 'nobodys', TargetDBInstanceIdentifier: 'r3' },
    ],
    [
      'restored to no time',
      'rds:RestoreDBInstanceToPointInTime',
      { ...inTime, UseLatestRestorableTime: undefined, TargetDBInstanceIdentifier: 'r4' },
    ],
    { minutes: 60 },
    ['other deleted', 'rds:DeleteDBInstance', { DBInstanceIdentifier: 'sequence-in-time', SkipFinalSnapshot: true }],
    ['deleted', 'rds:DeleteDBInstance', { ...renamed, FinalDBSnapshotIdentifier: 'sequence-last' }],
    { minutes: 60 },
    ['read when deleted', 'rds:DescribeDBInstances', renamed],
    ['deleted again', 'rds:DeleteDBInstance', { ...renamed, SkipFinalSnapshot: true }],
    ['last snapshot read', 'rds:DescribeDBSnapshots', { DBSnapshotIdentifier: 'sequence-last' }],
    ['last snapshot deleted', 'rds:DeleteDBSnapshot', { DBSnapshotIdentifier: 'sequence-last' }],
    ['source deleted', 'rds:DeleteDBSnapshot', snapshot],
    [
      'deleted with a last snapshot and without',
      'rds:DeleteDBInstance',
      { ...reporting, SkipFinalSnapshot: true, FinalDBSnapshotIdentifier: 'sequence-last' },
    ],
    ['deleted without a word on a last snapshot', 'rds:DeleteDBInstance', reporting],
  ],
};
