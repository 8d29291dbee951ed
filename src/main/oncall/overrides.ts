import { cancelOverride, overrideOncall, type Overriding } from '../../engine/desk/override-oncall.ts';
import { overridesText, overrideWords } from '../../report/oncall/overrides.ts';
import { listOncallOverrides } from '../../store/oncall-overrides.ts';
import { realClock } from '../clock.ts';
import { hasDatabase } from '../data-folder.ts';
import { localActor } from '../local-actor.ts';
import { withDatabase } from '../with-database.ts';
import { type Asking, configOf, jsonText } from './asking.ts';
import { getSchedule } from './schedules.ts';

const MOST = 200;

/** Stores an override in the name of who works here. @throws Refused, UsageError, DatabaseUnavailable */
export async function overrideOne(asking: Asking, overriding: Overriding): Promise<string> {
  const config = await configOf(asking);
  const schedule = getSchedule(config, asking.schedule);
  return withDatabase(asking.environment, async (db) => {
    const desk = { db, now: realClock };
    const actor = await localActor(desk, asking.environment);
    const row = await overrideOncall(desk, actor, { schedule, people: Object.keys(config.people), overriding });
    return asking.json ? jsonText(row) : `${overrideWords(row, schedule.timezone)}\n`;
  });
}

/** Overrides that are stored, and not over or cancelled. Starts no database where there is none yet. @throws UsageError */
export async function overridesPage(asking: Asking): Promise<string> {
  const { id, timezone } = getSchedule(await configOf(asking), asking.schedule);
  const rows = hasDatabase(asking.environment)
    ? await withDatabase(asking.environment, (db) =>
        listOncallOverrides(db, { schedule: id, endsAfter: realClock(), limit: MOST }),
      )
    : [];
  return asking.json ? jsonText({ overrides: rows }) : overridesText(rows, timezone, asking.width);
}

/** @throws Refused, UsageError, DatabaseUnavailable */
export function cancelOne(environment: Asking['environment'], id: number): Promise<string> {
  return withDatabase(environment, async (db) => {
    const desk = { db, now: realClock };
    const row = await cancelOverride(desk, await localActor(desk, environment), id);
    return `Override ${row.id} of ${row.schedule} is cancelled.\n`;
  });
}
