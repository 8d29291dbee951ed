import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';
import { DatabaseUnavailable } from './unavailable.ts';

/** What every query function takes first: the pool, or a transaction. */
export type Database = Kysely<Tables>;

interface Options {
  /** Connections at once. */
  readonly connections?: number;
}

/** A pool on a database that is brought to this version first; `destroy` it when done. @throws DatabaseUnavailable */
export async function openDatabase(url: string, options: Options = {}): Promise<Database> {
  try {
    await migrate(url);
  } catch (cause) {
    if (cause instanceof DatabaseUnavailable) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseUnavailable(`The database at ${placeOf(url)} does not let us in: ${why}`, { cause });
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 5,
    application_name: 'opsbook',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  // An idle connection that the server ends is no failure: the pool opens another when one is needed.
  pool.on('error', () => undefined);
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  }).withSchema('opsbook');
}

/** Runs in the transaction that there is, or in one of its own. */
export function inTransaction<T>(db: Database, body: (db: Transaction<Tables>) => Promise<T>): Promise<T> {
  return isTransaction(db) ? body(db) : db.transaction().execute(body);
}

function isTransaction(db: Database): db is Transaction<Tables> {
  return db.isTransaction;
}

const INT8 = 20;

/** Counts and durations fit a number of JavaScript's; pg would give text. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format);
}

/** A URL without its password. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'DATABASE_URL';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
