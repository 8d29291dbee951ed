import type { OperationName } from './side.ts';

/** Operations that the sandbox serves and moto does not, with a request to see that it still does not. */
export const MISSING_IN_MOTO: Readonly<Record<OperationName, object>> = {
  'application-autoscaling:DescribeScalingActivities': { ServiceNamespace: 'ecs' },
  'backup:ListProtectedResources': {},
  'ce:GetReservationPurchaseRecommendation': { Service: 'Amazon Relational Database Service' },
  'ce:GetSavingsPlansPurchaseRecommendation': {
    SavingsPlansType: 'COMPUTE_SP',
    TermInYears: 'ONE_YEAR',
    PaymentOption: 'NO_UPFRONT',
    LookbackPeriodInDays: 'THIRTY_DAYS',
  },
  'cloudtrail:LookupEvents': {},
  'cloudwatch:DescribeAlarmHistory': {},
  'compute-optimizer:GetEC2InstanceRecommendations': {},
  'compute-optimizer:GetEnrollmentStatus': {},
  'ecs:DescribeServiceDeployments': { serviceDeploymentArns: ['a'] },
  'ecs:DescribeServiceRevisions': { serviceRevisionArns: ['a'] },
  'ecs:ListServiceDeployments': { service: 'web-service', cluster: 'production-cluster' },
  'health:DescribeAffectedEntities': { filter: { eventArns: ['a'] } },
  'health:DescribeEventDetails': { eventArns: ['a'] },
  'health:DescribeEvents': {},
  'rds:DescribeDBEngineVersions': {},
  'rds:DescribeDBMajorEngineVersions': {},
  'rds:DescribePendingMaintenanceActions': {},
  // Answered with an empty object, whatever the bucket's policy.
  's3:GetBucketPolicyStatus': { Bucket: 'ent-public-policy' },
};

/** What the sandbox serves beside AWS's operations: the public feed is a web page. */
export const NOT_AN_OPERATION: readonly string[] = ['feed:PublicEvents'];
