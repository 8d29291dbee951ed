import { setTimeout as sleep } from 'node:timers/promises';
import type { Responder } from '../../src/respond/responder.ts';
import { acknowledge } from '../../src/respond/incidents/acknowledge.ts';
import type { IncidentRow } from '../../src/store/incidents.ts';
import { listIncidentEvents } from '../../src/store/incident-events.ts';
import { insertMaintenance } from '../../src/store/maintenance.ts';
import { listNotifications } from '../../src/store/notifications.ts';
import { insertSignals } from '../../src/store/signals.ts';
import { type EscalationLane, type Send, spawnWorker } from './escalation-lane.ts';
import { type Heard, type Outside, TAKEN } from './escalation-outside.ts';
import { type EscalationScenario, settingsOf, signalOf } from './escalation-scenarios.ts';

export interface Place {
  readonly lane: EscalationLane;
  readonly outside: Outside;
}

/** What became of one alarm. */
export interface Story {
  readonly where: string;
  readonly points: readonly string[];
  readonly killed: boolean;
  readonly incidents: readonly IncidentRow[];
  readonly heard: readonly Heard[];
  /** By whichever worker. */
  readonly sends: readonly Send[];
  /** Kind and text, in order. */
  readonly timeline: readonly { readonly kind: string; readonly text: string }[];
  readonly notifications: readonly { readonly key: string; readonly status: string }[];
  /** The end of maintenance; null where there was none. */
  readonly heldUntil: Date | null;
}

const MOST_MS = 30_000;
const LOOK_MS = 20;
let told = 0;

/** An alarm, a worker that is killed at one point or at none, a second one that goes on, an acknowledgement, and its end. */
export async function tell(place: Place, scenario: EscalationScenario, killAt: string | null): Promise<Story> {
  const { lane, outside } = place;
  told += 1;
  const key = `story/${told}`;
  const from = outside.heard.length;
  const isRace = scenario.begins === 'opened by two';
  const life = { lane, scenario: scenario.name, address: outside.address, opens: isRace ? key : null, killAt: null };
  const [first, second, rival] = await Promise.all([
    spawnWorker({ ...life, killAt }),
    spawnWorker({ ...life, opens: null }),
    ...(isRace ? [spawnWorker(life)] : []),
  ]);
  outside.answerPages(scenario.hook ?? TAKEN);
  const heldUntil = await prepare(place, scenario, key);
  first.begin();
  rival?.begin();
  let killed = false;

  /** Whoever is killed has a successor. */
  function succeed(): void {
    if (killed || !first.killedItself()) return;
    killed = true;
    second.begin();
  }

  const heard = () => outside.heard.slice(from);
  const isReached = () =>
    scenario.reached.every(([person, where]) => heard().some((one) => isPage(one, person, where)));
  const settledInTime =
    (await until(isReached, succeed)) &&
    (await acknowledgeAs(scenario, place, key), await until(() => isSettled(lane, key), succeed));
  const { points, sends, words } = await first.end();
  const others = await Promise.all([second.end(), ...(rival ? [rival.end()] : [])]);
  const incidents = await incidentsOf(lane, key);
  const number = incidents[0]?.number ?? 0;
  return {
    where: `${scenario.name}: killed at ${killAt ?? 'none'}${settledInTime ? '' : ': it did not come to its end'}${words}${others.map((one) => one.words).join('')}`,
    points,
    killed: killed || (killAt !== null && points.at(-1) === killAt),
    incidents,
    heard: heard(),
    sends: [...sends, ...others.flatMap((one) => one.sends)],
    timeline: (await listIncidentEvents(lane.db, number)).map(({ kind, text }) => ({ kind, text })),
    notifications: await listNotifications(lane.db, number),
    heldUntil,
  };
}

export function isPage({ kind, key, place }: Heard, person: string, where: string): boolean {
  return kind === 'page' && place === where && key.split('/').includes(person);
}

async function prepare({ lane: { db } }: Place, scenario: EscalationScenario, key: string): Promise<Date | null> {
  const now = new Date();
  const { maintenanceMs } = scenario;
  const endAt = maintenanceMs === undefined ? null : new Date(now.getTime() + maintenanceMs);
  if (endAt) {
    await insertMaintenance(db, {
      name: 'works',
      match: { story: key },
      startAt: now,
      endAt,
      actor: 'bob',
      createdAt: now,
    });
  }
  if (scenario.begins === 'signal') await insertSignals(db, 'alarms', [signalOf(scenario, key)], now);
  return endAt;
}

async function acknowledgeAs(
  scenario: EscalationScenario,
  { lane: { db }, outside }: Place,
  key: string,
): Promise<void> {
  const [incident] = await incidentsOf({ db }, key);
  if (!incident) throw new Error('a page without an incident');
  if (scenario.acknowledged === 'signal') {
    const signal = signalOf(scenario, `opsbook/incident/${incident.number}`);
    await insertSignals(
      db,
      'pagerduty',
      [{ ...signal, deliveryId: `${key} acknowledges`, action: 'acknowledge', actor: 'alice', alarm: null }],
      new Date(),
    );
    return;
  }
  const responder: Responder = {
    db,
    now: () => new Date(),
    settings: settingsOf(scenario, outside.address),
    roster: () => Promise.resolve({ onCall: () => ['alice'] }),
    wake: () => undefined,
  };
  await acknowledge(responder, incident.number, { id: 'alice', via: 'api' });
}

function incidentsOf({ db }: Pick<EscalationLane, 'db'>, key: string): Promise<IncidentRow[]> {
  return db.selectFrom('incidents').selectAll().where('key', '=', key).execute();
}

/** Nothing is left to be done, but for clocks that are hours ahead. */
async function isSettled({ db }: EscalationLane, key: string): Promise<boolean> {
  const [incident] = await incidentsOf({ db }, key);
  if (incident?.escalation.phase !== 'acknowledged') return false;
  const [signals, notifications] = await Promise.all([
    db.selectFrom('signals').select('id').where('settledAt', 'is', null).limit(1).execute(),
    db.selectFrom('notifications').select('id').where('status', 'in', ['waiting', 'sending']).limit(1).execute(),
  ]);
  return signals.length + notifications.length === 0;
}

async function until(holds: () => boolean | Promise<boolean>, meanwhile: () => void): Promise<boolean> {
  for (const end = Date.now() + MOST_MS; Date.now() < end;) {
    meanwhile();
    if (await holds()) return true;
    await sleep(LOOK_MS);
  }
  return false;
}
