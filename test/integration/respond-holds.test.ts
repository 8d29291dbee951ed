import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledge, unacknowledge } from '../../src/respond/incidents/acknowledge.ts';
import { changePolicy, declareImpact, escalate } from '../../src/respond/incidents/escalate.ts';
import { addMaintenance, endMaintenance } from '../../src/respond/incidents/maintenance.ts';
import { moveIncident, resolveIncident } from '../../src/respond/incidents/move.ts';
import { addNote } from '../../src/respond/incidents/note.ts';
import { silence, snooze, unsilence } from '../../src/respond/incidents/quieten.ts';
import { changeSeverity } from '../../src/respond/incidents/severity.ts';
import { HOUR, MATRIX, MINUTE, respondScene, type RespondScene } from './respond/scene.ts';
import { type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

const ALICE = { id: 'alice', via: 'cli' };
const BOB = { id: 'bob', via: 'cli' };

function after(scene: RespondScene, ms: number): Date {
  return new Date(scene.now().getTime() + ms);
}

function window(scene: RespondScene, name: string, { from = 0, to }: { from?: number; to: number }) {
  return addMaintenance(scene.responder, { name, match: {}, start: after(scene, from), end: after(scene, to) }, BOB);
}

describe('an acknowledgement', () => {
  test('counts for as long again with whatever follows it: a status, a note', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(50 * MINUTE);
    await moveIncident(scene.responder, number, 'fixing', { by: ALICE });
    await scene.pass(50 * MINUTE);
    await addNote(scene.responder, number, { text: 'the replica lags', by: ALICE });
    await scene.pass(59 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0']);
    await scene.pass(2 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'alice@160']);
  });

  test('given again by the same person counts for as long again, and is told once', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(50 * MINUTE);
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(55 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0']);
    expect((await scene.kinds(number)).filter((kind) => kind === 'acknowledged')).toHaveLength(1);
  });

  test('by two people is told of both, and nobody is paged', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await acknowledge(scene.responder, number, ALICE);
    const both = await acknowledge(scene.responder, number, BOB);
    expect(both).toMatchObject({
      assignee: 'alice',
      escalation: { phase: 'acknowledged', acknowledgedBy: ['alice', 'bob'] },
    });
    await scene.pass(50 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0']);
  });

  test('that is taken back pages who is on call at once', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(10 * MINUTE);
    const back = await unacknowledge(scene.responder, number, ALICE);
    expect(back).toMatchObject({ acknowledgedAt: null, assignee: null, escalation: { phase: 'paging' } });
    await scene.settle();
    expect(scene.pages()).toEqual(['alice@0', 'alice@10']);
  });

  test('that is taken back of what its source calls over ends it', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await acknowledge(scene.responder, 1, ALICE);
    await scene.signal({ action: 'resolve' });
    expect((await scene.incident(1)).status).toBe('investigating');
    expect(await unacknowledge(scene.responder, 1, ALICE)).toMatchObject({ status: 'resolved', resolvedBy: 'source' });
  });

  test('that runs out over what its source calls over ends it, and pages nobody', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await acknowledge(scene.responder, 1, ALICE);
    await scene.signal({ action: 'resolve' });
    await scene.pass(61 * MINUTE);
    expect(await scene.incident(1)).toMatchObject({ status: 'resolved', resolvedBy: 'source' });
    expect(scene.pages()).toEqual(['alice@0']);
  });

  test('that runs out in a silence pages nobody before its end', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await silence(scene.responder, number, { until: after(scene, 3 * HOUR), by: ALICE, reason: 'known' });
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(179 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0']);
    await scene.pass(2 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'alice@180']);
  });

  test('that runs out pages also in maintenance that began after the incident was opened, and not in that it was opened in', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await window(scene, 'later', { from: 30 * MINUTE, to: 3 * HOUR });
    await acknowledge(scene.responder, number, ALICE);
    await scene.pass(61 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'alice@60']);
    const other = await respondScene(databases);
    await window(other, 'from the start', { to: 3 * HOUR });
    const held = await other.open();
    await acknowledge(other.responder, held, ALICE);
    await other.pass(179 * MINUTE);
    expect(other.pages()).toEqual([]);
    await other.pass(2 * MINUTE);
    expect(other.pages()).toEqual(['alice@180']);
  });
});

describe('a snooze', () => {
  test('pages nobody until its end, and then anew', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await acknowledge(scene.responder, number, ALICE);
    await snooze(scene.responder, number, { until: after(scene, 2 * HOUR), by: ALICE });
    await scene.pass(119 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0']);
    await scene.pass(2 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'alice@120']);
    expect(await scene.incident(number)).toMatchObject({ acknowledgedAt: null, escalation: { phase: 'paging' } });
  });

  test('over what its source calls over ends it at its end, and pages nobody', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await acknowledge(scene.responder, 1, ALICE);
    await snooze(scene.responder, 1, { until: after(scene, HOUR), by: ALICE });
    await scene.signal({ action: 'resolve' });
    await scene.pass(61 * MINUTE);
    expect(await scene.incident(1)).toMatchObject({ status: 'resolved', resolvedBy: 'source' });
    expect(scene.pages()).toEqual(['alice@0']);
  });

  test('is refused into the past, and of what pages nobody', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open({ severity: 'P3' });
    await expect(snooze(scene.responder, number, { until: after(scene, HOUR), by: ALICE })).rejects.toThrow(
      'nothing to snooze',
    );
    await expect(snooze(scene.responder, number, { until: scene.now(), by: ALICE })).rejects.toThrow('is over already');
  });
});

describe('a silence', () => {
  test('that is ended before its time pages what still stands at once', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await silence(scene.responder, number, { until: after(scene, 3 * HOUR), by: ALICE, reason: 'known' });
    await scene.pass(20 * MINUTE);
    await unsilence(scene.responder, number, BOB);
    await scene.settle();
    expect(scene.pages()).toEqual(['alice@0', 'alice@20']);
  });

  test('that is ended in maintenance leaves the maintenance', async () => {
    const scene = await respondScene(databases);
    await window(scene, 'upgrade', { to: HOUR });
    const number = await scene.open();
    await silence(scene.responder, number, { until: after(scene, 3 * HOUR), by: ALICE, reason: 'known' });
    await unsilence(scene.responder, number, ALICE);
    await scene.pass(59 * MINUTE);
    expect(scene.pages()).toEqual([]);
    await scene.pass(2 * MINUTE);
    expect(scene.pages()).toEqual(['alice@60']);
  });

  test('holds also where it comes back in verification, and where somebody opens it again', async () => {
    const scene = await respondScene(databases);
    await scene.signal();
    await silence(scene.responder, 1, { until: after(scene, 5 * HOUR), by: ALICE, reason: 'known' });
    await acknowledge(scene.responder, 1, ALICE);
    await moveIncident(scene.responder, 1, 'fixing', { by: ALICE });
    await moveIncident(scene.responder, 1, 'verifying', { by: ALICE });
    await scene.signal();
    expect(await scene.incident(1)).toMatchObject({
      status: 'investigating',
      acknowledgedAt: null,
      escalation: { phase: 'held' },
    });
    await acknowledge(scene.responder, 1, ALICE);
    expect((await scene.incident(1)).acknowledgedAt).not.toBeNull();
    await resolveIncident(scene.responder, 1, { by: ALICE, dismiss: 'noise', despite: 'noise' });
    await moveIncident(scene.responder, 1, 'investigating', { by: ALICE });
    expect(await scene.incident(1)).toMatchObject({ escalation: { phase: 'held' } });
    await scene.pass(HOUR);
    expect(scene.pages()).toEqual(['alice@0']);
  });

  test('holds a ticket that becomes serious', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open({ severity: 'P2' });
    await silence(scene.responder, number, { until: after(scene, HOUR), by: ALICE, reason: 'known' });
    const worse = await changeSeverity(scene.responder, number, 'P1', { by: ALICE, reason: null });
    expect(worse.escalation).toMatchObject({ phase: 'held' });
    await scene.pass(61 * MINUTE);
    expect(scene.pages()).toEqual(['alice@60']);
  });
});

describe('a maintenance window', () => {
  test('is half-open: its first instant is in it, its last is not', async () => {
    const scene = await respondScene(databases);
    await window(scene, 'upgrade', { from: 10 * MINUTE, to: 20 * MINUTE });
    const phases: string[] = [];
    const at = async (ms: number) => {
      await scene.pass(ms);
      phases.push((await scene.incident(await scene.open())).escalation.phase);
    };
    await at(10 * MINUTE - 1);
    await at(1);
    await at(10 * MINUTE - 1);
    await at(1);
    expect(phases).toEqual(['paging', 'held', 'held', 'paging']);
  });

  test('that lasts longer holds on when the first of two ends', async () => {
    const scene = await respondScene(databases);
    await window(scene, 'short', { to: 30 * MINUTE });
    await scene.open();
    await window(scene, 'long', { from: 20 * MINUTE, to: 90 * MINUTE });
    await scene.pass(89 * MINUTE);
    expect(scene.pages()).toEqual([]);
    await scene.pass(2 * MINUTE);
    expect(scene.pages()).toEqual(['alice@90']);
  });

  test('that is ended before its time pages at once what it alone held', async () => {
    const scene = await respondScene(databases);
    const { id } = await window(scene, 'upgrade', { to: 3 * HOUR });
    await scene.signal();
    const number = await scene.open();
    await silence(scene.responder, number, { until: after(scene, 5 * HOUR), by: ALICE, reason: 'known' });
    await scene.pass(30 * MINUTE);
    expect(scene.pages()).toEqual([]);
    expect((await endMaintenance(scene.responder, id, BOB)).released).toEqual([1]);
    await scene.settle();
    expect(scene.pages()).toEqual(['alice@30']);
  });

  test('every week across midnight holds by the clocks of its zone, also in the night in which they change', async () => {
    const weekly = { timezone: 'America/New_York', days: ['SA'], start: '22:00', end: '07:00' };
    const windows = [{ name: 'weekend', match: {}, when: { weekly } }];
    // On Sunday 8 March 2026 the clocks of New York go from 02:00 to 03:00.
    const scene = await respondScene(databases, { start: '2026-03-08T02:59:00Z', settings: { windows } });
    const phase = async () => (await scene.incident(await scene.open())).escalation;
    expect((await phase()).phase).toBe('paging');
    await scene.pass(MINUTE);
    expect(await phase()).toMatchObject({ phase: 'held', until: Date.parse('2026-03-08T11:00:00Z') });
    await scene.pass(8 * HOUR - 1, 'asleep');
    expect(await phase()).toMatchObject({ phase: 'held', until: Date.parse('2026-03-08T11:00:00Z') });
    await scene.pass(1, 'asleep');
    expect((await phase()).phase).toBe('paging');
    // A week later the night has its nine hours again, and Sunday's does not begin one.
    await scene.pass(7 * 24 * HOUR - 9 * HOUR, 'asleep');
    expect(await phase()).toMatchObject({ phase: 'held', until: Date.parse('2026-03-15T11:00:00Z') });
  });

  test('is for what has its labels, and for nothing else', async () => {
    const scene = await respondScene(databases);
    await addMaintenance(
      scene.responder,
      { name: 'api', match: { service: 'api', environment: 'prod*' }, start: scene.now(), end: after(scene, HOUR) },
      BOB,
    );
    const phaseOf = async (labels: Record<string, string>) =>
      (await scene.incident(await scene.open({ labels }))).escalation.phase;
    expect(await phaseOf({ service: 'api', environment: 'production' })).toBe('held');
    expect(await phaseOf({ service: 'api', environment: 'staging' })).toBe('paging');
    expect(await phaseOf({ service: 'api' })).toBe('paging');
    expect(await phaseOf({})).toBe('paging');
  });
});

describe('severity', () => {
  test('P0 pages level 2 at once; P1 that becomes P0 does not page who has it, and level 2', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open({ severity: 'P1' });
    await scene.pass(5 * MINUTE);
    await acknowledge(scene.responder, number, ALICE);
    const worse = await changeSeverity(scene.responder, number, 'P0', { by: ALICE, reason: 'all of it' });
    expect(worse.escalation).toMatchObject({ phase: 'paging', acknowledgedBy: ['alice'], level: 2 });
    await scene.settle();
    expect(scene.pages()).toEqual(['alice@0', 'lead@5']);
    await scene.pass(31 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'lead@5', 'manager@35']);
  });

  test('P2 that becomes P1 pages; a ticket that somebody has already stays theirs', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open({ severity: 'P2' });
    expect(scene.pages()).toEqual([]);
    await changeSeverity(scene.responder, number, 'P1', { by: ALICE, reason: null });
    await scene.settle();
    expect(scene.pages()).toEqual(['alice@0']);
    expect((await scene.incident(number)).status).toBe('responding');
    const other = await respondScene(databases);
    const mine = await other.open({ severity: 'P2' });
    await acknowledge(other.responder, mine, ALICE);
    await changeSeverity(other.responder, mine, 'P1', { by: ALICE, reason: null });
    await other.pass(10 * MINUTE);
    expect(other.pages()).toEqual([]);
    expect((await other.incident(mine)).escalation.phase).toBe('acknowledged');
  });

  test('P1 that becomes P3 pages nobody any more', async () => {
    const scene = await respondScene(databases, {
      channels: ['pager', 'second'],
      people: {
        alice: {
          notify: [
            { channel: 'pager', afterMs: 0 },
            { channel: 'second', afterMs: 5 * MINUTE },
          ],
        },
      },
    });
    const number = await scene.open();
    const less = await changeSeverity(scene.responder, number, 'P3', { by: ALICE, reason: 'only the canary' });
    expect(less).toMatchObject({ status: 'ticket', escalation: { phase: 'stopped' } });
    await scene.pass(2 * HOUR);
    expect(scene.pages()).toEqual(['alice@0']);
    await expect(escalate(scene.responder, number, ALICE)).rejects.toThrow('it pages nobody');
  });
});

describe('business impact', () => {
  test('pages level 4 at once, also where somebody has acknowledged', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await acknowledge(scene.responder, number, ALICE);
    await declareImpact(scene.responder, number, ALICE, 'no orders');
    await scene.settle();
    expect(scene.pages()).toEqual(['alice@0', 'vp@0']);
    expect((await scene.incident(number)).escalation.phase).toBe('acknowledged');
    await expect(declareImpact(scene.responder, number, ALICE, 'again')).rejects.toThrow('already');
  });

  test('is asked for where nobody is left to escalate to without it', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open();
    await escalate(scene.responder, number, ALICE);
    await escalate(scene.responder, number, ALICE);
    await expect(escalate(scene.responder, number, ALICE)).rejects.toThrow(
      'there is no level after 3 in platform unless the business is hit',
    );
  });
});

describe('a policy', () => {
  test('that the configuration has lost is stood in for by its first, and somebody is paged', async () => {
    const other = { ...MATRIX, name: 'other' };
    const scene = await respondScene(databases, {
      settings: {
        policies: new Map([
          ['platform', MATRIX],
          ['other', other],
        ]),
      },
    });
    const number = await scene.open({ policy: 'other' });
    (scene.responder.settings.policies as Map<string, unknown>).delete('other');
    await scene.pass(31 * MINUTE);
    expect(scene.pages()).toEqual(['alice@0', 'alice@11']);
    expect((await scene.incident(number)).escalation).toMatchObject({ policy: 'platform', phase: 'paging' });
    expect(await scene.texts(number)).toContain('The configuration has no policy other any more: platform takes over');
  });

  test('that was never there is stood in for, too; without any it is said that nobody is paged', async () => {
    const scene = await respondScene(databases);
    const number = await scene.open({ policy: 'typo' });
    expect(scene.pages()).toEqual(['alice@0']);
    expect((await scene.incident(number)).escalation.policy).toBe('platform');
    const none = await respondScene(databases, { settings: { policies: new Map() } });
    const alone = await none.open();
    expect(await none.texts(alone)).toContain(
      'Responding, but nobody is paged: the configuration has no escalation policy',
    );
  });

  test('that takes over pages also where somebody of the old one had it: it is not theirs any more', async () => {
    const database = {
      ...MATRIX,
      name: 'database',
      levels: MATRIX.levels.map((one) => ({ ...one, notify: [{ person: 'bob' }] })),
    };
    const scene = await respondScene(databases, {
      settings: {
        policies: new Map([
          ['platform', MATRIX],
          ['database', database],
        ]),
      },
    });
    const number = await scene.open();
    await acknowledge(scene.responder, number, ALICE);
    const moved = await changePolicy(scene.responder, number, 'database', ALICE);
    expect(moved).toMatchObject({ acknowledgedAt: null, escalation: { policy: 'database', phase: 'paging' } });
    await scene.settle();
    expect(scene.pages()).toEqual(['alice@0', 'bob@0']);
  });
});

test('what its source calls over while a worse severity pages more people stops paging them', async () => {
  const scene = await respondScene(databases);
  await scene.signal();
  await acknowledge(scene.responder, 1, ALICE);
  await scene.signal({ severity: 'P0' });
  await scene.signal({ action: 'resolve' });
  expect(await scene.incident(1)).toMatchObject({ status: 'investigating', escalation: { phase: 'acknowledged' } });
  await scene.pass(50 * MINUTE);
  expect(scene.pages()).toEqual(['alice@0', 'lead@0']);
});
