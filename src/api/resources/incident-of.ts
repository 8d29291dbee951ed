import type { Actor } from '../../engine/conduct/workplace.ts';
import { NoSuchIncident } from '../../respond/incidents/errors.ts';
import type { Responding } from '../../respond/responder.ts';
import type { Database } from '../../store/database.ts';
import { findIncident, type IncidentRow } from '../../store/incidents.ts';

/** @throws NoSuchIncident */
export async function getIncident(db: Database, number: number): Promise<IncidentRow> {
  const row = await findIncident(db, number);
  if (!row) throw new NoSuchIncident(number);
  return row;
}

/** As timelines name who came over HTTP. */
export function byApi({ id }: Actor): Responding {
  return { id, via: 'api' };
}
