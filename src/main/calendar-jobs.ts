import type { Checklist } from '../checklists/define.ts';
import type { Job } from '../engine/calendar/ledger.ts';
import type { Config } from './config/schema.ts';

/** A checklist of the calendar, and what it is run on. */
export interface ChecklistJob extends Job {
  readonly targets: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Jobs {
  readonly jobs: readonly ChecklistJob[];
  /** Checklists that come by themselves, or could, and are switched off. */
  readonly off: readonly string[];
}

/** Every checklist that has a cadence, its own or the configuration's, unless it is switched off there. */
export function jobsOf(
  { calendar, timezone }: Pick<Config, 'calendar' | 'timezone'>,
  checklists: readonly Checklist[],
): Jobs {
  const entries = checklists.flatMap(({ id: name, cadence }) => {
    const { cron = cadence?.cron, enabled = true, targets = [], parameters = {} } = calendar[name] ?? {};
    return cron === undefined ? [] : [{ enabled, job: { name, cron, timezone, targets, parameters } }];
  });
  return {
    jobs: entries.flatMap(({ enabled, job }) => (enabled ? [job] : [])),
    off: entries.flatMap(({ enabled, job }) => (enabled ? [] : [job.name])),
  };
}
