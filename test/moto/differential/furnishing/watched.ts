import type { Step } from '../furnish.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:critical-alerts';

export const watched: readonly Step[] = [
  ['cloudtrail:StartLogging', { Name: 'dead-trail' }],
  ['cloudtrail:StopLogging', { Name: 'dead-trail' }],
  [
    'cloudtrail:PutEventSelectors',
    {
      TrailName: 'org-trail',
      AdvancedEventSelectors: [
        { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        {
          Name: 'Exports',
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
            { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::ent-versioned/'] },
          ],
        },
      ],
    },
  ],
  [
    'cloudtrail:PutEventSelectors',
    {
      TrailName: 'dead-trail',
      EventSelectors: [
        { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
      ],
    },
  ],
  ['organizations:CreateOrganization', { FeatureSet: 'ALL' }],
  ['organizations:CreateAccount', { AccountName: 'staging', Email: 'staging@example.com' }],
  [
    'cloudwatch:PutMetricAlarm',
    {
      AlarmName: 'production-db-cpu',
      AlarmDescription: 'The database is busy',
      Namespace: 'AWS/RDS',
      MetricName: 'CPUUtilization',
      Statistic: 'Average',
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 80,
      TreatMissingData: 'missing',
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'production-db' }],
      AlarmActions: [topic],
    },
  ],
  [
    'cloudwatch:PutMetricAlarm',
    {
      AlarmName: 'worker-backlog',
      AlarmDescription: 'The worker falls behind',
      AlarmActions: [topic],
      Namespace: 'Enterprise/Worker',
      MetricName: 'OldestJobAgeSeconds',
      Statistic: 'Average',
      Unit: 'Seconds',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 900,
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'Service', Value: 'worker' }],
    },
  ],
  [
    'cloudwatch:SetAlarmState',
    {
      AlarmName: 'production-db-cpu',
      StateValue: 'ALARM',
      StateReason: 'Threshold Crossed',
      StateReasonData: '{"version":"1.0"}',
    },
  ],
  ['cloudwatch:PutDashboard', { DashboardName: 'production', DashboardBody: '{"widgets":[]}' }],
  ['logs:PutRetentionPolicy', { logGroupName: '/aws/application/enterprise-prod', retentionInDays: 30 }],
  ['logs:CreateLogStream', { logGroupName: '/aws/application/enterprise-prod', logStreamName: 's2' }],
  ['sns:Subscribe', { TopicArn: topic, Protocol: 'https', Endpoint: 'https://events.pager.example.com/integration/1' }],
];
