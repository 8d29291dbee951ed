import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIncident } from '../../src/respond/incidents/open.ts';
import { tick } from '../../src/respond/incidents/tick.ts';
import { claimNotifications, nextNotificationAt } from '../../src/store/attempts.ts';
import { claimSignals } from '../../src/store/signals.ts';
import { MINUTE, respondScene } from './respond/scene.ts';
import { ask, type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

const ALICE = { id: 'alice', via: 'cli' };

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; given: T }> {
  const began = performance.now();
  const given = await work();
  return { ms: performance.now() - began, given };
}

/** Scans of whole tables since the server counts, by table. */
async function wholeScans(url: string, table: string): Promise<number> {
  await ask(url, 'select pg_stat_force_next_flush()');
  const rows = await ask<{ count: string }>(
    url,
    `select seq_scan as count from pg_stat_user_tables where relname = $1`,
    [table],
  );
  return Number(rows[0]?.count ?? 0);
}

test('two thousand incidents that are due at once are worked on in seconds', async () => {
  const quietHours = { timezone: 'America/New_York', days: [], start: '22:00', end: '07:00' };
  const scene = await respondScene(databases, { people: { lead: { quietHours } } });
  const { number } = await openIncident(scene.responder, {
    key: 'k',
    title: 'It is down',
    severity: 'P1',
    by: ALICE,
    at: scene.now(),
    labels: {},
    alarm: null,
    hasSource: false,
  });
  await ask(
    scene.url,
    `insert into opsbook.incidents (key, title, severity, status, source, labels, firing, changes, opened_by, opened_at,
       status_since, last_occurrence_at, escalation, told, next_at)
     select 'copy/' || n, title, severity, status, source, labels, firing, changes, opened_by, opened_at, status_since,
       last_occurrence_at, escalation, told, next_at
     from opsbook.incidents, generate_series(1, 1999) n where number = $1`,
    [number],
  );
  const later = { ...scene.responder, now: () => new Date(scene.now().getTime() + 30 * MINUTE) };
  let count = 0;
  const { ms } = await timed(async () => {
    for (let more = true; more;) {
      const ticked = await tick(later);
      count += ticked.count;
      ({ more } = ticked);
    }
  });
  console.log(`tick: ${count} incidents in ${Math.round(ms)} ms`);
  expect(count).toBe(2000);
  expect(ms).toBeLessThan(15_000);
  const [pages] = await ask(
    scene.url,
    `select count(*)::int as count from opsbook.notifications where kind = 'page' and person = 'lead'`,
  );
  expect(pages).toEqual({ count: 2000 });
});

test.each([5000, 1])(
  'among ten thousand deliveries that wait in %i lanes, the next are found by an index',
  async (lanes) => {
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
    const copies = (status: string, many: number) =>
      ask(
        scene.url,
        `insert into opsbook.notifications (key, incident, kind, channel, address, person, lane, place, chain, message, status, due_at, created_at)
       select '${status}/' || n, incident, kind, channel, address, person, lane || '/' || (n % ${lanes}), place, chain, message, '${status}',
         due_at + (n % 600) * interval '1 second', created_at
       from opsbook.notifications, generate_series(1, ${many}) n where incident = $1 and kind = 'page' and key like '1/%'`,
        [number],
      );
    await copies('sent', 100_000);
    await copies('waiting', 10_000);
    await ask(scene.url, 'vacuum analyze opsbook.notifications');
    const now = new Date(scene.now().getTime() + 10 * MINUTE);
    const before = await wholeScans(scene.url, 'notifications');
    const { ms, given } = await timed(() =>
      claimNotifications(scene.db, { kinds: ['page', 'notice'], now, leaseMs: 20_000, limit: 20 }),
    );
    const next = await timed(() => nextNotificationAt(scene.db));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    console.log(
      `claimNotifications: ${given.length} in ${Math.round(ms)} ms; nextNotificationAt: ${Math.round(next.ms)} ms`,
    );
    expect(given.length).toBeGreaterThan(0);
    expect((await wholeScans(scene.url, 'notifications')) - before).toBe(0);
    expect(ms).toBeLessThan(2000);
  },
);

test.each([
  ['of as many problems', `'k' || n`],
  ['of one problem', `'k'`],
])('among ten thousand signals %s, the next are found by an index', async (_, key) => {
  const scene = await respondScene(databases);
  const copies = (many: number, settled: string) =>
    ask(
      scene.url,
      `insert into opsbook.signals (intake, delivery_id, key, signal, received_at, settled_at)
       select 'sns', '${settled}' || n, ${key}, '{}', now(), ${settled} from generate_series(1, ${many}) n`,
    );
  await copies(100_000, 'now()');
  await copies(10_000, 'null');
  await ask(scene.url, 'vacuum analyze opsbook.signals');
  const before = await wholeScans(scene.url, 'signals');
  const { ms, given } = await timed(() => claimSignals(scene.db, { now: scene.now(), leaseMs: 20_000, limit: 100 }));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  console.log(`claimSignals: ${given.length} in ${Math.round(ms)} ms`);
  expect(given.length).toBeGreaterThan(0);
  expect((await wholeScans(scene.url, 'signals')) - before).toBe(0);
  expect(ms).toBeLessThan(2000);
});
