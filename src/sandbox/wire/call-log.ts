import type { Exchange } from './endpoint.ts';

/** One request as the sandbox saw it. */
export interface LoggedCall {
  /** The virtual clock's instant, as ISO. */
  readonly at: string;
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly requestId: string;
  /** Null where the connection was cut instead of an answer. */
  readonly status: number | null;
  readonly errorCode: string | null;
}

export interface CallLog {
  add(call: LoggedCall): void;
  /** The latest calls, oldest first. */
  latest(): readonly LoggedCall[];
  /** Every call since the beginning, by `service:operation`. */
  counts(): { readonly total: number; readonly byOperation: Readonly<Record<string, number>> };
}

/** The counts are of everything; the calls themselves are kept up to `size`. */
export function createCallLog(size = 1000): CallLog {
  const calls: LoggedCall[] = [];
  const byOperation = new Map<string, number>();
  let total = 0;
  return {
    add(call) {
      // A ring: the call numbered `total` takes the place of the one `size` before it.
      calls[total % size] = call;
      total += 1;
      const name = `${call.service}:${call.operation}`;
      byOperation.set(name, (byOperation.get(name) ?? 0) + 1);
    },
    latest: () => (total > size ? [...calls.slice(total % size), ...calls.slice(0, total % size)] : [...calls]),
    counts: () => ({
      total,
      byOperation: Object.fromEntries([...byOperation].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    }),
  };
}

export function loggedCall({ call, response, errorCode }: Exchange, account: string, at: Date): LoggedCall {
  const { service, operation, region, accessKeyId, requestId } = call;
  const status = response === 'hang-up' ? null : response.status;
  return {
    at: at.toISOString(),
    service,
    operation,
    account,
    region,
    accessKeyId,
    requestId,
    status,
    errorCode: errorCode ?? null,
  };
}
