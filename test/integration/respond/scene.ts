import { onTestFinished } from 'vitest';
import type { EscalationPolicy } from '../../../src/model/incident/policy.ts';
import type { Signal } from '../../../src/model/incident/signal.ts';
import { EVERYBODY } from '../../../src/respond/channels/define.ts';
import { webhook } from '../../../src/respond/channels/webhook.ts';
import { deliver } from '../../../src/respond/delivery/deliver.ts';
import { look } from '../../../src/respond/delivery/look.ts';
import { openIncident } from '../../../src/respond/incidents/open.ts';
import type { Opening } from '../../../src/respond/incidents/opening.ts';
import { tick } from '../../../src/respond/incidents/tick.ts';
import type { AlarmState, DeliveryPorts, Person, Responder, RespondSettings } from '../../../src/respond/responder.ts';
import { expectHeartbeats, watchHeartbeats } from '../../../src/respond/signals/heartbeats.ts';
import { workOnSignals } from '../../../src/respond/signals/work.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { listHeartbeats } from '../../../src/store/heartbeats.ts';
import { findIncident, type IncidentRow, nextIncidentAt } from '../../../src/store/incidents.ts';
import { listIncidentEvents } from '../../../src/store/incident-events.ts';
import { nextNotificationAt } from '../../../src/store/attempts.ts';
import { insertSignals } from '../../../src/store/signals.ts';
import { type HttpServer, startHttpServer } from '../../respond/http-server.ts';
import type { Databases } from '../store/databases.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The operators' own matrix: the engineer on call, the team lead, the engineering manager, the vice president. */
export const MATRIX: EscalationPolicy = {
  name: 'platform',
  levels: [
    level(1, [{ schedule: 'platform' }], 30 * MINUTE),
    level(2, [{ person: 'lead' }], 30 * MINUTE),
    level(3, [{ person: 'manager' }], HOUR),
    { ...level(4, [{ person: 'vp' }], HOUR), onBusinessImpact: true },
  ],
  repeat: 1,
  startAt: { P0: 2 },
  acknowledgedForMs: HOUR,
  next: null,
};

export function level(
  number: number,
  notify: EscalationPolicy['levels'][number]['notify'],
  forMs: number,
): EscalationPolicy['levels'][number] {
  return { level: number, notify, forMs, acknowledge: 'one', onBusinessImpact: false };
}

export interface Told {
  readonly whom: string | null;
  readonly kind: string;
  readonly subject: string;
  readonly body: string;
  /** Minutes after the scene began. */
  readonly minute: number;
  readonly id: string;
  readonly channel: string;
}

export interface SceneOptions {
  readonly settings?: Partial<RespondSettings>;
  readonly people?: Readonly<Record<string, Partial<Person>>>;
  /** Who is on call, by schedule; of an instant in minutes after the beginning. */
  readonly onCall?: (schedule: string, minute: number) => readonly string[];
  /** Channels by name, each a webhook at a server of its own. */
  readonly channels?: readonly string[];
  readonly start?: string;
  readonly alarm?: () => AlarmState | undefined;
  readonly ports?: Partial<DeliveryPorts>;
}

/** Responding to incidents on a database of its own, with a clock that is moved and servers that are told. */
export interface RespondScene {
  readonly db: Database;
  readonly url: string;
  readonly responder: Responder;
  readonly servers: ReadonlyMap<string, HttpServer>;
  now(): Date;
  /** Lets so much time pass in steps of which each does what is due; `asleep`: nobody works meanwhile. */
  pass(ms: number, how?: 'awake' | 'asleep'): Promise<void>;
  /** Does all that is due now. */
  settle(): Promise<void>;
  open(opening?: Partial<Opening>): Promise<number>;
  signal(signal?: Partial<Signal>): Promise<void>;
  incident(number: number): Promise<IncidentRow>;
  /** What was delivered, in order. */
  told(): Told[];
  /** Who was paged, each `name@minute`, in order. */
  pages(): string[];
  /** The timeline, as `kind`s or as texts. */
  kinds(number: number): Promise<string[]>;
  texts(number: number): Promise<string[]>;
}

/** The webhook's secret: 32 bytes. */
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
/** Beside what is due, in steps of so much at most. */
const STEP_MS = 5 * MINUTE;

export async function respondScene(databases: Databases, options: SceneOptions = {}): Promise<RespondScene> {
  const { people = {}, onCall = () => ['alice'], channels = ['pager'], start = '2026-03-03T12:00:00Z' } = options;
  const url = await databases.fresh();
  const db = await openDatabase(url);
  onTestFinished(() => db.destroy());
  const began = Date.parse(start);
  let now = began;
  const servers = new Map<string, HttpServer>();
  for (const name of channels) servers.set(name, await startHttpServer());
  const settings: RespondSettings = {
    people: new Map(
      ['alice', 'bob', 'lead', 'manager', 'vp', ...Object.keys(people)].map((id) => [
        id,
        { id, name: id, ...people[id] },
      ]),
    ),
    policies: new Map([['platform', MATRIX]]),
    routes: [],
    windows: [],
    business: { timezone: 'America/New_York', holidays: [] },
    channels: new Map(
      channels.map((name) => [
        name,
        {
          name,
          definition: { ...webhook, addressOf: () => EVERYBODY },
          settings: { url: servers.get(name)?.url ?? '', signingSecret: SECRET },
        },
      ]),
    ),
    rooms: null,
    heartbeats: new Map(),
    flapping: { changes: 4, withinMs: HOUR },
    reopenWithinMs: 10 * MINUTE,
    defaultSeverity: 'P1',
    url: null,
    ...options.settings,
  };
  const responder: Responder = {
    db,
    now: () => new Date(now),
    settings,
    roster: () =>
      Promise.resolve({ onCall: ({ schedule }, at) => onCall(schedule, Math.round((at - began) / MINUTE)) }),
    wake: () => undefined,
  };
  const ports: DeliveryPorts = {
    useOf: (channel, again) => ({
      settings: channel.settings,
      fetch: (input, init) => fetch(input, { ...init, redirect: 'manual' }),
      now: () => new Date(now),
      again,
      publish: () => Promise.reject(new Error('no SNS here')),
    }),
    firstLook: () => Promise.resolve({ causes: [], failing: [], summary: 'looked', mitigations: [] }),
    openRoom: () => Promise.reject(new Error('no rooms here')),
    ...options.ports,
  };
  const readAlarms = () => {
    const state = options.alarm?.();
    return Promise.resolve(new Map(state ? [['123456789012/us-east-1/api-5xx', state] as const] : []));
  };
  const told: Told[] = [];
  let deliveries = 0;

  async function settle(): Promise<void> {
    for (let round = 0; round < 200; round += 1) {
      const done =
        (await workOnSignals(responder, readAlarms)) +
        (await watchHeartbeats(responder)) +
        (await tick(responder)).count +
        (await deliver(responder, ports)) +
        (await look(responder, ports));
      hear();
      if (done === 0) return;
    }
    throw new Error('there is always something to do');
  }

  /** When something is due by itself, or the end of a step. */
  async function nextInstant(end: number): Promise<number> {
    const dues = [
      await nextIncidentAt(db),
      await nextNotificationAt(db),
      ...(await listHeartbeats(db)).flatMap(({ dueAt, missingSince }) => (missingSince ? [] : [dueAt])),
    ];
    const next = dues.flatMap((due) => (due ? [due.getTime()] : [])).filter((due) => due > now);
    return Math.min(end, now + STEP_MS, ...next);
  }

  function hear(): void {
    for (const [channel, server] of servers) {
      const known = told.filter((one) => one.channel === channel).length;
      for (const request of server.requests.slice(known)) {
        const { kind, subject, body, person } = JSON.parse(request.body) as {
          kind: string;
          subject: string;
          body: string;
          person: { id: string } | null;
        };
        const id = request.headers['webhook-id'] ?? '';
        told.push({
          whom: person?.id ?? null,
          kind,
          subject,
          body,
          minute: Math.round((now - began) / MINUTE),
          id,
          channel,
        });
      }
    }
  }

  const scene: RespondScene = {
    db,
    url,
    responder,
    servers,
    now: () => new Date(now),
    settle,
    async pass(ms, how = 'awake') {
      const end = now + ms;
      if (how === 'asleep') now = end;
      await expectHeartbeats(responder);
      await settle();
      while (now < end) {
        now = await nextInstant(end);
        await settle();
      }
    },
    async open(opening = {}) {
      deliveries += 1;
      const { number } = await openIncident(responder, {
        key: `test/${deliveries}`,
        title: 'The API answers with errors',
        severity: 'P1',
        by: { id: 'alice', via: 'cli' },
        at: new Date(now),
        labels: {},
        alarm: null,
        hasSource: false,
        ...opening,
      });
      await settle();
      return number;
    },
    async signal(signal = {}) {
      deliveries += 1;
      const given: Signal = {
        deliveryId: `delivery-${deliveries}`,
        key: 'cloudwatch/123456789012/us-east-1/api-5xx',
        action: 'trigger',
        title: 'api-5xx is in ALARM',
        severity: 'P1',
        at: new Date(now),
        actor: null,
        labels: { alarmname: 'api-5xx' },
        details: {},
        links: [],
        alarm: { account: '123456789012', region: 'us-east-1', name: 'api-5xx' },
        ...signal,
      };
      await insertSignals(db, 'cloudwatch', [given], new Date(now));
      await settle();
    },
    async incident(number) {
      const row = await findIncident(db, number);
      if (!row) throw new Error(`no incident ${number}`);
      return row;
    },
    told: () => told,
    pages: () => told.filter(({ kind }) => kind === 'page').map(({ whom, minute }) => `${whom ?? 'all'}@${minute}`),
    kinds: async (number) => (await listIncidentEvents(db, number)).map(({ kind }) => kind),
    texts: async (number) => (await listIncidentEvents(db, number)).map(({ text }) => text),
  };
  return scene;
}
