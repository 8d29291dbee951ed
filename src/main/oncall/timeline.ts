import { UsageError } from '../../model/errors.ts';
import { listShifts } from '../../model/oncall/shifts.ts';
import { timeline, type TimelineSpan } from '../../model/oncall/timeline.ts';
import { timelineText } from '../../report/oncall/timeline.ts';
import { type Answer, type Asking, configOf, jsonText } from './asking.ts';
import { gatherOutside } from './outside.ts';
import { getSchedule } from './schedules.ts';

/** An hourly rotation has nine thousand shifts a year. */
const LONGEST_MS = 5 * 366 * 86_400_000;

/** Who is on call over a time. @throws UsageError */
export async function timelineAnswer(asking: Asking, span: TimelineSpan): Promise<Answer> {
  requireSpan(span);
  const config = await configOf(asking);
  const schedule = getSchedule(config, asking.schedule);
  const { outside, warnings, incomplete } = await gatherOutside(asking.environment, { config, schedule, span });
  const answer = timeline(schedule, span, outside);
  if (asking.json) return { text: jsonText(answer), warnings, incomplete };
  const whole = { start: span.from.getTime(), end: span.to.getTime() };
  const shifts = listShifts(schedule, whole, outside);
  const { timezone } = schedule;
  return {
    text: timelineText({ span, timezone, shifts, timeline: answer, width: asking.width }),
    warnings,
    incomplete,
  };
}

/** @throws UsageError */
export function requireSpan({ from, to }: TimelineSpan): void {
  if (from >= to) throw new UsageError(`--to has to be later than --from: ${from.toISOString()}, ${to.toISOString()}`);
  if (to.getTime() - from.getTime() > LONGEST_MS) throw new UsageError('at most five years at once: --from, --to');
}
