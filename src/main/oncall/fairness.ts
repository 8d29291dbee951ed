import { loadsOf, quarterOf } from '../../model/oncall/fairness.ts';
import type { TimelineSpan } from '../../model/oncall/timeline.ts';
import { fairnessText } from '../../report/oncall/fairness.ts';
import { countPages } from '../../store/notifications.ts';
import { hasDatabase } from '../data-folder.ts';
import { withDatabase } from '../with-database.ts';
import { type Answer, type Asking, configOf, jsonText } from './asking.ts';
import { gatherOutside } from './outside.ts';
import { getSchedule } from './schedules.ts';
import { requireSpan } from './timeline.ts';

interface Wanted {
  readonly now: Date;
  /** The quarter that it is now, by default. */
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** How much each person is on call. @throws UsageError */
export async function fairnessAnswer(asking: Asking, { now, from, to }: Wanted): Promise<Answer> {
  const config = await configOf(asking);
  const schedule = getSchedule(config, asking.schedule);
  const { timezone } = schedule;
  const quarter = quarterOf(from ?? now, timezone);
  const span = { from: from ?? quarter.from, to: to ?? quarter.to };
  requireSpan(span);
  const { outside, warnings, incomplete } = await gatherOutside(asking.environment, { config, schedule, span });
  const counted = await pagesIn(asking.environment, span);
  const people = loadsOf(schedule, { span, outside, pages: counted.pages });
  const text = asking.json
    ? jsonText({ schedule: schedule.id, ...span, people })
    : fairnessText(people, { span, timezone, width: asking.width });
  return { text, warnings: [...warnings, ...counted.warnings], incomplete };
}

interface Counted {
  /** Undefined where nobody counts them: there is no database, or it does not answer. */
  readonly pages?: ReadonlyMap<string, number>;
  readonly warnings: readonly string[];
}

/** How often each person was paged, whichever schedule they were on call for. */
async function pagesIn(environment: Asking['environment'], { from, to }: TimelineSpan): Promise<Counted> {
  if (!hasDatabase(environment)) return { warnings: [] };
  try {
    return { pages: await withDatabase(environment, (db) => countPages(db, from, to)), warnings: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { warnings: [`pages could not be counted: ${why}`] };
  }
}
