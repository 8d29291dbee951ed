import type { Rotation, TurningRotation } from './schedule.ts';

/** Where a rotation's turns come from. */
export interface Followed {
  /** The rotation that has turns of its own. */
  readonly root: TurningRotation;
  /** So many places after whoever has that one. */
  readonly steps: number;
  /** Its own, or that of the nearest that has one. */
  readonly priority: number;
}

/** Undefined where it goes in a circle, or leads to nothing. */
export function followed(rotation: Rotation, all: readonly Rotation[]): Followed | undefined {
  let root = rotation;
  let steps = 0;
  let { priority } = rotation;
  for (let hops = 0; 'follows' in root; hops += 1) {
    const { follows, offset } = root;
    const next = all.find(({ name }) => name === follows);
    if (!next || hops > all.length) return undefined;
    steps += offset;
    root = next;
    priority ??= root.priority;
  }
  return { root, steps, priority: priority ?? 0 };
}
