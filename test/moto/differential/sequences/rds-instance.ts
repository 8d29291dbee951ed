import { first } from '../roles.ts';
import type { Sequence } from '../sequence.ts';
import { securityGroup, subnets } from './places.ts';

const group = { DBSubnetGroupName: 'sequence-subnets' };
const subnetGroup = { ...group, DBSubnetGroupDescription: 'Sequence', SubnetIds: subnets };
const it = { DBInstanceIdentifier: 'sequence-new' };
const instance = {
  ...it,
  Engine: 'postgres',
  DBInstanceClass: 'db.r6g.large',
  AllocatedStorage: 100,
  StorageType: 'gp3',
  MasterUsername: 'dbadmin',
  MasterUserPassword: 'correct-horse-9',
  DBName: 'shop',
  ...group,
  VpcSecurityGroupIds: [securityGroup('db')],
  BackupRetentionPeriod: 7,
  StorageEncrypted: true,
  PubliclyAccessible: false,
  Tags: [{ Key: 'Team', Value: 'shop' }],
};
const replica = { DBInstanceIdentifier: 'sequence-replica' };

export const rdsInstance: Sequence = {
  name: 'database',
  steps: [
    ['subnet group', 'rds:CreateDBSubnetGroup', subnetGroup],
    ['subnet group again', 'rds:CreateDBSubnetGroup', subnetGroup],
    [
      'subnet of nobody',
      'rds:CreateDBSubnetGroup',
      { ...subnetGroup, DBSubnetGroupName: 'r1', SubnetIds: ['subnet-0123456789abcdef0'] },
    ],
    [
      'subnet group without subnets',
      'rds:CreateDBSubnetGroup',
      { ...subnetGroup, DBSubnetGroupName: 'r2', SubnetIds: [] },
    ],
    ['subnet group called default', 'rds:CreateDBSubnetGroup', { ...subnetGroup, DBSubnetGroupName: 'default' }],
    ['subnet group read', 'rds:DescribeDBSubnetGroups', group],
    ['created', 'rds:CreateDBInstance', instance],
    ['created again', 'rds:CreateDBInstance', instance],
    ['malformed name', 'rds:CreateDBInstance', { ...instance, DBInstanceIdentifier: 'x--y' }],
    ['without class', 'rds:CreateDBInstance', { ...instance, DBInstanceIdentifier: 'r3', DBInstanceClass: undefined }],
    ['without engine', 'rds:CreateDBInstance', { ...instance, DBInstanceIdentifier: 'r4', Engine: undefined }],
    ['of no engine', 'rds:CreateDBInstance', { ...instance, DBInstanceIdentifier: 'r5', Engine: 'nobodys' }],
    ['too little storage', 'rds:CreateDBInstance', { ...instance, DBInstanceIdentifier: 'r6', AllocatedStorage: 1 }],
    ['short password', 'rds:CreateDBInstance', { ...instance, DBInstanceIdentifier: 'r7', MasterUserPassword: 'x' }],
    [
      'in a subnet group of nobody',
      'rds:CreateDBInstance',
      { ...instance, DBInstanceIdentifier: 'r8', DBSubnetGroupName: 'nobodys' },
    ],
    { minutes: 60 },
    ['read', 'rds:DescribeDBInstances', it],
    ['replica', 'rds:CreateDBInstanceReadReplica', { ...replica, SourceDBInstanceIdentifier: it.DBInstanceIdentifier }],
    [
      'replica again',
      'rds:CreateDBInstanceReadReplica',
      { ...replica, SourceDBInstanceIdentifier: it.DBInstanceIdentifier },
    ],
    [
      'replica of nobody',
      'rds:CreateDBInstanceReadReplica',
      { DBInstanceIdentifier: 'r9', SourceDBInstanceIdentifier: 'nobodys' },
    ],
    { minutes: 60 },
    ['replica read', 'rds:DescribeDBInstances', replica],
    ['source read', 'rds:DescribeDBInstances', it],
    ['promoted', 'rds:PromoteReadReplica', replica],
    { minutes: 60 },
    ['one that is no replica promoted', 'rds:PromoteReadReplica', replica],
    ['nobody promoted', 'rds:PromoteReadReplica', { DBInstanceIdentifier: 'nobodys' }],
    ['read when promoted', 'rds:DescribeDBInstances', replica],
    ['replica deleted', 'rds:DeleteDBInstance', { ...replica, SkipFinalSnapshot: true }],
    ['deleted', 'rds:DeleteDBInstance', { ...it, SkipFinalSnapshot: true, DeleteAutomatedBackups: true }],
    { minutes: 60 },
    ['subnet group deleted', 'rds:DeleteDBSubnetGroup', group],
    ['subnet group deleted again', 'rds:DeleteDBSubnetGroup', group],
    ['subnet group read when deleted', 'rds:DescribeDBSubnetGroups', group],
    [
      'subnet group in use deleted',
      'rds:DeleteDBSubnetGroup',
      {
        DBSubnetGroupName: first('rds:DescribeDBInstances', 'DBInstances.DBSubnetGroup.DBSubnetGroupName', {
          like: /"idle-db"/,
        }),
      },
    ],
  ],
};
