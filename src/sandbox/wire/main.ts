import type { Server } from 'node:http';
import { UsageError } from '../../model/errors.ts';
import { SANDBOX_REGION } from '../create.ts';
import { dispatch } from '../dispatch.ts';
import type { World } from '../world/world.ts';
import { createCallLog, loggedCall } from './call-log.ts';
import { loadServices } from './clients.ts';
import { answerControl, CONTROL_PREFIX } from './control.ts';
import { accountOf } from './credentials.ts';
import { createEndpoint, type Exchange, type WireCall } from './endpoint.ts';
import { createHttpServer, isLoopbackName } from './http-server.ts';
import { createLiveWorld } from './live-world.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { answerPublicEvents, PUBLIC_EVENTS_PATH } from './public-events.ts';

export interface ServeOptions {
  /** A loopback address. */
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port?: number;
  readonly seed?: string;
  /** When the world begins; where absent, at the real present. */
  readonly start?: Date;
  /** Whether the virtual clock moves with the real one. */
  readonly tick?: boolean;
  /** Served until the first reset, instead of a fresh one. */
  readonly world?: World;
  /** Told of what is a bug in the sandbox, one line each. */
  readonly onBug?: (line: string) => void;
}

export interface SandboxServer {
  readonly url: string;
  readonly port: number;
  /** Whose account it is for an access key that is nobody's, and the region with something in it. */
  readonly account: string;
  readonly region: string;
  close(): Promise<void>;
}

/** The virtual clock's instant, as ISO, with every answer. */
const CLOCK_HEADER = 'x-sandbox-clock';

/**
 * The sandbox as a server that the AWS CLI, boto3, Terraform and every SDK can talk to.
 * Rejects with the system's error (`EADDRINUSE`, …) where the port cannot be had.
 */
export async function serveSandbox(options: ServeOptions = {}): Promise<SandboxServer> {
  const { host = '127.0.0.1', port = 0, tick = false, onBug = () => undefined } = options;
  if (!isLoopbackName(host)) throw new UsageError(`--host ${host}: the sandbox listens on a loopback address only`);
  const live = createLiveWorld({ ...options, tick });
  const log = createCallLog();
  const control = { live, log, ticking: tick };

  function accountFor(accessKeyId: string): string {
    return accountOf(accessKeyId, (key) => live.current().accountOf(key));
  }

  function backend(call: WireCall, input: object): Promise<object> {
    return dispatch(live.current(), { ...call, accountId: accountFor(call.accessKeyId) }, input);
  }

  const endpoint = createEndpoint({
    services: await loadServices(),
    backend,
    onBug: (error, { service, operation }) => onBug(`${service}:${operation}: ${bugOf(error)}`),
  });

  function record(exchange: Exchange): WireResponse | 'hang-up' {
    log.add(loggedCall(exchange, accountFor(exchange.call.accessKeyId), live.current().clock.now()));
    return exchange.response;
  }

  async function answerFeed(): Promise<WireResponse | 'hang-up'> {
    const call = { service: 'feed', operation: 'PublicEvents', region: 'us-east-1', accessKeyId: '', requestId: '' };
    const response = await answerPublicEvents(() => backend(call, {}));
    return record({ call, response, errorCode: undefined });
  }

  async function answer(request: WireRequest, body: 'whole' | 'too-large'): Promise<WireResponse | 'hang-up'> {
    if (request.path.startsWith(CONTROL_PREFIX)) return answerControl(control, request);
    const forFeed = request.path === PUBLIC_EVENTS_PATH && request.method === 'GET';
    const response = forFeed ? await answerFeed() : record(await endpoint(request, body));
    return response === 'hang-up' ? response : withClock(response, live.current().clock.now());
  }

  const server = createHttpServer({ answer, onBug: (error) => onBug(bugOf(error)) });
  await listening(server, host, port).catch((error: unknown) => {
    live.stop();
    throw error;
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${bound}`,
    port: bound,
    account: live.current().accountOf(''),
    region: SANDBOX_REGION,
    close: () =>
      new Promise((resolve) => {
        live.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host.replace(/^\[|\]$/g, ''), () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function withClock(response: WireResponse, now: Date): WireResponse {
  const headers = { ...response.headers, date: now.toUTCString(), [CLOCK_HEADER]: now.toISOString() };
  return { ...response, headers };
}

function bugOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
