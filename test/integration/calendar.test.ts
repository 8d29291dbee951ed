import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Calendar, startCalendar } from '../../src/engine/calendar/calendar.ts';
import { databaseLedger } from '../../src/engine/calendar/database-ledger.ts';
import type { Claim, Job } from '../../src/engine/calendar/ledger.ts';
import { startCalendarFor } from '../../src/main/calendar.ts';
import { calendarPage } from '../../src/main/calendar-page.ts';
import { configSchema } from '../../src/main/config/schema.ts';
import { CHECKS } from '../../src/main/catalog.ts';
import { recordResult } from '../../src/main/memory/record-result.ts';
import { listAudit } from '../../src/store/audit.ts';
import { findChecklistRun, listChecklistRuns } from '../../src/store/checklist-runs.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { findFinding, listFindings } from '../../src/store/findings.ts';
import { finding, result } from '../fixtures/result.ts';
import { ask, type Databases, startDatabases } from './store/databases.ts';

const DAILY: Job = { name: 'daily/health-check', cron: '0 8 * * *', timezone: 'UTC' };
const DAY_MS = 86_400_000;
/** The page tells of the last month, so days are counted back from today. */
const TODAY = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + 8 * 3_600_000);
const LOOK_MS = 30_000;

let databases: Databases;
let url: string;
let db: Database;
let other: Database;
const told: string[] = [];

beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

beforeEach(async () => {
  url = await databases.fresh();
  [db, other] = [await openDatabase(url), await openDatabase(url)];
  told.length = 0;
});
afterEach(async () => {
  await db.destroy();
  await other.destroy();
});

test('of two schedulers on one database one runs each instant', async () => {
  await begin(day(-6));
  const ran: string[] = [];
  for (let number = -5; number <= 0; number += 1) {
    const run = async (claim: Claim) => {
      ran.push(claim.instant.toISOString());
      return String(await keep(claim));
    };
    await Promise.all([db, other, db, other].map((on) => lookOnce(on, day(number), run)));
  }
  expect(ran).toEqual([-5, -4, -3, -2, -1, 0].map((number) => day(number).toISOString()));
});

test('EN10: what was missed is caught up once by whoever comes first, recorded, audited and shown', async () => {
  await begin(day(-4));
  const ran: string[] = [];
  const noon = new Date(day(0).getTime() + 4 * 3_600_000);
  const run = async ({ instant }: Claim) => `${ran.push(instant.toISOString())}`;
  await Promise.all([lookOnce(db, noon, run), lookOnce(other, noon, run)]);
  expect(ran).toEqual([day(0).toISOString()]);
  const runs = await listChecklistRuns(db, { scheduled: true, limit: 9 });
  expect(runs.filter(({ missedAt }) => missedAt !== null).map(({ scheduledFor }) => scheduledFor)).toEqual(
    [-1, -2, -3].map(day),
  );
  const [entry] = await listAudit(db, { subject: 'checklist/daily/health-check', limit: 9 });
  expect(entry).toMatchObject({ actor: 'calendar', action: 'calendar.missed' });
  expect(entry?.details).toEqual({
    missed: [-3, -2, -1].map((number) => day(number).toISOString()),
    runs: day(0).toISOString(),
    late: true,
  });
  expect(told.filter((line) => line.includes('3 before it were missed'))).toHaveLength(1);
  const page = await calendarPage({ environment: { DATABASE_URL: url }, json: false, width: 100 });
  expect(page).toContain('Missed: daily/health-check, 3 runs');
});

describe('a worker that dies in the middle of a run', () => {
  test('leaves it to another when its lease is over; what it brings after all is not kept', async () => {
    await begin(day(-1));
    const ledger = databaseLedger(db);
    const fired = await ledger.fire({ job: DAILY.name, instant: day(0), missed: [] }, day(0));
    if (fired.state !== 'mine') throw new Error('somebody else has it');
    const ran: Claim[] = [];
    const run = async (claim: Claim) => `${ran.push(claim)}`;
    await lookOnce(other, day(0), run);
    expect(ran, 'while it may live').toEqual([]);
    await ask(url, `update opsbook.checklist_runs set lease_until = now() - interval '1 second'`);
    await Promise.all([lookOnce(db, day(0), run), lookOnce(other, day(0), run)]);
    expect(ran).toMatchObject([{ runId: fired.claim.runId, attempt: 2 }]);
    expect(await ledger.renew(fired.claim)).toBe(false);
    expect(await keep(fired.claim)).toBe(false);
    expect(await listFindings(db, { limit: 9 })).toEqual([]);
    for (const claim of ran) expect(await keep(claim)).toBe(true);
    expect(await listFindings(db, { limit: 9 })).toHaveLength(1);
  });

  test('takes no more than three with it', async () => {
    await begin(day(-1));
    const ledger = databaseLedger(db);
    await ledger.fire({ job: DAILY.name, instant: day(0), missed: [] }, day(0));
    const taken = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await ask(url, `update opsbook.checklist_runs set lease_until = now() - interval '1 second'`);
      taken.push((await ledger.adopt([DAILY.name], day(0))).taken?.attempt);
    }
    expect(taken).toEqual([2, 3, undefined, undefined, undefined]);
    const [run] = await listChecklistRuns(db, { limit: 9 });
    expect(run?.error).toBe('given up: begun 3 times, and its worker died each time');
  });

  test('is overtaken by the next instant, and its own counts as missed', async () => {
    await begin(day(-2));
    const ledger = databaseLedger(db);
    await ledger.fire({ job: DAILY.name, instant: day(-1), missed: [] }, day(-1));
    const next = { job: DAILY.name, instant: day(0), missed: [] };
    expect(await ledger.fire(next, day(0)), 'while it may live').toEqual({ state: 'busy' });
    await ask(url, `update opsbook.checklist_runs set lease_until = now() - interval '1 second'`);
    expect(await ledger.fire(next, day(0))).toMatchObject({ state: 'mine', abandoned: [day(-1)] });
  });
});

test('what is switched off, or comes in another rhythm, begins anew', async () => {
  const ledger = databaseLedger(db);
  const standing = async () => (await ledger.standing()).get(DAILY.name);
  await ledger.begin([DAILY], [], day(-3));
  await ledger.begin([DAILY], [], day(-2));
  expect(await standing(), 'the same again').toEqual(day(-3));
  await ledger.begin([], [DAILY.name], day(-1));
  await ledger.begin([DAILY], [], day(0));
  expect(await standing()).toEqual(day(0));
});

test('the calendar runs a checklist, keeps the result and its findings, and the page tells of it', async () => {
  const config = configSchema(CHECKS).parse({ calendar: { 'weekly/security-review': { cron: '* * * * *' } } });
  const earlier = new Date(Date.now() - 10 * 60_000);
  await databaseLedger(db).begin([{ name: 'weekly/security-review', cron: '* * * * *', timezone: 'UTC' }], [], earlier);
  const calendar = startCalendarFor({
    desk: { db, now: () => new Date() },
    config,
    environment: {},
    sandbox: true,
    tell: (line) => told.push(line),
  });
  await expect.poll(() => told.some((line) => line.includes(' failing, ')), { timeout: 30_000 }).toBe(true);
  await calendar.stop();
  expect(told[0]).toMatch(/^weekly\/security-review of .* before it were missed and will not be run$/);
  const [run] = (await listChecklistRuns(db, { limit: 99 })).filter(({ finishedAt }) => finishedAt !== null);
  expect(run?.summary).toMatchObject({ unknown: 0 });
  expect((await listFindings(db, { statuses: ['fail'], limit: 99 })).length).toBeGreaterThan(5);
  const page = await calendarPage({ environment: { DATABASE_URL: url }, json: true, width: 80 });
  const { entries } = JSON.parse(page) as { entries: { checklist: string; last: unknown }[] };
  expect(entries.find(({ checklist }) => checklist === 'weekly/security-review')?.last).toMatchObject({
    state: 'finished',
  });
});

describe('the memory of findings', () => {
  const at = (number: number) => ({ startedAt: day(number), finishedAt: new Date(day(number).getTime() + 60_000) });
  const store = (number: number, findings: ReturnType<typeof finding>[], more: object = {}) =>
    recordResult(db, {
      result: result({ ...CHECKED, execution: `run ${number}`, findings, ...more }),
      of: { actor: 'anna' },
      ...at(number),
    });

  test('knows since when what fails, and that what is gone is fixed', async () => {
    const bad = finding({ id: 'db-1' });
    await store(-3, [bad]);
    await store(-2, [bad]);
    expect(await findFinding(db, bad.id)).toMatchObject({ failingSince: day(-3), lastSeen: day(-2), fixedAt: null });
    await store(-1, []);
    expect(await findFinding(db, bad.id)).toMatchObject({ failingSince: null, fixedAt: day(-1) });
  });

  test('takes nothing for fixed because a run was narrowed', async () => {
    const bad = finding({ id: 'db-1' });
    await store(-3, [bad]);
    await store(-2, [], { parameters: { service: 'web' } });
    expect(await findFinding(db, bad.id)).toMatchObject({ failingSince: day(-3), fixedAt: null });
  });

  test('is not stirred by a gate, which judges by thresholds of its own', async () => {
    await store(-1, [finding({ id: 'db-1' })], { checklist: 'deployment/preflight' });
    expect(await listFindings(db, { limit: 9 })).toEqual([]);
    expect(await findChecklistRun(db, 'run -1')).toMatchObject({ checklist: 'deployment/preflight', actor: 'anna' });
  });

  test('keeps sixty results of a checklist, and of the others how they came out', async () => {
    for (let number = -63; number <= 0; number += 1) await store(number, []);
    const [{ count: kept } = { count: 0 }] = await ask<{ count: string }>(url, KEPT);
    expect(Number(kept)).toBe(60);
    expect(await findChecklistRun(db, 'run -63')).toMatchObject({ result: null, summary: { fail: 0 } });
  });

  test('takes 50,000 findings of one run, and again', async () => {
    const many = Array.from({ length: 50_000 }, (_, number) => finding({ id: `db-${number}` }));
    const began = performance.now();
    await store(-1, many);
    const first = performance.now() - began;
    await store(0, many.slice(0, 49_000));
    const second = performance.now() - began - first;
    process.stderr.write(`50,000 findings: ${Math.round(first)} ms new, ${Math.round(second)} ms again\n`);
    expect(await listFindings(db, { open: true, limit: 60_000 })).toHaveLength(49_000);
    expect(await listFindings(db, { fixedSince: day(0), limit: 60_000 })).toHaveLength(1000);
  });
});

const KEPT = 'select count(*) from opsbook.checklist_runs where result is not null';

const CHECKED = {
  checks: [{ id: 'rds-instance-available', title: 'RDS instance is available', why: '', scope: 'region' as const }],
};

function keep({ runId, claim }: Claim): Promise<boolean> {
  const findings = [finding({ id: 'db-1' })];
  const times = { startedAt: day(0), finishedAt: day(0) };
  return recordResult(db, { result: result({ ...CHECKED, findings }), of: { runId, claim }, ...times });
}

/** 08:00 of a day, counted from today. */
function day(number: number): Date {
  return new Date(TODAY.getTime() + number * DAY_MS);
}

function begin(at: Date): Promise<void> {
  return databaseLedger(db).begin([DAILY], [], at);
}

/** A scheduler that looks once, at an instant of its clock, and stops when what it began is over. */
async function lookOnce(on: Database, at: Date, run: (claim: Claim) => Promise<string>): Promise<void> {
  let looked: () => void = () => undefined;
  const once = new Promise<void>((resolve) => (looked = resolve));
  const calendar: Calendar = startCalendar({
    jobs: [DAILY],
    off: [],
    ledger: databaseLedger(on),
    now: () => at,
    tell: (line) => told.push(line),
    run,
    timer: {
      sleep(ms, signal) {
        if (ms === LOOK_MS) looked();
        return new Promise((resolve) => {
          if (signal?.aborted) resolve();
          else signal?.addEventListener('abort', () => resolve());
        });
      },
    },
  });
  await once;
  await calendar.stop();
}
