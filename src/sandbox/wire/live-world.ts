import { createSandbox } from '../create.ts';
import type { World } from '../world/world.ts';

/** The world that a server serves: it can be replaced by a fresh one, and its clock may go along with the real one. */
export interface LiveWorld {
  /** The world as of now. */
  current(): World;
  reset(): World;
  stop(): void;
}

export interface LiveWorldOptions {
  readonly seed?: string;
  /** When each fresh world begins; where absent, at the real present. */
  readonly start?: Date;
  /** Regions furnished like the home region. */
  readonly homes?: readonly string[] | 'all';
  /** Whether the virtual clock moves with the real one. */
  readonly tick: boolean;
  /** Served until the first reset, instead of a fresh one. */
  readonly world?: World;
}

const TICK_MS = 1000;

export function createLiveWorld({ seed, start, homes, tick, world: given }: LiveWorldOptions): LiveWorld {
  let world = given ?? fresh();
  let tickedAt = performance.now();
  // What is due happens though nobody asks; whoever asks finds the clock at the very instant.
  const timer = tick ? setInterval(catchUp, TICK_MS).unref() : undefined;

  function fresh(): World {
    return createSandbox({
      start: start ?? new Date(),
      ...(seed !== undefined && { seed }),
      ...(homes !== undefined && { homes }),
    });
  }

  function catchUp(): void {
    const now = performance.now();
    // Whole milliseconds, as the virtual clock counts them; the rest is kept for the next time.
    const elapsed = Math.floor(now - tickedAt);
    tickedAt += elapsed;
    world.clock.advance(elapsed);
  }

  return {
    current() {
      if (tick) catchUp();
      return world;
    },
    reset() {
      world = fresh();
      tickedAt = performance.now();
      return world;
    },
    stop: () => clearInterval(timer),
  };
}
