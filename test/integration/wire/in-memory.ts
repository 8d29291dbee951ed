import { Readable } from 'node:stream';
import { HttpResponse } from '@smithy/core/protocols';
import type { Endpoint } from '../../../src/sandbox/wire/endpoint.ts';

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An SDK client's request handler that ends in an endpoint, without a socket: all but the network is real. */
export function inMemoryHandler(endpoint: Endpoint) {
  return {
    metadata: { handlerProtocol: 'in-memory' },
    destroy: () => undefined,
    httpHandlerConfigs: () => ({}),
    updateHttpClientConfig: () => undefined,
    async handle({ method, path, query, headers, body }: SdkRequest) {
      const { response } = await endpoint({
        method,
        path,
        search: searchOf(query),
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        body: await bytesOf(body),
      });
      if (response === 'hang-up') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      const { status: statusCode, headers: answered, body: content } = response;
      return {
        response: new HttpResponse({ statusCode, headers: answered, body: Readable.from([Buffer.from(content)]) }),
      };
    },
  };
}

function searchOf(query: SdkRequest['query']): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value].flat().map((one): [string, string] => [key, one ?? '']),
  );
  return new URLSearchParams(pairs).toString();
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  // The SDK's own bytes warn of being used as text; a view of them does not.
  if (body instanceof Uint8Array) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  const parts: Buffer[] = [];
  for await (const part of body as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
