import type { Call } from '../src/aws/service.ts';
import type { Transport } from '../src/aws/transport.ts';

export type Wrap = (own: Transport) => Transport;
type Hits = (call: Call) => boolean;

/** AWS takes the first call that is hit, and its answer gets lost on the way. */
export function losingFirst(hits: Hits): { readonly wrap: Wrap; readonly lost: () => number } {
  let lost = 0;
  return {
    lost: () => lost,
    wrap: (own) => ({
      async send(call, onRequest) {
        const answer = await own.send(call, onRequest);
        if (lost > 0 || !hits(call)) return answer;
        lost += 1;
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      },
    }),
  };
}

/**
 * AWS takes the first call that is hit, and whoever waits for its answer waits for ever: to the rest of the world, a
 * process that was killed. What is sent afterwards, by another, goes through.
 */
export function dyingAfter(hits: Hits): { readonly wrap: Wrap; readonly died: Promise<void> } {
  let die = (): void => undefined;
  let dead = false;
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  return {
    died,
    wrap: (own) => ({
      async send(call, onRequest) {
        const answer = await own.send(call, onRequest);
        if (dead || !hits(call)) return answer;
        dead = true;
        die();
        return new Promise(() => undefined);
      },
    }),
  };
}

/** Denies the calls that are hit. */
export function denying(hits: Hits): Wrap {
  return (own) => ({
    async send(call, onRequest) {
      if (!hits(call)) return own.send(call, onRequest);
      throw Object.assign(new Error('not authorized'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    },
  });
}
