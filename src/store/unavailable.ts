/** The database cannot be used. The message is one sentence that says why and what to do about it. */
export class DatabaseUnavailable extends Error {
  readonly code = 'database-unavailable';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseUnavailable';
  }
}

/** Errors of the system and SQLSTATEs that say nothing but that the server is away, starting or going. */
const GONE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08...|57P0[1-5])$/;
/** What pg says without a code. */
const ENDED = /Connection terminated|timeout expired|timeout exceeded when trying to connect|not queryable/;

/** Whether a query failed for a reason that passes, and not for what it asked. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return GONE.test(error.code);
  return ENDED.test(error.message);
}
