import type { DBInstance } from '@aws-sdk/client-rds';
import type { SandboxContext } from '../../handlers.ts';
import { changeInstance, instanceWith, restingStatus } from './instances.ts';
import { publishWhile } from './published.ts';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;

/** A status that an instance has for some time. */
export interface Stage {
  readonly status: string;
  readonly ms: number;
  /** What else is new when it begins. */
  readonly enter?: (instance: DBInstance) => Partial<DBInstance>;
}

/**
 * Leads an instance through stages, from now on, until it is gone or something else takes it over, as a deletion does.
 * After the last stage it comes to rest, and `done` is asked what is new then.
 */
export function passThrough(
  context: SandboxContext,
  resource: string | undefined,
  stages: readonly Stage[],
  done: (instance: DBInstance) => Partial<DBInstance> = () => ({}),
): void {
  const [stage, ...rest] = stages;
  const { region, world } = context;
  const instance = instanceWith(region.rds, resource);
  if (!instance) return;
  if (!stage) {
    const changes = done(instance);
    takeOver(context, resource, restingStatus(region, resource, world.clock.now()), changes);
    return;
  }
  const mine = takeOver(context, resource, stage.status, stage.enter?.(instance));
  world.clock.after(stage.ms, () => {
    if (region.rds.turns.get(resource ?? '') === mine) passThrough(context, resource, rest, done);
  });
}

/** Gives an instance a status, and whatever was being done to it an end. @returns whose turn it is now */
export function takeOver(
  context: SandboxContext,
  resource: string | undefined,
  status: string,
  changes: Partial<DBInstance> = {},
): number {
  const { region } = context;
  const turn = (region.rds.turns.get(resource ?? '') ?? 0) + 1;
  region.rds.turns.set(resource ?? '', turn);
  changeInstance(region.rds, resource, { ...changes, DBInstanceStatus: status });
  publishWhile(context, resource, status);
  return turn;
}

/** Tells ten times on the way how far something has come; the last time is its end. */
export function inTenths({ world }: SandboxContext, ms: number, tell: (percent: number) => void): void {
  for (let tenth = 1; tenth <= 10; tenth += 1) world.clock.after((ms * tenth) / 10, () => tell(tenth * 10));
}
