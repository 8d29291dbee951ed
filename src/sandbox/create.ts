import { createClock } from './world/clock.ts';
import { newcomer } from './world/newcomer.ts';
import { createWorld, type World } from './world/world.ts';

/** When the sandbox begins, unless told otherwise: a Monday morning. */
export const SANDBOX_START = new Date('2026-11-23T08:00:00.000Z');
export const SANDBOX_ACCOUNT = '123456789012';
export const SANDBOX_REGION = 'us-east-1';

export interface SandboxOptions {
  readonly seed?: string;
  readonly start?: Date;
  readonly account?: string;
  /** Regions furnished like the home region, us-east-1; `all` for a load test. */
  readonly homes?: readonly string[] | 'all';
}

/** A fresh simulated AWS; the same seed and start make the same world. */
export function createSandbox(options: SandboxOptions = {}): World {
  const { seed = 'opsbook', start = SANDBOX_START, account = SANDBOX_ACCOUNT, homes = [] } = options;
  return createWorld({ seed, clock: createClock(start), homes, firstAccount: account, builder: newcomer });
}
