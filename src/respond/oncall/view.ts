import { z } from 'zod';
import {
  handOffDocument,
  type HandOffDocument,
  type HandOffList,
  type HandOffNote,
  type HandOffSummary,
  type HandOffView,
} from '../../model/oncall/hand-off.ts';
import type { Database } from '../../store/database.ts';
import { type HandoffNoteRow, listComingNotes, listNotesOf } from '../../store/handoff-notes.ts';
import { findHandoff, type HandoffRow, listHandoffs } from '../../store/handoffs.ts';
import type { Responder } from '../responder.ts';
import { changesAround, getPlace, nextChange, type Place } from './changes.ts';
import { NoSuchHandOff } from './errors.ts';
import { prepareHandOff } from './prepare.ts';
import type { HandOffSources } from './sources.ts';

/** One as it is stored, with what was noted. */
export async function readHandOff(db: Database, row: HandoffRow): Promise<HandOffView> {
  const notes = await listNotesOf(db, row);
  return {
    schema: 'opsbook/handoff@1',
    ...handOffDocument.parse(row.document),
    id: row.id,
    state: stateOf(row),
    notes: notes.map(noteOf),
    signed: signedOf(row),
    warnedAt: row.warnedAt?.toISOString() ?? null,
  };
}

/** @throws NoSuchHandOff */
export async function getHandOff({ db }: Responder, id: number): Promise<HandOffView> {
  const row = await findHandoff(db, id);
  if (!row) throw new NoSuchHandOff(id);
  return readHandOff(db, row);
}

interface Wanted {
  readonly schedule: string | undefined;
  readonly rotation: string | undefined;
  /** The next one, also where the last is not signed. */
  readonly next?: boolean;
}

/** The last one as long as it is not signed by both; else the next, with what is known of it now. @throws UsageError */
export async function currentHandOff(
  responder: Responder,
  sources: HandOffSources,
  wanted: Wanted,
): Promise<HandOffView> {
  const place = await getPlace(sources, wanted);
  const [last] = await listHandoffs(responder.db, { schedule: place.schedule, rotation: place.rotation, limit: 1 });
  if (last && stateOf(last) === 'open' && !wanted.next) return readHandOff(responder.db, last);
  const now = responder.now();
  const change = nextChange(changesAround(place.known, now), place.rotation, now);
  if (!change && last && !wanted.next) return readHandOff(responder.db, last);
  if (!change) throw new NoSuchHandOff(`${place.schedule}, ${place.rotation}: nobody takes over in the next 35 days`);
  const document = await prepareHandOff(responder, sources, { known: place.known, change });
  return comingView(document, await listComingNotes(responder.db, place));
}

interface Page extends Partial<Place> {
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The newest first, by pages. @throws NoSuchHandOff for a page after one that is not there */
export async function listOf({ db }: Responder, { schedule, rotation, before, limit }: Page): Promise<HandOffList> {
  const last = before === undefined ? undefined : await findHandoff(db, before);
  if (before !== undefined && !last) throw new NoSuchHandOff(before);
  const rows = await listHandoffs(db, { schedule, rotation, before: last, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return {
    schema: 'opsbook/handoffs@1',
    handoffs: shown.map(summaryOf),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

function summaryOf(row: HandoffRow): HandOffSummary {
  const { timezone } = z.object({ timezone: z.string() }).parse(row.document);
  return {
    id: row.id,
    state: stateOf(row),
    schedule: row.schedule,
    rotation: row.rotation,
    timezone,
    shiftStart: row.shiftStart.toISOString(),
    outgoing: row.outgoing,
    incoming: row.incoming,
    signed: signedOf(row),
    warnedAt: row.warnedAt?.toISOString() ?? null,
  };
}

function comingView(document: HandOffDocument, notes: readonly HandoffNoteRow[]): HandOffView {
  return {
    schema: 'opsbook/handoff@1',
    ...document,
    id: null,
    state: 'coming',
    notes: notes.map(noteOf),
    signed: { outgoing: null, incoming: null },
    warnedAt: null,
  };
}

function stateOf({ outgoing, outgoingSignedAt, incomingSignedAt }: HandoffRow): 'open' | 'signed' {
  return incomingSignedAt !== null && (outgoing === null || outgoingSignedAt !== null) ? 'signed' : 'open';
}

function signedOf(row: HandoffRow): HandOffView['signed'] {
  return {
    outgoing: signatureOf(row.outgoingSignedBy, row.outgoingSignedAt),
    incoming: signatureOf(row.incomingSignedBy, row.incomingSignedAt),
  };
}

function signatureOf(by: string | null, at: Date | null): { by: string; at: string } | null {
  return by === null || at === null ? null : { by, at: at.toISOString() };
}

function noteOf({ id, text, author, createdAt, keep }: HandoffNoteRow): HandOffNote {
  return { id, text, author, at: createdAt.toISOString(), keep };
}
