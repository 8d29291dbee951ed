import type { OperationName } from './service.ts';

/** IAM's prefix where it is not the AWS CLI's name of the service. */
const PREFIXES: Readonly<Record<string, string>> = {
  elbv2: 'elasticloadbalancing',
  s3control: 's3',
};

/**
 * Operations whose IAM action has another name than the operation, or that need more than one, or none.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const IRREGULAR: Readonly<Partial<Record<OperationName, readonly string[]>>> = {
  // It makes sure that who asks could change what is scaled: an ECS service, here, and its alarms.
  // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
  'application-autoscaling:PutScalingPolicy': [
    'application-autoscaling:PutScalingPolicy',
    'cloudwatch:DeleteAlarms',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:PutMetricAlarm',
  ],
  'application-autoscaling:RegisterScalableTarget': [
    'application-autoscaling:RegisterScalableTarget',
    'ecs:DescribeServices',
    'ecs:UpdateService',
    'iam:CreateServiceLinkedRole',
  ],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (Tags)
  'cloudwatch:PutMetricAlarm': ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource'],
  'compute-optimizer:GetEC2InstanceRecommendations': [
    'compute-optimizer:GetEC2InstanceRecommendations',
    'ec2:DescribeInstances',
  ],
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
  'ecs:CreateService': ['ecs:CreateService', 'ecs:TagResource'],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/tagging-resources-during-creation.html
  'elbv2:CreateRule': ['elasticloadbalancing:CreateRule', 'elasticloadbalancing:AddTags'],
  'elbv2:CreateTargetGroup': ['elasticloadbalancing:CreateTargetGroup', 'elasticloadbalancing:AddTags'],
  'feed:PublicEvents': [],
  // What is created with tags needs leave to tag: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html
  'rds:CopyDBSnapshot': ['rds:CopyDBSnapshot', 'rds:AddTagsToResource'],
  'rds:CreateDBClusterSnapshot': ['rds:CreateDBClusterSnapshot', 'rds:AddTagsToResource'],
  'rds:CreateDBSnapshot': ['rds:CreateDBSnapshot', 'rds:AddTagsToResource'],
  'rds:RestoreDBInstanceFromDBSnapshot': ['rds:RestoreDBInstanceFromDBSnapshot', 'rds:AddTagsToResource'],
  'rds:RestoreDBInstanceToPointInTime': ['rds:RestoreDBInstanceToPointInTime', 'rds:AddTagsToResource'],
  // The role that RDS writes to the bucket with is handed over, and whoever asks must be able to let RDS use the key.
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartExportTask.html (KmsKeyId)
  'rds:StartExportTask': ['rds:StartExportTask', 'iam:PassRole', 'kms:CreateGrant', 'kms:DescribeKey'],
  's3:GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
  's3:GetPublicAccessBlock': ['s3:GetBucketPublicAccessBlock'],
  's3:ListBuckets': ['s3:ListAllMyBuckets'],
  's3control:GetPublicAccessBlock': ['s3:GetAccountPublicAccessBlock'],
};

/** The IAM actions that one operation needs, most telling first; empty for what needs no permission. */
export function iamActions(operation: OperationName): readonly string[] {
  const irregular = IRREGULAR[operation];
  if (irregular !== undefined) return irregular;
  const [service = '', name = ''] = operation.split(':');
  return [`${PREFIXES[service] ?? service}:${name}`];
}
