import type { Naming, Pages, Questions } from '../cases.ts';
import { first } from '../roles.ts';

const HERE = 'us-east-1:123456789012';
const hex32 = '########-####-####-####-############';
const arn = first('acm:ListCertificates', 'CertificateSummaryList.CertificateArn', { like: /"shop\.example\.com"/ });
const CertificateArn: Naming = {
  known: arn,
  unknown: `arn:aws:acm:${HERE}:certificate/${hex32}`,
  malformed: ['abc', 'arn:aws:s3:::b'],
};

export const acm: Record<string, Questions> = {
  ListCertificates: {
    pages: {
      size: 'MaxItems',
      least: 1,
      most: 1000,
      tokenIn: 'NextToken',
      tokenOut: 'NextToken',
      list: 'CertificateSummaryList',
    },
    also: {
      issued: { CertificateStatuses: ['ISSUED'] },
      failed: { CertificateStatuses: ['FAILED'] },
      'of no status': { CertificateStatuses: ['NOBODYS'] },
      'sort without order': { SortBy: 'CREATED_AT' },
      'oldest first': { SortBy: 'CREATED_AT', SortOrder: 'ASCENDING' },
      'of no key type': { Includes: { keyTypes: ['EC_secp521r1'] } },
    },
  },
  DescribeCertificate: { required: { CertificateArn: arn }, names: { CertificateArn } },
};

const ServiceNamespace = 'ecs';
const scaling: Omit<Pages, 'list'> = {
  size: 'MaxResults',
  least: 1,
  most: 50,
  tokenIn: 'NextToken',
  tokenOut: 'NextToken',
};
const target = first('application-autoscaling:DescribeScalableTargets', 'ScalableTargets.ResourceId', {
  input: { ServiceNamespace },
});
const ResourceIds: Naming = { known: [target], unknown: 'service/production-cluster/nobodys-@@@@', malformed: ['abc'] };
const policy = first('application-autoscaling:DescribeScalingPolicies', 'ScalingPolicies.PolicyName', {
  input: { ServiceNamespace },
});

export const applicationAutoscaling: Record<string, Questions> = {
  DescribeScalableTargets: {
    required: { ServiceNamespace },
    names: { ResourceIds },
    pages: { ...scaling, list: 'ScalableTargets' },
    also: {
      'by dimension': { ResourceIds: [target], ScalableDimension: 'ecs:service:DesiredCount' },
      'dimension without resource': { ScalableDimension: 'ecs:service:DesiredCount' },
      'of no namespace': { ServiceNamespace: 'nobodys' },
      'namespace without any': { ServiceNamespace: 'kafka' },
    },
  },
  DescribeScalingPolicies: {
    required: { ServiceNamespace },
    names: { PolicyNames: { known: [policy], unknown: 'nobodys-@@@@' }, ResourceId: { ...ResourceIds, known: target } },
    pages: { ...scaling, most: 10, list: 'ScalingPolicies' },
    also: { 'of no namespace': { ServiceNamespace: 'nobodys' } },
  },
};

const group = first('autoscaling:DescribeAutoScalingGroups', 'AutoScalingGroups.AutoScalingGroupName', {
  like: /batch/,
});

export const autoscaling: Record<string, Questions> = {
  DescribeAutoScalingGroups: {
    names: { AutoScalingGroupNames: { known: [group], unknown: 'nobodys-@@@@' } },
    pages: {
      size: 'MaxRecords',
      least: 1,
      most: 100,
      tokenIn: 'NextToken',
      tokenOut: 'NextToken',
      list: 'AutoScalingGroups',
    },
    also: {
      'tag key of none': { Filters: [{ Name: 'tag-key', Values: ['nobodys'] }] },
      'unknown filter': { Filters: [{ Name: 'no-such-filter', Values: ['x'] }] },
      'without instances': { IncludeInstances: false },
    },
  },
  DescribeScalingActivities: {
    names: { AutoScalingGroupName: { known: group, unknown: 'nobodys-@@@@' } },
    pages: {
      size: 'MaxRecords',
      least: 1,
      most: 100,
      tokenIn: 'NextToken',
      tokenOut: 'NextToken',
      list: 'Activities',
    },
  },
};

const table = first('dynamodb:ListTables', 'TableNames', { like: /sessions/ });
const TableName: Naming = { known: table, unknown: 'nobodys-@@@@', malformed: ['', 'a'] };

export const dynamodb: Record<string, Questions> = {
  ListTables: {
    pages: { size: 'Limit', least: 1, most: 100, tokenIn: '', tokenOut: '', list: 'TableNames' },
    also: { 'after the last': { ExclusiveStartTableName: 'zzzz' } },
  },
  DescribeTable: { required: { TableName: table }, names: { TableName } },
  DescribeContinuousBackups: { required: { TableName: table }, names: { TableName } },
};

const lambdaPages: Omit<Pages, 'list'> = {
  size: 'MaxItems',
  least: 1,
  most: 10_000,
  tokenIn: 'Marker',
  tokenOut: 'NextMarker',
};
const code = first('lambda:ListFunctions', 'Functions.FunctionName', { like: /invoice-renderer|my-function/ });
const FunctionName: Naming = {
  known: code,
  unknown: 'nobodys-@@@@',
  malformed: ['arn:aws:lambda:us-east-1:123456789012:function:nobodys'],
};

export const lambda: Record<string, Questions> = {
  ListFunctions: {
    pages: { ...lambdaPages, list: 'Functions' },
    also: { 'all versions': { FunctionVersion: 'ALL' }, 'of no version': { FunctionVersion: 'NOBODYS' } },
  },
  GetFunctionConfiguration: {
    required: { FunctionName: code },
    names: { FunctionName, Qualifier: { known: '1', unknown: '9999', malformed: ['no version'] } },
    also: {
      'by ARN': {
        FunctionName: first('lambda:ListFunctions', 'Functions.FunctionArn', { like: /invoice-renderer|my-function/ }),
      },
    },
  },
  ListVersionsByFunction: {
    required: { FunctionName: code },
    names: { FunctionName },
    pages: { ...lambdaPages, list: 'Versions' },
  },
  ListAliases: {
    required: { FunctionName: code },
    names: { FunctionName },
    pages: { ...lambdaPages, list: 'Aliases' },
  },
};
