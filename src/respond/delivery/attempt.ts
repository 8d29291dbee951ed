import { endLevel, type Moved } from '../../model/incident/escalation.ts';
import { formatDuration } from '../../model/duration.ts';
import { isOpen } from '../../model/incident/status.ts';
import { span } from '../../model/span.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { withoutDeadlock } from '../../store/deadlock.ts';
import { appendIncidentEvents } from '../../store/incident-events.ts';
import { findIncident, type IncidentRow, lockIncident } from '../../store/incidents.ts';
import { endAttempt, endDelivered, hastenNext, hasOtherWays, isCancelled, unmerge } from '../../store/attempts.ts';
import type { NotificationRow } from '../../store/notifications.ts';
import { DeliveryFailed, type Receipt } from '../channels/define.ts';
import { applyChanges } from '../incidents/change.ts';
import { revived } from '../incidents/messages.ts';
import type { Scene } from '../incidents/scene.ts';
import { worldOf } from '../incidents/world.ts';
import { within } from '../within.ts';
import type { DeliveryPorts, Responder } from '../responder.ts';
import { openRoomFor } from './room.ts';

const ATTEMPT_WITHIN_MS = 15_000;
/** How long after an attempt that failed the next one comes. */
const BACKOFF_MS = [1000, 3000, 10_000, 30_000, 60_000, 120_000, 300_000];
/** What could not be delivered so often, over an hour and more, is not news any more. */
const MOST_ATTEMPTS = 19;
/** Who asks for more patience is asked again all the same. */
const MOST_PATIENCE_MS = 60 * 60_000;

/** Tries once to deliver what was taken, and keeps how that ended. */
export async function attempt(claimed: NotificationRow, responder: Responder, ports: DeliveryPorts): Promise<void> {
  const { db, now } = responder;
  // Taken back between the claim and now.
  if (claimed.cancelledAt !== null) {
    await endAttempt(db, claimed, { status: 'cancelled', at: now(), detail: 'not needed any more' });
    return;
  }
  const { kind, channel, attempts } = claimed;
  const attributes = { 'opsbook.channel': channel, 'opsbook.notification': kind, 'opsbook.attempt': attempts };
  const ended = await span({ name: 'delivery', kind: 'client', attributes }, () =>
    within(send(claimed, responder, ports), ATTEMPT_WITHIN_MS, tooLate),
  ).then(
    (receipt) => ({ receipt }),
    (error: unknown) => ({ error }),
  );
  // What fails from here on is the database: it was delivered all the same, and is not said to have failed.
  if ('receipt' in ended) await keepDelivered(claimed, ended.receipt, responder);
  else await withoutDeadlock(() => keepFailed(claimed, ended.error, responder));
}

async function send(claimed: NotificationRow, responder: Responder, ports: DeliveryPorts): Promise<Receipt> {
  const { settings, db } = responder;
  const channel = settings.channels.get(claimed.channel);
  if (!channel)
    throw new DeliveryFailed(`the configuration has no channel ${claimed.channel} any more`, { permanent: true });
  if (claimed.kind === 'room') return openRoomFor(claimed, channel, responder, ports);
  const address = claimed.address === 'room' ? await roomOf(db, claimed) : claimed.address;
  const person = claimed.person === null ? null : (settings.people.get(claimed.person) ?? null);
  return channel.definition.send(
    revived(claimed.message),
    { address, person },
    await ports.useOf(channel, claimed.attempts > 1),
  );
}

async function roomOf(db: Database, { incident }: NotificationRow): Promise<string> {
  const room = incident === null ? null : (await findIncident(db, incident))?.room;
  if (room) return room.id;
  throw new DeliveryFailed('the incident has no place to talk: it could not be opened', { permanent: true });
}

async function keepDelivered(claimed: NotificationRow, { id, detail }: Receipt, { db, now }: Responder): Promise<void> {
  const at = now();
  const waited = at.getTime() - claimed.dueAt.getTime();
  const late = waited > 60_000 ? `, ${formatDuration(waited)} late` : '';
  const event = {
    source: 'delivery',
    eventId: `${claimed.key} sent`,
    kind: 'delivered',
    actor: claimed.person,
    text: `${claimed.person ?? 'Everybody there'} told by ${claimed.channel}: ${detail}${late}`,
    details: { channel: claimed.channel, attempts: claimed.attempts, receipt: id },
  };
  await endDelivered(db, claimed, { at, receipt: id, detail, event: claimed.kind === 'page' ? event : null });
}

/** Later again, or never: then the next way to the same person is taken, and where there is none, the next level. */
async function keepFailed(claimed: NotificationRow, error: unknown, responder: Responder): Promise<void> {
  const { db, now } = responder;
  const roster = await responder.roster();
  await inTransaction(db, async (trx) => {
    // Whoever touches both takes the incident first: so does an acknowledgement.
    const incident = claimed.incident === null ? undefined : await lockIncident(trx, claimed.incident);
    const at = now();
    const ending = await endingOf(trx, claimed, { error, at });
    const isOurs = await endAttempt(trx, claimed, ending);
    if (!isOurs || !incident || ending.status === 'cancelled') return;
    const isPage = claimed.kind === 'page';
    const next = isPage ? await hastenNext(trx, claimed, at) : undefined;
    await tellFailure(trx, claimed, { ending, next });
    if (!isPage || ending.status !== 'failed') return;
    await unmerge(trx, claimed, at);
    const moved = await afterLastWay(trx, claimed, incident, { responder, roster, now: at });
    if (moved) await applyChanges(trx, { responder, roster, now: at }, [{ incident, happened: [], moved }]);
  });
}

interface Ending {
  readonly status: 'failed' | 'waiting' | 'cancelled';
  readonly at: Date;
  readonly detail: string;
  readonly dueAt?: Date;
}

async function endingOf(trx: Database, claimed: NotificationRow, failure: Failure): Promise<Ending> {
  const { error, at } = failure;
  const detail = error instanceof Error ? error.message : String(error);
  // Taken back while it was under way: nobody is to hear of it now.
  if (await isCancelled(trx, claimed.id)) return { status: 'cancelled', at, detail };
  const delayMs = nextDelay(claimed, error);
  if (delayMs === undefined) return { status: 'failed', at, detail };
  return { status: 'waiting', at, detail, dueAt: new Date(at.getTime() + delayMs) };
}

interface Failure {
  readonly error: unknown;
  readonly at: Date;
}

/** The first failure, and that it is given up. That a room is missing was said when it could not be opened. */
async function tellFailure(
  trx: Database,
  claimed: NotificationRow,
  { ending: { status, at, detail, dueAt }, next }: { readonly ending: Ending; readonly next: string | undefined },
): Promise<void> {
  const { incident, key, person, channel, attempts, address } = claimed;
  if (incident === null || address === 'room' || (status !== 'failed' && attempts > 1)) return;
  const later = dueAt ? `; tried again in ${formatDuration(Math.max(dueAt.getTime() - at.getTime(), 1000))}` : '';
  const then = next ? `; ${next} is tried at once` : later;
  await appendIncidentEvents(trx, [
    {
      incident,
      at,
      recordedAt: at,
      source: 'delivery',
      eventId: `${key} ${status} ${attempts}`,
      kind: status === 'failed' ? 'delivery-failed' : 'delivery-delayed',
      actor: person,
      text: `${person ?? 'The place for all'} could not be told by ${channel}: ${then === '' ? detail : detail.replace(/\.$/, '')}${then}`,
      details: { channel, attempts },
    },
  ]);
}

/** The next level, where this was the last way to anybody at the level at which paging stands. */
async function afterLastWay(
  trx: Database,
  claimed: NotificationRow,
  incident: IncidentRow,
  scene: Scene,
): Promise<Moved | undefined> {
  const { number, escalation, status } = incident;
  const { phase, round, policy, lap, level, paged } = escalation;
  if (phase !== 'paging' || !isOpen(status)) return undefined;
  const ofRound = `${number}/${round}/`;
  const prefix = `${ofRound}${policy}/${lap}/${level ?? ''}/`;
  const people = paged.length > 0;
  if (!claimed.key.startsWith(prefix) || (await hasOtherWays(trx, number, { prefix, people }))) return undefined;
  const isTold = await hasOtherWays(trx, number, { prefix: ofRound, people });
  return endLevel(escalation, worldOf(incident, scene), isTold);
}

/** Undefined where it is given up. */
function nextDelay({ attempts }: NotificationRow, error: unknown): number | undefined {
  if (error instanceof DeliveryFailed && error.permanent) return undefined;
  if (attempts >= MOST_ATTEMPTS) return undefined;
  const wanted = error instanceof DeliveryFailed ? (error.retryAfterMs ?? 0) : 0;
  const backoff = BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length) - 1] ?? 0;
  return Math.min(Math.max(wanted, backoff), MOST_PATIENCE_MS);
}

/** A channel has its own limits; this one holds for those that forgot. */
function tooLate(): DeliveryFailed {
  return new DeliveryFailed(`no answer within ${formatDuration(ATTEMPT_WITHIN_MS)}`);
}
