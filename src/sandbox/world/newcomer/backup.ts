import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of backup. */
export interface BackupState {
  readonly seeded: true;
}

export function seedBackup(_seed: RegionSeed): BackupState {
  return { seeded: true };
}
