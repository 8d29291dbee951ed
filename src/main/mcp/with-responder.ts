import type { Responder } from '../../respond/responder.ts';
import type { Database } from '../../store/database.ts';
import { CHECKS } from '../catalog.ts';
import { realClock } from '../clock.ts';
import { loadConfig } from '../config/load.ts';
import { createResponder } from '../respond/compose.ts';
import { withExistingDatabase } from './existing-database.ts';
import type { Surroundings } from './surroundings.ts';

interface Responding {
  readonly db: Database;
  readonly responder: Responder;
}

/** Incidents of the database there is. @throws UsageError, DatabaseUnavailable */
export async function withResponder<T>(
  { environment, configFile, tell }: Surroundings,
  work: (responding: Responding) => Promise<T>,
): Promise<T> {
  const config = await loadConfig(configFile, CHECKS);
  return withExistingDatabase({ environment }, (db) =>
    work({ db, responder: createResponder({ db, now: realClock, config, configFile, environment, tell }) }),
  );
}
