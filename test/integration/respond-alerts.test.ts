import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyProblems } from '../../src/model/incident/policy.ts';
import { acknowledge } from '../../src/respond/incidents/acknowledge.ts';
import { changePolicy, escalate } from '../../src/respond/incidents/escalate.ts';
import { addMaintenance } from '../../src/respond/incidents/maintenance.ts';
import { moveIncident, resolveIncident } from '../../src/respond/incidents/move.ts';
import { silence } from '../../src/respond/incidents/quieten.ts';
import { listIncidents } from '../../src/store/incidents.ts';
import { insertSilence } from '../../src/store/silences.ts';
import { insertSignals } from '../../src/store/signals.ts';
import { forgetSignals } from '../../src/respond/signals/forget.ts';
import { watchHeartbeats } from '../../src/respond/signals/heartbeats.ts';
import { changeSeverity } from '../../src/respond/incidents/severity.ts';
import { openIncident } from '../../src/respond/incidents/open.ts';
import { HOUR, level, MATRIX, MINUTE, respondScene, type RespondScene } from './respond/scene.ts';
import { type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

const ALICE = { id: 'alice', via: 'cli' };
const BOB = { id: 'bob', via: 'cli' };
const KEY = 'cloudwatch/123456789012/us-east-1/api-5xx';

function policies(...all: (typeof MATRIX)[]) {
  return new Map(all.map((policy) => [policy.name, policy]));
}

async function all(scene: RespondScene) {
  return (await listIncidents(scene.db, { limit: 100 })).toReversed();
}

function after(scene: RespondScene, ms: number): Date {
  return new Date(scene.now().getTime() + ms);
}

async function verify(scene: RespondScene, number: number) {
  for (const to of ['investigating', 'fixing', 'verifying'] as const) {
    if ((await scene.incident(number)).status !== to) await moveIncident(scene.responder, number, to, { by: ALICE });
  }
}

test('AL01: an alarm that triggers again while its incident is open adds to it, and pages nobody anew', async () => {
  const scene = await respondScene(databases);
  await scene.signal();
  await scene.pass(5 * MINUTE);
  await scene.signal();
  const [incident, ...others] = await all(scene);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({ number: 1, occurrences: 2, firing: true });
  expect(await scene.texts(1)).toContain('Again (2): api-5xx is in ALARM');
  expect(scene.pages()).toEqual(['alice@0']);
});

describe('AL02: a trigger after the end', () => {
  test('AL02: is a new incident that is linked to the one before, where a person resolved that', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await acknowledge(scene.responder, 1, ALICE);
    await verify(scene, 1);
    await scene.signal({ action: 'resolve' });
    await resolveIncident(scene.responder, 1, { by: ALICE });
    await scene.signal();
    expect(await all(scene)).toMatchObject([{ status: 'resolved' }, { number: 2, previous: 1, status: 'responding' }]);
    expect(await scene.texts(2)).toContain('The same as incident 1, which was resolved');
  });

  test('AL02: opens it again within the time for that, where the alarm had gone out by itself', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await scene.signal({ action: 'resolve' });
    expect((await scene.incident(1)).status).toBe('resolved');
    await scene.pass(9 * MINUTE);
    await scene.signal();
    expect(await all(scene)).toMatchObject([{ number: 1, status: 'responding', occurrences: 2, resolvedAt: null }]);
    expect(scene.pages()).toEqual(['alice@0', 'alice@9']);
  });

  test('AL02: is a new one after that time, and with a time of nothing at once', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await scene.signal({ action: 'resolve' });
    await scene.pass(10 * MINUTE);
    await scene.signal();
    expect(await all(scene)).toMatchObject([{ status: 'resolved' }, { number: 2, previous: 1 }]);
    const never = await respondScene(databases, { settings: { reopenWithinMs: 0 } });
    await never.signal();
    await never.signal({ action: 'resolve' });
    await never.signal();
    expect(await all(never)).toHaveLength(2);
  });
});

describe('AL03: an alarm that flaps', () => {
  async function flapping(scene: RespondScene, times: number) {
    for (let turn = 0; turn < times; turn += 1) {
      await scene.signal();
      await scene.pass(2 * MINUTE);
      await scene.signal({ action: 'resolve' });
      await scene.pass(2 * MINUTE);
    }
  }

  test('AL03: is one incident that says so, and is over when it has been quiet for a while', async () => {
    const scene = await respondScene(databases);
    await flapping(scene, 4);
    expect(await all(scene)).toMatchObject([
      { number: 1, flapping: true, occurrences: 4, firing: false, resolvedAt: null },
    ]);
    expect((await scene.kinds(1)).filter((kind) => kind === 'flapping')).toHaveLength(1);
    await scene.pass(57 * MINUTE);
    expect((await scene.incident(1)).status).not.toBe('resolved');
    await scene.pass(2 * MINUTE);
    expect(await scene.incident(1)).toMatchObject({ status: 'resolved', resolvedBy: 'source' });
  });

  test('AL03: a silence that a person chose outlives that it resolves itself, and holds for a new incident with the key', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await silence(scene.responder, 1, { until: after(scene, 3 * HOUR), by: ALICE, reason: 'known' });
    await scene.signal({ action: 'resolve' });
    await scene.pass(20 * MINUTE);
    await scene.signal();
    expect(await all(scene)).toMatchObject([{ status: 'resolved' }, { number: 2, escalation: { phase: 'held' } }]);
    await scene.pass(2 * HOUR);
    expect(scene.pages()).toEqual(['alice@0']);
  });
});

describe('AL04: resolving while the source still fires', () => {
  test('AL04: is refused, with what to do', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await verify(scene, 1);
    await expect(resolveIncident(scene.responder, 1, { by: ALICE })).rejects.toThrow('api-5xx still fires');
    await expect(resolveIncident(scene.responder, 1, { by: ALICE, dismiss: 'a test' })).rejects.toThrow('--despite');
    expect((await scene.incident(1)).status).toBe('verifying');
  });

  test('AL04: is done with a reason, which stands on the timeline', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await verify(scene, 1);
    const done = await resolveIncident(scene.responder, 1, { by: ALICE, despite: 'the metric lags' });
    expect(done).toMatchObject({ status: 'resolved', resolvedBy: 'alice', escalation: { phase: 'stopped' } });
    expect((await scene.texts(1)).at(-1)).toContain('although its source still fires: the metric lags');
  });
});

test('AL05: what is opened in maintenance pages nobody, cannot be escalated in it, and pages the first level at its end if it still fires', async () => {
  const scene = await respondScene(databases);
  await addMaintenance(
    scene.responder,
    { name: 'upgrade', match: { alarmname: 'api-*' }, start: scene.now(), end: after(scene, HOUR) },
    BOB,
  );
  await scene.signal();
  await scene.pass(30 * MINUTE);
  expect(scene.pages()).toEqual([]);
  await expect(escalate(scene.responder, 1, ALICE)).rejects.toThrow(
    /held until 2026-03-03T13:00Z: Maintenance: upgrade/,
  );
  await scene.pass(29 * MINUTE);
  expect(scene.pages()).toEqual([]);
  await scene.pass(MINUTE);
  expect(scene.pages()).toEqual(['alice@60']);
  expect(await scene.kinds(1)).toContain('hold-ended');
});

test('AL05: what is over before the end of the maintenance pages nobody at all', async () => {
  const scene = await respondScene(databases);
  await addMaintenance(
    scene.responder,
    { name: 'upgrade', match: {}, start: scene.now(), end: after(scene, HOUR) },
    BOB,
  );
  await scene.signal();
  await scene.pass(30 * MINUTE);
  await scene.signal({ action: 'resolve' });
  await scene.pass(2 * HOUR);
  expect(scene.pages()).toEqual([]);
});

test('AL06: what was opened before the maintenance goes on paging in it', async () => {
  const scene = await respondScene(databases);
  await scene.signal();
  await addMaintenance(
    scene.responder,
    { name: 'upgrade', match: {}, start: after(scene, MINUTE), end: after(scene, 3 * HOUR) },
    BOB,
  );
  await scene.pass(65 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0', 'lead@30', 'manager@60']);
});

test('AL07: at the end of a silence what still fires is paged at once', async () => {
  const scene = await respondScene(databases);
  await scene.signal();
  await silence(scene.responder, 1, { until: after(scene, 42 * MINUTE), by: ALICE, reason: 'looking' });
  await scene.pass(41 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0']);
  await scene.pass(2 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0', 'alice@42']);
});

describe('AL08: from 22:00 to 07:00 is one window', () => {
  const nightly = {
    name: 'nightly',
    match: {},
    when: { weekly: { timezone: 'Europe/Berlin', days: [], start: '22:00', end: '07:00' } },
  };

  test('AL08: for maintenance: before and after midnight nobody is paged, and at 07:00 who still has to be', async () => {
    const scene = await respondScene(databases, { start: '2026-03-03T20:50:00Z', settings: { windows: [nightly] } });
    const before = await scene.open();
    await resolveIncident(scene.responder, before, { by: ALICE, dismiss: 'only to see that it pages' });
    await scene.pass(10 * MINUTE);
    const first = await scene.open();
    await scene.pass(5 * HOUR, 'asleep');
    const second = await scene.open();
    for (const number of [first, second]) {
      const { phase, until } = (await scene.incident(number)).escalation;
      expect([phase, new Date(until ?? 0).toISOString()]).toEqual(['held', '2026-03-04T06:00:00.000Z']);
    }
    await scene.pass(4 * HOUR);
    expect(scene.pages()).toEqual(['alice@0', 'alice@550', 'alice@550']);
  });

  test('AL08: for the quiet hours of a person', async () => {
    const quietHours = { timezone: 'Europe/Berlin', days: [], start: '22:00', end: '07:00' };
    const scene = await respondScene(databases, { start: '2026-03-03T23:30:00Z', people: { alice: { quietHours } } });
    await scene.open();
    await scene.pass(7 * HOUR);
    expect(scene.pages().filter((page) => page.startsWith('alice'))).toEqual(['alice@390']);
  });
});

test('AL09: an acknowledgement that nothing follows runs out, and who is on call is paged anew', async () => {
  const scene = await respondScene(databases);
  const number = await scene.open();
  await scene.pass(5 * MINUTE);
  await acknowledge(scene.responder, number, ALICE);
  await scene.pass(59 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0']);
  await scene.pass(2 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0', 'alice@65']);
  expect(await scene.incident(number)).toMatchObject({
    acknowledgedAt: null,
    escalation: { phase: 'paging', acknowledgedBy: [] },
  });
  expect(await scene.kinds(number)).toContain('acknowledgement-expired');
});

test('AL10: with another policy the old one pages nobody any more, and the new one at once', async () => {
  const database = {
    ...MATRIX,
    name: 'database',
    levels: [level(1, [{ person: 'bob' }], 30 * MINUTE), level(2, [{ person: 'vp' }], 30 * MINUTE)],
  };
  const people = {
    alice: {
      notify: [
        { channel: 'pager', afterMs: 0 },
        { channel: 'second', afterMs: 10 * MINUTE },
      ],
    },
  };
  const scene = await respondScene(databases, {
    settings: { policies: policies(MATRIX, database) },
    people,
    channels: ['pager', 'second'],
  });
  const number = await scene.open();
  await scene.pass(5 * MINUTE);
  await changePolicy(scene.responder, number, 'database', ALICE);
  await scene.pass(40 * MINUTE);
  expect(scene.pages().filter((page) => !page.startsWith('bob') || page === 'bob@5')).toEqual([
    'alice@0',
    'bob@5',
    'vp@35',
    'vp@40',
  ]);
});

test('AL11: with five repeats there are six laps, each on the timeline, and then it is over', async () => {
  const policy = { ...MATRIX, levels: [level(1, [{ person: 'bob' }], MINUTE)], repeat: 5 };
  const scene = await respondScene(databases, { settings: { policies: policies(policy) } });
  const number = await scene.open();
  await scene.pass(3 * HOUR);
  expect(scene.pages()).toEqual(['bob@0', 'bob@1', 'bob@2', 'bob@3', 'bob@4', 'bob@5']);
  expect((await scene.kinds(number)).filter((kind) => kind === 'lap')).toHaveLength(5);
  expect((await scene.kinds(number)).filter((kind) => kind === 'exhausted')).toHaveLength(1);
});

test('AL12: policies that lead to each other in a circle are told of, each with the way', () => {
  const links = [
    { name: 'a', next: 'b' },
    { name: 'b', next: 'a' },
    { name: 'c', next: 'a' },
    { name: 'self', next: 'self' },
    { name: 'fine', next: null },
    { name: 'lost', next: 'nowhere' },
  ];
  expect(policyProblems(links)).toEqual([
    { policy: 'a', problem: 'leads round in a circle: a → b → a' },
    { policy: 'b', problem: 'leads round in a circle: b → a → b' },
    { policy: 'self', problem: 'leads round in a circle: self → self' },
    { policy: 'lost', problem: 'leads to nowhere, which there is not' },
  ]);
});

test('AL13: after an outage longer than all delays one person is told once by each channel', async () => {
  const way = (afterMs: number) => ({ channel: 'pager', afterMs });
  const people = { alice: { notify: [way(0), way(5 * MINUTE), way(10 * MINUTE)] } };
  const policy = { ...MATRIX, levels: [level(1, [{ schedule: 'platform' }], HOUR)] };
  const scene = await respondScene(databases, { people, settings: { policies: policies(policy) } });
  scene.servers.get('pager')?.answer({ status: 503 });
  const number = await scene.open();
  await scene.pass(40 * MINUTE, 'asleep');
  await scene.pass(10 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0', 'alice@40']);
  expect(await scene.texts(number)).toContainEqual(expect.stringContaining('alice told by pager'));
});

describe('AL14: where everybody has to acknowledge', () => {
  const policy = {
    ...MATRIX,
    levels: [
      { ...level(1, [{ person: 'alice' }, { person: 'bob' }], 30 * MINUTE), acknowledge: 'all' as const },
      level(2, [{ person: 'lead' }], 30 * MINUTE),
    ],
  };
  const notify = [
    { channel: 'pager', afterMs: 0 },
    { channel: 'second', afterMs: 10 * MINUTE },
  ];

  test('AL14: who has, is not paged any more, and the others go on being paged; the second is recorded', async () => {
    const scene = await respondScene(databases, {
      channels: ['pager', 'second'],
      people: { alice: { notify }, bob: { notify } },
      settings: { policies: policies(policy) },
    });
    const number = await scene.open();
    await scene.pass(5 * MINUTE);
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(10 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'bob@0', 'bob@10']);
    expect((await scene.incident(number)).escalation).toMatchObject({ phase: 'paging', acknowledgedBy: ['alice'] });
    const both = await acknowledge(scene.responder, number, BOB);
    expect(both.escalation).toMatchObject({ phase: 'acknowledged', acknowledgedBy: ['alice', 'bob'] });
    expect((await scene.texts(number)).filter((text) => text.endsWith('has it'))).toEqual([
      'alice has it',
      'bob has it',
    ]);
    await scene.pass(40 * MINUTE);
    expect(scene.pages()).toHaveLength(3);
  });

  test('AL14: the next level is paged where one of them does not', async () => {
    const scene = await respondScene(databases, { settings: { policies: policies(policy) } });
    const number = await scene.open();
    await acknowledge(scene.responder, number, BOB);
    await scene.pass(31 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'bob@0', 'lead@30']);
  });
});

describe('AL15: a level with nobody on call', () => {
  test('AL15: is skipped at once, and that is on the timeline', async () => {
    const scene = await respondScene(databases, { onCall: () => [] });
    const number = await scene.open();
    expect(scene.pages()).toEqual(['lead@0']);
    expect(await scene.texts(number)).toContain('Level 1 is skipped: nobody is on call at 2026-03-03T12:00Z');
    await scene.pass(31 * MINUTE);
    expect(scene.pages()).toEqual(['lead@0', 'manager@30']);
  });

  test('AL15: where nobody is at any level, it is looked again, and who comes on call is paged within a minute', async () => {
    const scene = await respondScene(databases, {
      onCall: (_, minute) => (minute >= 200 ? ['bob'] : []),
      settings: { policies: policies({ ...MATRIX, levels: [level(1, [{ schedule: 'platform' }], 30 * MINUTE)] }) },
    });
    const number = await scene.open();
    await scene.pass(190 * MINUTE);
    expect(scene.pages()).toEqual([]);
    const kinds = await scene.kinds(number);
    expect(kinds.filter((kind) => kind === 'unreached')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'gap')).toHaveLength(1);
    await scene.pass(15 * MINUTE);
    expect(scene.pages()).toEqual(['bob@200']);
  });
});

describe('AL16: a heartbeat that does not come for 60 minutes', () => {
  const heartbeat = {
    key: 'heartbeat/backup',
    title: 'backup is silent',
    everyMs: HOUR,
    severity: 'P1' as const,
    labels: { heartbeat: 'backup' },
  };
  const settings = { heartbeats: new Map([['backups', heartbeat]]) };

  async function beat(scene: RespondScene) {
    const at = scene.now();
    await insertSignals(
      scene.db,
      'backups',
      [
        {
          deliveryId: `backup/${at.toISOString()}`,
          key: 'heartbeat/backup',
          action: 'resolve',
          title: 'alive',
          severity: null,
          at,
          actor: null,
          labels: {},
          details: {},
          links: [],
          alarm: null,
        },
      ],
      at,
    );
    await scene.settle();
  }

  test('AL16: pages, and the next one ends it', async () => {
    const scene = await respondScene(databases, { settings });
    await scene.pass(50 * MINUTE);
    await beat(scene);
    await scene.pass(59 * MINUTE);
    expect(scene.pages()).toEqual([]);
    await scene.pass(2 * MINUTE);
    expect(scene.pages()).toEqual(['alice@110']);
    expect((await scene.incident(1)).title).toBe('backup is silent: no sign of life for 1h (expected every 1h)');
    await scene.pass(20 * MINUTE);
    await beat(scene);
    expect(await scene.incident(1)).toMatchObject({ status: 'resolved', resolvedBy: 'source' });
    await scene.pass(59 * MINUTE);
    expect(await all(scene)).toHaveLength(1);
    await scene.pass(2 * MINUTE);
    expect(await all(scene)).toMatchObject([{ status: 'resolved' }, { previous: 1, status: 'responding' }]);
  });

  test('AL16: one that came, and was not looked at yet, is not missing', async () => {
    const scene = await respondScene(databases, { settings });
    await scene.pass(59 * MINUTE);
    const at = scene.now();
    await insertSignals(
      scene.db,
      'backups',
      [
        {
          deliveryId: 'b',
          key: 'heartbeat/backup',
          action: 'resolve',
          title: 'alive',
          severity: null,
          at,
          actor: null,
          labels: {},
          details: {},
          links: [],
          alarm: null,
        },
      ],
      at,
    );
    const late = { ...scene.responder, now: () => after(scene, 5 * MINUTE) };
    expect(await watchHeartbeats(late)).toBe(0);
  });

  test('AL16: pages nobody where it is muted', async () => {
    const scene = await respondScene(databases, { settings });
    await insertSilence(scene.db, {
      key: 'heartbeat/backup',
      until: after(scene, 5 * HOUR),
      reason: 'moved',
      actor: 'bob',
      createdAt: scene.now(),
    });
    await scene.pass(3 * HOUR);
    expect(await all(scene)).toMatchObject([{ escalation: { phase: 'held' } }]);
    expect(scene.pages()).toEqual([]);
  });
});

test('AL17: who is on two schedules of one level is paged once for it', async () => {
  const policy = {
    ...MATRIX,
    levels: [level(1, [{ schedule: 'platform' }, { schedule: 'database' }, { person: 'alice' }], 30 * MINUTE)],
  };
  const scene = await respondScene(databases, { settings: { policies: policies(policy) } });
  await scene.open();
  await scene.pass(MINUTE);
  expect(scene.pages()).toEqual(['alice@0']);
});

test('AL18: levels whose numbers have holes begin at the first there is, and go on in order', async () => {
  const policy = {
    ...MATRIX,
    levels: [level(3, [{ person: 'bob' }], 10 * MINUTE), level(7, [{ person: 'lead' }], 10 * MINUTE)],
    repeat: 0,
  };
  const scene = await respondScene(databases, { settings: { policies: policies(policy) } });
  const number = await scene.open();
  await scene.pass(25 * MINUTE);
  expect(scene.pages()).toEqual(['bob@0', 'lead@10']);
  expect((await scene.incident(number)).escalation.phase).toBe('exhausted');
});

test('an alarm that is OK when it is read again wakes nobody; one that is still on is not over', async () => {
  let state: 'OK' | 'ALARM' = 'OK';
  const scene = await respondScene(databases, { alarm: () => state });
  await scene.signal();
  expect(await all(scene)).toEqual([]);
  state = 'ALARM';
  await scene.signal();
  await scene.signal({ action: 'resolve' });
  expect(await all(scene)).toMatchObject([{ status: 'responding', firing: true }]);
  state = 'OK';
  await scene.signal({ action: 'resolve' });
  expect(await all(scene)).toMatchObject([{ status: 'resolved' }]);
});

test('what the routes say of an alarm is not overruled when it triggers again, nor is what a person said', async () => {
  const scene = await respondScene(databases, {
    settings: { routes: [{ match: { alarmname: 'api-*' }, severity: 'P3' }] },
  });
  await scene.signal({ severity: 'P1' });
  await scene.signal({ severity: 'P1' });
  expect(await all(scene)).toMatchObject([{ severity: 'P3', status: 'ticket' }]);
  const other = await respondScene(databases);
  await other.signal({ severity: 'P1' });
  await changeSeverity(other.responder, 1, 'P3', { by: ALICE, reason: 'only the canary' });
  await other.signal({ severity: 'P1' });
  expect((await other.incident(1)).severity).toBe('P3');
  await other.signal({ severity: 'P0' });
  expect(await other.incident(1)).toMatchObject({ severity: 'P0', status: 'responding' });
  expect(other.pages()).toEqual(['alice@0', 'alice@0', 'lead@0']);
});

test('what comes back worse than it was is as bad as it is now', async () => {
  const scene = await respondScene(databases);
  await scene.signal({ severity: 'P2' });
  await scene.signal({ action: 'resolve' });
  await scene.signal({ severity: 'P1' });
  expect(await scene.incident(1)).toMatchObject({ severity: 'P1', status: 'responding', occurrences: 2 });
  expect(scene.pages()).toEqual(['alice@0']);
});

test('an alarm that repeats for a week does not fill the timeline', async () => {
  const scene = await respondScene(databases);
  await scene.signal();
  for (let count = 2; count <= 330; count += 1) {
    await openIncident(scene.responder, {
      key: KEY,
      title: 'again',
      severity: 'P1',
      by: { id: 'cloudwatch', via: 'cloudwatch' },
      at: scene.now(),
      labels: {},
      alarm: null,
      hasSource: true,
      eventId: `e${count}`,
    });
  }
  expect((await scene.incident(1)).occurrences).toBe(330);
  expect((await scene.kinds(1)).filter((kind) => kind === 'occurrence')).toHaveLength(99 + 2);
});

test('what sources said is forgotten after a month, and an incident that was opened by hand learns of its alarm', async () => {
  const scene = await respondScene(databases);
  await scene.open({ key: KEY });
  await scene.signal();
  expect(await scene.incident(1)).toMatchObject({ occurrences: 2, firing: true, alarm: { name: 'api-5xx' } });
  expect(await forgetSignals(scene.responder)).toBe(0);
  expect(await forgetSignals({ ...scene.responder, now: () => after(scene, 31 * 24 * HOUR) })).toBe(1);
});
