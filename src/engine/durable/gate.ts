/** Through which steps go: so many at once, and none once it is closed. */
export interface Gate {
  readonly state: 'open' | 'closed';
  /** Runs what calls `enter` before it begins in earnest; until it has ended, the gate is not empty. */
  through<T>(body: (enter: () => Promise<void>) => Promise<T>): Promise<T>;
  /** Nobody enters any more. Resolves when all are out, or after the time given; says which. */
  close(withinMs: number): Promise<'empty' | 'late'>;
}

export function createGate(atOnce: number): Gate {
  let inside = 0;
  let state: Gate['state'] = 'open';
  let emptied: (() => void) | undefined;
  const waiting: (() => void)[] = [];

  function leave(): void {
    inside -= 1;
    if (state === 'closed') {
      if (inside === 0) emptied?.();
      return;
    }
    waiting.shift()?.();
  }

  /** Who stands before a gate that closes stands there for good. */
  function enter(): Promise<void> {
    return new Promise((resolve) => {
      function goIn(): void {
        inside += 1;
        resolve();
      }
      if (state === 'closed') return;
      if (inside < atOnce) goIn();
      else waiting.push(goIn);
    });
  }

  return {
    get state() {
      return state;
    },
    async through(body) {
      let entered = false;
      try {
        return await body(async () => {
          await enter();
          entered = true;
        });
      } finally {
        if (entered) leave();
      }
    },
    close(withinMs) {
      state = 'closed';
      if (inside === 0) return Promise.resolve('empty');
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve('late'), withinMs);
        emptied = () => {
          clearTimeout(timer);
          resolve('empty');
        };
      });
    },
  };
}
