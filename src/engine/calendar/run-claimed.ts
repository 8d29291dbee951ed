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

/** Runs what is this worker's, saying meanwhile that it lives. Never throws: what fails is kept and said. */
export async function runClaimed(claim: Claim, running: Running): Promise<void> {
  const { ledger, now, run, tell } = running;
  const over = new AbortController();
  const alive = stayAlive(claim, running, over.signal);
  try {
    tell(`${claim.job}: ${await run(claim)}`);
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

async function stayAlive(claim: Claim, { ledger, timer }: Running, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await timer.sleep(RENEW_MS, over);
    if (over.aborted) return;
    const mine = await ledger.renew(claim).catch(() => true);
    // What it finds is not kept any more: the one that has the run now keeps its own.
    if (!mine) return;
  }
}
