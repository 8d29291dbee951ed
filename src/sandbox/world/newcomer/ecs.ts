import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of ecs. */
export interface EcsState {
  readonly seeded: true;
}

export function seedEcs(_seed: RegionSeed): EcsState {
  return { seeded: true };
}
