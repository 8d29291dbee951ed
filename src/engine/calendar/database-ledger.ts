import { randomUUID } from 'node:crypto';
import { appendAudit } from '../../store/audit.ts';
import { finishChecklistRun, giveUpRuns, renewChecklistRun, takeOverRun } from '../../store/checklist-runs.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { beginSchedules, fireSchedule, listSchedules } from '../../store/schedules.ts';
import { isLate } from './due.ts';
import { type Due, type Fired, type Job, LEASE_MS, type Ledger, MOST_ATTEMPTS, type Orphans } from './ledger.ts';

/**
 * The calendar's ledger in the database. A run is claimed by a row that can only be inserted once for its instant, together
 * with a lease by the database's clock: a worker that dies, hangs or sleeps lets it run out, and whoever looks next takes
 * the run over under a claim of its own. What the first one brings after all is refused by its old claim.
 */
export function databaseLedger(db: Database): Ledger {
  return {
    async begin(jobs, off, at) {
      const on = jobs.map((job) => ({ schedule: job.name, cadence: cadenceText(job) }));
      await beginSchedules(db, [...on, ...off.map((schedule) => ({ schedule, cadence: 'off' }))], at);
    },
    async standing() {
      const rows = await listSchedules(db);
      return new Map(rows.map(({ schedule, lastFiredFor }) => [schedule, lastFiredFor] as const));
    },
    fire: (due, at) => fire(db, due, at),
    adopt: (jobs, at) => adopt(db, jobs, at),
    renew: ({ runId: id, claim }) => renewChecklistRun(db, { id, claim }, LEASE_MS),
    async release({ runId: id, claim }) {
      await renewChecklistRun(db, { id, claim }, 0);
    },
    async fail({ runId: id, claim }, error, at) {
      await finishChecklistRun(db, { id, claim, at }, { error });
    },
  };
}

function cadenceText({ cron, timezone }: Job): string {
  return `${cron} ${timezone}`;
}

function fire(db: Database, due: Due, at: Date): Promise<Fired> {
  const { job, instant, missed } = due;
  const [runId, claim] = [randomUUID(), randomUUID()];
  return inTransaction(db, async (trx) => {
    const fired = await fireSchedule(trx, { schedule: job, instant, missed, runId, claim, leaseMs: LEASE_MS, at });
    if (fired.state !== 'mine') return fired;
    const lost = [...fired.abandoned, ...missed];
    if (lost.length > 0 || isLate(due, at)) {
      const details = {
        missed: lost.map((one) => one.toISOString()),
        runs: instant.toISOString(),
        late: isLate(due, at),
      };
      await appendAudit(trx, {
        at,
        actor: 'calendar',
        action: 'calendar.missed',
        subject: `checklist/${job}`,
        details,
      });
    }
    return { state: 'mine', claim: { runId, claim, job, instant, attempt: 1 }, abandoned: fired.abandoned };
  });
}

async function adopt(db: Database, jobs: readonly string[], at: Date): Promise<Orphans> {
  if (jobs.length === 0) return { taken: undefined, givenUp: [] };
  const claim = randomUUID();
  const taking = { checklists: jobs, claim, leaseMs: LEASE_MS, mostAttempts: MOST_ATTEMPTS, at };
  const givenUp = await giveUpRuns(db, taking);
  const orphan = await takeOverRun(db, taking);
  const taken = orphan?.scheduledFor
    ? { runId: orphan.id, claim, job: orphan.checklist, instant: orphan.scheduledFor, attempt: orphan.attempts }
    : undefined;
  return { taken, givenUp: givenUp.map(({ checklist, attempts }) => ({ job: checklist, attempts })) };
}
