import { type Claim, type Ledger, RENEW_MS } from './ledger.ts';

export interface Timer {
  /** Ends early, and without an error, where the signal comes. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Running {
  readonly ledger: Ledger;
  readonly now: () => Date;
  readonly timer: Timer;
  /** Does the work, keeps what came out where the claim still holds, and says in words how it ended. */
  readonly run: (claim: Claim) => Promise<string>;
  readonly tell: (line: string) => void;
}

/** A checklist of hundreds of accounts takes minutes: what takes longer than this hangs. */
const LONGEST_RUN_MS = 4 * 3_600_000;

/** Runs what is this worker's, saying meanwhile that it lives. Never throws: what fails is kept and said. */
export async function runClaimed(claim: Claim, running: Running): Promise<void> {
  const { ledger, now, run, tell } = running;
  const over = new AbortController();
  const alive = stayAlive(claim, running, over.signal);
  try {
    const words = await Promise.race([run(claim), tooLong(running.timer, over.signal)]);
    tell(`${claim.job}: ${words}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell(`${claim.job}: failed: ${reason}`);
    // Where the database is away too, the lease ends and another attempt is made.
    await ledger.fail(claim, reason, now()).catch(() => undefined);
  } finally {
    over.abort();
    await alive;
  }
}

/** Resolves only for a run that is over, when nobody looks at it any more. */
async function tooLong(timer: Timer, over: AbortSignal): Promise<string> {
  await timer.sleep(LONGEST_RUN_MS, over);
  if (over.aborted) return '';
  throw new Error(`it was not over after ${LONGEST_RUN_MS / 3_600_000} hours`);
}

async function stayAlive(claim: Claim, { ledger, timer }: Running, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await timer.sleep(RENEW_MS, over);
    if (over.aborted) return;
    const mine = await ledger.renew(claim).catch(() => true);
    // What it finds is not kept any more: the one that has the run now keeps its own.
    if (!mine) return;
  }
}
