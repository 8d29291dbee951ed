import { createAdaptorServer } from '@hono/node-server';
import { UsageError } from '../model/errors.ts';
import type { Router } from './router.ts';

export interface Listening {
  readonly port: number;
  /** Answers what was asked, takes no more, and ends. */
  close(): Promise<void>;
}

/** How long what is under way may take to be answered when the server stops. */
const CLOSE_WITHIN_MS = 5000;

/** @throws UsageError where the address cannot be had */
export async function listen(
  api: Pick<Router, 'fetch'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: api.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(host, port, error)));
    server.listen(port, host, () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close() {
      return new Promise((resolve) => {
        const late = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), CLOSE_WITHIN_MS);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      });
    },
  };
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): UsageError {
  const why =
    error.code === 'EADDRINUSE'
      ? 'something listens there already (another opsbook up?): choose another with --port'
      : error.code === 'EACCES'
        ? 'not permitted: choose a port above 1023'
        : error.message;
  return new UsageError(`cannot listen on ${host}:${port}: ${why}`, { cause: error });
}
