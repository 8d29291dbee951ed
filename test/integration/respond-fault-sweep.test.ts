import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledge } from '../../src/respond/incidents/acknowledge.ts';
import { findIncident } from '../../src/store/incidents.ts';
import { listNotifications } from '../../src/store/notifications.ts';
import type { HttpAnswer } from '../respond/http-server.ts';
import { MINUTE, type RespondScene, respondScene } from './respond/scene.ts';
import { type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

const TAKEN: HttpAnswer = { status: 200 };
/** Longer than a server on this machine takes, and shorter than a test lasts. */
const PATIENCE_MS = 400;

const FAULTS: Readonly<Record<string, HttpAnswer>> = {
  'answers 500': { status: 500 },
  'answers 429 and wants a minute of quiet': { status: 429, headers: { 'retry-after': '60' } },
  'never answers': 'hang',
  'breaks the connection': 'drop',
};
const CHANNELS = ['pager', 'backup'] as const;
/** What each is told when nothing is wrong: two pages, two times that it is taken, and by the first that targets are missed. */
const ATTEMPTS = { pager: 8, backup: 4 };

interface Fault {
  readonly channel: (typeof CHANNELS)[number];
  readonly attempt: number;
  /** How many attempts in a row meet it. */
  readonly times: number;
  readonly answer: HttpAnswer;
}

/** An alarm that alice does not take, and lead does: through two ways each, of which attempts meet a fault. */
async function story(fault: Fault | undefined): Promise<{ scene: RespondScene; number: number }> {
  const scene: RespondScene = await respondScene(databases, {
    channels: CHANNELS,
    ports: {
      useOf: (channel, again) => ({
        settings: channel.settings,
        fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) }),
        now: () => scene.now(),
        again,
        publish: () => Promise.reject(new Error('no SNS here')),
      }),
    },
  });
  if (fault) {
    const before = Array.from({ length: fault.attempt }, () => TAKEN);
    const faults = Array.from({ length: fault.times }, () => fault.answer);
    scene.servers.get(fault.channel)?.answer(...before, ...faults);
  }
  await scene.signal();
  await scene.pass(36 * MINUTE);
  const number = 1;
  await acknowledge(scene.responder, number, { id: 'lead', via: 'api' });
  await scene.settle();
  await scene.pass(20 * MINUTE);
  return { scene, number };
}

/** What arrived at a channel, with whether it was taken there. */
function arrivals({ servers }: RespondScene, fault: Fault | undefined) {
  return [...servers].flatMap(([channel, { requests }]) =>
    requests.map(({ body, headers }, attempt) => {
      const { key, kind, person } = JSON.parse(body) as { key: string; kind: string; person: { id: string } | null };
      const isFaulty = fault?.channel === channel && attempt >= fault.attempt && attempt < fault.attempt + fault.times;
      return { channel, key, kind, whom: person?.id ?? '', id: headers['webhook-id'] ?? '', isTaken: !isFaulty };
    }),
  );
}

/** What an operator would complain about. */
async function complaints(fault: Fault | undefined): Promise<string[]> {
  const { scene, number } = await story(fault);
  const all = arrivals(scene, fault);
  const taken = all.filter(({ isTaken }) => isTaken);
  const notifications = await listNotifications(scene.db, number);
  const incident = await findIncident(scene.db, number);
  const acknowledgedAt = incident?.acknowledgedAt ?? new Date(0);
  const ids = new Map<string, Set<string>>();
  for (const { key, id } of all) ids.set(key, (ids.get(key) ?? new Set()).add(id));
  const times = new Map<string, number>();
  for (const { key } of taken) times.set(key, (times.get(key) ?? 0) + 1);
  const texts = await scene.texts(number);
  return [
    ...['alice', 'lead']
      .filter((who) => !taken.some(({ kind, whom }) => kind === 'page' && whom === who))
      .map((who) => `${who} was not paged`),
    ...['pager', 'backup']
      .filter((where) => taken.some(({ kind, channel }) => kind === 'page' && channel === where))
      .filter((where) => !taken.some(({ kind, channel }) => kind === 'acknowledged' && channel === where))
      .map((where) => `${where} does not hear who has it`),
    ...[...ids].filter(([, some]) => some.size > 1).map(([key]) => `${key} came with two ids`),
    ...[...times].filter(([, count]) => count > 1).map(([key, count]) => `${key} was taken ${count} times`),
    ...notifications
      .filter(({ status }) => status === 'waiting' || status === 'sending')
      .map(({ key, status }) => `${key} is ${status} for ever`),
    ...notifications
      .filter(({ kind, sentAt }) => kind === 'page' && sentAt !== null && sentAt > acknowledgedAt)
      .map(({ key }) => `${key} was sent after the acknowledgement`),
    ...texts.filter((text, index) => texts.indexOf(text) !== index).map((text) => `told twice: ${text}`),
  ];
}

test('undisturbed: alice and lead are paged by both ways, and both ways hear who has it', async () => {
  const { scene } = await story(undefined);
  const heard = arrivals(scene, undefined).map(({ channel, kind, whom }) => `${kind} ${whom} ${channel}`);
  expect(heard).toHaveLength(ATTEMPTS.pager + ATTEMPTS.backup);
  expect(heard.filter((one) => !one.startsWith('notice')).toSorted()).toEqual([
    'acknowledged alice backup',
    'acknowledged alice pager',
    'acknowledged lead backup',
    'acknowledged lead pager',
    'page alice backup',
    'page alice pager',
    'page lead backup',
    'page lead pager',
  ]);
  expect(await complaints(undefined)).toEqual([]);
});

describe.each(Object.entries(FAULTS))('a channel that %s', (_fault, answer) => {
  test.each(CHANNELS)('%s, at any one attempt: nothing is lost, and nothing comes under two names', async (channel) => {
    for (let attempt = 0; attempt < ATTEMPTS[channel]; attempt += 1) {
      const found = await complaints({ channel, attempt, times: 1, answer });
      expect({ attempt, found }).toEqual({ attempt, found: [] });
    }
  });

  test('at four attempts in a row: what it missed comes by the other way, and later by this one', async () => {
    expect(await complaints({ channel: 'pager', attempt: 0, times: 4, answer })).toEqual([]);
  });
});
