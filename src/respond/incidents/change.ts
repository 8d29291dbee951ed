import { createHash } from 'node:crypto';
import { clockNews } from '../../model/incident/clock.ts';
import { escalationDue, type EscalationEvent, type Moved } from '../../model/incident/escalation.ts';
import { isOpen } from '../../model/incident/status.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { withoutDeadlock } from '../../store/deadlock.ts';
import { tellOthers } from '../../store/news.ts';
import { appendIncidentEvents, hasIncidentEvent, type NewIncidentEvent } from '../../store/incident-events.ts';
import { type IncidentRow, lockIncident, saveIncidents } from '../../store/incidents.ts';
import { cancelPages, insertNotifications, listPagedWays, type NewNotification } from '../../store/notifications.ts';
import type { Responder, Responding } from '../responder.ts';
import { NoSuchIncident } from './errors.ts';
import { messageOf, roomWords } from './messages.ts';
import { notificationOf } from './notification.ts';
import { pageNotifications } from './pages.ts';
import { type Happened, OPSBOOK, type Scene } from './scene.ts';

/** What becomes of one incident: its row as it is to be, what is told on its timeline, and who hears of it. */
export interface Change {
  readonly incident: IncidentRow;
  /** Whether it stands so already, since it was just opened so. */
  readonly isSaved?: boolean | undefined;
  readonly happened: readonly Happened[];
  /** How its paging moved, where it did. */
  readonly moved?: Moved | undefined;
  /** Told through every channel that paged somebody, so that what it set off there ends. */
  readonly follow?: 'acknowledged' | 'resolved' | undefined;
  readonly notices?: readonly NewNotification[] | undefined;
}

/** Of something that may be delivered again: what it sets off has this event, and its second coming changes nothing. */
export interface Once {
  readonly by: Responding;
  readonly eventId?: string | undefined;
}

/** Changes one incident, alone: whoever else wants to, waits. @throws NoSuchIncident, and what `decide` throws */
export async function changeIncident(
  responder: Responder,
  number: number,
  decide: (incident: IncidentRow, scene: Scene, trx: Database) => Change | Promise<Change>,
  once?: Once,
): Promise<IncidentRow> {
  const roster = await responder.roster();
  const incident = await withoutDeadlock(() =>
    inTransaction(responder.db, async (trx) => {
      const row = await lockIncident(trx, number);
      if (!row) throw new NoSuchIncident(number);
      if (await wasThere(trx, number, once)) return row;
      const scene = { responder, roster, now: responder.now() };
      const change = await decide(row, scene, trx);
      const [written = change.incident] = await applyChanges(trx, scene, [change]);
      return written;
    }),
  );
  responder.wake();
  return incident;
}

/** Whether what is delivered now was delivered before. */
export async function wasThere(trx: Database, number: number, once: Once | undefined): Promise<boolean> {
  if (once?.eventId === undefined) return false;
  return hasIncidentEvent(trx, number, { source: once.by.via, eventId: once.eventId });
}

/**
 * Writes changes of incidents that are held by this transaction, in one statement a table however many they are. Gives the
 * incidents as they are then.
 */
export async function applyChanges(trx: Database, scene: Scene, changes: readonly Change[]): Promise<IncidentRow[]> {
  // No news of nothing: whoever hears it looks, and would say so again.
  if (changes.length === 0) return [];
  const moved = changes.map((change) => ({ ...change, incident: rowOf(change, scene) }));
  await saveIncidents(
    trx,
    moved.filter(({ isSaved }) => !isSaved).map(({ incident }) => incident),
  );
  const pages = moved.map((change) => pagesOf(change, scene));
  const events = moved.flatMap((change, index) => eventsOf(change, pages[index]?.happened ?? [], scene.now));
  await appendIncidentEvents(trx, events);
  await cancelPages(
    trx,
    moved.flatMap(({ incident, moved: how }) =>
      how === undefined || how.cancel === 'none' ? [] : [{ number: incident.number, people: how.cancel }],
    ),
    scene.now,
  );
  const follows: NewNotification[] = [];
  // One after the other: a connection does one thing at a time.
  for (const change of moved) follows.push(...(await followUps(trx, change, scene)));
  await insertNotifications(trx, [
    ...pages.flatMap(({ notifications }) => notifications),
    ...follows,
    ...moved.flatMap(({ notices = [] }) => notices),
    ...moved.flatMap((change) => roomPosts(change, scene)),
  ]);
  await tellOthers(trx);
  return moved.map(({ incident }) => incident);
}

function rowOf({ incident, moved }: Change, { responder, now }: Scene): IncidentRow {
  const row = moved ? { ...incident, escalation: moved.escalation, ...givenBack(moved) } : incident;
  return { ...row, nextAt: nextAtOf(row, responder, now) };
}

/** What pages anew, nobody has any more. */
function givenBack({ escalation: { phase, acknowledgedBy } }: Moved): Partial<IncidentRow> {
  return phase !== 'stopped' && acknowledgedBy.length === 0 ? { acknowledgedAt: null } : {};
}

/** When this incident has to be looked at again, whatever for. */
export function nextAtOf(incident: IncidentRow, { settings }: Responder, now: Date): Date | null {
  if (!isOpen(incident.status)) return null;
  const due = escalationDue(incident.escalation, settings.policies);
  const news = clockNews(incident, settings.business)
    .filter(({ name, what }) => !incident.told.includes(toldKey(incident.severity, name, what)))
    .map(({ at }) => at.getTime());
  const settles = settlesAt(incident, settings) ?? Number.POSITIVE_INFINITY;
  const next = Math.min(...news, settles, due ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(next) ? new Date(Math.max(next, now.getTime() - 1)) : null;
}

/**
 * When what its source calls over is over by itself, though it flapped, or somebody had acknowledged it and let that run
 * out, or wanted quiet until then; undefined where a person has to say so.
 */
export function settlesAt(
  { firing, flapping, changes, acknowledgedAt, escalation }: IncidentRow,
  { flapping: rule }: Responder['settings'],
): number | undefined {
  if (firing !== false) return undefined;
  const quietFrom = (changes.at(-1) ?? 0) + rule.withinMs;
  if (acknowledgedAt === null) return flapping ? quietFrom : undefined;
  const { phase } = escalation;
  const ends = phase === 'acknowledged' || phase === 'snoozed' || phase === 'held';
  if (!ends || escalation.until === null) return undefined;
  return flapping ? Math.max(quietFrom, escalation.until) : escalation.until;
}

/** A severity has its own times: what was told of another does not count. */
export function toldKey(severity: string, name: string, what: string): string {
  return `${severity}/${name}/${what}`;
}

function pagesOf({ incident, moved }: Change, scene: Scene) {
  const all = (moved?.pages ?? []).map((page) => pageNotifications(incident, page, scene));
  return {
    notifications: all.flatMap(({ notifications }) => notifications),
    happened: all.flatMap(({ happened }) => happened),
  };
}

function eventsOf({ incident, happened, moved }: Change, more: readonly Happened[], now: Date): NewIncidentEvent[] {
  const escalation = (moved?.events ?? []).map(fromEscalation);
  return [...happened, ...escalation, ...more].map(({ kind, text, at, by, eventId, details }) => ({
    incident: incident.number,
    at,
    recordedAt: now,
    source: by.via,
    eventId: eventId ?? idOf(incident, { kind, text, at }),
    kind,
    actor: by.id,
    text,
    details: details ?? null,
  }));
}

function fromEscalation({ kind, at, text, actor }: EscalationEvent): Happened {
  return { kind, text, at: new Date(at), by: actor === undefined ? OPSBOOK : { id: actor, via: 'opsbook' } };
}

/** What the same event would have again, were it written twice. */
function idOf({ number, escalation }: IncidentRow, { kind, text, at }: Pick<Happened, 'kind' | 'text' | 'at'>): string {
  const said = `${number} ${escalation.round} ${kind} ${at.toISOString()} ${text}`;
  return createHash('sha256').update(said).digest('base64url').slice(0, 22);
}

/**
 * PagerDuty and people who were paged hear that it is taken, or over; once a round, and each in the lane of their page, so
 * that it comes after it.
 */
async function followUps(trx: Database, { incident, follow }: Change, { responder, now }: Scene) {
  if (!follow) return [];
  const ways = await listPagedWays(trx, incident.number);
  return ways.map((way): NewNotification => {
    const key = `${incident.number}/${follow}/${incident.escalation.round}/${way.channel}/${way.address ?? ''}/${way.person ?? ''}`;
    const message = messageOf(incident, { key, kind: follow, at: now, url: responder.settings.url });
    return notificationOf(message, { ...way, incident: incident.number });
  });
}

/** The room is told what happens, in order, once it is there. */
function roomPosts(change: Change, { responder, now }: Scene): NewNotification[] {
  const { incident, happened, moved } = change;
  const { rooms, url } = responder.settings;
  if (!rooms || (incident.room === null && !rooms.severities.includes(incident.severity))) return [];
  return roomWords([...happened, ...(moved?.events ?? []).map(fromEscalation)]).map((words) => {
    const key = `${incident.number}/room/${idOf(incident, words)}`;
    const message = messageOf(incident, { key, kind: 'notice', at: now, url, words: words.text });
    const lane = `${rooms.channel}/room/${incident.number}`;
    return notificationOf(message, { incident: incident.number, channel: rooms.channel, address: 'room', lane });
  });
}
