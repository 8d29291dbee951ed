import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledge, unacknowledge } from '../../src/respond/incidents/acknowledge.ts';
import { moveIncident, resolveIncident } from '../../src/respond/incidents/move.ts';
import { addNote } from '../../src/respond/incidents/note.ts';
import { changeSeverity } from '../../src/respond/incidents/severity.ts';
import { tick } from '../../src/respond/incidents/tick.ts';
import { workOnSignals } from '../../src/respond/signals/work.ts';
import { findIncident, listIncidents } from '../../src/store/incidents.ts';
import { insertSignals } from '../../src/store/signals.ts';
import { HOUR, level, MATRIX, MINUTE, respondScene, type RespondScene } from './respond/scene.ts';
import { ask, type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

const ALICE = { id: 'alice', via: 'cli' };
const SLACK = { id: 'alice', via: 'slack' };

async function breaches(scene: RespondScene, number: number) {
  const kinds = await scene.kinds(number);
  const texts = await scene.texts(number);
  return texts.filter((_, index) => kinds[index]?.startsWith('breach'));
}

async function toVerifying(scene: RespondScene, number: number) {
  await acknowledge(scene.responder, number, ALICE);
  await moveIncident(scene.responder, number, 'fixing', { by: ALICE });
  await moveIncident(scene.responder, number, 'verifying', { by: ALICE });
}

describe('IN03: the same event of Slack, delivered again', () => {
  test('IN03: is one entry of the timeline', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    for (let delivered = 0; delivered < 3; delivered += 1) {
      await addNote(scene.responder, number, { text: 'the replica lags', by: SLACK, eventId: 'Ev1', kind: 'chat' });
      await scene.pass(MINUTE);
    }
    expect((await scene.texts(number)).filter((text) => text === 'the replica lags')).toHaveLength(1);
  });

  test('IN03: acknowledges once, also after that was taken back', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await acknowledge(scene.responder, number, SLACK, 'Ev2');
    await unacknowledge(scene.responder, number, ALICE);
    await acknowledge(scene.responder, number, SLACK, 'Ev2');
    expect((await scene.incident(number)).escalation.phase).toBe('paging');
    expect((await scene.kinds(number)).filter((kind) => kind === 'acknowledged')).toHaveLength(1);
  });

  test('IN03: of a signal is worked on once', async () => {
    const scene = await respondScene(databases);
    await scene.signal({ deliveryId: 'same' });
    await scene.signal({ deliveryId: 'same' });
    expect(await scene.incident(1)).toMatchObject({ occurrences: 1 });
    expect((await scene.kinds(1)).filter((kind) => kind === 'opened' || kind === 'occurrence')).toEqual(['opened']);
  });
});

describe('IN04: what is out of order', () => {
  test('IN04: resolved before it was verified is refused, with the way there', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await expect(resolveIncident(scene.responder, number, { by: ALICE })).rejects.toThrow(
      'it cannot go from responding to resolved: what is resolved was fixed and verified first, or is dismissed with a reason (from responding it goes to investigating or ticket)',
    );
    expect((await scene.incident(number)).status).toBe('responding');
  });

  test('IN04: a time before the status that stands, or that has not come, is refused', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await scene.pass(10 * MINUTE);
    const at = (ms: number) => new Date(scene.now().getTime() + ms);
    await expect(
      moveIncident(scene.responder, number, 'investigating', { by: ALICE, at: at(-11 * MINUTE) }),
    ).rejects.toThrow(
      'it was responding only since 2026-03-03T12:00:00.000Z, and cannot be investigating at 2026-03-03T11:59:00.000Z',
    );
    await expect(moveIncident(scene.responder, number, 'investigating', { by: ALICE, at: at(1) })).rejects.toThrow(
      'has not come yet',
    );
    const moved = await moveIncident(scene.responder, number, 'investigating', { by: ALICE, at: at(-5 * MINUTE) });
    expect(moved.statusSince.toISOString()).toBe('2026-03-03T12:05:00.000Z');
  });

  test('IN04: the way through all statuses is the workflow', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await toVerifying(scene, number);
    await resolveIncident(scene.responder, number, { by: ALICE });
    await moveIncident(scene.responder, number, 'post-mortem', { by: ALICE });
    expect(await scene.incident(number)).toMatchObject({ status: 'post-mortem', resolvedBy: 'alice' });
    await expect(moveIncident(scene.responder, number, 'investigating', { by: ALICE })).rejects.toThrow(
      'post-mortem is the end',
    );
  });
});

describe('IN05: what comes back while it is verified', () => {
  test('IN05: is the same incident, investigated again, and who is on call is paged anew', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await toVerifying(scene, 1);
    await scene.signal({ action: 'resolve' });
    await scene.pass(10 * MINUTE);
    await scene.signal();
    expect(await listIncidents(scene.db, { limit: 10 })).toMatchObject([
      { number: 1, status: 'investigating', occurrences: 2, acknowledgedAt: null, firing: true },
    ]);
    expect(scene.pages()).toEqual(['alice@0', 'alice@10']);
  });
});

test('our own page that PagerDuty tells us of opens nothing, and an acknowledgement there is one here', async () => {
  const scene = await respondScene(databases);
  const number = await scene.open();
  const echo = { key: `opsbook/incident/${number}`, alarm: null, title: 'P1 #1 The API answers with errors' };
  await scene.signal({ ...echo, action: 'trigger' });
  expect(await listIncidents(scene.db, { limit: 10 })).toHaveLength(1);
  await scene.signal({ ...echo, action: 'acknowledge', actor: 'Bob Example' });
  await scene.pass(45 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0']);
  expect((await scene.incident(number)).escalation.acknowledgedBy).toEqual(['Bob Example']);
});

test('who moves it to investigating has it: nobody else is woken for it', async () => {
  const scene = await respondScene(databases);
  const number = await scene.open();
  await moveIncident(scene.responder, number, 'investigating', { by: { id: 'bob', via: 'cli' } });
  await scene.pass(45 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0']);
  expect(await scene.incident(number)).toMatchObject({ status: 'investigating', assignee: 'bob' });
});

describe('opened again by a person', () => {
  test('pages who is on call', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await resolveIncident(scene.responder, number, { by: ALICE, dismiss: 'a test' });
    await scene.pass(20 * MINUTE);
    const back = await moveIncident(scene.responder, number, 'investigating', { by: ALICE, note: 'it was none' });
    expect(back).toMatchObject({ status: 'investigating', resolvedAt: null, escalation: { phase: 'paging' } });
    await scene.settle();
    expect(scene.pages()).toEqual(['alice@0', 'alice@20']);
  });

  test('is refused where another is open for the same problem by now', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await resolveIncident(scene.responder, 1, { by: ALICE, dismiss: 'a test', despite: 'a test' });
    await scene.signal();
    await expect(moveIncident(scene.responder, 1, 'investigating', { by: ALICE })).rejects.toThrow(
      'incident 2 is open for the same problem: go on there',
    );
  });
});

describe('targets', () => {
  test('are foretold and missed once each, to who is on call and who leads', async () => {
    const scene = await respondScene(databases, {
      settings: { policies: new Map([['platform', { ...MATRIX, acknowledgedForMs: null }]]) },
    });
    const number = await scene.open({ severity: 'P1' });
    await scene.pass(20 * MINUTE);
    expect(await breaches(scene, number)).toEqual([
      'The response target of P1 is near: open for 11m15s',
      'The response target of P1 is missed: open for 15m, and nobody has acknowledged',
    ]);
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(4 * HOUR);
    expect((await breaches(scene, number)).slice(2)).toEqual([
      'The resolution target of P1 is near: open for 3h',
      'The resolution target of P1 is missed: open for 4h',
    ]);
    const notices = scene
      .told()
      .filter(({ kind }) => kind === 'notice')
      .map(({ whom, minute }) => `${whom}@${minute}`);
    expect(notices).toEqual([
      'alice@11',
      'lead@11',
      'alice@15',
      'lead@15',
      'alice@180',
      'lead@180',
      'alice@240',
      'lead@240',
    ]);
  });

  test('say what they are about, for who reads them at night', async () => {
    const scene = await respondScene(databases);
    await scene.open({ severity: 'P1' });
    await scene.pass(12 * MINUTE);
    expect(scene.told().find(({ kind }) => kind === 'notice')).toMatchObject({
      subject: '#1 The response target of P1 is near: open for 11m15s',
      body: 'The response target of P1 is near: open for 11m15s\nP1 #1 The API answers with errors\nLook at it: opsbook incident show 1',
    });
  });

  test('of another severity are told anew; after an outage what is missed is not also said to be near', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open({ severity: 'P1' });
    await scene.pass(30 * MINUTE, 'asleep');
    await scene.settle();
    expect(await breaches(scene, number)).toEqual([
      'The response target of P1 is missed: open for 30m, and nobody has acknowledged',
    ]);
    await changeSeverity(scene.responder, number, 'P0', { by: ALICE, reason: null });
    await scene.pass(31 * MINUTE);
    expect((await breaches(scene, number)).slice(1)).toEqual([
      'The response target of P0 is missed: open for 30m, and nobody has acknowledged',
      'The resolution target of P0 is near: open for 45m',
      'The resolution target of P0 is missed: open for 1h',
    ]);
  });

  test('that were met stay met when the acknowledgement runs out', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open({ severity: 'P1' });
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(70 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'alice@60']);
    expect(await breaches(scene, number)).toEqual([]);
  });

  test('of a P3 wait for 09:00 in New York on the next business day: over a weekend, a holiday and the change of the clocks', async () => {
    const due = async (start: string, holidays: string[] = []) => {
      const scene = await respondScene(databases, {
        start,
        settings: { business: { timezone: 'America/New_York', holidays } },
      });
      const number = await scene.open({ severity: 'P3' });
      await scene.pass(7 * 24 * HOUR - MINUTE, 'asleep');
      await scene.settle();
      const rows = await ask<{ due: string }>(
        scene.url,
        `select details ->> 'due' as due from opsbook.incident_events where incident = $1 and kind = 'breach' and details ->> 'clock' = 'response'`,
        [number],
      );
      return rows[0]?.due;
    };
    // A Friday evening in New York; on Sunday the clocks change.
    expect(await due('2026-03-06T23:00:00Z')).toBe('2026-03-09T13:00:00.000Z');
    expect(await due('2026-03-06T23:00:00Z', ['2026-03-09'])).toBe('2026-03-10T13:00:00.000Z');
    // Still Sunday there, Monday in UTC.
    expect(await due('2026-10-26T03:00:00Z')).toBe('2026-10-26T13:00:00.000Z');
    expect(await due('2026-10-30T12:00:00Z')).toBe('2026-11-02T14:00:00.000Z');
  });
});

describe('trouble', () => {
  test('with one incident keeps nobody from being paged for the others, and is said once', async () => {
    const scene = await respondScene(databases, {
      onCall: (schedule, minute) => {
        if (schedule === 'broken' && minute > 0) throw new Error('no such zone: Mars/Olympus');
        return ['alice'];
      },
      settings: {
        policies: new Map([
          ['platform', MATRIX],
          [
            'broken',
            {
              ...MATRIX,
              name: 'broken',
              levels: [level(1, [{ person: 'bob' }], 10 * MINUTE), level(2, [{ schedule: 'broken' }], 10 * MINUTE)],
            },
          ],
        ]),
      },
    });
    const broken = await scene.open({ policy: 'broken' });
    const fine = await scene.open();
    await scene.pass(35 * MINUTE);
    expect(scene.pages()).toEqual(['bob@0', 'alice@0', 'lead@30']);
    expect(await scene.texts(broken)).toContain(
      'Opsbook cannot go on with it, and tries again each minute: no such zone: Mars/Olympus',
    );
    expect((await scene.kinds(broken)).filter((kind) => kind === 'trouble')).toHaveLength(1);
    expect((await scene.incident(fine)).escalation.level).toBe(2);
  });

  test('with a signal is tried again, later and later, and the alarm is not lost', async () => {
    let isBroken = true;
    const scene = await respondScene(databases, {
      onCall: () => {
        if (isBroken) throw new Error('no such zone');
        return ['alice'];
      },
    });
    await scene.signal();
    expect(await listIncidents(scene.db, { limit: 10 })).toEqual([]);
    await scene.pass(10 * MINUTE);
    isBroken = false;
    await scene.pass(10 * MINUTE);
    expect(scene.pages().map((page) => page.split('@')[0])).toEqual(['alice']);
  });
});

test('many people with many ways at once fit into the database', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `person-${index}`);
  const channels = ['pager', 'second', 'third'];
  const scene = await respondScene(databases, {
    channels,
    people: Object.fromEntries(names.map((name) => [name, {}])),
    settings: {
      policies: new Map([
        [
          'platform',
          {
            ...MATRIX,
            levels: [
              level(1, [{ person: 'bob' }], MINUTE),
              level(
                2,
                names.map((person) => ({ person })),
                HOUR,
              ),
            ],
          },
        ],
      ]),
    },
  });
  for (let count = 0; count < 80; count += 1) {
    await insertSignals(
      scene.db,
      'cloudwatch',
      [
        {
          deliveryId: `d${count}`,
          key: `k${count}`,
          action: 'trigger',
          title: 't',
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
  }
  await workOnSignals(scene.responder, () => Promise.resolve(new Map()));
  await workOnSignals(scene.responder, () => Promise.resolve(new Map()));
  const later = { ...scene.responder, now: () => new Date(scene.now().getTime() + 61_000) };
  expect((await tick(later)).count).toBe(80);
  const [{ count } = { count: 0 }] = await ask<{ count: number }>(
    scene.url,
    `select count(*)::int as count from opsbook.notifications where person like 'person-%'`,
  );
  expect(count).toBe(80 * 30 * 3);
});

test('what is done to an incident gives it as it is then', async () => {
  const scene = await respondScene(databases);
  const number = await scene.open();
  const given = await acknowledge(scene.responder, number, ALICE);
  expect(given).toEqual(await findIncident(scene.db, number));
});
