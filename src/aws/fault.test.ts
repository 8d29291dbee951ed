import { expect, test } from 'vitest';
import { awsError } from '../../test/answers.ts';
import { faultOf, type FaultKind } from './fault.ts';
import type { Call } from './service.ts';

const call: Call = { service: 'ecs', operation: 'ListClusters', input: {}, region: 'us-east-1' };

test.each<[string, number, FaultKind]>([
  ['ThrottlingException', 400, 'throttled'],
  ['RequestLimitExceeded', 503, 'throttled'],
  ['SlowDown', 503, 'throttled'],
  ['TooManyRequestsException', 429, 'throttled'],
  ['AccessDeniedException', 400, 'access-denied'],
  ['UnauthorizedOperation', 403, 'access-denied'],
  ['SubscriptionRequiredException', 400, 'subscription-required'],
  ['OptInRequiredException', 400, 'subscription-required'],
  ['ExpiredTokenException', 403, 'credentials-expired'],
  ['RequestExpired', 400, 'credentials-expired'],
  ['UnrecognizedClientException', 400, 'credentials-invalid'],
  ['InvalidClientTokenId', 403, 'credentials-invalid'],
  ['InternalFailure', 500, 'server-error'],
  ['NotImplemented', 501, 'not-implemented'],
  ['NoSuchBucket', 404, 'not-found'],
  ['InvalidParameterException', 400, 'rejected'],
])('%s is understood', (code, status, kind) => {
  expect(faultOf(awsError(code, code, status), call).facts.kind).toBe(kind);
});

test('the same refusal in a region that must be enabled first means that it is not', () => {
  const inHongKong = { ...call, region: 'ap-east-1' };
  const fault = faultOf(awsError('UnrecognizedClientException', 'invalid token', 400), inHongKong);
  expect(fault.facts.kind).toBe('region-not-enabled');
  expect(fault.message).toContain('ap-east-1 is not enabled');
});

test.each([
  [
    'with an explicit deny in a service control policy',
    'service-control',
    'service control policy of the organization',
  ],
  ['because no permissions boundary allows the ecs:ListClusters action', 'boundary', 'permissions boundary'],
  ['because no identity-based policy allows the ecs:ListClusters action', 'identity', 'no policy of the identity'],
  ['because no session policy allows the action', 'session', 'session policy'],
])('a denial %s says who denies', (because, deniedBy, words) => {
  const message = `User: arn:aws:iam::1:user/a is not authorized to perform: ecs:ListClusters on resource: * ${because}`;
  const fault = faultOf(awsError('AccessDeniedException', message), call);
  expect(fault.facts).toMatchObject({ kind: 'access-denied', action: 'ecs:ListClusters', deniedBy });
  expect(fault.message).toContain(words);
});

test('a denial that names no action still names the one that is missing', () => {
  const fault = faultOf(awsError('AccessDenied', 'Access Denied', 403), {
    ...call,
    service: 's3control',
    operation: 'GetPublicAccessBlock',
  });
  expect(fault.facts.action).toBe('s3:GetAccountPublicAccessBlock');
});

test('an endpoint that nobody answers is unreachable, not broken', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
  expect(faultOf(error, call).facts).toMatchObject({ kind: 'unreachable', awsCode: 'ECONNREFUSED' });
});

test('an HTML error page is a server error with its status', () => {
  const error = Object.assign(new SyntaxError('Unexpected token <'), { $metadata: { httpStatusCode: 500 } });
  expect(faultOf(error, call).facts).toMatchObject({ kind: 'server-error', status: 500 });
});
