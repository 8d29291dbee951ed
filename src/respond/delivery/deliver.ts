import { endLevel } from '../../model/incident/escalation.ts';
import { formatDuration } from '../../model/duration.ts';
import { isOpen } from '../../model/incident/status.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { appendIncidentEvents } from '../../store/incident-events.ts';
import { findIncident, lockIncident } from '../../store/incidents.ts';
import {
  claimNotifications,
  endAttempt,
  hastenNext,
  hasOtherWays,
  type NotificationRow,
} from '../../store/notifications.ts';
import { DeliveryFailed, type Receipt } from '../channels/define.ts';
import { applyChanges } from '../incidents/change.ts';
import { revived } from '../incidents/messages.ts';
import { worldOf } from '../incidents/world.ts';
import type { DeliveryPorts, Responder } from '../responder.ts';
import { openRoomFor } from './room.ts';

/** After which another worker takes up what this one took and did not bring back: longer than any attempt lasts. */
export const LEASE_MS = 20_000;
const ATTEMPT_WITHIN_MS = 15_000;
const AT_ONCE = 20;
/** How long after an attempt that failed the next one comes. */
const BACKOFF_MS = [1000, 3000, 10_000, 30_000, 60_000, 120_000, 300_000];
/** What could not be delivered for so long is not news any more. */
const GIVE_UP_AFTER_MS = 60 * 60_000;
const KINDS = ['page', 'notice', 'acknowledged', 'resolved', 'test', 'room'] as const;

/** Delivers what is due, side by side; gives how many attempts that were. */
export async function deliver(responder: Responder, ports: DeliveryPorts): Promise<number> {
  const claimed = await claimNotifications(responder.db, {
    kinds: KINDS,
    now: responder.now(),
    leaseMs: LEASE_MS,
    limit: AT_ONCE,
  });
  await Promise.all(claimed.map((one) => attempt(one, responder, ports)));
  return claimed.length;
}

async function attempt(claimed: NotificationRow, responder: Responder, ports: DeliveryPorts): Promise<void> {
  try {
    const receipt = await within(send(claimed, responder, ports));
    await keepDelivered(claimed, receipt, responder);
  } catch (error) {
    await keepFailed(claimed, error, responder);
  }
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
  await inTransaction(db, async (trx) => {
    const at = now();
    const isOurs = await endAttempt(trx, claimed, { status: 'sent', at, receipt: id, detail });
    if (!isOurs || claimed.incident === null || claimed.kind !== 'page') return;
    const waited = at.getTime() - claimed.dueAt.getTime();
    const late = waited > 60_000 ? `, ${formatDuration(waited)} late` : '';
    await appendIncidentEvents(trx, [
      {
        incident: claimed.incident,
        at,
        recordedAt: at,
        source: 'delivery',
        eventId: `${claimed.key} sent`,
        kind: 'delivered',
        actor: claimed.person,
        text: `${claimed.person ?? 'Everybody there'} told by ${claimed.channel}: ${detail}${late}`,
        details: { channel: claimed.channel, attempts: claimed.attempts, receipt: id },
      },
    ]);
  });
}

/** Later again, or never: then the next way to the same person is taken, and where there is none, the next level. */
async function keepFailed(claimed: NotificationRow, error: unknown, responder: Responder): Promise<void> {
  const { db, now } = responder;
  const at = now();
  const reason = error instanceof Error ? error.message : String(error);
  const delayMs = nextDelay(claimed, error, at);
  const roster = await responder.roster();
  await inTransaction(db, async (trx) => {
    // Whoever touches both takes the incident first: so does an acknowledgement.
    const incident = claimed.incident === null ? undefined : await lockIncident(trx, claimed.incident);
    const status = delayMs === undefined ? 'failed' : 'waiting';
    const dueAt = new Date(at.getTime() + (delayMs ?? 0));
    const isOurs = await endAttempt(trx, claimed, {
      status,
      at,
      detail: reason,
      ...(delayMs !== undefined && { dueAt }),
    });
    if (!isOurs || !incident) return;
    const next = claimed.kind === 'page' ? await hastenNext(trx, claimed, at) : undefined;
    if (status === 'failed' || claimed.attempts === 1) {
      const whom = claimed.person ?? 'The place for all';
      const then = next
        ? `; ${next} is tried at once`
        : delayMs === undefined
          ? ''
          : `; tried again in ${formatDuration(Math.max(delayMs, 1000))}`;
      await appendIncidentEvents(trx, [
        {
          incident: incident.number,
          at,
          recordedAt: at,
          source: 'delivery',
          eventId: `${claimed.key} ${status} ${claimed.attempts}`,
          kind: status === 'failed' ? 'delivery-failed' : 'delivery-delayed',
          actor: claimed.person,
          text: `${whom} could not be told by ${claimed.channel}: ${reason}${then}`,
          details: { channel: claimed.channel, attempts: claimed.attempts },
        },
      ]);
    }
    const { phase, round, policy, lap, level } = incident.escalation;
    if (status !== 'failed' || claimed.kind !== 'page' || phase !== 'paging' || !isOpen(incident.status)) return;
    const prefix = `${incident.number}/${round}/${policy}/${lap}/${level ?? ''}/`;
    if (!claimed.key.startsWith(prefix) || (await hasOtherWays(trx, incident.number, prefix))) return;
    const scene = { responder, roster, now: at };
    const moved = endLevel(incident.escalation, worldOf(incident, scene));
    await applyChanges(trx, scene, [{ incident, happened: [], moved }]);
  });
}

/** Undefined where it is given up. */
function nextDelay({ attempts, createdAt }: NotificationRow, error: unknown, at: Date): number | undefined {
  if (error instanceof DeliveryFailed && error.permanent) return undefined;
  if (at.getTime() - createdAt.getTime() > GIVE_UP_AFTER_MS) return undefined;
  const wanted = error instanceof DeliveryFailed ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(wanted, BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length) - 1] ?? 0);
}

/** A channel has its own limits; this one holds for those that forgot. */
async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new DeliveryFailed(`no answer within ${formatDuration(ATTEMPT_WITHIN_MS)}`)),
      ATTEMPT_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
