import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { HandoffRow } from './handoffs.ts';
import { storedText } from './json.ts';
import type { HandoffNotesTable } from './respond-tables.ts';

export type HandoffNoteRow = Selectable<HandoffNotesTable>;

type NewNote = Omit<HandoffNoteRow, 'id' | 'droppedAt' | 'droppedBy'>;
type Place = Pick<HandoffNoteRow, 'schedule' | 'rotation'>;

const MOST = 200;

export function addHandoffNote(db: Database, note: NewNote): Promise<HandoffNoteRow> {
  return db
    .insertInto('handoffNotes')
    .values({ ...note, text: storedText(note.text) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What was noted for the next hand-off belongs to this one from now on. */
export async function attachHandoffNotes(db: Database, { id, schedule, rotation }: HandoffRow): Promise<void> {
  await db
    .updateTable('handoffNotes')
    .set({ handoff: id })
    .where('schedule', '=', schedule)
    .where('rotation', '=', rotation)
    .where('handoff', 'is', null)
    .execute();
}

/** Those of one hand-off, and those that were kept till then; in the order in which they were written. */
export function listNotesOf(db: Database, handoff: HandoffRow): Promise<HandoffNoteRow[]> {
  return notesOf(db, handoff)
    .where((eb) =>
      eb.or([
        eb('handoff', '=', handoff.id),
        eb.and([
          eb('keep', '=', true),
          eb('handoff', '<', handoff.id),
          eb.or([eb('droppedAt', 'is', null), eb('droppedAt', '>', handoff.createdAt)]),
        ]),
      ]),
    )
    .execute();
}

/** Those of the next hand-off, as far as they are known. */
export function listComingNotes(db: Database, place: Place): Promise<HandoffNoteRow[]> {
  return notesOf(db, place)
    .where('droppedAt', 'is', null)
    .where((eb) => eb.or([eb('handoff', 'is', null), eb('keep', '=', true)]))
    .execute();
}

/** It is kept no longer. Undefined where there is none such. */
export function dropHandoffNote(
  db: Database,
  id: number,
  { schedule, rotation, by, at }: Place & { readonly by: string; readonly at: Date },
): Promise<HandoffNoteRow | undefined> {
  return db
    .updateTable('handoffNotes')
    .set({ droppedAt: at, droppedBy: by })
    .where('id', '=', id)
    .where('schedule', '=', schedule)
    .where('rotation', '=', rotation)
    .where('droppedAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

function notesOf(db: Database, { schedule, rotation }: Place) {
  return db
    .selectFrom('handoffNotes')
    .selectAll()
    .where('schedule', '=', schedule)
    .where('rotation', '=', rotation)
    .orderBy('id')
    .limit(MOST);
}
