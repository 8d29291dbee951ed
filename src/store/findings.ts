import { type Selectable, sql } from 'kysely';
import type { Finding, Status } from '../model/finding.ts';
import { SEVERITIES, type Severity } from '../model/severity.ts';
import { type Database, inTransaction } from './database.ts';
import { stored } from './json.ts';
import type { FindingsTable } from './tables.ts';

/** What is known of one judged resource over time. `fixedAt`: it failed before, and passes or is gone since. */
export type FindingRow = Selectable<FindingsTable>;

interface Recorded {
  readonly run: string;
  readonly at: Date;
  readonly findings: readonly Finding[];
  /**
   * Where a check was heard out: what it no longer speaks of is gone. What could not be read must not be listed. No region:
   * the whole account.
   */
  readonly covered: readonly { readonly check: string; readonly account: string; readonly region: string | null }[];
}

const BATCH = 2000;

/** Brings the memory of findings to what a run saw. Runs may come in any order of time: an older one changes nothing. */
export function recordFindings(db: Database, recorded: Recorded): Promise<void> {
  const { run, at, findings, covered } = recorded;
  const unique = [...new Map(findings.map((finding) => [finding.id, finding])).values()];
  // One order for all, so that two runs at once do not wait for each other.
  unique.sort((a, b) => (a.id < b.id ? -1 : 1));
  return inTransaction(db, async (trx) => {
    for (let from = 0; from < unique.length; from += BATCH) {
      await upsert(trx, run, { at, findings: unique.slice(from, from + BATCH) });
    }
    const absent = sql`
      jsonb_to_recordset(${stored(covered)}::jsonb) as covered ("check" text, account text, region text)
      where findings."check" = covered."check" and findings.account = covered.account
        and (covered.region is null or findings.region = covered.region)
        and findings.last_run <> ${run} and findings.last_seen < ${at}::timestamptz`;
    await sql`
      update opsbook.findings set fixed_at = ${at}::timestamptz, failing_since = null
      from ${absent} and findings.failing_since is not null`.execute(trx);
    // Nothing was ever known of it but that it could not be read, and now it could.
    await sql`
      delete from opsbook.findings using ${absent}
        and findings.status = 'unknown' and findings.fixed_at is null`.execute(trx);
  });
}

/** An unknown says nothing about whether what failed was fixed. */
async function upsert(db: Database, run: string, { at, findings }: Pick<Recorded, 'at' | 'findings'>): Promise<void> {
  const rows = findings.map(({ id, check, account, region, resource, status, severity, reason }) => ({
    id,
    check,
    account,
    region,
    status,
    severity,
    reason,
    type: resource.type,
    name: resource.id,
    arn: resource.arn,
  }));
  await sql`
    insert into opsbook.findings as old (id, "check", account, region, resource_type, resource_id, resource_arn, status,
      severity, reason, first_seen, last_seen, last_run, failing_since)
    select id, "check", account, region, type, name, arn, status, severity, reason,
      ${at}::timestamptz, ${at}::timestamptz, ${run}, case when status = 'fail' then ${at}::timestamptz end
    from jsonb_to_recordset(${stored(rows)}::jsonb) as new (id text, "check" text, account text, region text, type text,
      name text, arn text, status text, severity text, reason text)
    on conflict (id) do update set
      status = excluded.status, severity = excluded.severity, reason = excluded.reason,
      resource_arn = excluded.resource_arn, last_seen = excluded.last_seen, last_run = excluded.last_run,
      failing_since = case excluded.status
        when 'fail' then coalesce(old.failing_since, excluded.last_seen)
        when 'pass' then null
        else old.failing_since end,
      fixed_at = case
        when excluded.status = 'fail' then null
        when excluded.status = 'pass' and old.failing_since is not null then excluded.last_seen
        else old.fixed_at end
    where old.last_seen <= excluded.last_seen`.execute(db);
}

interface Filter {
  readonly statuses?: readonly Status[];
  readonly severities?: readonly Severity[];
  readonly check?: string;
  readonly account?: string;
  /** Only what is so still: neither fixed nor gone. */
  readonly open?: boolean;
  /** Only what fails since then, or is fixed since then. */
  readonly failingSince?: Date;
  readonly fixedSince?: Date;
  readonly limit: number;
}

/** The worst first; of equal ones, the longest known last. */
export function listFindings(db: Database, filter: Filter): Promise<FindingRow[]> {
  const { statuses, severities, check, account, open, failingSince, fixedSince, limit } = filter;
  const rank = sql`array_position(${[...SEVERITIES]}::text[], severity)`;
  return db
    .selectFrom('findings')
    .selectAll()
    .$if(statuses !== undefined, (query) => query.where('status', 'in', [...(statuses ?? [])]))
    .$if(severities !== undefined, (query) => query.where('severity', 'in', [...(severities ?? [])]))
    .$if(check !== undefined, (query) => query.where('check', '=', check ?? ''))
    .$if(account !== undefined, (query) => query.where('account', '=', account ?? ''))
    .$if(open === true, (query) => query.where('fixedAt', 'is', null))
    .$if(failingSince !== undefined, (query) => query.where('failingSince', '>=', failingSince ?? new Date(0)))
    .$if(fixedSince !== undefined, (query) => query.where('fixedAt', '>=', fixedSince ?? new Date(0)))
    .orderBy(rank, 'desc')
    .orderBy('firstSeen', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Those whose ids begin so. */
export function findFindings(db: Database, beginning: string, limit: number): Promise<FindingRow[]> {
  return db
    .selectFrom('findings')
    .selectAll()
    .where(sql<boolean>`starts_with(id, ${beginning})`)
    .orderBy('id')
    .limit(limit)
    .execute();
}

export function findFinding(db: Database, id: string): Promise<FindingRow | undefined> {
  return db.selectFrom('findings').selectAll().where('id', '=', id).executeTakeFirst();
}
