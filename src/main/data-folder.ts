import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../store/embedded/start.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Opsbook keeps what is its own: `OPSBOOK_HOME`, or a folder of the user's data. */
export function dataFolder(environment: Environment): string {
  const own = environment['OPSBOOK_HOME'];
  if (own) return own;
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

/** `DATABASE_URL`, or a PostgreSQL of our own. @throws DatabaseUnavailable */
export async function locateDatabase(environment: Environment): Promise<Located> {
  const url = environment['DATABASE_URL'];
  if (url) return { url, words: 'DATABASE_URL', leave: () => Promise.resolve() };
  const folder = dataFolder(environment);
  const postgres = await startEmbedded(folder);
  return { url: postgres.url, words: `the embedded PostgreSQL in ${folder}`, leave: () => postgres.leave() };
}
