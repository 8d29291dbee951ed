import { UsageError } from '../../model/errors.ts';
import { listShifts } from '../../model/oncall/shifts.ts';
import { peopleOf } from '../../model/oncall/warnings.ts';
import { shiftCalendar } from '../../report/oncall/ical.ts';
import { suggestion } from '../config/load.ts';
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
export async function calendarAnswer(asking: Asking, { now, person }: Wanted): Promise<Answer> {
  const { environment } = asking;
  const config = await configOf(asking);
  const schedule = getSchedule(config, asking.schedule);
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
