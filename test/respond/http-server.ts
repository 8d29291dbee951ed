import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** Lower-case names; of a header that came twice, the values with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `hang`: reads the request and never answers. `drop`: takes it, and the connection breaks before the answer. */
export type HttpAnswer = HttpReply | 'hang' | 'drop';

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpServer {
  readonly url: string;
  /** In the order in which they were read to their end. */
  readonly requests: readonly HttpRequest[];
  /** The next answers, one each; after them it is `usual` again. */
  answer(...answers: readonly HttpAnswer[]): void;
}

/** An HTTP server that stands for a vendor's, on a free port of this machine until the test is finished. */
export async function startHttpServer(usual: HttpAnswer = { status: 200 }): Promise<HttpServer> {
  const requests: HttpRequest[] = [];
  const script: HttpAnswer[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push(await read(request));
    reply(response, script.shift() ?? usual);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, answer: (...answers) => script.push(...answers) };
}

async function read(request: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
  };
}

function reply(response: ServerResponse, answer: HttpAnswer): void {
  if (answer === 'hang') return;
  if (answer === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers).end(answer.body);
}
