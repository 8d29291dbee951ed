import { type Database, openDatabase } from '../store/database.ts';
import { locateDatabase } from './data-folder.ts';

/** The database for one command that executes nothing. @throws DatabaseUnavailable */
export async function withDatabase<T>(
  environment: Readonly<Record<string, string | undefined>>,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const located = await locateDatabase(environment);
  try {
    const db = await openDatabase(located.url);
    try {
      return await work(db);
    } finally {
      await db.destroy();
    }
  } finally {
    await located.leave();
  }
}
