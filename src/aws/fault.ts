import { iamActions } from './iam-actions.ts';
import { type Call, type OperationName, operationName } from './service.ts';

/** Why AWS did not tell us what we asked. Each kind means something else to do. */
export type FaultKind =
  | 'access-denied'
  | 'subscription-required'
  | 'region-not-enabled'
  | 'credentials-expired'
  | 'credentials-invalid'
  | 'credentials-missing'
  | 'unreachable'
  | 'throttled'
  | 'not-implemented'
  | 'deadline'
  | 'server-error'
  | 'not-found'
  | 'rejected';

/** The kind of policy AWS names in a denial, where it names one. */
export type DenyingPolicy = 'service-control' | 'resource-control' | 'boundary' | 'session' | 'resource' | 'identity';

interface FaultFacts {
  readonly kind: FaultKind;
  readonly operation: OperationName;
  readonly region: string;
  /** AWS's error code, e.g. `AccessDeniedException`; the system's, e.g. `ECONNREFUSED`, when nothing answered. */
  readonly awsCode: string;
  readonly status?: number;
  readonly requestId?: string;
  /** The IAM action that is missing, of an `access-denied`. */
  readonly action?: string;
  readonly deniedBy?: DenyingPolicy;
  /** How long AWS asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** A read that gave no answer, as a fact: what was asked, where, and why there is no answer. */
export class AwsFault extends Error {
  readonly facts: FaultFacts;

  constructor(message: string, facts: FaultFacts, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AwsFault';
    this.facts = facts;
  }
}

const THROTTLED = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'Client.UnauthorizedOperation',
  'UnauthorizedOperation',
]);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']);
const INVALID = new Set([
  'AuthFailure',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidToken',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
]);
const NOT_IMPLEMENTED = new Set([
  'InvalidAction',
  'NotImplemented',
  'UnknownOperationException',
  'UnknownService',
  'UnsupportedOperation',
]);

/**
 * Regions that an account has without asking; every later one must be enabled first, and answers as if the
 * credentials were wrong until then.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const ENABLED_BY_DEFAULT = new Set(
  (
    'us-east-1 us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ' +
    'ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1 ' +
    'cn-north-1 cn-northwest-1 us-gov-east-1 us-gov-west-1'
  ).split(' '),
);

interface Thrown {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** Reads whatever a transport threw as a fact. `call` must carry the region the request went to. */
export function faultOf(error: unknown, call: Call): AwsFault {
  if (error instanceof AwsFault) return error;
  const thrown = readThrown(error);
  const kind = kindOf(thrown, call.region);
  const denial = kind === 'access-denied' ? readDenial(thrown.message, call) : {};
  return new AwsFault(
    sentence(kind, thrown, call, denial),
    {
      kind,
      operation: operationName(call),
      region: call.region,
      awsCode: thrown.code,
      ...(thrown.status !== undefined && { status: thrown.status }),
      ...(thrown.requestId !== undefined && { requestId: thrown.requestId }),
      ...(thrown.retryAfterMs !== undefined && { retryAfterMs: thrown.retryAfterMs }),
      ...denial,
    },
    { cause: error },
  );
}

function kindOf({ code, status, message }: Thrown, region: string): FaultKind {
  if (THROTTLED.has(code) || status === 429) return 'throttled';
  if (EXPIRED.has(code)) return 'credentials-expired';
  if (code === 'SubscriptionRequiredException' || code === 'OptInRequiredException') return 'subscription-required';
  if (code === 'OptInRequired') return /region/i.test(message) ? 'region-not-enabled' : 'subscription-required';
  if (DENIED.has(code)) return 'access-denied';
  if (code === 'RegionDisabledException') return 'region-not-enabled';
  if (INVALID.has(code)) return ENABLED_BY_DEFAULT.has(region) ? 'credentials-invalid' : 'region-not-enabled';
  if (code === 'CredentialsProviderError') return 'credentials-missing';
  if (NOT_IMPLEMENTED.has(code) || status === 501) return 'not-implemented';
  if (UNREACHABLE.has(code)) return 'unreachable';
  if (status !== undefined && status >= 500) return 'server-error';
  if (status === 404 || /NotFound|^NoSuch|DoesNotExist/.test(code)) return 'not-found';
  if (status === 403) return 'access-denied';
  return 'rejected';
}

function readDenial(message: string, call: Call): Pick<FaultFacts, 'action' | 'deniedBy'> {
  const named = /perform:? ([a-z0-9-]+:[A-Za-z*]+)/.exec(message)?.[1];
  const action = named ?? iamActions(operationName(call))[0];
  const deniedBy = denyingPolicy(message);
  return { ...(action !== undefined && { action }), ...(deniedBy !== undefined && { deniedBy }) };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denyingPolicy(message: string): DenyingPolicy | undefined {
  if (/service control policy/i.test(message)) return 'service-control';
  if (/resource control policy/i.test(message)) return 'resource-control';
  if (/permissions boundary/i.test(message)) return 'boundary';
  if (/session policy/i.test(message)) return 'session';
  if (/resource-based policy/i.test(message)) return 'resource';
  if (/identity-based policy/i.test(message)) return 'identity';
  return undefined;
}

const DENIED_BY: Readonly<Record<DenyingPolicy, string>> = {
  'service-control': 'a service control policy of the organization denies it',
  'resource-control': 'a resource control policy of the organization denies it',
  boundary: "the role's permissions boundary does not allow it",
  session: 'the session policy does not allow it',
  resource: "the resource's own policy does not allow it",
  identity: 'no policy of the identity allows it',
};

function sentence(
  kind: FaultKind,
  thrown: Thrown,
  call: Call,
  denial: Pick<FaultFacts, 'action' | 'deniedBy'>,
): string {
  const asked = operationName(call);
  switch (kind) {
    case 'access-denied':
      return `${thrown.code}: ${denial.action ?? asked} is not allowed${denial.deniedBy ? ` (${DENIED_BY[denial.deniedBy]})` : ''}.`;
    case 'subscription-required':
      return `${thrown.code}: ${asked} needs a support plan or subscription that this account does not have.`;
    case 'region-not-enabled':
      return `${thrown.code}: region ${call.region} is not enabled for this account (${asked}).`;
    case 'credentials-expired':
      return `${thrown.code}: the credentials have expired (${asked}).`;
    case 'credentials-invalid':
      return `${thrown.code}: AWS does not accept the credentials (${asked}).`;
    case 'credentials-missing':
      return `No AWS credentials: ${thrown.message}`;
    case 'unreachable':
      return `${thrown.code}: ${call.service} in ${call.region} did not answer (${asked}).`;
    case 'throttled':
      return `${thrown.code}: AWS kept throttling ${asked} in ${call.region}.`;
    case 'not-implemented':
      return `${thrown.code}: this endpoint does not implement ${asked}.`;
    case 'deadline':
      return `${asked} did not answer before its deadline.`;
    case 'server-error':
      return `${thrown.code}: ${asked} failed on AWS's side${thrown.status ? ` (HTTP ${thrown.status})` : ''}.`;
    case 'not-found':
    case 'rejected':
      return `${thrown.code}: ${asked}: ${thrown.message}`;
  }
}

function readThrown(error: unknown): Thrown {
  const e = isRecord(error) ? error : {};
  const metadata = isRecord(e['$metadata']) ? e['$metadata'] : {};
  const response = isRecord(e['$response']) ? e['$response'] : {};
  const status = numberOf(metadata['httpStatusCode']) ?? numberOf(e['status']) ?? numberOf(response['statusCode']);
  const system = textOf(e['code']);
  const name = textOf(e['name']);
  const code = system !== undefined && UNREACHABLE.has(system) ? system : (textOf(e['Code']) ?? name ?? 'Error');
  const headers = isRecord(response['headers']) ? response['headers'] : {};
  const retryAfter = Number(textOf(headers['retry-after']));
  return {
    // An HTML error page is not AWS's way of answering: its parse error says less than its status.
    code: (code === 'Error' || code === 'SyntaxError') && status !== undefined ? `Http${status}` : code,
    message: textOf(e['message']) ?? String(error),
    status,
    requestId: textOf(metadata['requestId']),
    retryAfterMs: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1000 : undefined,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
