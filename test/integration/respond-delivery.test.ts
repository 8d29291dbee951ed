import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DeliveryFailed, EVERYBODY } from '../../src/respond/channels/define.ts';
import { webhook } from '../../src/respond/channels/webhook.ts';
import { deliver } from '../../src/respond/delivery/deliver.ts';
import { acknowledge } from '../../src/respond/incidents/acknowledge.ts';
import { moveIncident, resolveIncident } from '../../src/respond/incidents/move.ts';
import { addNote } from '../../src/respond/incidents/note.ts';
import { openIncident } from '../../src/respond/incidents/open.ts';
import { changeSeverity } from '../../src/respond/incidents/severity.ts';
import type { DeliveryPorts } from '../../src/respond/responder.ts';
import { claimNotifications } from '../../src/store/attempts.ts';
import { listNotifications } from '../../src/store/notifications.ts';
import { level, MATRIX, MINUTE, respondScene, type RespondScene } from './respond/scene.ts';
import { ask, type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

const ALICE = { id: 'alice', via: 'cli' };
const LEAD = { id: 'lead', via: 'cli' };
const GONE = { status: 410 } as const;

function ways(...channels: readonly string[]) {
  return channels.map((channel, index) => ({ channel, afterMs: index * 10 * MINUTE }));
}

function policy(more: Partial<typeof MATRIX>) {
  return { policies: new Map([['platform', { ...MATRIX, ...more }]]) };
}

async function statuses(scene: RespondScene, number: number) {
  const rows = await listNotifications(scene.db, number);
  return rows
    .filter(({ kind }) => kind === 'page')
    .map(({ person, channel, status }) => `${person} ${channel} ${status}`);
}

describe('a delivery that fails', () => {
  test('for good: the next way to the same person is taken at once', async () => {
    const scene = await respondScene(databases, {
      channels: ['pager', 'second'],
      people: { alice: { notify: ways('pager', 'second') } },
    });
    scene.servers.get('pager')?.answer(GONE);
    const number = await scene.open();
    expect(await statuses(scene, number)).toEqual(['alice pager failed', 'alice second sent']);
    const [failed = ''] = (await scene.texts(number)).filter((text) => text.includes('could not be told'));
    expect(failed).toMatch(/^alice could not be told by pager: .*410.*; second is tried at once$/);
  });

  test('for good, where no way is left: the next level is paged at once', async () => {
    const scene = await respondScene(databases, {
      channels: ['pager', 'second'],
      people: { alice: { notify: ways('pager', 'second') } },
    });
    scene.servers.get('pager')?.answer(GONE);
    scene.servers.get('second')?.answer(GONE);
    const number = await scene.open();
    expect(await statuses(scene, number)).toEqual([
      'alice pager failed',
      'alice second failed',
      'lead pager sent',
      'lead second waiting',
    ]);
    expect(await scene.texts(number)).toContain('Nobody at level 1 could be told by any channel: it is skipped');
    expect((await scene.incident(number)).escalation).toMatchObject({ phase: 'paging', level: 2 });
  });

  test('everywhere: nothing is used up, and it is tried again until somebody can be told', async () => {
    const scene = await respondScene(databases, {
      settings: policy({ levels: [level(1, [{ person: 'bob' }], 30 * MINUTE)], repeat: 1 }),
    });
    scene.servers.get('pager')?.answer(GONE, GONE);
    const number = await scene.open();
    expect((await scene.incident(number)).escalation).toMatchObject({ phase: 'unreached', lap: 0 });
    await scene.pass(9 * MINUTE);
    expect(await statuses(scene, number)).toEqual(['bob pager failed']);
    await scene.pass(25 * MINUTE);
    expect(await statuses(scene, number)).toEqual(['bob pager failed', 'bob pager failed', 'bob pager sent']);
    await scene.pass(70 * MINUTE);
    expect((await scene.kinds(number)).filter((kind) => kind === 'lap')).toHaveLength(1);
  });

  test('for now: the next way is tried at once, and this one again later', async () => {
    const scene = await respondScene(databases, {
      channels: ['pager', 'second'],
      people: { alice: { notify: ways('pager', 'second') } },
    });
    scene.servers.get('pager')?.answer({ status: 500 });
    const number = await scene.open();
    expect(await statuses(scene, number)).toEqual(['alice pager waiting', 'alice second sent']);
    await scene.pass(MINUTE);
    expect(await statuses(scene, number)).toEqual(['alice pager sent', 'alice second sent']);
  });

  test('of what was held back for hours is not given up after one try', async () => {
    const quietHours = { timezone: 'UTC', days: [], start: '22:00', end: '07:00' };
    const scene = await respondScene(databases, {
      start: '2026-03-03T22:30:00Z',
      people: { alice: { quietHours } },
      settings: policy({ levels: [level(1, [{ schedule: 'platform' }, { person: 'bob' }], 600 * MINUTE)] }),
    });
    const number = await scene.open();
    expect(scene.pages()).toEqual(['bob@0']);
    scene.servers.get('pager')?.answer({ status: 500 });
    await scene.pass(511 * MINUTE);
    expect(await statuses(scene, number)).toContain('alice pager sent');
  });

  test('for ever is given up, and said', async () => {
    const scene = await respondScene(databases, {
      settings: policy({ levels: [level(1, [{ person: 'bob' }], 600 * MINUTE)] }),
    });
    scene.servers.get('pager')?.answer(...Array.from({ length: 19 }, () => ({ status: 500 })));
    const number = await scene.open();
    await scene.pass(60 * MINUTE);
    expect(await statuses(scene, number)).toEqual(['bob pager waiting']);
    await scene.pass(6 * MINUTE);
    expect((await statuses(scene, number))[0]).toBe('bob pager failed');
    expect((await scene.kinds(number)).filter((kind) => kind.startsWith('delivery-'))).toEqual([
      'delivery-delayed',
      'delivery-failed',
    ]);
  });

  test('that was to say what others had to as well, leaves that to them', async () => {
    const scene = await respondScene(databases, {
      settings: policy({
        levels: [level(1, [{ person: 'bob' }], 5 * MINUTE), level(2, [{ person: 'lead' }], 30 * MINUTE)],
        repeat: 1,
      }),
    });
    // The first page is late, the one of the next lap is merged into it, and then it fails for good.
    scene.servers.get('pager')?.answer({ status: 429, headers: { 'retry-after': '2280' } });
    const number = await scene.open();
    await scene.pass(36 * MINUTE);
    scene.servers.get('pager')?.answer(GONE, GONE, GONE, GONE);
    await scene.pass(5 * MINUTE);
    const rows = await statuses(scene, number);
    expect(rows.filter((row) => row === 'bob pager failed')).toHaveLength(2);
    expect(rows).toContain('lead pager sent');
    expect(await scene.texts(number)).toContain('Nobody at level 1 could be told by any channel: it is skipped');
  });
});

describe('IN02: Slack down, or too many requests', () => {
  test('IN02: the incident goes on; it is tried again after Retry-After and not before; what is said in one place stays in order', async () => {
    const scene = await respondScene(databases, {
      settings: policy({ levels: [level(1, [{ person: 'bob' }, { channel: 'pager' }], 60 * MINUTE)] }),
    });
    scene.servers
      .get('pager')
      ?.answer({ status: 429, headers: { 'retry-after': '120' } }, { status: 429, headers: { 'retry-after': '120' } });
    const number = await scene.open();
    await acknowledge(scene.responder, number, ALICE);
    await moveIncident(scene.responder, number, 'fixing', { by: ALICE });
    await moveIncident(scene.responder, number, 'verifying', { by: ALICE });
    await resolveIncident(scene.responder, number, { by: ALICE });
    await scene.pass(119_000);
    expect(await scene.incident(number)).toMatchObject({ status: 'resolved' });
    expect(scene.told()).toHaveLength(2);
    await scene.pass(10 * MINUTE);
    // Both pages were taken back meanwhile: nobody is told of what is over.
    expect(scene.told()).toHaveLength(2);
    expect(await statuses(scene, number)).toEqual(['bob pager cancelled', 'null pager cancelled']);
  });

  test('IN02: what was paged is followed by that it is taken, and then that it is over, also through a channel that was down', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    const down = Array.from({ length: 3 }, () => ({ status: 429, headers: { 'retry-after': '60' } }));
    scene.servers.get('pager')?.answer(...down);
    await acknowledge(scene.responder, number, ALICE);
    await scene.settle();
    await resolveIncident(scene.responder, number, { by: ALICE, dismiss: 'a test' });
    await scene.pass(59_000);
    expect(scene.told().map(({ kind }) => kind)).toEqual(['page', 'acknowledged']);
    await scene.pass(10 * MINUTE);
    expect(scene.told().map(({ kind, minute }) => `${kind}@${minute}`)).toEqual([
      'page@0',
      'acknowledged@0',
      'acknowledged@1',
      'acknowledged@2',
      'acknowledged@3',
      'resolved@3',
    ]);
    expect(new Set(scene.told().map(({ id }) => id)).size).toBe(3);
  });

  test('IN02: the room is opened late, then told everything in order, once', async () => {
    const said: string[] = [];
    let opened = 0;
    const talk = {
      id: 'talk',
      title: 'Talk',
      setup: '',
      settings: webhook.settings,
      repeats: 'told-apart' as const,
      addressOf: () => null,
      send: (message: { body: string }) => {
        said.push(message.body);
        return Promise.resolve({ id: null, detail: 'posted' });
      },
    };
    const openRoom: DeliveryPorts['openRoom'] = () => {
      opened += 1;
      if (opened < 3) return Promise.reject(new DeliveryFailed('ratelimited', { retryAfterMs: 30_000 }));
      return Promise.resolve({ id: 'C1', name: 'inc-1' });
    };
    const scene = await respondScene(databases, {
      ports: { openRoom },
      settings: { rooms: { channel: 'talk', severities: ['P0', 'P1'] } },
    });
    (scene.responder.settings.channels as Map<string, unknown>).set('talk', {
      name: 'talk',
      definition: talk,
      settings: {},
    });
    const number = await scene.open();
    await addNote(scene.responder, number, { text: 'first', by: ALICE });
    await addNote(scene.responder, number, { text: 'second', by: ALICE });
    await scene.settle();
    expect(said).toEqual([]);
    await scene.pass(2 * MINUTE);
    expect((await scene.incident(number)).room).toEqual({ channel: 'talk', id: 'C1', name: 'inc-1' });
    expect(said.filter((text) => text === 'first' || text === 'second')).toEqual(['first', 'second']);
    expect(said[0]).toBe('Detected: The API answers with errors');
    expect(new Set(said).size).toBe(said.length);
  });
});

test('a room that cannot be opened is told of once, not for all that was to be said there', async () => {
  const openRoom: DeliveryPorts['openRoom'] = () =>
    Promise.reject(new DeliveryFailed('missing_scope', { permanent: true }));
  const scene = await respondScene(databases, {
    ports: { openRoom },
    settings: { rooms: { channel: 'pager', severities: ['P1'] } },
  });
  const number = await scene.open();
  for (let count = 0; count < 5; count += 1)
    await addNote(scene.responder, number, { text: `note ${count}`, by: ALICE });
  await scene.settle();
  expect((await scene.texts(number)).filter((text) => text.includes('could not be told'))).toHaveLength(1);
});

test('a room is opened also where it becomes serious enough later, and goes on being told where it becomes less', async () => {
  const openRoom: DeliveryPorts['openRoom'] = () => Promise.resolve({ id: 'C1', name: 'inc-1' });
  const scene = await respondScene(databases, {
    ports: { openRoom },
    settings: { rooms: { channel: 'pager', severities: ['P0'] } },
  });
  const number = await scene.open({ severity: 'P1' });
  await changeSeverity(scene.responder, number, 'P0', { by: ALICE, reason: null });
  await scene.settle();
  expect((await scene.incident(number)).room?.id).toBe('C1');
  await changeSeverity(scene.responder, number, 'P2', { by: ALICE, reason: 'a canary' });
  await scene.settle();
  expect(scene.told().some(({ body }) => body.startsWith('P0 → P2'))).toBe(true);
});

describe('the ways to a person', () => {
  test('are taken in their order, each after its time, until they acknowledge', async () => {
    const scene = await respondScene(databases, {
      channels: ['pager', 'second', 'third'],
      people: { alice: { notify: ways('pager', 'second', 'third') } },
    });
    const number = await scene.open();
    await scene.pass(15 * MINUTE);
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(15 * MINUTE);
    const pages = scene.told().filter(({ kind }) => kind === 'page');
    expect(pages.map(({ channel, minute }) => `${channel}@${minute}`)).toEqual(['pager@0', 'second@10']);
    const taken = scene.told().filter(({ kind }) => kind === 'acknowledged');
    expect(taken.map(({ channel }) => channel).toSorted()).toEqual(['pager', 'second']);
  });

  test('are all channels that reach them, five minutes apart, where they do not say', async () => {
    const scene = await respondScene(databases, { channels: ['pager', 'second'] });
    await scene.open();
    await scene.pass(6 * MINUTE);
    expect(scene.told().map(({ channel, minute }) => `${channel}@${minute}`)).toEqual(['pager@0', 'second@5']);
  });
});

describe('quiet hours', () => {
  const quietHours = { timezone: 'America/New_York', days: [], start: '22:00', end: '07:00' };
  // 03:00 in New York.
  const night = { start: '2026-03-03T08:00:00Z', people: { alice: { quietHours } } };

  test('hold a P1 back, and the next level is paged at once; what was acknowledged is not told in the morning', async () => {
    const scene = await respondScene(databases, night);
    const number = await scene.open({ severity: 'P1' });
    expect(scene.pages()).toEqual(['lead@0']);
    expect(await scene.texts(number)).toContain(
      'Level 1 is skipped: alice cannot be told now (quiet hours, or no channel reaches them)',
    );
    await acknowledge(scene.responder, number, LEAD);
    await moveIncident(scene.responder, number, 'fixing', { by: LEAD });
    await resolveIncident(scene.responder, number, { by: LEAD, dismiss: 'gone' });
    await scene.pass(5 * 60 * MINUTE);
    expect(scene.pages()).toEqual(['lead@0']);
  });

  test('do not hold for a P0', async () => {
    const scene = await respondScene(databases, night);
    await scene.open({ severity: 'P0' });
    expect(scene.pages()).toEqual(['alice@0', 'lead@0']);
  });

  test('end where a P1 becomes a P0: who slept is paged now, once', async () => {
    const scene = await respondScene(databases, night);
    const number = await scene.open({ severity: 'P1' });
    await acknowledge(scene.responder, number, LEAD);
    await changeSeverity(scene.responder, number, 'P0', { by: LEAD, reason: 'all of it' });
    await scene.pass(5 * 60 * MINUTE, 'asleep');
    await acknowledge(scene.responder, number, LEAD);
    expect(scene.pages().filter((page) => page.startsWith('alice'))).toHaveLength(1);
  });

  test('of everybody: it is tried each minute, and the first who wakes is paged', async () => {
    const all = Object.fromEntries(['alice', 'lead', 'manager'].map((id) => [id, { quietHours }]));
    const scene = await respondScene(databases, {
      ...night,
      people: { ...all, lead: { quietHours: { ...quietHours, end: '06:00' } } },
    });
    const number = await scene.open({ severity: 'P1' });
    expect((await scene.incident(number)).escalation.phase).toBe('unreached');
    await scene.pass(185 * MINUTE);
    expect(scene.pages()).toEqual(['lead@180']);
    await scene.pass(70 * MINUTE);
    expect(scene.pages().filter((page) => page.startsWith('alice'))).toEqual(['alice@240']);
  });
});

describe('who was removed from the configuration', () => {
  test('is a gap that is told of, and the next level is paged', async () => {
    const scene = await respondScene(databases, { onCall: () => ['zoe'] });
    const number = await scene.open();
    expect(scene.pages()).toEqual(['lead@0']);
    expect(await scene.texts(number)).toContain('zoe cannot be paged: the configuration does not know them');
  });

  test('keeps nobody from being paged for what is open', async () => {
    const scene = await respondScene(databases);
    await scene.open();
    (scene.responder.settings.people as Map<string, unknown>).delete('lead');
    await scene.pass(35 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'manager@30']);
  });
});

test('a channel that was removed from the configuration is given up at once for the next way', async () => {
  const scene = await respondScene(databases, {
    channels: ['pager', 'second'],
    people: { alice: { notify: ways('pager', 'second') } },
  });
  const number = await scene.open();
  (scene.responder.settings.channels as Map<string, unknown>).delete('second');
  await scene.pass(11 * MINUTE);
  expect(await statuses(scene, number)).toEqual(['alice pager sent', 'alice second failed']);
  expect((await scene.incident(number)).escalation.level).toBe(1);
});

describe('who was paged through a channel', () => {
  test('hears through it that it is taken, and that it is over, each of them, after their page', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open({ severity: 'P0' });
    await acknowledge(scene.responder, number, ALICE);
    await scene.settle();
    await resolveIncident(scene.responder, number, { by: ALICE, dismiss: 'a test' });
    await scene.settle();
    const heard = (whom: string) =>
      scene
        .told()
        .filter((one) => one.whom === whom)
        .map(({ kind, subject }) => `${kind}: ${subject}`);
    const expected = [
      'page: P0 #1 The API answers with errors',
      'acknowledged: Acknowledged: P0 #1 The API answers with errors',
      'resolved: Resolved: P0 #1 The API answers with errors',
    ];
    expect(heard('alice')).toEqual(expected);
    expect(heard('lead')).toEqual(expected);
    expect(scene.told().find(({ kind }) => kind === 'acknowledged')?.body).toContain('alice has it.');
  });

  test('reads in the page what it is, since when, and what to do', async () => {
    const scene = await respondScene(databases);
    await scene.open({ labels: { service: 'api' } });
    expect(scene.told()[0]?.body.split('\n')).toEqual([
      'The API answers with errors',
      'High: a major feature is down; since 2026-03-03T12:00Z',
      'service: api',
      'Take it: opsbook incident ack 1',
      'Look at it: opsbook incident show 1',
    ]);
  });
});

describe('what is taken back while it is under way', () => {
  test('is not tried again when the attempt fails', async () => {
    const scene = await respondScene(databases);
    scene.servers.get('pager')?.answer('hang');
    const opening = scene.open();
    for (let waited = 0; scene.servers.get('pager')?.requests.length === 0 && waited < 100; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await acknowledge(scene.responder, 1, ALICE);
    // The channel gives up after 15 seconds.
    const number = await opening;
    await scene.pass(10 * MINUTE);
    expect(await statuses(scene, number)).toEqual(['alice pager cancelled']);
    expect(scene.pages()).toEqual(['alice@0']);
  });

  test('is not sent by another after the process that had taken it died', async () => {
    const scene = await respondScene(databases);
    const responder = { ...scene.responder };
    const { number } = await openIncident(responder, {
      key: 'k',
      title: 't',
      severity: 'P1',
      by: ALICE,
      at: scene.now(),
      labels: {},
      alarm: null,
      hasSource: false,
    });
    const [taken] = await claimNotifications(scene.db, {
      kinds: ['page'],
      now: scene.now(),
      leaseMs: 20_000,
      limit: 1,
    });
    expect(taken?.person).toBe('alice');
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(5 * MINUTE);
    expect(scene.pages()).toEqual([]);
    expect(await statuses(scene, number)).toEqual(['alice pager cancelled']);
  });

  test('is sent by another after the process that had taken it died, where it is still wanted', async () => {
    const scene = await respondScene(databases);
    const { number } = await openIncident(scene.responder, {
      key: 'k',
      title: 't',
      severity: 'P1',
      by: ALICE,
      at: scene.now(),
      labels: {},
      alarm: null,
      hasSource: false,
    });
    await claimNotifications(scene.db, { kinds: ['page'], now: scene.now(), leaseMs: 20_000, limit: 1 });
    await scene.pass(MINUTE);
    expect(scene.pages()).toEqual(['alice@0']);
    const [row] = await listNotifications(scene.db, number);
    expect(row).toMatchObject({ status: 'sent', attempts: 2 });
  });
});

test('a database that fails after the delivery does not make it a failed one', async () => {
  const scene = await respondScene(databases);
  let sent = 0;
  const port = {
    id: 'odd',
    title: '',
    setup: '',
    repeats: 'told-apart' as const,
    settings: webhook.settings,
    addressOf: () => EVERYBODY,
    send: async () => {
      sent += 1;
      await ask(scene.url, `alter table opsbook.incident_events rename to elsewhere`);
      return { id: null, detail: 'posted' };
    },
  };
  (scene.responder.settings.channels as Map<string, unknown>).set('pager', {
    name: 'pager',
    definition: port,
    settings: {},
  });
  const { number } = await openIncident(scene.responder, {
    key: 'k',
    title: 't',
    severity: 'P1',
    by: ALICE,
    at: scene.now(),
    labels: {},
    alarm: null,
    hasSource: false,
  });
  const ports = {
    useOf: () => ({}),
    firstLook: () => Promise.reject(new Error()),
    openRoom: () => Promise.reject(new Error()),
  } as unknown as DeliveryPorts;
  await expect(deliver(scene.responder, ports)).rejects.toThrow('incident_events');
  await ask(scene.url, `alter table opsbook.elsewhere rename to incident_events`);
  expect(sent).toBe(1);
  expect((await listNotifications(scene.db, number)).filter(({ kind }) => kind === 'page')).toMatchObject([
    { status: 'sending', attempts: 1 },
  ]);
});
