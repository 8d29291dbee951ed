import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Arguments, createWorkspace, METHODS, Refused, type Workspace } from './slack-workspace.ts';

/** Slack on a loopback port: the Web API's methods that Opsbook uses, on a workspace in memory. */
export interface SlackServer {
  /** As the channel's `apiUrl`. */
  readonly url: string;
  /** The only one that is taken. New with each server, so that nothing kept in this process is of another. */
  readonly token: string;
  readonly signingSecret: string;
  readonly workspace: Workspace;
  /** Every request that came, in order. */
  readonly calls: readonly SlackCall[];
  /** The next calls of a method meet this instead, or `*` of any; once where no number is given. */
  fail(method: string, fault: SlackFault, times?: number): void;
  /** How often a method was called. */
  count(method: string): number;
  close(): Promise<void>;
}

export interface SlackCall {
  readonly method: string;
  readonly given: Arguments;
  readonly token: string;
}

export type SlackFault =
  /** 429; without a number, without Retry-After. */
  | { readonly kind: 'rate-limited'; readonly retryAfterS: number | string | null }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** `invalid_auth`, `account_inactive`, `name_taken`, `channel_not_found`: what Slack answers with 200. */
  | { readonly kind: 'error'; readonly error: string; readonly more?: Record<string, unknown> }
  | { readonly kind: 'hang' }
  /** The connection ends, after it was done or before. */
  | { readonly kind: 'drop'; readonly done: boolean };

export async function startSlack({ now = () => new Date() }: { now?: () => Date } = {}): Promise<SlackServer> {
  const workspace = createWorkspace(now);
  const token = `xoxb-${randomBytes(8).toString('hex')}`;
  const calls: SlackCall[] = [];
  const faults: { readonly method: string; readonly fault: SlackFault }[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = (request.url ?? '').replace(/^\/api\//, '');
    const given = Object.fromEntries(new URLSearchParams(await text(request)));
    const bearer = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    calls.push({ method, given, token: bearer });
    const at = faults.findIndex((one) => one.method === method || one.method === '*');
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0]?.fault;
    switch (fault?.kind) {
      case undefined:
        return json(response, bearer === token ? perform(method, given) : { ok: false, error: 'invalid_auth' });
      case 'rate-limited': {
        const headers = fault.retryAfterS === null ? {} : { 'retry-after': String(fault.retryAfterS) };
        response.writeHead(429, headers).end();
        return;
      }
      case 'status':
        response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
        return;
      case 'error':
        return json(response, { ok: false, error: fault.error, ...fault.more });
      case 'hang':
        return;
      case 'drop':
        if (fault.done) perform(method, given);
        response.destroy();
    }
  }

  function perform(method: string, given: Arguments): Record<string, unknown> {
    try {
      const does = METHODS[method];
      return does ? { ok: true, ...does(workspace, given) } : { ok: false, error: 'unknown_method' };
    } catch (error) {
      if (error instanceof Refused) return { ok: false, error: error.message, ...error.answer };
      throw error;
    }
  }

  return {
    url: `http://127.0.0.1:${port}/api/`,
    token,
    signingSecret: randomBytes(16).toString('hex'),
    workspace,
    calls,
    fail(method, fault, times = 1) {
      for (let time = 0; time < times; time++) faults.push({ method, fault });
    },
    count: (method) => calls.filter((one) => one.method === method).length,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function json(response: ServerResponse, body: Record<string, unknown>): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
