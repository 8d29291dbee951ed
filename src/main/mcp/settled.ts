import type { ExecutionStatus } from '../../model/execution.ts';
import type { Database } from '../../store/database.ts';
import { findExecution } from '../../store/executions.ts';
import { realTiming } from '../clock.ts';

const LOOK_EVERY_MS = 200;
/** Long enough to see that it begins, or waits for somebody; how it goes on, execution tells. */
const LOOKS = 25;

interface Standing {
  readonly status: ExecutionStatus;
  readonly outcome: string | null;
  readonly next: string;
}

/** How an execution stands as soon as a worker has taken it up; as it was asked for, where none does within seconds. */
export async function settledFor(db: Database, id: string): Promise<Standing> {
  for (let look = 0; ; look += 1) {
    const row = await findExecution(db, id);
    if (!row) throw new Error(`execution ${id} is gone`);
    const { status, outcome } = row;
    if (status !== 'planned' || look === LOOKS) return { status, outcome, next: nextOf(status, id) };
    await realTiming.sleep(LOOK_EVERY_MS);
  }
}

function nextOf(status: ExecutionStatus, id: string): string {
  if (status === 'planned') return 'no worker has taken it up yet: opsbook up, or opsbook worker';
  if (status === 'pending-approval') return `another person has to agree: opsbook approve ${id}`;
  return 'execution tells how it goes on';
}
