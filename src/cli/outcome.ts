import type { Outcome } from '../model/execution.ts';
import { EXIT } from './exit.ts';

/**
 * How an execution ended, as an exit code. One that waits for an approval is refused until it has it; one that goes on was
 * left by Ctrl-C.
 */
export function exitCodeOf({ status }: Outcome): number {
  if (status === 'succeeded') return EXIT.done;
  if (status === 'running' || status === 'undoing') return EXIT.interrupted;
  return ['cancelled', 'expired', 'pending-approval'].includes(status) ? EXIT.refused : EXIT.failed;
}
