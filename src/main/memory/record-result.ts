import type { ChecklistResult } from '../../model/result.ts';
import { finishChecklistRun, forgetOldResults, insertFinishedRun } from '../../store/checklist-runs.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { recordFindings } from '../../store/findings.ts';
import { listOpenKeys } from '../../store/incidents.ts';
import { tellOthers } from '../../store/news.ts';
import { insertSignals } from '../../store/signals.ts';
import { CHECKLISTS } from '../catalog.ts';
import type { IncidentsConfig } from '../config/incidents.ts';
import { coveredBy } from './covered.ts';
import { findingSignals } from './finding-signals.ts';

export interface Recorded {
  readonly result: ChecklistResult;
  /** On this machine's clock, whatever instant it was judged as of. */
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Whose it is: a person's, or the calendar's by a claim. */
  /** Which findings open incidents. */
  readonly rules?: IncidentsConfig['checks'];
  readonly of: { readonly actor: string } | { readonly runId: string; readonly claim: string };
}

/** Of each checklist so many results are kept whole: two months of a daily one. */
const KEEP_RESULTS = 60;

/**
 * Keeps a result and brings the memory of findings up to it, both or neither. False where the run is another worker's by
 * now: then nothing is kept.
 */
export function recordResult(db: Database, recorded: Recorded): Promise<boolean> {
  const { result, startedAt, finishedAt, of, rules = [] } = recorded;
  const { checklist, summary } = result;
  return inTransaction(db, async (trx) => {
    const id = 'actor' in of ? result.execution : of.runId;
    if ('actor' in of) {
      await insertFinishedRun(trx, { id, checklist, actor: of.actor, startedAt, finishedAt, result, summary });
    } else if (!(await finishChecklistRun(trx, { id, claim: of.claim, at: finishedAt }, { result, summary }))) {
      return false;
    }
    if (!isGate(checklist)) {
      await recordFindings(trx, { run: id, at: startedAt, findings: result.findings, covered: coveredBy(result) });
    }
    if (rules.length > 0) {
      const open = await listOpenKeys(trx, 'finding/');
      await insertSignals(trx, 'checks', findingSignals(result, rules, { open, at: finishedAt }), finishedAt);
      await tellOthers(trx);
    }
    await forgetOldResults(trx, checklist, KEEP_RESULTS);
    return true;
  });
}

/** What judges by thresholds of its own, for one moment, would make findings of the daily round flicker. */
function isGate(id: string): boolean {
  return CHECKLISTS.find((checklist) => checklist.id === id)?.focus !== undefined;
}
