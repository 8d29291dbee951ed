import { SandboxError, Unreachable } from '../error.ts';
import type { Fault, World } from './world.ts';

interface FaultTarget {
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
}

interface Injected {
  readonly error?: Error;
  readonly latencyMs?: number;
}

/** What the injected faults do to a request: an error in its place, more time, or nothing. */
export function faultFor(world: World, request: FaultTarget): Injected | undefined {
  let latencyMs = 0;
  for (const fault of world.faults) {
    if (!matches(fault, request) || !fires(fault)) continue;
    if (fault.kind !== 'latency') return { error: errorOf(fault, request) };
    latencyMs += fault.ms ?? 0;
  }
  return latencyMs > 0 ? { latencyMs } : undefined;
}

/** What nobody meets who shows no credentials, as with the public feed of events. */
const NEEDS_CREDENTIALS: readonly Fault['kind'][] = ['access-denied', 'expired-token'];

function matches(fault: Fault, request: FaultTarget): boolean {
  return (
    !(request.service === 'feed' && NEEDS_CREDENTIALS.includes(fault.kind)) &&
    (fault.service === undefined || fault.service === request.service) &&
    (fault.operation === undefined || fault.operation === request.operation) &&
    (fault.account === undefined || fault.account === request.accountId) &&
    (fault.region === undefined || fault.region === request.region)
  );
}

function fires(fault: Fault): boolean {
  if (fault.skip !== undefined && fault.skip > 0) {
    fault.skip -= 1;
    return false;
  }
  if (fault.times === undefined) return true;
  fault.times -= 1;
  return fault.times >= 0;
}

function errorOf(fault: Fault, target: FaultTarget): Error {
  const { service, operation, accountId, region } = target;
  switch (fault.kind) {
    case 'throttle':
      return answer(service, THROTTLED, 'Rate exceeded');
    case 'server-error':
      return new SandboxError('InternalFailure', 'We encountered an internal error. Please try again.', 500);
    case 'access-denied':
      return answer(
        service,
        DENIED,
        fault.message ??
          `User: arn:aws:iam::${accountId}:user/sandbox is not authorized to perform this operation because no ` +
            'identity-based policy allows it',
      );
    case 'expired-token':
      return answer(service, EXPIRED, 'The security token included in the request is expired');
    case 'unreachable':
      return new Unreachable(`connect ETIMEDOUT ${service}.${region}.amazonaws.com:443 (${operation})`);
    case 'latency':
      return new Error('a slow answer is no error');
  }
}

type Family = 'ec2' | 'query' | 's3' | 'rest-json' | 'json';
type Answers = Readonly<Record<Family, readonly [code: string, status: number]>>;

/**
 * AWS's services differ in what they call the same trouble, by the protocol they were born with.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const THROTTLED: Answers = {
  ec2: ['RequestLimitExceeded', 503],
  query: ['Throttling', 400],
  s3: ['SlowDown', 503],
  'rest-json': ['TooManyRequestsException', 429],
  json: ['ThrottlingException', 400],
};
const DENIED: Answers = {
  ec2: ['UnauthorizedOperation', 403],
  query: ['AccessDenied', 403],
  s3: ['AccessDenied', 403],
  'rest-json': ['AccessDeniedException', 403],
  json: ['AccessDeniedException', 400],
};
const EXPIRED: Answers = {
  ec2: ['RequestExpired', 400],
  query: ['ExpiredToken', 403],
  s3: ['ExpiredToken', 400],
  'rest-json': ['ExpiredTokenException', 403],
  json: ['ExpiredTokenException', 400],
};
const FAMILIES: Readonly<Record<string, Family>> = {
  ec2: 'ec2',
  autoscaling: 'query',
  elbv2: 'query',
  iam: 'query',
  rds: 'query',
  route53: 'query',
  sns: 'query',
  sts: 'query',
  s3: 's3',
  s3control: 's3',
  backup: 'rest-json',
  lambda: 'rest-json',
};

function answer(service: string, answers: Answers, message: string): SandboxError {
  const [code, status] = answers[FAMILIES[service] ?? 'json'];
  return new SandboxError(code, message, status);
}
