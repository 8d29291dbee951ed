/** AWS services by the name the AWS CLI gives them; `feed` is AWS's public event feed, which needs no credentials. */
export const SERVICES = [
  'acm',
  'application-autoscaling',
  'autoscaling',
  'backup',
  'ce',
  'cloudtrail',
  'cloudwatch',
  'compute-optimizer',
  'dynamodb',
  'ec2',
  'ecs',
  'elbv2',
  'feed',
  'health',
  'iam',
  'lambda',
  'logs',
  'organizations',
  'rds',
  'route53',
  's3',
  's3control',
  'sns',
  'sts',
] as const;

export type Service = (typeof SERVICES)[number];

/** An operation as Opsbook writes it everywhere: AWS CLI service name, AWS operation name. */
export type OperationName = `${Service}:${string}`;

export interface Call {
  readonly service: Service;
  readonly operation: string;
  readonly input: object;
  readonly region: string;
}

/**
 * Services with one endpoint for a whole partition: they are asked there, whatever region a check looks at.
 * https://docs.aws.amazon.com/general/latest/gr/rande.html#global-endpoints
 */
const HOME_REGIONS: Readonly<Record<string, Partial<Record<Service, string>>>> = {
  aws: {
    iam: 'us-east-1',
    ce: 'us-east-1',
    health: 'us-east-1',
    organizations: 'us-east-1',
    route53: 'us-east-1',
    feed: 'us-east-1',
  },
  'aws-cn': {
    iam: 'cn-north-1',
    ce: 'cn-northwest-1',
    health: 'cn-northwest-1',
    organizations: 'cn-northwest-1',
    route53: 'cn-northwest-1',
  },
  'aws-us-gov': {
    iam: 'us-gov-west-1',
    health: 'us-gov-west-1',
    organizations: 'us-gov-west-1',
    route53: 'us-gov-west-1',
  },
};

export function endpointRegion(service: Service, partition: string, region: string): string {
  return HOME_REGIONS[partition]?.[service] ?? region;
}

export function operationName(call: Pick<Call, 'service' | 'operation'>): OperationName {
  return `${call.service}:${call.operation}`;
}

const ACCOUNT_WIDE_SERVICES: readonly Service[] = ['ce', 'feed', 'health', 'iam', 'organizations', 'route53'];
const ACCOUNT_WIDE_OPERATIONS: readonly OperationName[] = ['s3:ListBuckets', 'sts:GetCallerIdentity'];

/** Whether the answer is the same whichever region of an account asks. */
export function isAccountWide(call: Pick<Call, 'service' | 'operation'>): boolean {
  return ACCOUNT_WIDE_SERVICES.includes(call.service) || isAnsweredAnywhere(call);
}

/** Whether every region gives that answer, so that another can be asked where one is down. */
export function isAnsweredAnywhere(call: Pick<Call, 'service' | 'operation'>): boolean {
  return ACCOUNT_WIDE_OPERATIONS.includes(operationName(call));
}
