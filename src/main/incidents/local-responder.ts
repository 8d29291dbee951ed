import type { Actor } from '../../engine/conduct/workplace.ts';
import type { Responder, Responding } from '../../respond/responder.ts';
import { CHECKS } from '../catalog.ts';
import { realClock } from '../clock.ts';
import { loadConfig } from '../config/load.ts';
import { localActor } from '../local-actor.ts';
import { createResponder } from '../respond/compose.ts';
import { withDatabase } from '../with-database.ts';
import type { IncidentWhere } from './desk.ts';

/** What commands about incidents work with here, and in whose name. */
export interface LocalResponder {
  readonly responder: Responder;
  readonly actor: Actor;
  readonly by: Responding;
}

/** On the database at hand, as who works at this machine. @throws DatabaseUnavailable, UsageError */
export async function withLocalResponder<T>(
  { environment, configFile, tell }: IncidentWhere,
  work: (local: LocalResponder) => Promise<T>,
): Promise<T> {
  const config = await loadConfig(configFile, CHECKS);
  return withDatabase(environment, async (db) => {
    const responder = createResponder({ db, now: realClock, config, configFile, environment, tell });
    const actor = await localActor(responder, environment);
    return work({ responder, actor, by: { id: actor.id, via: actor.via } });
  });
}
