import pg from 'pg';

/** One connection of its own, kept for what belongs to a session: advisory locks, LISTEN. */
export interface Session {
  /** Rows of one statement; parameters are $1, $2, … */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Ends the connection, and with it every lock it holds. `onLost` is not called. */
  close(): Promise<void>;
}

interface SessionOptions {
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** The connection ended without being closed by us: whatever it held is free for others already. */
  readonly onLost?: () => void;
  readonly onNotification?: (channel: string, payload: string) => void;
  readonly connectTimeoutMs?: number;
}

/** A machine that vanished frees its locks after 5 + 3 × 5 seconds. Loopback ignores it. */
const NOTICE_A_DEAD_PEER = 'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

/** @throws pg's error where the server does not answer or refuses. */
export async function openSession(url: string, options: SessionOptions): Promise<Session> {
  const client = new pg.Client({
    connectionString: url,
    application_name: options.name,
    keepAlive: true,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
  });
  let state: 'connecting' | 'open' | 'over' = 'connecting';
  function lost(): void {
    if (state === 'open') {
      state = 'over';
      options.onLost?.();
    }
  }
  client.on('error', lost);
  client.on('end', lost);
  client.on('notification', ({ channel, payload }) => options.onNotification?.(channel, payload ?? ''));
  await client.connect();
  await client.query(NOTICE_A_DEAD_PEER);
  state = 'open';
  return {
    async query(text, values = []) {
      const { rows } = await client.query(text, [...values]);
      return rows;
    },
    async close() {
      // What is lost has ended; waiting for its end would be for ever.
      if (state === 'over') return;
      state = 'over';
      await client.end().catch(() => undefined);
    },
  };
}
