import type { SlackUse } from './settings.ts';

/** What Slack answered and changes seldom, kept for this process. */
export interface Memory<Value> {
  find(use: SlackUse, name: string): Value | undefined;
  keep(use: SlackUse, name: string, value: Value): void;
}

/** The oldest goes where there are too many; each is asked for again after `forMs`, so that newcomers are seen. */
export function createMemory<Value>({ atMost, forMs }: { atMost: number; forMs: number }): Memory<Value> {
  const kept = new Map<string, { readonly value: Value; readonly untilMs: number }>();
  return {
    find(use, name) {
      const one = kept.get(keyOf(use, name));
      return one && one.untilMs > use.now().getTime() ? one.value : undefined;
    },
    keep(use, name, value) {
      const key = keyOf(use, name);
      kept.delete(key);
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size >= atMost) kept.delete(oldest);
      kept.set(key, { value, untilMs: use.now().getTime() + forMs });
    },
  };
}

/** Two workspaces know different people by one name. */
function keyOf({ settings }: SlackUse, name: string): string {
  return JSON.stringify([settings.apiUrl, settings.token, settings.team ?? '', name]);
}
