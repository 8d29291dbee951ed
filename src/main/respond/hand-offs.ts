import { z } from 'zod';
import type { HandOffSources } from '../../respond/oncall/sources.ts';
import { watchHandOffs } from '../../respond/oncall/watch.ts';
import type { Responder } from '../../respond/responder.ts';
import type { Config } from '../config/schema.ts';
import { schedulesOf } from '../oncall/schedules.ts';
import { outsideOf } from '../outside.ts';
import { createOutside } from './roster.ts';

const DAY_MS = 86_400_000;

/** The check's own word for how old a drill may be, where the configuration gives none. */
const drillSettings = z.object({ ageDays: z.number().default(90) });

/** What hand-offs need of the configuration. */
export function createHandOffSources(config: Config, { db, now }: Pick<Responder, 'db' | 'now'>): HandOffSources {
  // Who is paged is told what cannot be read; once is enough.
  const readOutside = createOutside({ config, db, now, tell: () => undefined });
  const { windows, blackouts } = outsideOf(config, { environment: {} });
  const drill = drillSettings.safeParse(config.checks['recovery-drill-recent'] ?? {});
  return {
    async schedules() {
      const outside = await readOutside();
      return schedulesOf(config).map((schedule) => ({
        schedule,
        outside: outside.get(schedule.id) ?? { overrides: [], absences: [] },
      }));
    },
    summaryChannel: config.incidents.summaryChannel ?? null,
    calendar: { windows, blackouts },
    drills: Object.entries(config.recovery.drills).map(([name, { lastSuccess }]) => ({ drill: name, lastSuccess })),
    drillEveryMs: (drill.data?.ageDays ?? 90) * DAY_MS,
    links: config.oncall.links ?? [],
  };
}

/** For what comes by itself every minute. */
export function handOffWatcher(config: Config): (responder: Responder) => Promise<unknown> {
  let sources: HandOffSources | undefined;
  return async (responder) => {
    if (Object.keys(config.oncall.schedules).length === 0) return;
    sources ??= createHandOffSources(config, responder);
    await watchHandOffs(responder, sources);
  };
}
