import type { VirtualClock } from './clock.ts';

/** Where and how the furnishing of a world takes place. */
export interface Scene {
  readonly seed: string;
  readonly clock: VirtualClock;
  /** When the world began: what is furnished later is furnished as of then. */
  readonly start: Date;
  /** Regions furnished like the home region beside it; `all` for every one, as a load test wants it. */
  readonly homes: readonly string[] | 'all';
}
