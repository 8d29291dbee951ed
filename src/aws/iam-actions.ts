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
  'compute-optimizer:GetEC2InstanceRecommendations': [
    'compute-optimizer:GetEC2InstanceRecommendations',
    'ec2:DescribeInstances',
  ],
  'feed:PublicEvents': [],
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
