import type { OncallPorts } from '../../api/respond-ports.ts';
import { UsageError } from '../../model/errors.ts';
import { listShifts } from '../../model/oncall/shifts.ts';
import type { Schedule } from '../../model/oncall/schedule.ts';
import type { TimelineSpan } from '../../model/oncall/timeline.ts';
import { peopleOf } from '../../model/oncall/warnings.ts';
import { shiftCalendar } from '../../report/oncall/ical.ts';
import type { Database } from '../../store/database.ts';
import { listOncallOverrides } from '../../store/oncall-overrides.ts';
import { readAbsences, type Absences } from '../oncall/absences.ts';
import { suggestion } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { overrideOf } from '../oncall/outside.ts';
import { schedulesOf } from '../oncall/schedules.ts';

const DAY_MS = 86_400_000;
/** A turn that begins before the span or ends after it is told whole. */
const AROUND_MS = 62 * DAY_MS;
const BACK_MS = 30 * DAY_MS;
const AHEAD_MS = 90 * DAY_MS;
const MOST_OVERRIDES = 10_000;
/** Calendars of others are asked now and then, however often pages ask here. */
const ABSENCES_FOR_MS = 5 * 60_000;
const MOST_KEPT = 50;

interface Sources {
  readonly config: Pick<Config, 'oncall' | 'people'>;
  readonly db: Database;
  readonly now: () => Date;
}

/** Who is on call, on the database that the server has open. */
export function oncallPorts({ config, db, now }: Sources): OncallPorts {
  const { people } = config;
  const absencesOf = createAbsences(people, now);
  async function outside(schedule: Schedule, span: TimelineSpan) {
    const [rows, away] = await Promise.all([
      listOncallOverrides(db, { schedule: schedule.id, limit: MOST_OVERRIDES }),
      absencesOf(schedule, span),
    ]);
    return { outside: { overrides: rows.flatMap(overrideOf), absences: away.absences }, warnings: away.warnings };
  }
  return {
    schedules: new Map(schedulesOf(config).map((schedule) => [schedule.id, schedule])),
    people,
    outside,
    async calendar(schedule, person) {
      const at = now();
      const span = { from: new Date(at.getTime() - BACK_MS), to: new Date(at.getTime() + AHEAD_MS) };
      const found = await outside(schedule, span);
      const known = peopleOf(schedule, found.outside);
      if (person !== undefined && !known.includes(person)) {
        throw new UsageError(`nobody of ${schedule.id} is called ${person}${suggestion(person, known)}`);
      }
      const all = listShifts(schedule, { start: span.from.getTime(), end: span.to.getTime() }, found.outside);
      const shifts = all.filter((shift) => person === undefined || shift.person === person);
      return shiftCalendar({ schedule: schedule.id, person, shifts, people, now: at });
    },
  };
}

/** By schedule and days; whoever asks meanwhile for the same waits for the same. */
function createAbsences(people: Config['people'], now: () => Date) {
  const kept = new Map<string, { readonly at: number; readonly read: Promise<Absences> }>();
  return (schedule: Schedule, span: TimelineSpan): Promise<Absences> => {
    const named = peopleOf(schedule);
    const away = Object.entries(people).filter(([id, { absences }]) => absences !== undefined && named.includes(id));
    if (away.length === 0) return Promise.resolve(NOBODY_AWAY);
    const from = Math.floor((span.from.getTime() - AROUND_MS) / DAY_MS);
    const to = Math.ceil((span.to.getTime() + AROUND_MS) / DAY_MS);
    const key = JSON.stringify([schedule.id, from, to]);
    const at = now().getTime();
    const before = kept.get(key);
    if (before && at - before.at < ABSENCES_FOR_MS) return before.read;
    const days = { from: new Date(from * DAY_MS), to: new Date(to * DAY_MS) };
    const read = readAbsences(Object.fromEntries(away), { span: days, timezone: schedule.timezone });
    kept.delete(key);
    kept.set(key, { at, read });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return read;
  };
}

const NOBODY_AWAY: Absences = { absences: [], warnings: [] };
