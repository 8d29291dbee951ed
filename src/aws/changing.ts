import type { Timing } from './budget.ts';
import { type Account, type Aws, createExecution } from './execution.ts';

/**
 * Handles that may change AWS, for as long as an execution of a runbook takes: when credentials have run out and a person
 * has brought new ones, what is asked next is asked with those.
 */
export function changingHandles(account: Account, timing: Timing): (region: string) => Aws {
  let execution = createExecution(timing);
  return (region) => {
    if (execution.isLost(account)) {
      account.transport.renew?.();
      execution = createExecution(timing);
    }
    return execution.open(account, region, { mayChange: true });
  };
}
