import type { Call } from './service.ts';

/**
 * Sends one request for one account and waits for its answer: no retry, no sharing, no counting but `onRequest`.
 * The AWS SDK stands behind one, the sandbox behind another, canned answers behind a third.
 */
export interface Transport {
  /** Rejects with whatever the sender throws; {@link faultOf} reads it. Calls `onRequest` once for each HTTP request sent. */
  send(call: Call, onRequest: () => void): Promise<unknown>;
  /** Frees what is held for a region that is done with; a further call makes it anew. */
  release?(region: string): void;
  /** Asks for the credentials anew before the next call. */
  renew?(): void;
}
