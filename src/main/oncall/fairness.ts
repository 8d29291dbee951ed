import { loadsOf, quarterOf } from '../../model/oncall/fairness.ts';
import { fairnessText } from '../../report/oncall/fairness.ts';
import { type Answer, type Asking, configOf, jsonText } from './asking.ts';
import { gatherOutside } from './outside.ts';
import { getSchedule } from './schedules.ts';
import { requireSpan } from './timeline.ts';

interface Wanted {
  readonly now: Date;
  /** The quarter that it is now, by default. */
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  /** How often each person was paged in that time, where somebody counts it. */
  readonly pages?: ReadonlyMap<string, number> | undefined;
}

/** How much each person is on call. @throws UsageError */
export async function fairnessAnswer(asking: Asking, { now, from, to, pages }: Wanted): Promise<Answer> {
  const config = await configOf(asking);
  const schedule = getSchedule(config, asking.schedule);
  const { timezone } = schedule;
  const quarter = quarterOf(from ?? now, timezone);
  const span = { from: from ?? quarter.from, to: to ?? quarter.to };
  requireSpan(span);
  const { outside, warnings, incomplete } = await gatherOutside(asking.environment, { config, schedule, span });
  const people = loadsOf(schedule, { span, outside, pages });
  const text = asking.json
    ? jsonText({ schedule: schedule.id, ...span, people })
    : fairnessText(people, { span, timezone, width: asking.width });
  return { text, warnings, incomplete };
}
