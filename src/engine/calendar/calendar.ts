import { nextInstant } from '../../model/cadence.ts';
import { dueOf, missedWords } from './due.ts';
import type { Claim, Due, Job, Ledger } from './ledger.ts';
import { runClaimed, type Running } from './run-claimed.ts';

export interface CalendarOptions extends Running {
  readonly jobs: readonly Job[];
  /** Jobs that there are and that are switched off. */
  readonly off: readonly string[];
  readonly ledger: Ledger;
}

export interface Calendar {
  /** Begins nothing more, waits a while for what runs, and leaves the rest to others. */
  stop(): Promise<void>;
}

/** So often it is looked at least: a clock that was set, a machine that slept, a worker that died are noticed. */
const LOOK_EVERY_MS = 30_000;
/** Checklists at once: each has rate budgets of its own, and AWS counts them together. */
const MOST_AT_ONCE = 2;
const STOP_MS = 10_000;

/**
 * Runs each job at the instants of its cadence, once however many workers have the same calendar. Instants are computed
 * from the cadence, never from when the last run ended, so nothing drifts. What was missed while nobody ran is caught up by
 * one run for the newest instant; the others are recorded as missed, and both are said.
 */
export function startCalendar(options: CalendarOptions): Calendar {
  const { jobs, off, ledger, now, timer, tell } = options;
  let ending = false;
  let nap = new AbortController();
  const underWay = new Map<Claim, Promise<void>>();
  let begun = false;
  let trouble = '';

  async function go(): Promise<void> {
    while (!isEnding()) {
      nap = new AbortController();
      try {
        await look();
        if (trouble !== '') tell('calendar: the database answers again');
        trouble = '';
      } catch (error) {
        // Instants that pass meanwhile are due when the database is back.
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== trouble) tell(`calendar: the database does not answer: ${reason}`);
        trouble = reason;
      }
      if (!isEnding()) await timer.sleep(untilNext(jobs, now()), nap.signal);
    }
  }

  async function look(): Promise<void> {
    if (!begun) await ledger.begin(jobs, off, now());
    begun = true;
    if (isFull()) return;
    const names = jobs.map(({ name }) => name);
    const { taken, givenUp } = await ledger.adopt(names, now());
    for (const { job, attempts } of givenUp) tell(`${job}: given up after ${attempts} attempts`);
    if (taken) {
      tell(`${taken.job} of ${taken.instant.toISOString()}: its worker died, attempt ${taken.attempt} begins`);
      begin(taken);
    }
    const standing = await ledger.standing();
    for (const due of inOrder(jobs, standing, now())) {
      if (isFull()) return;
      const fired = await ledger.fire(due, now());
      if (fired.state !== 'mine') continue;
      const missed = missedWords(due, fired.abandoned, now());
      if (missed !== undefined) tell(missed);
      begin(fired.claim);
    }
  }

  function isFull(): boolean {
    return ending || underWay.size >= MOST_AT_ONCE;
  }

  function isEnding(): boolean {
    return ending;
  }

  function begin(claim: Claim): void {
    const over = runClaimed(claim, options).finally(() => {
      underWay.delete(claim);
      // What came due meanwhile does not wait for the next look.
      nap.abort();
    });
    underWay.set(claim, over);
  }

  const loop = go();
  return {
    async stop() {
      ending = true;
      nap.abort();
      await loop;
      const waited = new AbortController();
      await Promise.race([Promise.all(underWay.values()), timer.sleep(STOP_MS, waited.signal)]);
      waited.abort();
      await Promise.all([...underWay.keys()].map((claim) => ledger.release(claim).catch(() => undefined)));
    },
  };
}

/** What is due, the oldest first. */
function inOrder(jobs: readonly Job[], standing: ReadonlyMap<string, Date>, now: Date): Due[] {
  return jobs
    .flatMap((job) => {
      const after = standing.get(job.name);
      return (after && dueOf(job, after, now)) ?? [];
    })
    .toSorted((a, b) => a.instant.getTime() - b.instant.getTime());
}

function untilNext(jobs: readonly Job[], now: Date): number {
  const waits = jobs.map((job) => (nextInstant(job, now)?.getTime() ?? Number.POSITIVE_INFINITY) - now.getTime());
  return Math.min(LOOK_EVERY_MS, ...waits);
}
