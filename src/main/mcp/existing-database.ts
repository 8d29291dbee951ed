import { UsageError } from '../../model/errors.ts';
import type { Database } from '../../store/database.ts';
import { hasDatabase } from '../data-folder.ts';
import { withDatabase } from '../with-database.ts';
import type { Surroundings } from './surroundings.ts';

/** Looking makes no database: one that is not there has nothing to tell. @throws UsageError that says how to come by one */
export function requireDatabase({ environment }: Pick<Surroundings, 'environment'>): void {
  if (hasDatabase(environment)) return;
  throw new UsageError(
    'there is no database yet, and nothing is stored: opsbook up makes one (or set DATABASE_URL), and opsbook run <checklist> --store keeps results in it',
  );
}

/** @throws UsageError, DatabaseUnavailable */
export function withExistingDatabase<T>(
  { environment }: Pick<Surroundings, 'environment'>,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  requireDatabase({ environment });
  return withDatabase(environment, work);
}
