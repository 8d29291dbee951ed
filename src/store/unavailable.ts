/** The database cannot be used. The message is one sentence that says why and what to do about it. */
export class DatabaseUnavailable extends Error {
  readonly code = 'database-unavailable';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseUnavailable';
  }
}
