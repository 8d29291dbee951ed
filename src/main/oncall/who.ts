import { onCallAt } from '../../model/oncall/on-call-at.ts';
import { timeline } from '../../model/oncall/timeline.ts';
import { whoText } from '../../report/oncall/who.ts';
import { type Answer, type Asking, configOf, jsonText } from './asking.ts';
import { gatherOutside } from './outside.ts';
import { getSchedule } from './schedules.ts';

/** So far ahead it is looked for somebody, where nobody is on call. */
const AHEAD_MS = 30 * 86_400_000;

/** Who is on call at an instant. @throws UsageError */
export async function whoAnswer(asking: Asking, at: Date): Promise<Answer> {
  const config = await configOf(asking);
  const schedule = getSchedule(config, asking.schedule);
  const ahead = { from: at, to: new Date(at.getTime() + AHEAD_MS) };
  const { outside, warnings, incomplete } = await gatherOutside(asking.environment, { config, schedule, span: ahead });
  const oncall = onCallAt(schedule, at, outside);
  const { id, timezone } = schedule;
  if (asking.json) {
    return { text: jsonText({ at, schedule: id, oncall, gap: oncall.length === 0 }), warnings, incomplete };
  }
  const next = oncall.length > 0 ? undefined : timeline(schedule, ahead, outside).segments[0];
  return {
    text: whoText({ schedule: id, timezone, at, oncall, next }, config.people, asking.width),
    warnings,
    incomplete,
  };
}
