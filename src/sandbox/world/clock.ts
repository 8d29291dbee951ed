interface Timer {
  readonly at: number;
  readonly order: number;
  readonly owner: object;
  readonly run: () => void;
}

/** Time in the sandbox. It stands still, ticks with the real clock or jumps; what is due on the way happens in order. */
export interface VirtualClock {
  now(): Date;
  /** Runs `what` when the clock has come `ms` further. */
  after(ms: number, what: () => void): void;
  advance(ms: number): void;
  /** The same time for a part of the world: what it waits for ends with it. */
  branch(): ClockBranch;
}

export interface ClockBranch extends VirtualClock {
  /** Forgets what was to happen to this part. */
  end(): void;
}

export function createClock(start: Date): VirtualClock {
  let at = start.getTime();
  let orders = 0;
  let timers: Timer[] = [];

  function due(until: number): Timer | undefined {
    timers.sort((a, b) => a.at - b.at || a.order - b.order);
    return timers[0] && timers[0].at <= until ? timers.shift() : undefined;
  }

  function advance(ms: number): void {
    const end = at + ms;
    for (let next = due(end); next; next = due(end)) {
      at = Math.max(at, next.at);
      next.run();
    }
    at = end;
  }

  function branch(): ClockBranch {
    const owner = {};
    return {
      now: () => new Date(at),
      after(ms, what) {
        orders += 1;
        timers.push({ at: at + ms, order: orders, owner, run: what });
      },
      advance,
      branch,
      end() {
        timers = timers.filter((timer) => timer.owner !== owner);
      },
    };
  }

  return branch();
}
