import type { Check } from './define.ts';
import { certificateCurrent } from './acm/certificate-current.ts';
import { groupHeadroom } from './autoscaling/group-headroom.ts';
import { spendSteady } from './ce/spend-steady.ts';
import { accountRecorded } from './cloudtrail/account-recorded.ts';
import { logValidation } from './cloudtrail/log-validation.ts';
import { trailLogging } from './cloudtrail/trail-logging.ts';
import { alarmActionable } from './cloudwatch/alarm-actionable.ts';
import { alarmQuiet } from './cloudwatch/alarm-quiet.ts';
import { noOpenIncident } from './deployment/no-open-incident.ts';
import { windowOpen } from './deployment/window-open.ts';
import { tableRecoverable } from './dynamodb/table-recoverable.ts';
import { addressAssociated } from './ec2/address-associated.ts';
import { defaultEncryption } from './ec2/default-encryption.ts';
import { instanceNotIdle } from './ec2/instance-not-idle.ts';
import { natGatewayUsed } from './ec2/nat-gateway-used.ts';
import { securityGroupClosed } from './ec2/security-group-closed.ts';
import { snapshotNeeded } from './ec2/snapshot-needed.ts';
import { snapshotNotPublic as ec2SnapshotNotPublic } from './ec2/snapshot-not-public.ts';
import { volumeAttached } from './ec2/volume-attached.ts';
import { volumeBackedUp } from './ec2/volume-backed-up.ts';
import { volumeCurrentGeneration } from './ec2/volume-current-generation.ts';
import { vpcAvailable } from './ec2/vpc-available.ts';
import { clusterActive } from './ecs/cluster-active.ts';
import { deploymentSucceeded } from './ecs/deployment-succeeded.ts';
import { growthSustainable as ecsGrowthSustainable } from './ecs/growth-sustainable.ts';
import { rightsized as ecsRightsized } from './ecs/rightsized.ts';
import { serviceHeadroom } from './ecs/service-headroom.ts';
import { serviceSteady } from './ecs/service-steady.ts';
import { serverErrorsQuiet } from './elbv2/5xx-quiet.ts';
import { loadBalancerActive } from './elbv2/load-balancer-active.ts';
import { loadBalancerUsed } from './elbv2/load-balancer-used.ts';
import { targetHealthy } from './elbv2/target-healthy.ts';
import { noOpenEvent } from './health/no-open-event.ts';
import { accessKeyRotated } from './iam/access-key-rotated.ts';
import { accessKeyUsed } from './iam/access-key-used.ts';
import { rootMfa } from './iam/root-mfa.ts';
import { rootNoAccessKey } from './iam/root-no-access-key.ts';
import { userConsoleMfa } from './iam/user-console-mfa.ts';
import { runtimeSupported } from './lambda/runtime-supported.ts';
import { errorsQuiet } from './logs/errors-quiet.ts';
import { groupRetained } from './logs/group-retained.ts';
import { clusterAvailable } from './rds/cluster-available.ts';
import { clusterBackedUp } from './rds/cluster-backed-up.ts';
import { connectionsHeadroom } from './rds/connections-headroom.ts';
import { engineSupported } from './rds/engine-supported.ts';
import { growthSustainable as rdsGrowthSustainable } from './rds/growth-sustainable.ts';
import { instanceAvailable } from './rds/instance-available.ts';
import { instanceBackedUp } from './rds/instance-backed-up.ts';
import { instanceBusy } from './rds/instance-busy.ts';
import { instanceMultiAz } from './rds/instance-multi-az.ts';
import { instanceNotPublic } from './rds/instance-not-public.ts';
import { maintenanceNotPending } from './rds/maintenance-not-pending.ts';
import { rightsized as rdsRightsized } from './rds/rightsized.ts';
import { snapshotNotPublic as rdsSnapshotNotPublic } from './rds/snapshot-not-public.ts';
import { storageHeadroom } from './rds/storage-headroom.ts';
import { drillRecent } from './recovery/drill-recent.ts';
import { accountPublicAccessBlocked } from './s3/account-public-access-blocked.ts';
import { bucketNotPublic } from './s3/bucket-not-public.ts';
import { bucketVersioned } from './s3/bucket-versioned.ts';
import { noDrift } from './terraform/no-drift.ts';
import { stateReadable } from './terraform/state-readable.ts';

/** Every check, by folder and file name: a test compares this list with the folders. */
export const CHECKS: readonly Check[] = [
  certificateCurrent,
  groupHeadroom,
  spendSteady,
  accountRecorded,
  logValidation,
  trailLogging,
  alarmActionable,
  alarmQuiet,
  noOpenIncident,
  windowOpen,
  tableRecoverable,
  addressAssociated,
  defaultEncryption,
  instanceNotIdle,
  natGatewayUsed,
  securityGroupClosed,
  snapshotNeeded,
  ec2SnapshotNotPublic,
  volumeAttached,
  volumeBackedUp,
  volumeCurrentGeneration,
  vpcAvailable,
  clusterActive,
  deploymentSucceeded,
  ecsGrowthSustainable,
  ecsRightsized,
  serviceHeadroom,
  serviceSteady,
  serverErrorsQuiet,
  loadBalancerActive,
  loadBalancerUsed,
  targetHealthy,
  noOpenEvent,
  accessKeyRotated,
  accessKeyUsed,
  rootMfa,
  rootNoAccessKey,
  userConsoleMfa,
  runtimeSupported,
  errorsQuiet,
  groupRetained,
  clusterAvailable,
  clusterBackedUp,
  connectionsHeadroom,
  engineSupported,
  rdsGrowthSustainable,
  instanceAvailable,
  instanceBackedUp,
  instanceBusy,
  instanceMultiAz,
  instanceNotPublic,
  maintenanceNotPending,
  rdsRightsized,
  rdsSnapshotNotPublic,
  storageHeadroom,
  drillRecent,
  accountPublicAccessBlocked,
  bucketNotPublic,
  bucketVersioned,
  noDrift,
  stateReadable,
];
