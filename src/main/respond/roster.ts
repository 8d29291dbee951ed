import { onCallAt } from '../../model/oncall/on-call-at.ts';
import type { Absence, OutsideSchedule, Schedule } from '../../model/oncall/schedule.ts';
import type { Roster } from '../../respond/responder.ts';
import type { Database } from '../../store/database.ts';
import { listOncallOverrides } from '../../store/oncall-overrides.ts';
import type { Config } from '../config/schema.ts';
import { readAbsences } from '../oncall/absences.ts';
import { overrideOf } from '../oncall/outside.ts';
import { schedulesOf } from '../oncall/schedules.ts';

/** A shift that began in it is told with what changed it. */
const AROUND_MS = 35 * 86_400_000;
/** Calendars of others are asked now and then, never for every page. */
const ABSENCES_EVERY_MS = 15 * 60_000;
const MOST_OVERRIDES = 10_000;

interface Sources {
  readonly config: Pick<Config, 'oncall' | 'people'>;
  readonly db: Database;
  readonly now: () => Date;
  readonly tell: (line: string) => void;
}

/** Who is on call: the schedules, what stands in the database, and people's calendars as they were lately. */
export function createRoster(sources: Sources): () => Promise<Roster> {
  const schedules = schedulesOf(sources.config);
  const readOutside = createOutside(sources);
  return async () => rosterOf(schedules, await readOutside());
}

/** What is otherwise than the schedules say, by schedule. */
export function createOutside({ config, db, now, tell }: Sources): () => Promise<Map<string, OutsideSchedule>> {
  const schedules = schedulesOf(config);
  const hasCalendars = Object.values(config.people).some(({ absences }) => absences !== undefined);
  let absences: readonly Absence[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function readCalendars(): Promise<void> {
    const at = now();
    readAt = at.getTime();
    const span = { from: new Date(at.getTime() - AROUND_MS), to: new Date(at.getTime() + AROUND_MS) };
    const [first] = schedules;
    const read = await readAbsences(config.people, { span, timezone: first?.timezone ?? 'UTC' });
    ({ absences } = read);
    for (const warning of read.warnings) tell(`on call: ${warning}`);
  }

  return async () => {
    if (hasCalendars && now().getTime() - readAt > ABSENCES_EVERY_MS) {
      const isFirst = readAt === Number.NEGATIVE_INFINITY;
      reading ??= readCalendars().finally(() => (reading = undefined));
      // Later ones are read beside: nobody who is to be paged waits for a calendar.
      if (isFirst) await reading;
    }
    const outside = new Map<string, OutsideSchedule>();
    for (const schedule of schedules) {
      const rows = await listOncallOverrides(db, {
        schedule: schedule.id,
        endsAfter: new Date(now().getTime() - AROUND_MS),
        limit: MOST_OVERRIDES,
      });
      outside.set(schedule.id, { overrides: rows.flatMap(overrideOf), absences });
    }
    return outside;
  };
}

function rosterOf(schedules: readonly Schedule[], outside: ReadonlyMap<string, OutsideSchedule>): Roster {
  /** The same question comes again for every incident of a burst. */
  const known = new Map<string, readonly string[]>();
  return {
    onCall({ schedule: id, rotation }, at) {
      const key = `${id}\n${rotation ?? ''}\n${at}`;
      const before = known.get(key);
      if (before) return before;
      const schedule = schedules.find((one) => one.id === id);
      const present = schedule
        ? onCallAt(schedule, new Date(at), outside.get(id) ?? { overrides: [], absences: [] })
        : [];
      const people = present.filter((one) => rotation === undefined || one.rotation === rotation);
      const names = [...new Set(people.map(({ person }) => person))];
      known.set(key, names);
      return names;
    },
  };
}
