import { setTimeout as sleep } from 'node:timers/promises';
import { commitsPerSecond } from './engine.ts';
import { show } from './measure.ts';
import { benchFindings } from './respond-findings.ts';
import { LEVEL_MINUTES, type RespondScene, startRespondScene, TOKEN } from './respond-scene.ts';

const ALARMS = 2000;
const SENDERS = 50;
const INCIDENTS = 10_000;
const SPREAD_MS = 60_000;
const AHEAD_MS = 3000;
const MOST_MS = 180_000;

/**
 * `opsbook up` in a burst of alarms, with ten thousand open incidents whose levels run out over a minute and all at once,
 * and the memory of findings. Against plain commits, and plain inserts of many rows, on the same server.
 */
export async function benchRespond(): Promise<boolean> {
  const scene = await startRespondScene();
  try {
    tellMemory(scene, 'before');
    const commits = await commitsPerSecond(scene.databaseUrl);
    return [
      await burst(scene, commits),
      await levels(scene, { from: 1, to: 'lead', spreadMs: SPREAD_MS }),
      await levels(scene, { from: 2, to: 'manager', spreadMs: 0 }),
      await benchFindings(scene.databaseUrl),
    ].every(Boolean);
  } finally {
    await scene.close();
  }
}

async function burst(scene: RespondScene, commits: number): Promise<boolean> {
  const answers: number[] = [];
  const began = Date.now();
  const left = Array.from({ length: ALARMS }, (_, number) => number);
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      for (let number = left.pop(); number !== undefined; number = left.pop()) {
        const sent = performance.now();
        await postAlarm(scene.hookUrl, number);
        answers.push(performance.now() - sent);
      }
    }),
  );
  const rate = ALARMS / ((Date.now() - began) / 1000);
  const seconds = async (isDone: () => boolean | Promise<boolean>) => {
    await until(isDone);
    return (Date.now() - began) / 1000;
  };
  const opened = await seconds(
    async () => (await countOf(scene, 'select count(*)::int from opsbook.incidents')) >= ALARMS,
  );
  const paged = await seconds(() => scene.pages.size >= ALARMS);
  const [median = 0, late = 0] = percentiles(answers, [0.5, 0.99]);
  console.log(
    `     ${ALARMS} alarms, ${SENDERS} at once: ${rate.toFixed(0)}/s taken; answered in ${median.toFixed(0)} ms (median), ${late.toFixed(0)} ms (99 %); ` +
      `all are incidents after ${opened.toFixed(1)} s, all first pages arrived after ${paged.toFixed(1)} s; plain commits: ${commits.toFixed(0)}/s`,
  );
  tellMemory(scene, 'after the burst');
  return [
    show('an alarm is answered (99 %)', `${late.toFixed(0)} ms`, 'under a second', late < 1000),
    show('alarms taken, in plain commits', (rate / commits).toFixed(3), 'a fortieth', rate >= commits / 40),
    show(
      'alarms paged, in plain commits',
      (ALARMS / paged / commits).toFixed(3),
      'a hundredth',
      ALARMS / paged >= commits / 100,
    ),
  ].every(Boolean);
}

async function postAlarm(url: string, number: number): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id: `alarm-${number}`,
      key: `api-${number}/5xx`,
      title: `api-${number} answers with errors`,
      labels: { service: `api-${number}`, environment: 'production', region: 'us-east-1' },
      details: { threshold: 10, value: 10 + number, reason: 'x'.repeat(200) },
    }),
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`the hook answered ${response.status}`);
}

interface Levels {
  readonly from: number;
  /** Who is paged when that level is over. */
  readonly to: string;
  readonly spreadMs: number;
}

/** So many incidents stand at a level that is over soon. */
async function levels(scene: RespondScene, { from, to, spreadMs }: Levels): Promise<boolean> {
  const { session, pages } = scene;
  const first = Date.now() + AHEAD_MS;
  await fill(scene);
  // The clock of this machine is the server's and ours.
  await session.query(
    `update opsbook.incidents set next_at = to_timestamp(($1 + number % 10000 * $2 / 10000.0) / 1000),
       escalation = jsonb_set(escalation, '{levelSince}', to_jsonb(round($1 + number % 10000 * $2 / 10000.0 - $3)))
     where escalation ->> 'level' = $4`,
    [first, spreadMs, LEVEL_MINUTES * 60_000, String(from)],
  );
  await session.query('analyze opsbook.incidents');
  const ahead = first - Date.now();
  if (ahead < 0) console.log(`     the clocks were set ${-ahead} ms late`);
  const moved = `select count(*)::int from opsbook.incidents where escalation ->> 'level' = '${from + 1}'`;
  await until(async () => (await countOf(scene, moved)) >= INCIDENTS);
  await until(() => [...pages.keys()].filter((page) => page.endsWith(` ${to}`)).length >= INCIDENTS);
  const rows = await session.query<{ number: number; due: number; moved: number }>(
    `select incident as number, $1 + incident % 10000 * $2 / 10000.0 as due, extract(epoch from recorded_at) * 1000 as moved
     from opsbook.incident_events where kind = 'paged' and text like 'Level ${from + 1}%'`,
    [first, spreadMs],
  );
  const timers = rows.map(({ due, moved: at }) => Number(at) - Number(due));
  const arrivals = rows.map(
    ({ number, due }) => (pages.get(`${number} ${to}`) ?? Number.POSITIVE_INFINITY) - Number(due),
  );
  const worst = Math.max(...timers);
  const arrived = Math.max(...arrivals);
  const [median = 0] = percentiles(arrivals, [0.5]);
  const megabytes = await countOf(scene, 'select (pg_database_size(current_database()) / 1048576)::int as count');
  const how = spreadMs > 0 ? `over ${spreadMs / 1000} s` : 'at once';
  console.log(
    `     ${INCIDENTS} levels that end ${how}: timers at most ${worst.toFixed(0)} ms late${spreadMs > 0 ? '' : `, ${(INCIDENTS / (worst / 1000)).toFixed(0)}/s`}; ` +
      `pages arrive ${median.toFixed(0)} ms (median) and ${arrived.toFixed(0)} ms (last) after their time; database ${megabytes} MB`,
  );
  tellMemory(scene, how);
  if (spreadMs > 0) {
    return [
      show('timers over a minute, the latest', `${worst.toFixed(0)} ms`, 'under a second', worst < 1000),
      show('their pages, the latest', `${arrived.toFixed(0)} ms`, 'under five seconds', arrived < 5000),
    ].every(Boolean);
  }
  return show('timers all at once, the latest', `${worst.toFixed(0)} ms`, 'under 30 seconds', worst < 30_000);
}

/** As many more as are missing, each like the first. */
async function fill(scene: RespondScene): Promise<void> {
  const count = await countOf(scene, 'select count(*)::int from opsbook.incidents');
  await scene.session.query(
    `insert into opsbook.incidents (key, title, severity, status, source, labels, alarm, firing, changes, previous, opened_by,
       opened_at, status_since, last_occurrence_at, escalation, told, next_at)
     select 'bench/' || more, title, severity, status, source, labels, alarm, firing, changes, previous, opened_by,
       opened_at, status_since, last_occurrence_at, escalation, told, next_at
     from (select * from opsbook.incidents order by number limit 1) one, generate_series(1, $1::int) more`,
    [INCIDENTS - count],
  );
}

async function countOf({ session }: RespondScene, query: string): Promise<number> {
  const [row] = await session.query<{ count: number }>(query);
  return row?.count ?? 0;
}

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + MOST_MS; Date.now() < end; await sleep(100)) if (await isDone()) return;
  throw new Error('the server does not get on');
}

function percentiles(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return shares.map((share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function tellMemory(scene: RespondScene, when: string): void {
  const { now, peak } = scene.memory();
  console.log(`     opsbook up, ${when}: ${now} MB resident, ${peak} MB at most`);
}
