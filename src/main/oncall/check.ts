import { timeline, type TimelineSpan } from '../../model/oncall/timeline.ts';
import { warningsOf } from '../../model/oncall/warnings.ts';
import { checkText } from '../../report/oncall/check.ts';
import { type Answer, type Asking, configOf, jsonText } from './asking.ts';
import { gatherOutside } from './outside.ts';
import { getSchedule, schedulesOf } from './schedules.ts';
import { requireSpan } from './timeline.ts';

export interface CheckAnswer extends Answer {
  /** Whether there are gaps or conflicts. */
  readonly faulty: boolean;
}

/** Whether somebody is on call all the time, and nobody twice: of one schedule, or of all. @throws UsageError */
export async function checkAnswer(asking: Asking, span: TimelineSpan): Promise<CheckAnswer> {
  requireSpan(span);
  const config = await configOf(asking);
  // Without any schedule, that is what has to be said.
  const all = asking.schedule === undefined ? schedulesOf(config) : [];
  const schedules = all.length > 0 ? all : [getSchedule(config, asking.schedule)];
  const checked = await Promise.all(
    schedules.map(async (schedule) => {
      const { outside, warnings, incomplete } = await gatherOutside(asking.environment, { config, schedule, span });
      const { gaps, conflicts } = timeline(schedule, span, outside);
      const all = [...warnings, ...warningsOf(schedule, config.people, outside)];
      return {
        check: { schedule: schedule.id, timezone: schedule.timezone, gaps, conflicts, warnings: all },
        incomplete,
      };
    }),
  );
  const checks = checked.map(({ check }) => check);
  return {
    text: asking.json ? jsonText({ ...span, schedules: checks }) : checkText(checks, span, asking.width),
    // They are part of the text.
    warnings: [],
    incomplete: checked.some(({ incomplete }) => incomplete),
    faulty: checks.some(({ gaps, conflicts }) => gaps.length + conflicts.length > 0),
  };
}
