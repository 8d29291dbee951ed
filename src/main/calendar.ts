import { setTimeout as sleep } from 'node:timers/promises';
import { type Calendar, startCalendar } from '../engine/calendar/calendar.ts';
import { databaseLedger } from '../engine/calendar/database-ledger.ts';
import type { Claim } from '../engine/calendar/ledger.ts';
import type { Timer } from '../engine/calendar/run-claimed.ts';
import type { Desk } from '../engine/desk/desk.ts';
import type { ChecklistResult } from '../model/result.ts';
import { ambientEndpoint } from './ambient-endpoint.ts';
import { type ChecklistJob, jobsOf } from './calendar-jobs.ts';
import { CHECKLISTS } from './catalog.ts';
import type { Config } from './config/schema.ts';
import { runAndRecord } from './memory/run-and-record.ts';

export interface CalendarSources {
  readonly desk: Pick<Desk, 'db' | 'now'>;
  readonly config: Config;
  /** Where the configuration stands, for what it names by relative paths. */
  readonly configFile?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly tell: (line: string) => void;
  /** Looks at the embedded sandbox instead of AWS. */
  readonly sandbox?: boolean;
}

/** Runs the checklists at their instants and keeps what they find, until it is stopped. */
export function startCalendarFor(sources: CalendarSources): Calendar {
  const { desk, config, tell } = sources;
  const { jobs, off } = jobsOf(config, CHECKLISTS);
  return startCalendar({
    jobs,
    off,
    ledger: databaseLedger(desk.db),
    now: desk.now,
    timer: REAL_TIMER,
    tell,
    run: (claim) => runJob(claim, jobs, sources),
  });
}

async function runJob(claim: Claim, jobs: readonly ChecklistJob[], sources: CalendarSources): Promise<string> {
  const job = jobs.find(({ name }) => name === claim.job);
  if (!job) throw new Error('the configuration does not have it any more');
  const { desk, config, configFile, environment, sandbox = false } = sources;
  const endpointUrl = sandbox ? undefined : ambientEndpoint(environment);
  const { result, kept } = await runAndRecord(
    {
      id: job.name,
      config,
      parameters: job.parameters,
      regions: [],
      names: job.targets,
      environment,
      sandbox,
      progress: () => undefined,
      ...(configFile !== undefined && { configFile }),
      ...(endpointUrl && { endpointUrl }),
    },
    { db: desk.db, now: desk.now, of: { runId: claim.runId, claim: claim.claim } },
  );
  return kept ? summaryWords(result) : 'another worker has taken this run over: nothing is kept here';
}

function summaryWords({ summary: { fail, unknown, pass, suppressed } }: ChecklistResult): string {
  const quiet = suppressed > 0 ? `, ${suppressed} suppressed` : '';
  return `${fail} failing, ${unknown} not determined, ${pass} passed${quiet}`;
}

/** Node's timers last 24 days at most; who sleeps here sleeps less. */
const REAL_TIMER: Timer = {
  async sleep(ms, signal) {
    // The reason for waking is no error.
    await sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
  },
};
