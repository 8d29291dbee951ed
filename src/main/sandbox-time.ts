import type { Timing } from '../aws/budget.ts';
import { askSandboxAt } from './sandbox-server.ts';
import { realClock, realTiming } from './clock.ts';

/** How time passes where an execution works. */
export interface SiteTime {
  now(): Promise<Date>;
  readonly pause: (ms: number) => Promise<void>;
  /** How long a wait takes on this machine. */
  readonly waiting: (ms: number) => Promise<number>;
  readonly timing: Timing;
}

export const REAL_TIME: SiteTime = {
  now: () => Promise.resolve(realClock()),
  pause: (ms) => realTiming.sleep(ms),
  waiting: (ms) => Promise.resolve(ms),
  timing: realTiming,
};

/** The time of a sandbox that is served at this URL: who waits moves its clock, so that an hour takes no time. */
export function jumpingTime(endpointUrl: string): SiteTime {
  const advance = async (ms: number): Promise<void> => {
    await askSandboxAt(endpointUrl, { method: 'POST', action: 'advance', body: { by: `${Math.ceil(ms)}ms` } });
  };
  return {
    async now() {
      const status = await askSandboxAt(endpointUrl, { method: 'GET', action: 'status' });
      const clock = typeof status === 'object' && status !== null && 'clock' in status ? status.clock : undefined;
      return new Date(String(clock));
    },
    pause: advance,
    async waiting(ms) {
      await advance(ms);
      return 1;
    },
    timing: { ...realTiming, sleep: (ms) => advance(ms) },
  };
}
