import { randomUUID } from 'node:crypto';
import { SandboxError, Unreachable } from '../error.ts';
import { type Signer, signerOf, UNSIGNED_OPERATIONS } from './credentials.ts';
import { errorAnswer } from './error-answer.ts';
import { type Identity, identify } from './identify.ts';
import type { Structure, WireRequest, WireResponse } from './message.ts';
import { askedOf } from './operation-input.ts';
import { writeOutput } from './operation-output.ts';
import { refusal } from './refusals.ts';
import { LARGEST_BODY_BYTES, unwrapBody } from './request-body.ts';
import type { ServiceTable } from './service.ts';

/** A request, understood as far as it can be. */
export interface WireCall {
  /** The AWS CLI's name; `unknown` for what the sandbox does not serve. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** Empty for a request without a signature. */
  readonly accessKeyId: string;
  readonly requestId: string;
}

/** What answers a call. Rejects with a SandboxError for an error of AWS's; anything else is a bug. */
export type Backend = (call: WireCall, input: Structure) => Promise<object>;

/** One request and what became of it. */
export interface Exchange {
  readonly call: WireCall;
  /** `hang-up` where nothing answers: the connection is to be cut. */
  readonly response: WireResponse | 'hang-up';
  /** AWS's code, where the answer is an error. */
  readonly errorCode: string | undefined;
}

export interface EndpointOptions {
  readonly services: readonly ServiceTable[];
  readonly backend: Backend;
  /** Told of every error that is none of AWS's; the client gets an InternalFailure. */
  readonly onBug: (error: unknown, call: WireCall) => void;
}

/** The server's side of AWS's wire protocols, without a socket. A body of `too-large` was not read to its end. */
export type Endpoint = (request: WireRequest, body?: 'whole' | 'too-large') => Promise<Exchange>;

export function createEndpoint({ services, backend, onBug }: EndpointOptions): Endpoint {
  return async function answer(received, body = 'whole') {
    const { request, problem } = body === 'whole' ? unwrapped(received) : { request: received, problem: TOO_LARGE };
    const signer = signerOf(request);
    const signed = typeof signer === 'object' ? signer : undefined;
    const identity = identify(services, request, signed);
    const requestId = randomUUID();
    let call = callOf(identity, signed, requestId);
    const contentType = request.headers['content-type'] ?? '';
    try {
      requireSignature(identity, signer);
      if (problem) throw refusal(problem.why, identity.protocol, problem.message);
      const { service, operation, readInput } = askedOf(identity, request, signed?.service);
      call = { ...call, operation: operation.name };
      const output = await backend(call, await readInput());
      // The handlers' outputs are AWS's structures, with their types worn off.
      const response = writeOutput(
        identity.protocol,
        { service, operation, requestId, contentType },
        output as Structure,
      );
      return { call, response: withRequestId(response, requestId), errorCode: undefined };
    } catch (error) {
      if (error instanceof Unreachable) return { call, response: 'hang-up', errorCode: error.code };
      if (!(error instanceof SandboxError)) onBug(error, call);
      const told =
        error instanceof SandboxError ? error : new SandboxError('InternalFailure', 'A bug in the sandbox.', 500);
      const response = errorAnswer(told, identity, { requestId, contentType });
      return { call, response: withRequestId(response, requestId), errorCode: told.code };
    }
  };
}

interface BodyProblem {
  readonly why: 'too-large' | 'undecodable';
  readonly message: string;
}

const TOO_LARGE: BodyProblem = {
  why: 'too-large',
  message: `Request size exceeded the limit of ${LARGEST_BODY_BYTES} bytes.`,
};

function unwrapped(request: WireRequest): { request: WireRequest; problem?: BodyProblem } {
  try {
    return { request: { ...request, body: unwrapBody(request) } };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { request: { ...request, body: new Uint8Array() }, problem: { why: 'undecodable', message } };
  }
}

function callOf({ service, operation = '' }: Identity, signer: Signer | undefined, requestId: string): WireCall {
  return {
    service: service?.name ?? 'unknown',
    operation,
    region: signer?.region ?? 'us-east-1',
    accessKeyId: signer?.accessKeyId ?? '',
    requestId,
  };
}

/** That a signature is there and can be read, as AWS asks first of all. Whether it is right is not verified. */
function requireSignature({ protocol, service, operation }: Identity, signer: Signer | 'none' | 'unreadable'): void {
  if (signer === 'unreadable') {
    throw refusal(
      'incomplete-signature',
      protocol,
      "Authorization header requires 'Credential' parameter with its scope.",
    );
  }
  const unsigned = service?.name === 'sts' && UNSIGNED_OPERATIONS.has(operation ?? '');
  if (signer === 'none' && !unsigned) {
    throw refusal('unsigned', protocol, 'Request is missing Authentication Token');
  }
}

function withRequestId(response: WireResponse, requestId: string): WireResponse {
  const headers = { ...response.headers, 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId };
  return { ...response, headers };
}
