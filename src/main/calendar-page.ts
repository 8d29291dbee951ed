import { nextInstant } from '../model/cadence.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { type CalendarEntry, type CalendarRun, calendarTable } from '../report/calendar/table.ts';
import { type ChecklistRunRow, listChecklistRuns } from '../store/checklist-runs.ts';
import type { Database } from '../store/database.ts';
import { jobsOf } from './calendar-jobs.ts';
import { CHECKLISTS, CHECKS } from './catalog.ts';
import { realClock } from './clock.ts';
import { loadConfig } from './config/load.ts';
import { hasDatabase } from './data-folder.ts';
import { withDatabase } from './with-database.ts';

export interface CalendarPageRequest {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configFile?: string | undefined;
  readonly json: boolean;
  readonly width: number;
}

type Run = Omit<ChecklistRunRow, 'result'>;

/** Missed runs are told for so long. */
const REMEMBER_MS = 31 * 86_400_000;
/** Of each checklist. */
const MOST_RUNS = 200;

/** The calendar: next and last runs, and what was missed. Starts no database where there is none yet. */
export async function calendarPage({ environment, configFile, json, width }: CalendarPageRequest): Promise<string> {
  const config = await loadConfig(configFile, CHECKS);
  const now = realClock();
  const { jobs, off } = jobsOf(config, CHECKLISTS);
  const names = [...jobs.map(({ name }) => name), ...off];
  const runs = hasDatabase(environment) ? await withDatabase(environment, (db) => runsOf(db, names)) : undefined;
  const since = new Date(now.getTime() - REMEMBER_MS);
  const entries = [
    ...jobs.map((job) => ({ ...job, enabled: true, next: nextInstant(job, now) ?? null })),
    ...off.map((name) => ({ name, cron: '–', enabled: false, next: null })),
  ].map(({ name, cron, enabled, next }): CalendarEntry => {
    const own = (runs ?? []).filter(({ checklist }) => checklist === name);
    return { checklist: name, cron, enabled, next, last: lastOf(own), missed: missedOf(own, since) };
  });
  const { timezone } = config;
  if (json) return `${JSON.stringify({ schema: 'opsbook/calendar@1', timezone, entries }, null, 2)}\n`;
  return calendarTable(entries, { timezone, width, blank: runs === undefined });
}

async function runsOf(db: Database, names: readonly string[]): Promise<Run[]> {
  const runs = await Promise.all(
    names.map((checklist) => listChecklistRuns(db, { checklist, scheduled: true, limit: MOST_RUNS })),
  );
  return runs.flat();
}

function lastOf(runs: readonly Run[]): CalendarRun | null {
  const last = runs.find(({ missedAt, scheduledFor }) => missedAt === null && scheduledFor !== null);
  if (!last?.scheduledFor) return null;
  const { scheduledFor, finishedAt, error, summary, attempts } = last;
  if (error !== null) return { scheduledFor, state: 'failed', words: error };
  if (finishedAt !== null) return { scheduledFor, state: 'finished', words: wordsOf(summary) };
  return { scheduledFor, state: 'running', words: attempts > 1 ? `runs now, attempt ${attempts}` : 'runs now' };
}

function missedOf(runs: readonly Run[], since: Date): Date[] {
  return runs.flatMap(({ missedAt, scheduledFor }) =>
    missedAt !== null && scheduledFor !== null && scheduledFor >= since ? [scheduledFor] : [],
  );
}

function wordsOf(summary: Json | null): string {
  const count = (key: string): number => {
    const value = isJsonObject(summary) ? summary[key] : undefined;
    return typeof value === 'number' ? value : 0;
  };
  return `${count('fail')} failing, ${count('unknown')} not determined, ${count('pass')} passed`;
}
