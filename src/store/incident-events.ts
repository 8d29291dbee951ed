import type { Selectable } from 'kysely';
import type { Json } from '../model/json.ts';
import type { Database } from './database.ts';
import { stored, storedText } from './json.ts';
import { portions } from './portions.ts';
import type { IncidentEventsTable } from './respond-tables.ts';

export type IncidentEventRow = Selectable<IncidentEventsTable>;

export interface NewIncidentEvent {
  readonly incident: number;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly source: string;
  readonly eventId: string;
  readonly kind: string;
  readonly actor: string | null;
  readonly text: string;
  readonly details: Json | null;
}

/** Adds to timelines; what is there already, by its source and id, is not added again. Gives what was new. */
export async function appendIncidentEvents(
  db: Database,
  events: readonly NewIncidentEvent[],
): Promise<IncidentEventRow[]> {
  const added: IncidentEventRow[] = [];
  for (const some of portions(events)) added.push(...(await append(db, some)));
  return added;
}

function append(db: Database, events: readonly NewIncidentEvent[]): Promise<IncidentEventRow[]> {
  return db
    .insertInto('incidentEvents')
    .values(
      events.map((event) => ({
        ...event,
        eventId: storedText(event.eventId),
        actor: event.actor === null ? null : storedText(event.actor),
        text: storedText(event.text),
        details: event.details === null ? null : stored(event.details),
      })),
    )
    .onConflict((conflict) => conflict.columns(['incident', 'source', 'eventId']).doNothing())
    .returningAll()
    .execute();
}

/** Whether an event of a source is on an incident's timeline: what is delivered again is known by it. */
export async function hasIncidentEvent(
  db: Database,
  incident: number,
  { source, eventId }: { readonly source: string; readonly eventId: string },
): Promise<boolean> {
  const rows = await db
    .selectFrom('incidentEvents')
    .select('id')
    .where('incident', '=', incident)
    .where('source', '=', source)
    .where('eventId', '=', storedText(eventId))
    .execute();
  return rows.length > 0;
}

/** In the order in which it happened. */
export function listIncidentEvents(db: Database, incident: number, limit = 5000): Promise<IncidentEventRow[]> {
  return db
    .selectFrom('incidentEvents')
    .selectAll()
    .where('incident', '=', incident)
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Of all incidents, in the order of their writing, after an id: what a stream of news goes on from. */
export function listEventsAfter(db: Database, after: number, limit: number): Promise<IncidentEventRow[]> {
  return db.selectFrom('incidentEvents').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute();
}

export async function lastEventId(db: Database): Promise<number> {
  const row = await db
    .selectFrom('incidentEvents')
    .select((eb) => eb.fn.max('id').as('last'))
    .executeTakeFirst();
  return row?.last ?? 0;
}
