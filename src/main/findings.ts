import { suppressFinding, type Suppressing, unsuppressFinding } from '../engine/desk/suppress-finding.ts';
import { UsageError } from '../model/errors.ts';
import type { Status } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import { type FindingsDiff, diffFindings } from '../report/diff.ts';
import { parseResult } from '../model/result-schema.ts';
import type { ChecklistResult } from '../model/result.ts';
import { findingsTable, type KnownFinding } from '../report/findings/table.ts';
import { findFirstResult, findResult } from '../store/checklist-runs.ts';
import type { Database } from '../store/database.ts';
import { listFindings } from '../store/findings.ts';
import { listSuppressions } from '../store/suppressions.ts';
import { CHECKLISTS } from './catalog.ts';
import { realClock } from './clock.ts';
import { suggestion } from './config/load.ts';
import { localActor } from './local-actor.ts';
import { withDatabase } from './with-database.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Listing {
  readonly statuses: readonly Status[];
  readonly severities: readonly Severity[];
  readonly check?: string | undefined;
  /** Only what fails since then; only what is fixed since then. */
  readonly failingSince?: Date | undefined;
  readonly fixedSince?: Date | undefined;
  readonly limit: number;
  readonly json: boolean;
  readonly width: number;
}

/** What is known of findings over time: what fails or cannot be told, unless something else is asked for. */
export function findingsPage(environment: Environment, listing: Listing): Promise<string> {
  const { json, width, limit } = listing;
  return withDatabase(environment, async (db) => {
    const { findings, more } = await knownFindings(db, listing);
    if (!json) return findingsTable(findings, { width, limit, more, fixed: listing.fixedSince !== undefined });
    return `${JSON.stringify({ schema: 'opsbook/findings@1', findings, more }, null, 2)}\n`;
  });
}

async function knownFindings(db: Database, listing: Listing): Promise<{ findings: KnownFinding[]; more: boolean }> {
  const { statuses, severities, check, failingSince, fixedSince, limit } = listing;
  const rows = await listFindings(db, {
    severities,
    limit: limit + 1,
    ...(check !== undefined && { check }),
    ...(fixedSince === undefined ? { open: true, statuses } : { fixedSince }),
    ...(failingSince !== undefined && { failingSince }),
  });
  const inForce = new Map((await listSuppressions(db, realClock())).map((one) => [one.findingId, one] as const));
  const findings = rows.slice(0, limit).map(({ lastRun: _run, ...row }) => {
    const { reason, actor, until } = inForce.get(row.id) ?? {};
    return {
      ...row,
      suppressed: until && reason !== undefined && actor !== undefined ? { reason, actor, until } : null,
    };
  });
  return { findings, more: rows.length > limit };
}

/** @throws Refused, UsageError */
export function suppressOne(environment: Environment, suppressing: Suppressing): Promise<string> {
  return withDatabase(environment, async (db) => {
    const asking = { db, now: realClock };
    const finding = await suppressFinding(asking, await localActor(asking, environment), suppressing);
    const until = suppressing.until.toISOString().slice(0, 16).replace('T', ' ');
    return `${finding.id} (${finding.check}, ${finding.resourceId}) rests until ${until} UTC: ${suppressing.reason}\n`;
  });
}

/** @throws Refused, UsageError */
export function unsuppressOne(environment: Environment, id: string): Promise<string> {
  return withDatabase(environment, async (db) => {
    const asking = { db, now: realClock };
    const finding = await unsuppressFinding(asking, await localActor(asking, environment), id);
    return `${finding.id} (${finding.check}, ${finding.resourceId}) counts again from now on.\n`;
  });
}

/**
 * Of each checklist that has stored results, the newest against the one that was in force then; where none is as old, the
 * oldest there is.
 * @throws UsageError where there is nothing to compare
 */
export function diffsSince(environment: Environment, since: Date, checklist?: string): Promise<FindingsDiff[]> {
  const known = CHECKLISTS.map(({ id }) => id);
  if (checklist !== undefined && !known.includes(checklist)) {
    throw new UsageError(`unknown checklist: ${checklist}${suggestion(checklist, known)}`);
  }
  return withDatabase(environment, async (db) => {
    const diffs: FindingsDiff[] = [];
    for (const id of checklist === undefined ? known : [checklist]) {
      const after = await findResult(db, id, realClock());
      const before = (await findResult(db, id, since)) ?? (await findFirstResult(db, id));
      if (after && before && after.id !== before.id) diffs.push(diffFindings(resultOf(before), resultOf(after)));
    }
    if (diffs.length === 0) {
      throw new UsageError(
        'fewer than two stored results to compare (opsbook run <checklist> --store, or the calendar)',
      );
    }
    return diffs;
  });
}

function resultOf({ id, result }: { readonly id: string; readonly result: unknown }): ChecklistResult {
  return parseResult(JSON.stringify(result), `the stored result ${id}`);
}
