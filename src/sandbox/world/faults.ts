import { SandboxError } from '../error.ts';
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

function matches(fault: Fault, request: FaultTarget): boolean {
  return (
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

function errorOf(fault: Fault, { service, operation, accountId, region }: FaultTarget): Error {
  switch (fault.kind) {
    case 'throttle':
      return service === 'ec2'
        ? new SandboxError('RequestLimitExceeded', 'Request limit exceeded.', 503)
        : new SandboxError('ThrottlingException', 'Rate exceeded', 400);
    case 'server-error':
      return new SandboxError('InternalFailure', 'We encountered an internal error. Please try again.', 500);
    case 'access-denied':
      return new SandboxError(
        service === 'ec2' ? 'UnauthorizedOperation' : service === 's3' ? 'AccessDenied' : 'AccessDeniedException',
        `User: arn:aws:iam::${accountId}:user/sandbox is not authorized to perform this operation because no ` +
          'identity-based policy allows it',
        403,
      );
    case 'expired-token':
      return new SandboxError(
        service === 'ec2' ? 'RequestExpired' : 'ExpiredTokenException',
        'The security token included in the request is expired',
        403,
      );
    case 'unreachable':
      return Object.assign(new Error(`connect ETIMEDOUT ${service}.${region}.amazonaws.com:443 (${operation})`), {
        code: 'ETIMEDOUT',
      });
    case 'latency':
      return new Error('a slow answer is no error');
  }
}
