import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Signal } from '../../src/model/incident/signal.ts';
import { webhook } from '../../src/respond/channels/webhook.ts';
import { deliver } from '../../src/respond/delivery/deliver.ts';
import { openRoomFor } from '../../src/respond/delivery/room.ts';
import { acknowledge } from '../../src/respond/incidents/acknowledge.ts';
import { revived } from '../../src/respond/incidents/messages.ts';
import { addNote } from '../../src/respond/incidents/note.ts';
import { openIncident } from '../../src/respond/incidents/open.ts';
import { changeSeverity } from '../../src/respond/incidents/severity.ts';
import { tick } from '../../src/respond/incidents/tick.ts';
import type { DeliveryPorts } from '../../src/respond/responder.ts';
import { startResponding } from '../../src/respond/start.ts';
import { openDatabase } from '../../src/store/database.ts';
import { listIncidents } from '../../src/store/incidents.ts';
import { claimNotifications } from '../../src/store/attempts.ts';
import { listNotifications } from '../../src/store/notifications.ts';
import { insertSignals } from '../../src/store/signals.ts';
import { level, MATRIX, MINUTE, respondScene, type RespondScene } from './respond/scene.ts';
import { ask, type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

const ALICE = { id: 'alice', via: 'cli' };

function opening(key: string, at: Date) {
  return { key, title: 'It is down', severity: 'P1' as const, by: ALICE, at, labels: {}, alarm: null, hasSource: true };
}

function portsOf(scene: RespondScene): DeliveryPorts {
  return {
    useOf: (channel, again) => ({
      settings: channel.settings,
      fetch: (input, init) => fetch(input, { ...init, redirect: 'manual' }),
      now: () => scene.now(),
      again,
      publish: () => Promise.reject(new Error('no SNS here')),
    }),
    firstLook: () => Promise.resolve({ causes: [], failing: [], summary: 'looked', mitigations: [] }),
    openRoom: () => Promise.resolve({ id: 'C1', name: 'inc-1' }),
  };
}

/** Another process: a pool of its own, and otherwise the same. */
async function another(scene: RespondScene) {
  const db = await openDatabase(scene.url);
  onTestFinished(() => db.destroy());
  return { ...scene.responder, db };
}

test('of twenty who open the same problem at once, one does, and all are counted', async () => {
  const scene = await respondScene(databases);
  const other = await another(scene);
  const opened = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      openIncident(index % 2 ? other : scene.responder, opening('db', scene.now())),
    ),
  );
  expect(new Set(opened.map(({ number }) => number)).size).toBe(1);
  expect(opened.filter(({ how }) => how === 'opened')).toHaveLength(1);
  expect(await listIncidents(scene.db, { limit: 10 })).toMatchObject([{ occurrences: 20 }]);
  await scene.settle();
  expect(scene.pages()).toEqual(['alice@0']);
});

test('whoever writes an incident at the same time as others loses nothing of theirs', async () => {
  const scene = await respondScene(databases, {
    settings: { rooms: { channel: 'pager', severities: ['P1'] } },
    ports: { openRoom: () => Promise.resolve({ id: 'C1', name: 'inc-1' }) },
  });
  const other = await another(scene);
  const { number } = await openIncident(scene.responder, opening('db', scene.now()));
  await Promise.all([
    deliver(scene.responder, portsOf(scene)),
    deliver(other, portsOf(scene)),
    acknowledge(other, number, ALICE),
    changeSeverity(scene.responder, number, 'P0', { by: ALICE, reason: null }),
    tick(scene.responder),
    tick(other),
    ...Array.from({ length: 10 }, (_, index) =>
      addNote(index % 2 ? other : scene.responder, number, { text: `note ${index}`, by: ALICE }),
    ),
    ...Array.from({ length: 10 }, () => openIncident(other, opening('db', scene.now()))),
  ]);
  expect(await scene.incident(number)).toMatchObject({
    occurrences: 11,
    severity: 'P0',
    assignee: 'alice',
    room: { id: 'C1' },
  });
  expect((await scene.kinds(number)).filter((kind) => kind === 'note')).toHaveLength(10);
});

test('of two who acknowledge at the same time both have it, and both are told of', async () => {
  const scene = await respondScene(databases);
  const other = await another(scene);
  const { number } = await openIncident(scene.responder, opening('db', scene.now()));
  await Promise.all([
    acknowledge(scene.responder, number, ALICE),
    acknowledge(other, number, { id: 'bob', via: 'slack' }, 'Ev1'),
    acknowledge(scene.responder, number, { id: 'bob', via: 'slack' }, 'Ev1'),
  ]);
  const { escalation } = await scene.incident(number);
  expect(escalation.acknowledgedBy.toSorted()).toEqual(['alice', 'bob']);
  expect((await scene.kinds(number)).filter((kind) => kind === 'acknowledged')).toHaveLength(2);
});

test('a channel that hangs delays no page through another', async () => {
  const scene = await respondScene(databases, { channels: ['hangs', 'pager'] });
  scene.servers.get('hangs')?.answer(...Array.from({ length: 300 }, () => 'hang' as const));
  const notify = [{ channel: 'hangs', afterMs: 0 }];
  const responder = {
    ...scene.responder,
    now: () => new Date(),
    settings: {
      ...scene.responder.settings,
      people: new Map([
        ['alice', { id: 'alice', name: 'alice', notify }],
        ['lead', { id: 'lead', name: 'lead', notify: [{ channel: 'pager', afterMs: 0 }] }],
      ]),
    },
  };
  const work = startResponding({
    responder,
    ports: portsOf(scene),
    readAlarms: () => Promise.resolve(new Map()),
    sleep: nap,
    tell: () => undefined,
  });
  for (let count = 0; count < 120; count += 1) await openIncident(responder, opening(`k${count}`, new Date()));
  work.wake();
  await nap(500);
  const { number } = await openIncident(responder, { ...opening('another', new Date()), severity: 'P0' });
  work.wake();
  for (let waited = 0; scene.servers.get('pager')?.requests.length === 0 && waited < 100; waited += 1) await nap(50);
  expect(
    scene.servers
      .get('pager')
      ?.requests.map(({ body }) => (JSON.parse(body) as { incident: { number: number } }).incident.number),
  ).toEqual([number]);
  await work.stop();
}, 90_000);

function nap(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(ms, 500));
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

test('of two who opened a room for one incident, the first counts', async () => {
  const scene = await respondScene(databases);
  const { number } = await openIncident(scene.responder, opening('db', scene.now()));
  const [row] = await listNotifications(scene.db, number);
  const channel = scene.responder.settings.channels.get('pager');
  if (!row || !channel) throw new Error('nothing to try');
  let count = 0;
  const openRoom = async () => {
    count += 1;
    const id = `C${count}`;
    await new Promise((resolve) => setTimeout(resolve, 50 * count));
    return { id, name: id };
  };
  const ports = { ...portsOf(scene), openRoom };
  await Promise.all([
    openRoomFor(row, channel, scene.responder, ports),
    openRoomFor(row, channel, scene.responder, ports),
  ]);
  expect((await scene.incident(number)).room?.id).toBe('C1');
});

test('nobody is paged after an acknowledgement was written, whatever goes on beside it', async () => {
  const notify = [0, 0, 0].map((_, index) => ({ channel: `way-${index}`, afterMs: index * 1000 }));
  const scene = await respondScene(databases, {
    channels: ['way-0', 'way-1', 'way-2'],
    people: { alice: { notify }, lead: { notify } },
    settings: {
      policies: new Map([
        [
          'platform',
          { ...MATRIX, levels: [level(1, [{ schedule: 'platform' }], 1000), level(2, [{ person: 'lead' }], 1000)] },
        ],
      ]),
    },
  });
  const other = await another(scene);
  const numbers: number[] = [];
  for (let count = 0; count < 30; count += 1)
    numbers.push((await openIncident(scene.responder, opening(`k${count}`, scene.now()))).number);
  const began = scene.now().getTime();
  let ms = 0;
  const moving = { ...scene.responder, now: () => new Date(began + ms) };
  const movingToo = { ...other, now: () => new Date(began + ms) };
  const count = () => [...scene.servers.values()].reduce((sum, { requests }) => sum + requests.length, 0);
  const acks = numbers.map((number) => acknowledge(moving, number, ALICE));
  const work = [moving, movingToo].map(async (responder) => {
    for (let turn = 0; turn < 20; turn += 1) {
      ms += 100;
      await tick(responder);
      await deliver(responder, portsOf(scene));
    }
  });
  await Promise.all(acks);
  await Promise.all(work);
  const sent = count();
  ms = 60 * MINUTE - 1;
  for (let turn = 0; turn < 5; turn += 1) {
    await tick(moving);
    await deliver(moving, portsOf(scene));
  }
  const rows = await ask<{ person: string; late: boolean }>(
    scene.url,
    `select person, n.kind = 'page' and n.attempts > 0 and n.created_at > i.acknowledged_at as late
     from opsbook.notifications n join opsbook.incidents i on i.number = n.incident where n.kind = 'page'`,
  );
  expect(rows.filter(({ late }) => late)).toEqual([]);
  const pagesAfter = count() - sent;
  const followUps = await ask<{ count: number }>(
    scene.url,
    `select count(*)::int as count from opsbook.notifications where kind = 'acknowledged' and status = 'sent'`,
  );
  expect(pagesAfter).toBeLessThanOrEqual(followUps[0]?.count ?? 0);
  const left = await ask<{ status: string }>(
    scene.url,
    `select distinct status from opsbook.notifications where kind = 'page' and status not in ('sent', 'cancelled', 'merged')`,
  );
  expect(left).toEqual([]);
});

test('two that respond on one database deliver nothing twice, and leave nothing', async () => {
  const scene = await respondScene(databases, { channels: ['pager', 'second'] });
  const other = await another(scene);
  const now = () => new Date();
  const signals = Array.from({ length: 60 }, (_, index): Signal => ({
    deliveryId: `d${index}`,
    key: `problem-${index % 30}`,
    action: 'trigger',
    title: `Problem ${index % 30}`,
    severity: 'P0',
    at: now(),
    actor: null,
    labels: {},
    details: {},
    links: [],
    alarm: null,
  }));
  const troubles: string[] = [];
  const works = [scene.responder, other].map((responder) =>
    startResponding({
      responder: { ...responder, now },
      ports: portsOf(scene),
      readAlarms: () => Promise.resolve(new Map()),
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, Math.min(ms, 20));
          signal.addEventListener('abort', () => {
            clearTimeout(timer);
            resolve();
          });
        }),
      tell: (line) => troubles.push(line),
    }),
  );
  for (const signal of signals) {
    await insertSignals(scene.db, 'cloudwatch', [signal], now());
    for (const work of works) work.wake();
  }
  // Each of 30 incidents pages two people, by their first way.
  for (let waited = 0; waited < 300; waited += 1) {
    const [{ count } = { count: 0 }] = await ask<{ count: number }>(
      scene.url,
      `select count(*)::int as count from opsbook.notifications where kind = 'page' and status = 'sent'`,
    );
    const [{ left } = { left: 0 }] = await ask<{ left: number }>(
      scene.url,
      `select count(*)::int as left from opsbook.signals where settled_at is null`,
    );
    if (count === 60 && left === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await Promise.all(works.map((work) => work.stop()));
  const ids = scene.servers.get('pager')?.requests.map(({ headers }) => headers['webhook-id']) ?? [];
  expect(ids).toHaveLength(60);
  expect(new Set(ids).size).toBe(60);
  expect(troubles).toEqual([]);
  const rows = await listIncidents(scene.db, { limit: 100 });
  expect(rows.map(({ occurrences }) => occurrences)).toEqual(Array.from({ length: 30 }, () => 2));
});

describe('a process that dies', () => {
  test('over a signal that it had taken leaves it to another', async () => {
    const scene = await respondScene(databases);
    await insertSignals(
      scene.db,
      'cloudwatch',
      [
        {
          deliveryId: 'left',
          key: 'left',
          action: 'trigger',
          title: 'left',
          severity: 'P1',
          at: scene.now(),
          actor: null,
          labels: {},
          details: {},
          links: [],
          alarm: null,
        },
      ],
      scene.now(),
    );
    await ask(scene.url, `update opsbook.signals set lease_until = $1, attempts = 1`, [
      new Date(scene.now().getTime() + 20_000),
    ]);
    await scene.settle();
    expect(await listIncidents(scene.db, { limit: 10 })).toEqual([]);
    await scene.pass(MINUTE);
    expect(await listIncidents(scene.db, { limit: 10 })).toMatchObject([{ key: 'left' }]);
  });

  test('over a delivery that arrived is repeated under the same name, so that it is told apart', async () => {
    const scene = await respondScene(databases);
    await openIncident(scene.responder, opening('db', scene.now()));
    const [taken] = await claimNotifications(scene.db, {
      kinds: ['page'],
      now: scene.now(),
      leaseMs: 20_000,
      limit: 1,
    });
    const channel = scene.responder.settings.channels.get('pager');
    if (!taken || !channel) throw new Error('nothing to try');
    await webhook.send(
      revived(taken.message),
      { address: null, person: { id: 'alice', name: 'alice' } },
      portsOf(scene).useOf(channel, false) as never,
    );
    await scene.pass(MINUTE);
    expect(scene.told().filter(({ kind }) => kind === 'page')).toHaveLength(2);
    expect(new Set(scene.told().map(({ id }) => id)).size).toBe(1);
  });
});
