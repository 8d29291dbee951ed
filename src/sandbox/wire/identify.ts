import type { Signer } from './credentials.ts';
import type { WireRequest } from './message.ts';
import { findRoute } from './rest-route.ts';
import type { ServiceProtocol, ServiceTable } from './service.ts';

export type WireProtocol = ServiceProtocol | 'cbor';

/** What a request is, before anything in it is read: which protocol, for which service, by which mark of an operation. */
export interface Identity {
  readonly protocol: WireProtocol;
  /** Undefined for a service that the sandbox does not serve. */
  readonly service: ServiceTable | undefined;
  /** As the request names it; undefined in the REST protocols, where path and query say it. */
  readonly operation: string | undefined;
  /** The text of a form, in the query protocols. */
  readonly form: string | undefined;
}

/** https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
const CBOR_PATH = /^\/service\/([^/]+)\/operation\/([^/]+)$/;

export function identify(
  services: readonly ServiceTable[],
  request: WireRequest,
  signer: Signer | undefined,
): Identity {
  const [, cborService, cborOperation] = CBOR_PATH.exec(request.path) ?? [];
  if (cborService !== undefined && cborOperation !== undefined) {
    return { protocol: 'cbor', service: byTarget(services, cborService), operation: cborOperation, form: undefined };
  }
  const signed = bySigner(services, request, signer);
  const target = request.headers['x-amz-target']?.split('.');
  if (target) {
    // The part in front of the operation may be dotted itself: boto3 has CloudTrail's with its package name.
    const service = byTarget(services, target.at(-2) ?? '') ?? signed;
    return { protocol: 'json', service, operation: target.at(-1) ?? '', form: undefined };
  }
  const form = formOf(request);
  return form === undefined || signed?.protocol.startsWith('rest')
    ? identifyRest(services, request, signer ? { service: signed } : undefined)
    : identifyForm(services, form, signed);
}

/** Under a signature, the scope's service; without one, whatever service the path could mean, S3 last: it takes any. */
function identifyRest(
  services: readonly ServiceTable[],
  request: WireRequest,
  signed: { readonly service: ServiceTable | undefined } | undefined,
): Identity {
  const service = signed
    ? signed.service
    : (services.find((candidate) => candidate.protocol === 'rest-json' && findRoute(candidate, request)) ??
      services.find((candidate) => candidate.name === 's3'));
  // A service that speaks no REST was asked without the marks of its own protocol.
  const protocol = service?.protocol.startsWith('rest') ? service.protocol : 'rest-json';
  return { protocol, service, operation: undefined, form: undefined };
}

function identifyForm(services: readonly ServiceTable[], form: string, signed: ServiceTable | undefined): Identity {
  const fields = new URLSearchParams(form);
  const action = fields.get('Action') ?? undefined;
  const version = fields.get('Version');
  const service =
    signed ?? services.find((candidate) => candidate.version === version && candidate.operations.has(action ?? ''));
  return { protocol: service?.protocol === 'ec2' ? 'ec2' : 'query', service, operation: action, form };
}

function formOf({ headers, body, search }: WireRequest): string | undefined {
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return body.length > 0 ? Buffer.from(body).toString('utf8') : search;
  }
  return new URLSearchParams(search).has('Action') ? search : undefined;
}

function byTarget(services: readonly ServiceTable[], target: string): ServiceTable | undefined {
  return services.find((service) => service.target === target);
}

/** S3 and S3 Control sign with one name; only the latter has its version in the path, and whose it is in a header. */
function bySigner(
  services: readonly ServiceTable[],
  { path, headers }: WireRequest,
  signer: Signer | undefined,
): ServiceTable | undefined {
  if (!signer) return undefined;
  const name = /^s3(express|-object-lambda|-outposts)$/.test(signer.service) ? 's3' : signer.service;
  const candidates = services.filter((service) => service.signingName === name);
  const owner = headers['x-amz-account-id'] ?? headers['x-amz-outpost-id'];
  const control = path.startsWith('/v20180820/') && owner !== undefined;
  return candidates.find((service) => (service.name === 's3control') === control) ?? candidates[0];
}
