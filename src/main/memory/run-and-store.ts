import type { ChecklistResult } from '../../model/result.ts';
import { realClock } from '../clock.ts';
import { localActor } from '../local-actor.ts';
import type { RunRequest } from '../run.ts';
import { withDatabase } from '../with-database.ts';
import { runAndRecord } from './run-and-record.ts';

/** What `opsbook run --store` does: the database is there for as long as the run takes. */
export function runAndStore(request: RunRequest): Promise<ChecklistResult> {
  const { environment } = request;
  return withDatabase(environment, async (db) => {
    const { id: actor } = await localActor({ db, now: realClock }, environment);
    const { result } = await runAndRecord(request, { db, now: realClock, of: { actor } });
    return result;
  });
}
