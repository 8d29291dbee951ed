import type { WireRequest } from '../src/sandbox/wire/message.ts';

interface Given {
  readonly method?: string;
  readonly path?: string;
  readonly search?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A request as the HTTP server hands it on, without a signature. */
export function request({ method = 'POST', path = '/', search = '', headers = {}, body = '' }: Given): WireRequest {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { method, path, search, headers: { host: '127.0.0.1:4646', ...headers }, body: bytes };
}

/** The same with a signature for a service, by its signing name. */
export function signed(service: string, given: Given): WireRequest {
  return request({ ...given, headers: { authorization: authorization(service), ...given.headers } });
}

export function authorization(service: string, accessKeyId = 'AKIASANDBOX'): string {
  const scope = `${accessKeyId}/20261123/eu-west-1/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=00`;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

/** Of the query protocols. */
export function form(body: string): Given {
  return { body, headers: FORM };
}

/** Of the JSON protocols. */
export function json(target: string, body: string): Given {
  return { body, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target } };
}

export function cbor(service: string, operation: string, body: Uint8Array): Given {
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  return { path: `/service/${service}/operation/${operation}`, body, headers };
}
