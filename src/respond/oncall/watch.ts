import { type Database, inTransaction } from '../../store/database.ts';
import { attachHandoffNotes } from '../../store/handoff-notes.ts';
import { type HandoffRow, listHandoffs, makeHandoff, takeUnsignedHandoffs } from '../../store/handoffs.ts';
import { tellOthers } from '../../store/news.ts';
import { insertNotifications } from '../../store/notifications.ts';
import { missingSignatures } from '../../model/oncall/hand-off-words.ts';
import type { Responder } from '../responder.ts';
import { changesAround, lastChange, type ScheduleChange } from './changes.ts';
import { handOffLetter, type Letter, unsignedLetter } from './letter.ts';
import { tellAll, unreachedOf } from './notices.ts';
import { prepareHandOff } from './prepare.ts';
import type { HandOffSources } from './sources.ts';
import { readHandOff } from './view.ts';

/** A change that nobody was there for is handed over so long after it; later, the shift is known well enough. */
const LATE_MS = 12 * 60 * 60_000;
/** How long both have to sign. */
const SIGN_WITHIN_MS = 60 * 60_000;
/** Who looks every minute makes it at most so late; where it is made later, both have their time from then on. */
const PUNCTUAL_MS = 5 * 60_000;

/**
 * Makes the hand-offs of shifts that have changed, and says of those that are not signed in time that they are not. As many
 * processes as there are may do so: each is made and warned of once. Gives how many were.
 */
export async function watchHandOffs(responder: Responder, sources: HandOffSources): Promise<number> {
  let done = 0;
  for (const change of await changesDue(responder, sources)) {
    if (await make(responder, sources, change)) done += 1;
  }
  done += await warn(responder, sources);
  if (done > 0) responder.wake();
  return done;
}

/** The newest change of each rotation, where it has just come. */
async function changesDue(responder: Responder, sources: HandOffSources): Promise<ScheduleChange[]> {
  const now = responder.now();
  return (await sources.schedules()).flatMap((known) => {
    const changes = changesAround(known, now);
    return known.schedule.rotations.flatMap(({ name }) => {
      const change = lastChange(changes, name, now);
      const isDue = change && change.end > now.getTime() && change.start > now.getTime() - LATE_MS;
      return isDue ? [{ known, change }] : [];
    });
  });
}

async function make(responder: Responder, sources: HandOffSources, due: ScheduleChange): Promise<boolean> {
  const { db, settings } = responder;
  const { change, known } = due;
  const place = { schedule: known.schedule.id, rotation: change.rotation, shiftStart: new Date(change.start) };
  const [there] = await listHandoffs(db, { ...place, limit: 1 });
  if (there && (there.incoming === change.incoming || there.incomingSignedAt !== null)) return false;
  const document = await prepareHandOff(responder, sources, due);
  return inTransaction(db, async (trx) => {
    const row = await makeHandoff(trx, {
      ...place,
      outgoing: change.outgoing?.person ?? null,
      incoming: change.incoming,
      document,
      createdAt: responder.now(),
    });
    if (!row) return false;
    await attachHandoffNotes(trx, row);
    const view = await readHandOff(trx, row);
    const letter = handOffLetter(view, unreachedOf(peopleOf(row), settings));
    // Who was to come in before hears of it too.
    const people = [...new Set([...peopleOf(row), ...(there ? [there.incoming] : [])])];
    await tell(trx, responder, { row, what: `made/${row.incoming}`, people, letter, sources });
    return true;
  });
}

async function warn(responder: Responder, sources: HandOffSources): Promise<number> {
  return inTransaction(responder.db, async (trx) => {
    const rows = await takeUnsignedHandoffs(trx, {
      now: responder.now(),
      afterMs: SIGN_WITHIN_MS,
      lateMs: PUNCTUAL_MS,
    });
    for (const row of rows) {
      const view = await readHandOff(trx, row);
      if (missingSignatures(view).length === 0) continue;
      const letter = unsignedLetter(view);
      await tell(trx, responder, { row, what: 'unsigned', people: peopleOf(row), letter, sources });
    }
    return rows.length;
  });
}

interface Telling {
  readonly row: HandoffRow;
  readonly what: string;
  readonly people: readonly string[];
  readonly letter: Letter;
  readonly sources: HandOffSources;
}

async function tell(trx: Database, responder: Responder, { row, what, people, letter, sources }: Telling) {
  const key = `handoff/${row.id}/${what}`;
  const now = responder.now();
  const channel = sources.summaryChannel;
  await insertNotifications(trx, tellAll(responder.settings, { key, people, channel, letter, now }));
  await tellOthers(trx);
}

function peopleOf({ outgoing, incoming }: HandoffRow): string[] {
  return outgoing === null ? [incoming] : [outgoing, incoming];
}
