import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Override, Schedule } from '../../src/model/oncall/schedule.ts';
import { dropNote, noteHandOff } from '../../src/respond/oncall/note.ts';
import { signHandOff } from '../../src/respond/oncall/sign.ts';
import type { HandOffSources } from '../../src/respond/oncall/sources.ts';
import { currentHandOff, getHandOff, listOf } from '../../src/respond/oncall/view.ts';
import { watchHandOffs } from '../../src/respond/oncall/watch.ts';
import { listAudit } from '../../src/store/audit.ts';
import { openDatabase } from '../../src/store/database.ts';
import { insertExecution } from '../../src/store/executions.ts';
import { recordFindings } from '../../src/store/findings.ts';
import { insertMaintenance } from '../../src/store/maintenance.ts';
import { keepPlan } from '../../src/store/plans.ts';
import { insertSilence } from '../../src/store/silences.ts';
import { HOUR, MINUTE, respondScene, type RespondScene } from './respond/scene.ts';
import { type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

const PLATFORM: Schedule = {
  id: 'platform',
  timezone: 'America/New_York',
  rotations: [
    {
      name: 'primary',
      type: 'weekly',
      length: 1,
      start: '2026-01-05T09:00:00',
      participants: ['carol', 'alice', 'bob'],
    },
  ],
  rules: [],
  overrides: [],
};

/** The change of Monday the 9th, the day after the clocks went forward: at 13:00 in UTC, an hour earlier than before. */
const HOUR_BEFORE = '2026-03-09T12:00:00Z';
const [OUTGOING, INCOMING] = ['bob', 'carol'];
const PLACE = { schedule: 'platform', rotation: 'primary' };

interface Scene extends RespondScene {
  readonly sources: HandOffSources;
  /** Minute by minute, as `opsbook up` does. */
  minutes(count: number): Promise<void>;
  overrides: Override[];
}

async function scene({
  schedule = PLATFORM,
  start = HOUR_BEFORE,
  sources: other = {},
}: { schedule?: Schedule; start?: string; sources?: Partial<HandOffSources> } = {}): Promise<Scene> {
  const base = await respondScene(databases, {
    start,
    people: { carol: { name: 'Carol Example' }, dave: {} },
    channels: ['pager', 'summary'],
    settings: { url: 'https://ops.example' },
  });
  const overrides: Override[] = [];
  const sources: HandOffSources = {
    schedules: () => Promise.resolve([{ schedule, outside: { overrides, absences: [] } }]),
    summaryChannel: 'summary',
    calendar: { windows: [], blackouts: [] },
    drills: [],
    drillEveryMs: 90 * 24 * HOUR,
    links: [],
    ...other,
  };
  return {
    ...base,
    sources,
    overrides,
    async minutes(count) {
      for (let minute = 0; minute < count; minute += 1) {
        await watchHandOffs(base.responder, sources);
        await base.settle();
        await base.pass(MINUTE);
      }
      await watchHandOffs(base.responder, sources);
      await base.settle();
    },
  };
}

function told(at: RespondScene): string[] {
  return at.told().map(({ whom, channel, minute, subject }) => `${whom ?? `#${channel}`}@${minute} ${subject}`);
}

const MADE = `On-call hand-off: platform/primary, ${OUTGOING} → ${INCOMING}, Mon 2026-03-09 09:00`;
const UNSIGNED = `Hand-off not signed by ${OUTGOING} and ${INCOMING}: platform/primary, ${OUTGOING} → ${INCOMING}`;

function actor(id: string, mayStandIn = false) {
  return { id, via: 'cli', mayStandIn };
}

describe('a shift that changes', () => {
  test('is handed over once, at nine by the clocks that went forward the day before; both are told, and everybody', async () => {
    const at = await scene();
    await at.minutes(59);
    expect(at.told()).toEqual([]);
    expect((await listOf(at.responder, { limit: 10 })).handoffs).toEqual([]);
    await at.minutes(30);
    expect(told(at).toSorted()).toEqual(
      [`#summary@60 ${MADE}`, `${OUTGOING}@60 ${MADE}`, `${INCOMING}@60 ${MADE}`].toSorted(),
    );
    const list = await listOf(at.responder, { limit: 10 });
    expect(list.handoffs).toMatchObject([
      { state: 'open', shiftStart: '2026-03-09T13:00:00.000Z', outgoing: OUTGOING, incoming: INCOMING },
    ]);
  });

  test('at an hour that the clocks skip it is the first instant after, and at one that comes twice the first', async () => {
    const nightly = (start: string): Schedule => ({
      ...PLATFORM,
      rotations: [{ name: 'primary', type: 'daily', length: 1, start, participants: ['alice', 'bob'] }],
    });
    const spring = await scene({ schedule: nightly('2026-03-01T02:30:00'), start: '2026-03-08T06:00:00Z' });
    await spring.minutes(150);
    const autumn = await scene({ schedule: nightly('2026-10-01T01:30:00'), start: '2026-11-01T05:00:00Z' });
    await autumn.minutes(150);
    const starts = async (one: Scene): Promise<string[]> =>
      (await listOf(one.responder, { limit: 10 })).handoffs
        .map(({ shiftStart }) => shiftStart)
        .filter((start) => start >= (one === spring ? '2026-03-08' : '2026-11-01'));
    expect(await starts(spring)).toEqual(['2026-03-08T07:00:00.000Z']);
    expect(await starts(autumn)).toEqual(['2026-11-01T05:30:00.000Z']);
  });

  test('goes from and to whom an override put there', async () => {
    const at = await scene();
    at.overrides.push({
      type: 'replace',
      remove: INCOMING,
      person: 'dave',
      start: '2026-03-09T00:00:00Z',
      end: '2026-03-11T00:00:00Z',
    });
    await at.minutes(61);
    const [made] = (await listOf(at.responder, { limit: 10 })).handoffs;
    expect(made).toMatchObject({ outgoing: OUTGOING, incoming: 'dave' });
    expect(at.told().map(({ whom }) => whom)).toEqual(expect.arrayContaining([OUTGOING, 'dave', null]));
  });

  test('is handed to whoever comes in by now, where nobody has signed, and all whom it concerns hear of it once', async () => {
    const at = await scene();
    await at.minutes(61);
    at.overrides.push({
      type: 'replace',
      remove: INCOMING,
      person: 'dave',
      start: '2026-03-09T00:00:00Z',
      end: '2026-03-11T00:00:00Z',
    });
    await at.minutes(5);
    expect((await listOf(at.responder, { limit: 10 })).handoffs).toMatchObject([
      { outgoing: OUTGOING, incoming: 'dave' },
    ]);
    const again = `On-call hand-off: platform/primary, ${OUTGOING} → dave, Mon 2026-03-09 09:00`;
    expect(told(at).slice(3).toSorted()).toEqual(
      ['#summary', OUTGOING, INCOMING, 'dave'].map((whom) => `${whom}@61 ${again}`).toSorted(),
    );
  });

  test('makes nothing where there is no rotation', async () => {
    const rules = [{ days: [], start: '09:00', end: '09:00', person: 'alice', priority: 1 }];
    const at = await scene({ schedule: { ...PLATFORM, rotations: [], rules } });
    await at.minutes(130);
    expect(at.told()).toEqual([]);
    await expect(
      currentHandOff(at.responder, at.sources, { schedule: undefined, rotation: undefined }),
    ).rejects.toThrow('platform has no rotation, so nobody hands anything over');
  });

  test('is made late where nobody worked at the change, and then both have their hour from there', async () => {
    const at = await scene({ start: '2026-03-09T15:00:00Z' });
    await at.minutes(54);
    expect(told(at)).toHaveLength(3);
    await at.minutes(2);
    expect(told(at).filter((line) => line.includes('not signed'))).toHaveLength(3);
    const lateForGood = await scene({ start: '2026-03-10T15:00:00Z' });
    await lateForGood.minutes(2);
    expect(lateForGood.told()).toEqual([]);
  });
});

describe('signing', () => {
  test('by both stops the warning', async () => {
    const at = await scene();
    await at.minutes(65);
    const { id } = await currentHandOff(at.responder, at.sources, PLACE);
    await signHandOff(at.responder, id ?? 0, { by: actor(OUTGOING), side: undefined });
    const view = await signHandOff(at.responder, id ?? 0, { by: actor(INCOMING), side: undefined });
    expect(view).toMatchObject({ state: 'signed', signed: { outgoing: { by: OUTGOING }, incoming: { by: INCOMING } } });
    await at.minutes(120);
    expect(told(at)).toHaveLength(3);
    // Then the next one is what is asked for.
    expect(await currentHandOff(at.responder, at.sources, PLACE)).toMatchObject({ id: null, state: 'coming' });
  });

  test('by nobody is told once, to both and everybody, exactly an hour after the change', async () => {
    const at = await scene();
    await at.minutes(119);
    expect(told(at)).toHaveLength(3);
    await at.minutes(60);
    const { warnedAt } = await currentHandOff(at.responder, at.sources, PLACE);
    expect(warnedAt).toBe('2026-03-09T14:00:00.000Z');
    const warnings = told(at).slice(3).toSorted();
    expect(warnings).toEqual(
      [`#summary@120 ${UNSIGNED}`, `${OUTGOING}@120 ${UNSIGNED}`, `${INCOMING}@120 ${UNSIGNED}`].toSorted(),
    );
  });

  test('by one alone names the other', async () => {
    const at = await scene();
    await at.minutes(65);
    const { id } = await currentHandOff(at.responder, at.sources, PLACE);
    await signHandOff(at.responder, id ?? 0, { by: actor(INCOMING), side: undefined });
    await at.minutes(60);
    expect(told(at).at(-1)).toContain(`Hand-off not signed by ${OUTGOING}: `);
  });

  test('for somebody else takes an admin, and is on record', async () => {
    const at = await scene();
    await at.minutes(61);
    const { id } = await currentHandOff(at.responder, at.sources, PLACE);
    const sign = (by: ReturnType<typeof actor>, side?: 'outgoing' | 'incoming') =>
      signHandOff(at.responder, id ?? 0, { by, side });
    await expect(sign(actor('mallory'))).rejects.toThrow(`mallory is neither ${OUTGOING} (outgoing) nor ${INCOMING}`);
    await expect(sign(actor(OUTGOING), 'incoming')).rejects.toThrow(`${OUTGOING} may not sign for ${INCOMING}`);
    await expect(sign(actor('root', true))).rejects.toThrow('say for which side');
    await sign(actor('root', true), 'incoming');
    await sign(actor('root', true), 'incoming');
    const log = await listAudit(at.db, { subject: 'oncall/platform', limit: 10 });
    expect(log).toMatchObject([
      {
        actor: 'root',
        action: 'oncall.handoff.sign',
        details: { side: 'incoming', for: INCOMING, onBehalf: true, handoff: id },
      },
    ]);
  });
});

test('two processes make it once, warn once, and tell nobody twice', async () => {
  const at = await scene();
  const other = await openDatabase(at.url);
  try {
    const beside = { ...at.responder, db: other };
    await at.pass(60 * MINUTE, 'asleep');
    const both = () =>
      Promise.all([at.responder, beside, at.responder, beside].map((one) => watchHandOffs(one, at.sources)));
    await both();
    await at.settle();
    await at.pass(60 * MINUTE, 'asleep');
    await both();
    await at.settle();
    expect(told(at)).toHaveLength(6);
    expect(new Set(at.told().map(({ id }) => id)).size).toBe(6);
    expect((await listOf(at.responder, { limit: 10 })).handoffs).toHaveLength(1);
  } finally {
    await other.destroy();
  }
});

test('is filled in from what is known at the change, and stays', async () => {
  const at = await scene({
    sources: {
      drills: [{ drill: 'quarterly', lastSuccess: '2025-11-01T00:00:00Z' }],
      calendar: {
        windows: [],
        blackouts: [{ reason: 'sale', start: '2026-03-12T00:00:00Z', end: '2026-03-13T00:00:00Z' }],
      },
      links: [{ title: 'Runbook', url: 'https://wiki.example/run' }],
    },
  });
  const number = await at.open({ title: 'Intermittent latency' });
  await execution(at, 'ex-1', 'Scale web from 5 to 8 tasks');
  await insertMaintenance(at.db, {
    name: 'upgrade',
    match: {},
    startAt: new Date('2026-03-10T03:00:00Z'),
    endAt: new Date('2026-03-10T05:00:00Z'),
    actor: 'bob',
    createdAt: at.now(),
  });
  await insertSilence(at.db, {
    key: 'noisy',
    until: new Date('2026-03-10T00:00:00Z'),
    reason: 'known',
    actor: 'bob',
    createdAt: at.now(),
  });
  await recordFindings(at.db, {
    run: 'r1',
    at: at.now(),
    covered: [],
    findings: [
      {
        id: 'f00d',
        check: 'acm-certificate-current',
        status: 'fail',
        severity: 'high',
        account: '123456789012',
        region: 'us-east-1',
        resource: { type: 'AWS::ACM::Certificate', id: 'api.example', arn: 'arn:aws:acm:x' },
        reason: 'api.example is in use and expires in 12 days.',
        evidence: {},
        suppressed: null,
        remediation: { text: '', runbook: null },
      },
    ],
  });
  await at.minutes(61);
  const view = await currentHandOff(at.responder, at.sources, PLACE);
  const texts = Object.fromEntries(view.sections.map(({ id, entries }) => [id, entries.map(({ text }) => text)]));
  expect(texts).toMatchObject({
    ongoing: [`P1 #${number} Intermittent latency: responding`],
    changes: ['Scale web from 5 to 8 tasks (scaling/service, 123456789012/us-east-1): succeeded. all well'],
    maintenance: [
      'upgrade',
      'No changes: sale',
      '123456789012/us-east-1 api.example is in use and expires in 12 days. As of 2026-03-09',
      'The DR drill quarterly is due',
    ],
    ending: ['noisy pages again; silenced by bob: known'],
    contacts: [
      'Level 1: alice, on call (platform)',
      'Level 2: lead',
      'Level 3: manager',
      'Level 4, when the business is hit: vp',
    ],
    links: ['Runbook', 'Incidents'],
  });
  expect(view.sections.find(({ id }) => id === 'maintenance')?.unknown.join()).toContain('rds-maintenance-not-pending');
  const body = at.told().find(({ whom, subject }) => whom === OUTGOING && subject === MADE)?.body ?? '';
  expect(body).toContain(`bob hands over to Carol Example (carol): platform, primary, Mon 2026-03-09 09:00`);
  expect(body).toContain(`- [ ] P1 #${number} Intermittent latency: responding (since Mon 2026-03-09 08:00)`);
  await at.open({ title: 'Later' });
  expect((await getHandOff(at.responder, view.id ?? 0)).sections).toEqual(view.sections);
});

test('what the outgoing person notes is in it; what they mark goes on until somebody drops it', async () => {
  const at = await scene();
  const note = (id: string, text: string, keep = false) =>
    noteHandOff(at.responder, at.sources, { ...PLACE, by: actor(id), text, keep });
  await expect(note('mallory', 'hello')).rejects.toThrow(
    `mallory may not note anything there: that takes who hands over (${OUTGOING})`,
  );
  await note(OUTGOING, 'Customer X expects more load');
  const kept = await note(OUTGOING, 'Budget alerts are on for development', true);
  expect((await currentHandOff(at.responder, at.sources, PLACE)).notes).toHaveLength(2);
  await at.minutes(61);
  const late = await note(OUTGOING, 'And one more thing');
  const first = await currentHandOff(at.responder, at.sources, PLACE);
  expect(late.handoff).toBe(first.id);
  expect(first.notes.map(({ text }) => text)).toEqual([
    'Customer X expects more load',
    'Budget alerts are on for development',
    'And one more thing',
  ]);
  expect(at.told()[0]?.body).toContain('- [ ] Customer X expects more load (bob)');
  for (const by of [OUTGOING, INCOMING]) {
    await signHandOff(at.responder, first.id ?? 0, { by: actor(by), side: undefined });
  }
  await at.pass(7 * 24 * HOUR, 'asleep');
  await at.minutes(1);
  const second = await currentHandOff(at.responder, at.sources, PLACE);
  expect(second.outgoing?.id).toBe(INCOMING);
  expect(second.notes.map(({ text }) => text)).toEqual(['Budget alerts are on for development']);
  await dropNote(at.responder, at.sources, { ...PLACE, by: actor(INCOMING), id: kept.id });
  await at.pass(7 * 24 * HOUR, 'asleep');
  await at.minutes(1);
  expect((await currentHandOff(at.responder, at.sources, PLACE)).notes).toEqual([]);
  expect((await getHandOff(at.responder, second.id ?? 0)).notes).toHaveLength(1);
});

test('a notice that cannot be delivered is tried again as the same, and belongs to no incident', async () => {
  const at = await scene();
  const summary = at.servers.get('summary');
  summary?.answer({ status: 500 });
  await at.minutes(62);
  expect(summary?.requests.map(({ headers }) => headers['webhook-id'])).toEqual(
    Array.from({ length: 2 }, () => summary?.requests[0]?.headers['webhook-id']),
  );
  const rows = await at.db.selectFrom('notifications').select(['incident', 'status', 'lane']).execute();
  expect(rows.map(({ incident, status }) => `${incident} ${status}`)).toEqual(['null sent', 'null sent', 'null sent']);
  expect(new Set(rows.map(({ lane }) => lane)).size).toBe(3);
});

async function execution(at: Scene, id: string, title: string): Promise<void> {
  const createdAt = at.now();
  const runbook = 'scaling/service';
  await keepPlan(at.db, {
    id: `plan-${id}`,
    hash: 'sha256:0',
    runbook,
    document: { title },
    createdAt,
    createdBy: 'bob',
  });
  await insertExecution(at.db, {
    id,
    planId: `plan-${id}`,
    runbook,
    account: '123456789012',
    region: 'us-east-1',
    environment: null,
    status: 'succeeded',
    requestedBy: 'bob',
    reason: null,
    outcome: 'all well',
    createdAt,
    finishedAt: createdAt,
  });
}
