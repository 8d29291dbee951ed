import type { Ended } from '../main/ended.ts';
import { isOver, type Outcome } from '../model/execution.ts';
import { outcomeText } from '../report/plan/timeline.ts';
import { EXIT } from './exit.ts';

/**
 * How an execution ended, as an exit code. One that waits for a person's word is refused until it has it; one that
 * goes on was left by Ctrl-C.
 */
export function exitCodeOf({ status }: Outcome): number {
  if (status === 'succeeded') return EXIT.done;
  if (status === 'running' || status === 'undoing') return EXIT.interrupted;
  return ['cancelled', 'expired', 'pending-approval', 'waiting'].includes(status) ? EXIT.refused : EXIT.failed;
}

/** The code of one that somebody may have left: then it stands, and how it goes on is said on stderr. */
export function leavingCodeOf(ended: Ended, signal: AbortSignal): number {
  if (!signal.aborted || isOver(ended.status)) return exitCodeOf(ended);
  const { execution, status } = ended;
  process.stderr.write(
    `opsbook: interrupted; execution ${execution} stands (${status}): opsbook executions follow ${execution} --work goes on with it, as any worker does\n`,
  );
  return EXIT.interrupted;
}

/** How it ended, for people or for scripts. */
export function endText(ended: Ended, output: string | undefined): string {
  return output === 'json' ? `${JSON.stringify(ended, null, 2)}\n` : outcomeText(ended);
}
