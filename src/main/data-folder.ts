import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { startEmbedded } from '../store/embedded/start.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Opsbook keeps what is its own: `OPSBOOK_HOME`, or a folder of the user's data. */
export function dataFolder(environment: Environment): string {
  const own = environment['OPSBOOK_HOME'];
  if (own) return resolve(own);
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'opsbook');
}

/** A database that is there, and what lets go of it. */
export interface Located {
  readonly url: string;
  readonly words: string;
  leave(): Promise<void>;
}

/** Whether there is a database already, be it started or not: looking does not make one. */
export function hasDatabase(environment: Environment): boolean {
  return Boolean(environment['DATABASE_URL']) || existsSync(join(dataFolder(environment), 'postgres'));
}

/** `DATABASE_URL`, or a PostgreSQL of our own. @throws UsageError, DatabaseUnavailable */
export async function locateDatabase(environment: Environment): Promise<Located> {
  const url = environment['DATABASE_URL'];
  if (url && !isPostgresUrl(url)) {
    // It may hold a password, so it is not repeated.
    throw new UsageError('DATABASE_URL: expected postgresql://user:password@host:5432/database');
  }
  if (url) return { url, words: 'DATABASE_URL', leave: () => Promise.resolve() };
  const folder = dataFolder(environment);
  const postgres = await startEmbedded(folder);
  return { url: postgres.url, words: `the embedded PostgreSQL in ${folder}`, leave: () => postgres.leave() };
}

/** https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS, or the folder of a Unix socket. */
function isPostgresUrl(text: string): boolean {
  return text.startsWith('/') || (/^(postgres|postgresql|socket):/i.test(text) && URL.canParse(text));
}
