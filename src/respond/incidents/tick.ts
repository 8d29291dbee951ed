import { type ClockNews, clockNews } from '../../model/incident/clock.ts';
import { advance, hold } from '../../model/incident/escalation.ts';
import { policyOf } from '../../model/incident/walk.ts';
import { formatDuration } from '../../model/duration.ts';
import { span } from '../../model/span.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { withoutDeadlock } from '../../store/deadlock.ts';
import { appendIncidentEvents } from '../../store/incident-events.ts';
import {
  type IncidentRow,
  listDueIncidents,
  lockIncident,
  postponeIncident,
  takeDueIncidents,
} from '../../store/incidents.ts';
import type { Responder, Roster } from '../responder.ts';
import { applyChanges, type Change, settlesAt, toldKey } from './change.ts';
import { resolvedBySource } from './occurrence.ts';
import { type Hold, loadHolds } from './policy-for.ts';
import { type Happened, OPSBOOK, type Scene } from './scene.ts';
import { peopleAndPlaces } from './tasks.ts';
import { worldOf } from './world.ts';

/** Incidents in one transaction: enough to be quick with many, few enough to be over soon. */
const AT_ONCE = 250;
/** After which an incident that Opsbook could not work on is tried again. */
const AGAIN_AFTER_MS = 60_000;

export interface Ticked {
  readonly count: number;
  /** By how much the latest of them was late. */
  readonly latenessMs: number;
  /** Whether more may be due. */
  readonly more: boolean;
}

/** Does what is due by the clock: next levels, acknowledgements that run out, holds that end, and what targets are missed. */
export async function tick(responder: Responder): Promise<Ticked> {
  const roster = await responder.roster();
  try {
    return await withoutDeadlock(() =>
      inTransaction(responder.db, async (trx) => {
        const now = responder.now();
        const due = await takeDueIncidents(trx, now, AT_ONCE);
        await work(trx, due, { responder, roster, now });
        return tickedOf(due, now);
      }),
    );
  } catch (error) {
    return tickEach(responder, roster, error);
  }
}

function tickedOf(due: readonly Pick<IncidentRow, 'nextAt'>[], now: Date): Ticked {
  const latenessMs = Math.max(0, ...due.map(({ nextAt }) => now.getTime() - (nextAt?.getTime() ?? now.getTime())));
  return { count: due.length, latenessMs, more: due.length === AT_ONCE };
}

async function work(trx: Database, due: readonly IncidentRow[], scene: Scene): Promise<void> {
  if (due.length === 0) return;
  await span({ name: 'incident timers', attributes: { 'opsbook.incidents': due.length } }, async () => {
    const holds = await holdsOf(trx, due, scene);
    await applyChanges(
      trx,
      scene,
      due.map((incident) => dueChange(incident, holds.get(incident.number), scene)),
    );
  });
}

/** One by one: what is wrong with one incident keeps nobody from being paged for the others. */
async function tickEach(responder: Responder, roster: Roster, cause: unknown): Promise<Ticked> {
  const began = responder.now();
  const due = await listDueIncidents(responder.db, began, AT_ONCE);
  // Nothing of it is about an incident.
  if (due.length === 0) throw cause;
  for (const { number } of due) {
    try {
      await inTransaction(responder.db, async (trx) => {
        const now = responder.now();
        const incident = await lockIncident(trx, number);
        if (incident?.nextAt && incident.nextAt <= now) await work(trx, [incident], { responder, roster, now });
      });
    } catch (error) {
      await setAside(responder, number, error);
    }
  }
  return tickedOf(due, began);
}

/** It is tried again soon, and said once. */
async function setAside({ db, now }: Responder, number: number, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const at = now();
  await postponeIncident(db, number, new Date(at.getTime() + AGAIN_AFTER_MS));
  await appendIncidentEvents(db, [
    {
      incident: number,
      at,
      recordedAt: at,
      source: 'opsbook',
      eventId: `trouble ${reason}`,
      kind: 'trouble',
      actor: 'opsbook',
      text: `Opsbook cannot go on with it, and tries again each minute: ${reason}`,
      details: null,
    },
  ]);
}

/**
 * What holds those that would be paged anew now: whose hold ends, by another window too; who was acknowledged or snoozed, by
 * what was there when they were opened.
 */
async function holdsOf(trx: Database, due: readonly IncidentRow[], scene: Scene): Promise<Map<number, Hold>> {
  const ending = due.filter(({ escalation: { phase, until } }) => {
    const pagesAnew = phase === 'held' || phase === 'acknowledged' || phase === 'snoozed';
    return pagesAnew && until !== null && until <= scene.now.getTime();
  });
  if (ending.length === 0) return new Map();
  const holdOf = await loadHolds(
    trx,
    ending.map(({ key }) => key),
    scene,
  );
  return new Map(
    ending.flatMap((incident) => {
      const isHeld = incident.escalation.phase === 'held';
      const hold = isHeld ? holdOf(incident) : holdOf(incident, incident.openedAt);
      return hold ? [[incident.number, hold] as const] : [];
    }),
  );
}

function dueChange(incident: IncidentRow, held: Hold | undefined, scene: Scene): Change {
  const { now } = scene;
  const settles = settlesAt(incident, scene.responder.settings);
  if (settles !== undefined && settles <= now.getTime()) {
    const text = 'It has been quiet long enough';
    return resolvedBySource(incident, [{ kind: 'recovered', text, at: now, by: OPSBOOK }], scene);
  }
  const { told, happened, notices } = tell(incident, scene);
  const moved = held
    ? hold(incident.escalation, held, now.getTime())
    : advance(incident.escalation, worldOf(incident, scene));
  return { incident: { ...incident, told }, happened, notices, moved };
}

/** What its clocks say now that they did not say yet: to who has it, and to who is above them. */
function tell(incident: IncidentRow, scene: Scene) {
  const { now, responder } = scene;
  const due = clockNews(incident, responder.settings.business)
    .filter(({ at }) => at <= now)
    .map((news) => ({ ...news, key: toldKey(incident.severity, news.name, news.what) }))
    .filter(({ key }) => !incident.told.includes(key));
  const told = [...incident.told, ...due.map(({ key }) => key)];
  // What is missed is not near any more: of both, the worse is told.
  const worth = due.filter(
    ({ name, what }) => what === 'breached' || !due.some((one) => one.name === name && one.what === 'breached'),
  );
  const texts = worth.map((news) => ({ ...news, text: clockText(incident, news, now) }));
  const happened = texts.map(({ name, what, at, text }): Happened => {
    const details = { clock: name, due: at.toISOString() };
    return { kind: what === 'ahead' ? 'breach-ahead' : 'breach', text, at: now, by: OPSBOOK, details };
  });
  const notices =
    incident.escalation.phase === 'held'
      ? []
      : texts.flatMap(({ key, text }) =>
          peopleAndPlaces(incident, above(incident, scene), { key, words: text, notBefore: 0 }, scene),
        );
  return { told, happened, notices };
}

function clockText({ severity, openedAt }: IncidentRow, { name, what }: ClockNews, now: Date): string {
  const open = formatDuration(now.getTime() - openedAt.getTime());
  if (what === 'ahead') return `The ${name} target of ${severity} is near: open for ${open}`;
  const nobody = name === 'response' ? ', and nobody has acknowledged' : '';
  return `The ${name} target of ${severity} is missed: open for ${open}${nobody}`;
}

/** The first two levels: who is on call, and who leads. */
function above({ escalation }: IncidentRow, { responder }: Scene) {
  const levels = policyOf(escalation, responder.settings)?.levels ?? [];
  return levels.slice(0, 2).flatMap(({ notify }) => notify);
}
