/** An error as AWS answers it: the code that clients look at, a message, and the HTTP status. */
export class SandboxError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error's shape. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    // The AWS SDK calls its errors by AWS's code too: who catches one need not know where it comes from.
    this.name = code;
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}

/** Nothing answers at all: the region is down, or the way to it. Over the wire the connection is cut. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  /** As the operating system calls it. */
  readonly code = 'ETIMEDOUT';
}
