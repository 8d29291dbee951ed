import { deleteSettledSignals } from '../../store/signals.ts';
import type { Responder } from '../responder.ts';

/** No source delivers anything again after so long; what it said stands on timelines. */
const KEPT_MS = 30 * 24 * 60 * 60_000;
/** At once: a heartbeat of each second is 60 a minute. */
const MOST = 5000;

/** Forgets signals that were worked on long ago, so that heartbeats do not fill the database. Gives how many. */
export function forgetSignals({ db, now }: Responder): Promise<number> {
  return deleteSettledSignals(db, { before: new Date(now().getTime() - KEPT_MS), limit: MOST });
}
