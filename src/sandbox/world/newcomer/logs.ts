import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of logs. */
export interface LogsState {
  readonly seeded: true;
}

export function seedLogs(_seed: RegionSeed): LogsState {
  return { seeded: true };
}
