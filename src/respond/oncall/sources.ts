import type { ChangeCalendar } from '../../model/window.ts';
import type { OutsideSchedule, Schedule } from '../../model/oncall/schedule.ts';

/** A schedule as of now, with what stands in the database and in people's calendars. */
export interface KnownSchedule {
  readonly schedule: Schedule;
  readonly outside: OutsideSchedule;
}

/** What hand-offs need beside what responding to incidents does; composed where the configuration is read. */
export interface HandOffSources {
  schedules(): Promise<readonly KnownSchedule[]>;
  /** The channel where everybody hears of it; null for none. */
  readonly summaryChannel: string | null;
  readonly calendar: ChangeCalendar;
  readonly drills: readonly { readonly drill: string; readonly lastSuccess: string | undefined }[];
  /** After so long, a drill has to succeed again. */
  readonly drillEveryMs: number;
  readonly links: readonly { readonly title: string; readonly url: string }[];
}
