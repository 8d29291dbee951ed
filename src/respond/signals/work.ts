import { type Database, inTransaction } from '../../store/database.ts';
import { keepHeartbeat } from '../../store/heartbeats.ts';
import { findIncident, lockIncident, lockNewestByKey } from '../../store/incidents.ts';
import { claimSignals, postponeSignal, settleSignal, type SignalRow } from '../../store/signals.ts';
import type { AlarmAddress, Signal } from '../../model/incident/signal.ts';
import { isOpen } from '../../model/incident/status.ts';
import { span } from '../../model/span.ts';
import { acknowledged } from '../incidents/acknowledge.ts';
import { applyChanges, type Change } from '../incidents/change.ts';
import { recovered } from '../incidents/occurrence.ts';
import { openIn } from '../incidents/open.ts';
import type { Opening } from '../incidents/opening.ts';
import type { Scene } from '../incidents/scene.ts';
import type { AlarmState, Responder } from '../responder.ts';
import { signalOf } from './revive.ts';

/** After which another worker takes up what this one took. */
const LEASE_MS = 20_000;
const AT_ONCE = 100;
const SIDE_BY_SIDE = 4;
/** In one transaction: to end one is what costs most. */
const TOGETHER = 25;
/** How long after it failed it is tried again: what is wrong may be mended, and an alarm is not to be lost for it. */
const BACKOFF_MS = [1000, 5000, 15_000, 60_000, 300_000];
/** What fails so often, over an hour and more, is set aside, with its reason, rather than tried for ever. */
const MOST_ATTEMPTS = 20;

/** What is asked of AWS before anybody is woken, of many alarms at once; by `alarmName`. */
export type ReadAlarms = (alarms: readonly AlarmAddress[]) => Promise<ReadonlyMap<string, AlarmState>>;

export function alarmName({ account, region, name }: AlarmAddress): string {
  return `${account}/${region}/${name}`;
}

/** Works on signals that came in; gives how many. */
export async function workOnSignals(responder: Responder, readAlarms: ReadAlarms, leaseMs = LEASE_MS): Promise<number> {
  const claimed = await claimSignals(responder.db, { now: responder.now(), leaseMs, limit: AT_ONCE });
  if (claimed.length === 0) return 0;
  const alarms = claimed.flatMap(({ signal: { alarm, action } }) => (alarm && action !== 'acknowledge' ? [alarm] : []));
  // What cannot be read again is believed as it came.
  const states =
    alarms.length > 0
      ? await readAlarms(alarms).catch(() => new Map<string, AlarmState>())
      : new Map<string, AlarmState>();
  const roster = await responder.roster();
  const queue = claimed.map((row): Given => {
    const signal = signalOf(row.signal);
    return { row, signal, state: signal.alarm ? states.get(alarmName(signal.alarm)) : undefined };
  });
  const many = Math.min(TOGETHER, Math.ceil(queue.length / SIDE_BY_SIDE));
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      while (queue.length > 0) await settleTogether(queue.splice(0, many), { responder, roster });
    }),
  );
  responder.wake();
  return claimed.length;
}

type Known = Omit<Scene, 'now'>;

/** Where one of them fails, each is settled by itself: those that do not fail are. */
async function settleTogether(given: readonly Given[], known: Known): Promise<void> {
  const { db, now } = known.responder;
  try {
    await inTransaction(db, async (trx) => {
      for (const one of given) await settleIn(trx, one, { ...known, now: now() });
    });
  } catch {
    for (const one of given) await settleAlone(one, known);
  }
}

async function settleAlone(given: Given, known: Known): Promise<void> {
  const { row } = given;
  const { db, now } = known.responder;
  try {
    await inTransaction(db, (trx) => settleIn(trx, given, { ...known, now: now() }));
  } catch (error) {
    if (error instanceof TakenUp) return;
    if (row.attempts < MOST_ATTEMPTS) {
      const delayMs = BACKOFF_MS[Math.min(row.attempts, BACKOFF_MS.length) - 1] ?? 0;
      await postponeSignal(db, row.id, new Date(now().getTime() + delayMs));
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    await settleSignal(db, row.id, { at: now(), incident: null, outcome: `set aside: ${reason}` });
  }
}

class TakenUp extends Error {}

async function settleIn(trx: Database, given: Given, scene: Scene): Promise<void> {
  const { row, signal } = given;
  const attributes = { 'opsbook.intake': row.intake, 'opsbook.action': signal.action };
  await span({ name: 'signal', kind: 'consumer', attributes }, async () => {
    const { incident, outcome } = await effect(trx, given, scene);
    const isOurs = await settleSignal(trx, row.id, { at: scene.now, incident, outcome });
    // Another had taken it up meanwhile: nothing of this may stand.
    if (!isOurs) throw new TakenUp();
  });
}

interface Effect {
  readonly incident: number | null;
  readonly outcome: string;
}

interface Given {
  readonly row: SignalRow;
  readonly signal: Signal;
  readonly state: AlarmState | undefined;
}

async function effect(trx: Database, { row, signal, state }: Given, scene: Scene): Promise<Effect> {
  const { settings } = scene.responder;
  const heartbeat = settings.heartbeats.get(row.intake);
  if (heartbeat) {
    const at = row.receivedAt;
    await keepHeartbeat(trx, row.intake, { at, dueAt: new Date(at.getTime() + heartbeat.everyMs) });
  }
  if (signal.action === 'trigger') {
    // What we paged PagerDuty for comes back from there as news: it would page for ever.
    const own = ownNumber(signal.key);
    if (own !== undefined) return { incident: null, outcome: `our own page of incident ${own} came back` };
    if (state === 'OK') return { incident: null, outcome: 'not opened: read again, the alarm is OK by now' };
    const { number, how } = await openIn(trx, scene, openingOf(row, signal));
    return { incident: number, outcome: how };
  }
  const incident = await lockNamed(trx, signal.key);
  if (!incident || !isOpen(incident.status))
    return { incident: incident?.number ?? null, outcome: 'nothing of this is open' };
  if (signal.action === 'resolve' && state === 'ALARM') {
    return { incident: incident.number, outcome: 'read again, the alarm is still on' };
  }
  const by = { id: signal.actor ?? row.intake, via: row.intake };
  const change: Change =
    signal.action === 'resolve'
      ? recovered(incident, { at: signal.at, by, eventId: row.deliveryId }, scene)
      : acknowledged(incident, by, scene, row.deliveryId);
  await applyChanges(trx, scene, [change]);
  return { incident: incident.number, outcome: signal.action === 'resolve' ? 'recovered' : 'acknowledged' };
}

/** What we told others an incident's key is comes back as that. */
async function lockNamed(trx: Database, key: string) {
  const number = ownNumber(key);
  if (number === undefined) return lockNewestByKey(trx, key);
  return (await findIncident(trx, number)) ? lockIncident(trx, number) : undefined;
}

/** Of a key that is ours: `messageIncident` makes it. */
function ownNumber(key: string): number | undefined {
  const [, number] = /^opsbook\/incident\/(\d{1,15})$/.exec(key) ?? [];
  return number === undefined ? undefined : Number(number);
}

function openingOf({ intake, deliveryId }: SignalRow, signal: Signal): Opening {
  const { key, title, severity, at, labels, alarm, details, links, actor } = signal;
  return {
    key,
    title,
    severity,
    at,
    labels,
    alarm,
    details,
    links,
    hasSource: true,
    eventId: deliveryId,
    by: { id: actor ?? intake, via: intake },
  };
}
