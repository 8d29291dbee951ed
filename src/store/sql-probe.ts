import pg from 'pg';

/** What the first row of a query holds first; `rows` is 0 or 1: of more, only the first is fetched. */
export interface SqlAnswer {
  readonly rows: number;
  readonly first: string | null;
}

const TIMEOUT_MS = 10_000;

/**
 * Asks a PostgreSQL database one query, and changes nothing in it: the query is a cursor's, in a transaction that may only
 * read. The URL's `sslmode` says how far the server is trusted.
 * @throws Error with the server's or the system's own words, without the URL
 */
export async function querySql(url: string, query: string, timeoutMs = TIMEOUT_MS): Promise<SqlAnswer> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'opsbook probe',
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
  });
  // A server that goes away while nothing is asked must not end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin transaction read only');
    // Named, it goes by the protocol that takes one statement only: a second one could end the transaction.
    await client.query({ name: 'probe', text: `declare probe no scroll cursor for ${query.replace(/;\s*$/, '')}` });
    const { rows } = await client.query<unknown[]>({ text: 'fetch 1 from probe', rowMode: 'array' });
    return { rows: rows.length, first: textOf(rows[0]?.[0]) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value);
}
