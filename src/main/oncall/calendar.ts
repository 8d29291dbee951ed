import { UsageError } from '../../model/errors.ts';
import { listShifts } from '../../model/oncall/shifts.ts';
import { peopleOf } from '../../model/oncall/warnings.ts';
import { shiftCalendar } from '../../report/oncall/ical.ts';
import { suggestion } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { type Answer, type Asking, configOf } from './asking.ts';
import { gatherOutside } from './outside.ts';
import { getSchedule } from './schedules.ts';

const DAY_MS = 86_400_000;
const BACK_MS = 30 * DAY_MS;
const AHEAD_MS = 90 * DAY_MS;

interface Wanted {
  readonly now: Date;
  /** Of everybody where undefined. */
  readonly person: string | undefined;
}

/** The shifts of the last 30 and the next 90 days as iCal. @throws UsageError */
export async function calendarAnswer(asking: Asking, wanted: Wanted): Promise<Answer> {
  return calendarOf(await configOf(asking), asking, wanted);
}

/** The same, of a configuration that is read already. @throws UsageError */
export async function calendarOf(
  config: Pick<Config, 'people' | 'oncall'>,
  { environment, schedule: id }: Pick<Asking, 'environment' | 'schedule'>,
  { now, person }: Wanted,
): Promise<Answer> {
  const schedule = getSchedule(config, id);
  const span = { from: new Date(now.getTime() - BACK_MS), to: new Date(now.getTime() + AHEAD_MS) };
  const { outside, warnings, incomplete } = await gatherOutside(environment, { config, schedule, span });
  const known = peopleOf(schedule, outside);
  if (person !== undefined && !known.includes(person)) {
    throw new UsageError(`nobody of ${schedule.id} is called ${person}${suggestion(person, known)}`);
  }
  const whole = { start: span.from.getTime(), end: span.to.getTime() };
  const all = listShifts(schedule, whole, outside);
  const shifts = person === undefined ? all : all.filter((shift) => shift.person === person);
  const text = shiftCalendar({ schedule: schedule.id, person, shifts, people: config.people, now });
  return { text, warnings, incomplete };
}
