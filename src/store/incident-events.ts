import type { Selectable } from 'kysely';
import type { Json } from '../model/json.ts';
import type { Database } from './database.ts';
import { stored, storedText } from './json.ts';
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
  if (events.length === 0) return [];
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
