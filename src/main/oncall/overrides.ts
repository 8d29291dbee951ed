import { cancelOverride, overrideOncall, type Overriding } from '../../engine/desk/override-oncall.ts';
import type { OutsideSchedule, Schedule } from '../../model/oncall/schedule.ts';
import { timeline, type Timeline, type TimelineSpan } from '../../model/oncall/timeline.ts';
import { overridesText, overrideWords } from '../../report/oncall/overrides.ts';
import { conflictWords } from '../../report/oncall/timeline.ts';
import { localTime } from '../../report/text/local-time.ts';
import { listOncallOverrides } from '../../store/oncall-overrides.ts';
import { realClock } from '../clock.ts';
import { hasDatabase } from '../data-folder.ts';
import { localActor } from '../local-actor.ts';
import { withDatabase } from '../with-database.ts';
import { type Answer, type Asking, configOf, jsonText } from './asking.ts';
import { gatherFrom, overrideOf } from './outside.ts';
import { getSchedule } from './schedules.ts';

const MOST = 200;
/** Of an override that has no end in sight. */
const LOOKED_AT_MS = 92 * 86_400_000;

/**
 * Stores an override in the name of who works here, and warns of the gaps and conflicts that are there only because of it.
 * @throws Refused, UsageError, DatabaseUnavailable
 */
export async function overrideOne(asking: Asking, overriding: Overriding): Promise<Answer> {
  const config = await configOf(asking);
  const schedule = getSchedule(config, asking.schedule);
  return withDatabase(asking.environment, async (db) => {
    const desk = { db, now: realClock };
    const actor = await localActor(desk, asking.environment);
    const { start, end } = overriding;
    const span = { from: start, to: new Date(Math.min(end.getTime(), start.getTime() + LOOKED_AT_MS)) };
    const { outside, warnings } = await gatherFrom(db, { config, schedule, span });
    const row = await overrideOncall(desk, actor, { schedule, people: Object.keys(config.people), overriding });
    const after = { ...outside, overrides: [...outside.overrides, ...overrideOf(row)] };
    return {
      text: asking.json ? jsonText(row) : `${overrideWords(row, schedule.timezone)}\n`,
      warnings: [...warnings, ...troubles(schedule, span, { before: outside, after })],
      incomplete: false,
    };
  });
}

interface Outsides {
  readonly before: OutsideSchedule;
  readonly after: OutsideSchedule;
}

function troubles(schedule: Schedule, span: TimelineSpan, { before, after }: Outsides): string[] {
  const was = new Set(troublesOf(timeline(schedule, span, before), schedule));
  return troublesOf(timeline(schedule, span, after), schedule).filter((trouble) => !was.has(trouble));
}

function troublesOf({ gaps, conflicts }: Timeline, { timezone }: Schedule): string[] {
  return [
    ...gaps.map(
      ({ start, end }) => `nobody is on call from ${localTime(start, timezone)} to ${localTime(end, timezone)}`,
    ),
    ...conflicts.map((conflict) => conflictWords(conflict, timezone)),
  ];
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
