import type { Context } from 'hono';
import { UsageError } from '../../model/errors.ts';
import { NotAccepted, type Received } from '../../respond/intake/define.ts';
import { addressOf } from '../guard/address.ts';
import { createFailures } from '../guard/failures.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';

/** How often it is said that a hook is not set up. */
const TELL_EVERY_MS = 60_000;

/** What stands in front of a hook, in place of a sign-in. */
export interface Proving {
  /**
   * Looks at a request that has to prove where it comes from. Who fails too often waits.
   * @throws Problem 429, and what `look` throws: NotAccepted
   */
  prove<T>(context: Context, hook: string, look: (request: Received) => T | Promise<T>): Promise<T>;
  /** Settings with their secrets. @throws Problem 503 where one is not there: then nothing is accepted */
  setUp<T>(hook: string, settings: () => Promise<T>): Promise<T>;
  /** Told like a hook that is guessed at. @throws Problem 404, 429 */
  unknown(context: Context): never;
}

export function createProving({ desk, publicUrl, tell }: ApiPorts): Proving {
  const failures = createFailures();
  const told = new Map<string, number>();

  function requireTurn(key: string): void {
    const waitMs = failures.waitMs(key, desk.now());
    if (waitMs === 0) return;
    const seconds = String(Math.ceil(waitMs / 1000));
    throw new Problem(429, `too many attempts that proved nothing: try again in ${seconds} s`, {
      'retry-after': seconds,
    });
  }

  return {
    async prove(context, hook, look) {
      const key = `${hook} ${addressOf(context, publicUrl)}`;
      requireTurn(key);
      try {
        return await look(await receivedOf(context));
      } catch (error) {
        if (error instanceof NotAccepted && (error.status === 401 || error.status === 403)) {
          failures.failed(key, desk.now());
        }
        throw error;
      }
    },
    async setUp(hook, settings) {
      try {
        return await settings();
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        const at = desk.now().getTime();
        if (at - (told.get(hook) ?? Number.NEGATIVE_INFINITY) >= TELL_EVERY_MS) {
          told.set(hook, at);
          tell(`${hook} takes nothing: ${error.message}`);
        }
        throw new Problem(503, 'this address is not set up yet: the log of the server says what is missing');
      }
    },
    unknown(context) {
      const key = `? ${addressOf(context, publicUrl)}`;
      requireTurn(key);
      failures.failed(key, desk.now());
      throw new Problem(404, 'there is nothing at this address');
    },
  };
}

/** As signatures are of it: bytes. */
async function receivedOf({ req }: Context): Promise<Received> {
  return {
    headers: Object.fromEntries(req.raw.headers),
    body: new Uint8Array(await req.arrayBuffer()),
    query: req.query(),
  };
}
