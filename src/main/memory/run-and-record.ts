import { UsageError } from '../../model/errors.ts';
import type { ChecklistResult } from '../../model/result.ts';
import type { Database } from '../../store/database.ts';
import { listSuppressions } from '../../store/suppressions.ts';
import { CHECKS } from '../catalog.ts';
import { loadConfig } from '../config/load.ts';
import { run, type RunRequest } from '../run.ts';
import { recordResult, type Recorded } from './record-result.ts';
import { recordsOf } from './records.ts';
import { suppressResult } from './suppress-result.ts';

interface Keeping {
  readonly db: Database;
  readonly now: () => Date;
  readonly of: Recorded['of'];
}

export interface Kept {
  readonly result: ChecklistResult;
  /** False where another worker has the run now, and keeps its own. */
  readonly kept: boolean;
}

/**
 * Runs a checklist with what the database knows, marks what is suppressed, and keeps the result.
 * @throws UsageError where the request cannot be meant
 */
export async function runAndRecord(request: RunRequest, { db, now, of }: Keeping): Promise<Kept> {
  if (request.now !== undefined) throw new UsageError('--store keeps what is so now: leave --now out');
  const startedAt = now();
  const config = request.config ?? (await loadConfig(request.configFile, CHECKS));
  const found = await run({ ...request, config, records: recordsOf(db) });
  const result = suppressResult(found, await listSuppressions(db, startedAt));
  const kept = await recordResult(db, { result, startedAt, finishedAt: now(), of, rules: config.incidents.checks });
  return { result, kept };
}
