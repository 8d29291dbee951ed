import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { DatabaseUnavailable } from '../unavailable.ts';

/** Below what systems hand out to outgoing connections (Linux: from 32768), so that none takes it while we are down. */
const LOWEST = 20_000;
const HIGHEST = 30_000;
const TRIES = 50;

/** A loopback port that nothing listens on. @throws DatabaseUnavailable */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
  throw new DatabaseUnavailable(`Of ${TRIES} ports on 127.0.0.1 none was free for PostgreSQL: set DATABASE_URL`);
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
