import { UsageError } from '../../model/errors.ts';
import type { Schedule } from '../../model/oncall/schedule.ts';
import { listed } from '../../report/text/value.ts';
import { suggestion } from '../config/load.ts';
import type { Config } from '../config/schema.ts';

/** The schedules of the configuration, as they are written. */
export function schedulesOf({ oncall }: Pick<Config, 'oncall'>): Schedule[] {
  return Object.entries(oncall.schedules).map(([id, parts]) => ({ id, ...parts }));
}

/** The one that is named, or the only one. @throws UsageError */
export function getSchedule(config: Pick<Config, 'oncall'>, id: string | undefined): Schedule {
  const schedules = schedulesOf(config);
  const ids = schedules.map((schedule) => schedule.id);
  if (ids.length === 0) throw new UsageError('the configuration has no on-call schedule (oncall.schedules)');
  if (id === undefined) {
    const [only, another] = schedules;
    if (only && !another) return only;
    throw new UsageError(`which schedule? --schedule takes ${listed(ids)}`);
  }
  const found = schedules.find((schedule) => schedule.id === id);
  if (found) return found;
  throw new UsageError(`unknown schedule: ${id}${suggestion(id, ids) || ` (there is ${listed(ids)})`}`);
}
