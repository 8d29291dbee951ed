import { NotAllowed, Refused, UsageError } from '../../model/errors.ts';
import { onCallAt } from '../../model/oncall/on-call-at.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database.ts';
import { addHandoffNote, dropHandoffNote, type HandoffNoteRow } from '../../store/handoff-notes.ts';
import { type HandoffRow, listHandoffs } from '../../store/handoffs.ts';
import type { Responder } from '../responder.ts';
import { getPlace, type Place } from './changes.ts';
import type { HandOffActor } from './sign.ts';
import type { HandOffSources, KnownSchedule } from './sources.ts';

/** Longer texts belong elsewhere, and are linked. */
const MOST_CHARACTERS = 2000;

interface Noting {
  readonly schedule: string | undefined;
  readonly rotation: string | undefined;
  readonly by: HandOffActor;
  readonly text: string;
  /** Goes on from shift to shift until somebody drops it. */
  readonly keep: boolean;
}

/**
 * Notes something for who comes next: in the hand-off that the outgoing person has not signed, else in the next one. Who has
 * the shift may, or had it until that hand-off; or an admin. @throws NotAllowed, UsageError
 */
export async function noteHandOff(
  responder: Responder,
  sources: HandOffSources,
  { by, text, keep, ...wanted }: Noting,
): Promise<HandoffNoteRow> {
  const words = text.trim();
  if (words === '') throw new UsageError('a note needs a text');
  if (words.length > MOST_CHARACTERS) {
    throw new UsageError(`a note has ${MOST_CHARACTERS} characters at most: link what is longer`);
  }
  const { schedule, rotation, known } = await getPlace(sources, wanted);
  const place = { schedule, rotation };
  return inTransaction(responder.db, async (trx) => {
    const at = responder.now();
    const [last] = await listHandoffs(trx, { ...place, limit: 1 });
    const handoff = handoffFor(last, by, holderOf({ ...place, known }, at));
    const row = await addHandoffNote(trx, { ...place, handoff, author: by.id, text: words, keep, createdAt: at });
    await appendAudit(trx, {
      at,
      actor: by.id,
      action: 'oncall.handoff.note',
      subject: `oncall/${schedule}`,
      details: { note: row.id, rotation, handoff, keep, via: by.via },
    });
    return row;
  });
}

/** Lets a note that is kept, or meant for the next hand-off, be told no more. @throws Refused, NotAllowed, UsageError */
export async function dropNote(
  responder: Responder,
  sources: HandOffSources,
  { id, by, ...wanted }: Omit<Noting, 'text' | 'keep'> & { readonly id: number },
): Promise<HandoffNoteRow> {
  const { schedule, rotation, known } = await getPlace(sources, wanted);
  const place = { schedule, rotation };
  return inTransaction(responder.db, async (trx) => {
    const at = responder.now();
    const [last] = await listHandoffs(trx, { ...place, limit: 1 });
    handoffFor(last, by, holderOf({ ...place, known }, at));
    const row = await dropHandoffNote(trx, id, { ...place, by: by.id, at });
    if (!row) throw new Refused(`${schedule}, ${rotation} has no note ${id} that could be dropped`);
    await appendAudit(trx, {
      at,
      actor: by.id,
      action: 'oncall.handoff.drop-note',
      subject: `oncall/${schedule}`,
      details: { note: id, rotation, via: by.via },
    });
    return row;
  });
}

/** Null for the next one. @throws NotAllowed */
function handoffFor(last: HandoffRow | undefined, by: HandOffActor, holder: string | undefined): number | null {
  const isOpen = last && last.outgoing !== null && last.outgoingSignedAt === null;
  if (isOpen && (by.id === last.outgoing || (by.mayStandIn && by.id !== holder))) return last.id;
  if (by.id === holder || by.id === last?.outgoing || by.mayStandIn) return null;
  const who = [...new Set([holder, last?.outgoing].flatMap((person) => person ?? []))].join(' and ') || 'nobody';
  throw new NotAllowed(`${by.id} may not note anything there: that takes who hands over (${who}) or an admin`);
}

function holderOf({ known, rotation }: Place & { known: KnownSchedule }, at: Date): string | undefined {
  return onCallAt(known.schedule, at, known.outside).find((one) => one.rotation === rotation)?.person;
}
