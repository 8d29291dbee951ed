import type { DLogger } from '@dbos-inc/dbos-sdk';

/** What all Opsbooks on one database must agree on. */
export const APPLICATION = 'opsbook';

/**
 * Of what the executor records and in which order: not of Opsbook. A worker takes only runs of its own protocol, so raise
 * it only with a worker of the old one kept beside, or where `DBOS.patch` cannot bridge the difference.
 */
export const PROTOCOL_VERSION = 'opsbook-1';

export const RUN = 'opsbook.run';
export const QUEUE = 'opsbook-runs';
export const SIGNALS = 'signal';

/** Waits are ended by a notification; this is how often one looks by itself, were it ever lost. */
export const LOOK_EVERY_MS = 60 * 60 * 1000;

/** The engine sets it with a query that pg warns of on the terminal; a peer that vanished is noticed by its keep-alive. */
export const NO_TIMEOUT = 0;

/** It would write to the terminal, where results go. What matters of it comes as errors or stands in the database. */
export const SILENT: DLogger = {
  info: () => undefined,
  debug: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
