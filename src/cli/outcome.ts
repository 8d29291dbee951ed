import type { Outcome } from '../model/execution.ts';
import { EXIT } from './exit.ts';

/** How an execution ended, as an exit code. One that waits for an approval is refused until it has it. */
export function exitCodeOf({ status }: Outcome): number {
  if (status === 'succeeded') return EXIT.done;
  return ['cancelled', 'expired', 'pending-approval'].includes(status) ? EXIT.refused : EXIT.failed;
}
