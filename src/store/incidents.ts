import { type Selectable, sql } from 'kysely';
import type { IncidentSeverity } from '../model/incident/severity.ts';
import { INCIDENT_STATUSES, isOpen } from '../model/incident/status.ts';
import type { Database } from './database.ts';
import { stored, storedText } from './json.ts';
import type { IncidentsTable } from './respond-tables.ts';

export type IncidentRow = Selectable<IncidentsTable>;
export type NewIncident = Omit<IncidentRow, 'number'>;

/** Opens one; undefined where one of this key is open already, whoever opened it. */
export async function insertIncident(db: Database, incident: NewIncident): Promise<IncidentRow | undefined> {
  return db
    .insertInto('incidents')
    .values(valuesOf(incident))
    .onConflict((conflict) => conflict.column('key').where('resolvedAt', 'is', null).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export function findIncident(db: Database, number: number): Promise<IncidentRow | undefined> {
  return db.selectFrom('incidents').selectAll().where('number', '=', number).executeTakeFirst();
}

/**
 * Holds it until the transaction ends: whoever changes it takes this first. What refers to it (events, deliveries) may be
 * written by others meanwhile: its number never changes.
 */
export function lockIncident(db: Database, number: number): Promise<IncidentRow | undefined> {
  return db.selectFrom('incidents').selectAll().where('number', '=', number).forNoKeyUpdate().executeTakeFirst();
}

/** The newest of a key, open or not, held until the transaction ends. */
export function lockNewestByKey(db: Database, key: string): Promise<IncidentRow | undefined> {
  return db
    .selectFrom('incidents')
    .selectAll()
    .where('key', '=', key)
    .orderBy('number', 'desc')
    .limit(1)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The newest of a key, open or not. */
export function findNewestByKey(db: Database, key: string): Promise<IncidentRow | undefined> {
  return db
    .selectFrom('incidents')
    .selectAll()
    .where('key', '=', key)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Whose own place to talk it is. `channel`: of the configuration; `id`: as the other side names the place. */
export function findIncidentByRoom(
  db: Database,
  { channel, id }: { readonly channel: string; readonly id: string },
): Promise<IncidentRow | undefined> {
  return db
    .selectFrom('incidents')
    .selectAll()
    .where(sql<boolean>`room ->> 'id' = ${id} and room ->> 'channel' = ${channel}`)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Open ones that are held for this reason, by number, held until the transaction ends. */
export function lockHeld(db: Database, reason: string): Promise<IncidentRow[]> {
  return db
    .selectFrom('incidents')
    .selectAll()
    .where('resolvedAt', 'is', null)
    .where(sql<boolean>`escalation ->> 'phase' = 'held' and escalation ->> 'reason' = ${reason}`)
    .orderBy('number')
    .forUpdate()
    .execute();
}

/** Those whose time has come, the longest due first; others' are left out, and these are held until the transaction ends. */
export function takeDueIncidents(db: Database, now: Date, limit: number): Promise<IncidentRow[]> {
  return db
    .selectFrom('incidents')
    .selectAll()
    .where('nextAt', '<=', now)
    .orderBy('nextAt')
    .limit(limit)
    .forNoKeyUpdate()
    .skipLocked()
    .execute();
}

/** The same, held by nobody. */
export function listDueIncidents(
  db: Database,
  now: Date,
  limit: number,
): Promise<Pick<IncidentRow, 'number' | 'nextAt'>[]> {
  return db
    .selectFrom('incidents')
    .select(['number', 'nextAt'])
    .where('nextAt', '<=', now)
    .orderBy('nextAt')
    .limit(limit)
    .execute();
}

/** It is looked at again then, and not before. */
export async function postponeIncident(db: Database, number: number, until: Date): Promise<void> {
  await db.updateTable('incidents').set({ nextAt: until }).where('number', '=', number).execute();
}

/** When the next one is due; undefined where none is. */
export async function nextIncidentAt(db: Database): Promise<Date | undefined> {
  const row = await db
    .selectFrom('incidents')
    .select('nextAt')
    .where('nextAt', 'is not', null)
    .orderBy('nextAt')
    .limit(1)
    .executeTakeFirst();
  return row?.nextAt ?? undefined;
}

interface Filter {
  readonly open?: boolean;
  readonly severities?: readonly IncidentSeverity[];
  readonly openedAfter?: Date;
  readonly resolvedAfter?: Date;
  /** For pages: with a number below this. */
  readonly before?: number;
  readonly limit: number;
}

const OPEN = INCIDENT_STATUSES.filter(isOpen);

/** The newest first. */
export function listIncidents(db: Database, filter: Filter): Promise<IncidentRow[]> {
  const { open, severities, openedAfter, resolvedAfter, before, limit } = filter;
  return db
    .selectFrom('incidents')
    .selectAll()
    .$if(open !== undefined, (query) => query.where('status', open ? 'in' : 'not in', OPEN))
    .$if(severities !== undefined, (query) => query.where('severity', 'in', [...(severities ?? [])]))
    .$if(openedAfter !== undefined, (query) => query.where('openedAt', '>', openedAfter ?? new Date(0)))
    .$if(resolvedAfter !== undefined, (query) => query.where('resolvedAt', '>=', resolvedAfter ?? new Date(0)))
    .$if(before !== undefined, (query) => query.where('number', '<', before ?? 0))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

/** Keys of open incidents that begin so. */
export async function listOpenKeys(db: Database, prefix: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('incidents')
    .select('key')
    .where('resolvedAt', 'is', null)
    .where(sql<boolean>`starts_with(key, ${prefix})`)
    .execute();
  return new Set(rows.map(({ key }) => key));
}

/** Open ones by severity. */
export async function countOpen(db: Database): Promise<{ severity: IncidentSeverity; count: number }[]> {
  return db
    .selectFrom('incidents')
    .select(['severity', (eb) => eb.fn.countAll<number>().as('count')])
    .where('status', 'in', OPEN)
    .groupBy('severity')
    .execute();
}

/** Writes what may change, of as many as there are, in one statement. */
export async function saveIncidents(db: Database, incidents: readonly IncidentRow[]): Promise<void> {
  if (incidents.length === 0) return;
  const rows = stored(incidents.map(forSaving));
  await sql`
    update opsbook.incidents as incident set
      title = new.title, severity = new.severity, status = new.status, labels = new.labels, alarm = new.alarm,
      firing = new.firing,
      business_impact = new.business_impact, flapping = new.flapping, occurrences = new.occurrences,
      changes = new.changes, assignee = new.assignee, status_since = new.status_since,
      last_occurrence_at = new.last_occurrence_at, acknowledged_at = new.acknowledged_at,
      responded_at = new.responded_at,
      resolved_at = new.resolved_at, resolved_by = new.resolved_by, post_mortem_at = new.post_mortem_at,
      escalation = new.escalation, told = new.told, room = new.room, next_at = new.next_at
    from jsonb_to_recordset(${rows}::jsonb) as new (
      number bigint, title text, severity text, status text, labels jsonb, alarm jsonb, firing boolean, business_impact boolean,
      flapping boolean, occurrences integer, changes jsonb, assignee text, status_since timestamptz,
      last_occurrence_at timestamptz, acknowledged_at timestamptz, responded_at timestamptz, resolved_at timestamptz, resolved_by text,
      post_mortem_at timestamptz, escalation jsonb, told jsonb, room jsonb, next_at timestamptz
    )
    where incident.number = new.number`.execute(db);
}

function forSaving(row: IncidentRow) {
  return {
    number: row.number,
    title: row.title,
    severity: row.severity,
    status: row.status,
    labels: row.labels,
    alarm: row.alarm,
    firing: row.firing,
    business_impact: row.businessImpact,
    flapping: row.flapping,
    occurrences: row.occurrences,
    changes: row.changes,
    assignee: row.assignee,
    status_since: row.statusSince,
    last_occurrence_at: row.lastOccurrenceAt,
    acknowledged_at: row.acknowledgedAt,
    responded_at: row.respondedAt,
    resolved_at: row.resolvedAt,
    resolved_by: row.resolvedBy,
    post_mortem_at: row.postMortemAt,
    escalation: row.escalation,
    told: row.told,
    room: row.room,
    next_at: row.nextAt,
  };
}

function valuesOf(incident: NewIncident) {
  return {
    ...incident,
    key: storedText(incident.key),
    title: storedText(incident.title),
    labels: stored(incident.labels),
    alarm: incident.alarm && stored(incident.alarm),
    changes: stored(incident.changes),
    escalation: stored(incident.escalation),
    told: stored(incident.told),
    room: incident.room && stored(incident.room),
  };
}
