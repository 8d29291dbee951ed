import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { WireRequest, WireResponse } from './message.ts';
import { LARGEST_BODY_BYTES } from './request-body.ts';

/** Answers one request; a body of `too-large` was not read to its end. `hang-up` cuts the connection. */
export type Answer = (request: WireRequest, body: 'whole' | 'too-large') => Promise<WireResponse | 'hang-up'>;

export interface HttpServerOptions {
  readonly answer: Answer;
  /** Told of what `answer` throws; the client gets a status of 500. */
  readonly onBug: (error: unknown) => void;
}

/** An HTTP server for this machine alone, and not for the web pages that are open on it. */
export function createHttpServer(options: HttpServerOptions): Server {
  const server = createServer({ maxHeaderSize: 64 * 1024, keepAliveTimeout: 60_000 });
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    // What is left to go wrong is a client that went away.
    serve(request, response, options).catch(() => request.socket.destroy());
  };
  server.on('request', handle);
  // boto3 asks before it sends an object: a body that is refused anyway need not come.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (declaredLength(request) <= LARGEST_BODY_BYTES) response.writeContinue();
    handle(request, response);
  });
  return server;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, onBug }: HttpServerOptions,
): Promise<void> {
  const stranger = strangerAt(request);
  if (stranger !== undefined) return send(request, response, forbidden(stranger));
  const body = await readBody(request);
  const received = wireRequest(request, body ?? new Uint8Array());
  const answered = await answer(received, body ? 'whole' : 'too-large').catch((error: unknown) => {
    onBug(error);
    return INTERNAL_ERROR;
  });
  if (answered === 'hang-up') request.socket.destroy();
  else send(request, response, answered);
}

const INTERNAL_ERROR: WireResponse = {
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"error":"A bug in the sandbox."}',
};

/**
 * A web page can send requests to this machine: under a name of its own that it has pointed here (DNS rebinding, seen by
 * the Host header) or across origins (seen by the Origin header). Neither is a client of ours.
 */
function strangerAt({ headers }: IncomingMessage): string | undefined {
  const { host = '', origin } = headers;
  if (!isLoopbackName(host.replace(/:\d+$/, ''))) return `Host ${host}`;
  if (origin !== undefined && !isLoopbackName(URL.canParse(origin) ? new URL(origin).hostname : origin)) {
    return `Origin ${origin}`;
  }
  return undefined;
}

/** Names and addresses that can mean nothing but this machine; a bucket or an account may stand in front of `localhost`. */
export function isLoopbackName(name: string): boolean {
  return /^(.+\.)?localhost$/i.test(name) || /^127\.\d+\.\d+\.\d+$/.test(name) || name === '[::1]' || name === '::1';
}

function forbidden(stranger: string): WireResponse {
  const body = JSON.stringify({ error: `The sandbox answers this machine alone: ${stranger} is refused.` });
  return { status: 403, headers: { 'content-type': 'application/json' }, body };
}

/** Undefined for a body beyond the limit: the rest of it is let go by. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (declaredLength(request) > LARGEST_BODY_BYTES) return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length <= LARGEST_BODY_BYTES) parts.push(part);
  }
  return length > LARGEST_BODY_BYTES ? undefined : Buffer.concat(parts);
}

function declaredLength(request: IncomingMessage): number {
  return Number(request.headers['content-length'] ?? 0);
}

function wireRequest({ method = 'GET', url: target = '/', headers }: IncomingMessage, body: Uint8Array): WireRequest {
  // Whoever takes the sandbox for a proxy sends the whole URL: a way to reach names that the system does not resolve.
  const url = target.replace(/^https?:\/\/[^/]+/, '');
  const question = url.indexOf('?');
  return {
    method,
    path: question < 0 ? url : url.slice(0, question),
    search: question < 0 ? '' : url.slice(question + 1),
    // Node joins repeated headers with commas but for set-cookie, which no AWS client sends.
    headers: headers as WireRequest['headers'],
    body,
  };
}

const WITHOUT_BODY = new Set([204, 304]);

function send({ method }: IncomingMessage, response: ServerResponse, { status, headers, body }: WireResponse): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  const all = { ...headers };
  if (WITHOUT_BODY.has(status)) delete all['content-length'];
  // The head of an object tells the length of what is not sent.
  else if (method !== 'HEAD' || all['content-length'] === undefined) all['content-length'] = String(length);
  response.writeHead(status, all);
  response.end(method === 'HEAD' || WITHOUT_BODY.has(status) ? undefined : body);
}
