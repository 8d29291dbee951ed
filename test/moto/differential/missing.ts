import type { OperationName } from './side.ts';

/** Operations that the sandbox serves and moto does not, with a request to see that it still does not. */
export const MISSING_IN_MOTO: Readonly<Record<OperationName, object>> = {
  'application-autoscaling:DescribeScalingActivities': { ServiceNamespace: 'ecs' },
  'application-autoscaling:ListTagsForResource': { ResourceARN: 'a' },
  'application-autoscaling:TagResource': { ResourceARN: 'a', Tags: { A: 'b' } },
  'application-autoscaling:UntagResource': { ResourceARN: 'a', TagKeys: ['A'] },
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
  'cloudwatch:PutCompositeAlarm': { AlarmName: 'a', AlarmRule: 'ALARM(b)' },
  'compute-optimizer:GetEC2InstanceRecommendations': {},
  'compute-optimizer:GetEnrollmentStatus': {},
  'ecs:ContinueServiceDeployment': { serviceDeploymentArn: 'a', hookId: 'a' },
  'ecs:DescribeServiceDeployments': { serviceDeploymentArns: ['a'] },
  'ecs:DescribeServiceRevisions': { serviceRevisionArns: ['a'] },
  'ecs:ListServiceDeployments': { service: 'web-service', cluster: 'production-cluster' },
  'ecs:StopServiceDeployment': { serviceDeploymentArn: 'a' },
  'health:DescribeAffectedEntities': { filter: { eventArns: ['a'] } },
  'health:DescribeEventDetails': { eventArns: ['a'] },
  'health:DescribeEvents': {},
  'rds:DescribeDBEngineVersions': {},
  'rds:DescribeDBMajorEngineVersions': {},
  'rds:DescribePendingMaintenanceActions': {},
  'rds:FailoverGlobalCluster': { GlobalClusterIdentifier: 'a', TargetDbClusterIdentifier: 'a' },
  'rds:SwitchoverGlobalCluster': { GlobalClusterIdentifier: 'a', TargetDbClusterIdentifier: 'a' },
  // Answered with an empty object, whatever the bucket's policy.
  's3:GetBucketPolicyStatus': { Bucket: 'ent-public-policy' },
};

/** What the sandbox serves beside AWS's operations: the public feed is a web page. */
export const NOT_AN_OPERATION: readonly string[] = ['feed:PublicEvents'];
