import { describe, expect, test } from 'vitest';
import { type VirtualTime, virtualTime } from '../../../test/virtual-timer.ts';
import { type Calendar, startCalendar } from './calendar.ts';
import { type Claim, type Job, LEASE_MS, type Ledger, MOST_ATTEMPTS } from './ledger.ts';

const DAILY: Job = { name: 'daily/health-check', cron: '0 8 * * *', timezone: 'UTC' };

test('each job is run at its instants, which do not drift however long a run takes', async () => {
  const { time, calendar, ran } = scene('2026-11-20T12:00:00Z');
  calendar({ jobs: [DAILY], takes: 25 * 60_000 });
  await time.goTo('2026-11-22T12:00:00Z');
  expect(ran).toEqual(['21 08:00:00 for 21 08:00', '22 08:00:00 for 22 08:00']);
});

test('EN11: 02:30 and 01:30 are run once on the days on which the clocks change', async () => {
  const timezone = 'America/New_York';
  const spring = scene('2026-03-07T12:00:00Z');
  spring.calendar({ jobs: [{ name: 'early', cron: '30 2 * * *', timezone }] });
  await spring.time.goTo('2026-03-10T00:00:00Z');
  expect(spring.ran).toEqual(['8 07:00:00 for 8 07:00', '9 06:30:00 for 9 06:30']);
  const autumn = scene('2026-10-31T12:00:00Z');
  autumn.calendar({ jobs: [{ name: 'early', cron: '30 1 * * *', timezone }] });
  await autumn.time.goTo('2026-11-03T00:00:00Z');
  expect(autumn.ran).toEqual(['1 05:30:00 for 1 05:30', '2 06:30:00 for 2 06:30']);
});

test('EN12: the first Monday as days 1-7 and Monday is run on no other day', async () => {
  const { time, calendar, ran } = scene('2026-05-31T00:00:00Z');
  calendar({ jobs: [{ name: 'monthly', cron: '0 9 1-7 * 1', timezone: 'UTC' }] });
  await time.goTo('2026-06-10T00:00:00Z');
  expect(ran).toEqual(['1 09:00:00 for 1 09:00']);
});

test('of two schedulers one runs each instant', async () => {
  const { time, calendar, ran } = scene('2026-11-20T12:00:00Z');
  calendar({ jobs: [DAILY] });
  calendar({ jobs: [DAILY] });
  await time.goTo('2026-11-22T12:00:00Z');
  expect(ran).toHaveLength(2);
});

describe('EN10: after a time in which nobody ran', () => {
  test('the newest instant is caught up once, the others are missed, and it is said', async () => {
    const { time, calendar, ran, told, ledger } = scene('2026-11-20T12:00:00Z');
    await calendar({ jobs: [DAILY] }).stop();
    await time.goTo('2026-11-24T12:00:00Z');
    calendar({ jobs: [DAILY] });
    await time.goTo('2026-11-25T12:00:00Z');
    expect(ran).toEqual(['24 12:00:00 for 24 08:00', '25 08:00:00 for 25 08:00']);
    expect(ledger.missed).toEqual(['21 08:00', '22 08:00', '23 08:00']);
    expect(told[0]).toBe(
      'daily/health-check of 2026-11-24T08:00Z was missed and is caught up once, now; 3 before it were missed and will not be run',
    );
    expect(told.filter((line) => line.includes('missed'))).toHaveLength(1);
  });

  test('the instant that is due right now is run, and counts as in time', async () => {
    const { time, calendar, ran, told } = scene('2026-11-22T12:00:00Z');
    await calendar({ jobs: [DAILY] }).stop();
    await time.goTo('2026-11-24T08:00:30Z');
    calendar({ jobs: [DAILY] });
    await time.goTo('2026-11-24T09:00:00Z');
    expect(ran).toEqual(['24 08:00:30 for 24 08:00']);
    expect(told[0]).toBe(
      'daily/health-check of 2026-11-24T08:00Z runs now; that of 2026-11-23T08:00Z was missed and will not be run',
    );
  });

  test('a machine that slept through an instant runs it when it wakes', async () => {
    const { time, calendar, ran } = scene('2026-11-24T07:59:50Z');
    calendar({ jobs: [{ ...DAILY, cron: '30 8 * * *' }] });
    await time.goTo('2026-11-24T07:59:55Z');
    time.jumpTo('2026-11-24T11:00:00Z');
    await time.goTo('2026-11-24T11:01:00Z');
    expect(ran).toEqual(['24 11:00:25 for 24 08:30']);
  });

  test('a database that was away is no reason to lose an instant', async () => {
    const { time, calendar, ran, told, ledger } = scene('2026-11-24T07:00:00Z');
    calendar({ jobs: [DAILY] });
    await time.goTo('2026-11-24T07:30:00Z');
    ledger.away = true;
    await time.goTo('2026-11-24T09:00:00Z');
    ledger.away = false;
    await time.goTo('2026-11-24T09:01:00Z');
    expect(ran).toEqual(['24 09:00:30 for 24 08:00']);
    expect(told.filter((line) => line.startsWith('calendar:'))).toEqual([
      'calendar: the database does not answer: away',
      'calendar: the database answers again',
    ]);
  });
});

test('what is new begins now: no instant from before it is run', async () => {
  const { time, calendar, ran } = scene('2026-11-24T08:00:01Z');
  calendar({ jobs: [DAILY] });
  await time.goTo('2026-11-24T23:00:00Z');
  expect(ran).toEqual([]);
});

test('another cadence begins now, and what was switched off meanwhile is not missed', async () => {
  const { time, calendar, ran, told } = scene('2026-11-20T12:00:00Z');
  await calendar({ jobs: [DAILY] }).stop();
  await time.goTo('2026-11-22T12:00:00Z');
  await calendar({ jobs: [], off: [DAILY.name] }).stop();
  await time.goTo('2026-11-24T12:00:00Z');
  await calendar({ jobs: [DAILY] }).stop();
  calendar({ jobs: [{ ...DAILY, cron: '0 7 * * *' }] });
  await time.goTo('2026-11-25T12:00:00Z');
  expect(ran).toEqual(['25 07:00:00 for 25 07:00']);
  expect(told.filter((line) => line.includes('missed'))).toEqual([]);
});

describe('a worker that dies in the middle of a run', () => {
  test('leaves it to another when its lease is over, and what it brings after all does not count', async () => {
    const { time, calendar, ran, ledger, told } = scene('2026-11-24T07:59:00Z');
    calendar({ jobs: [DAILY], dies: true });
    await time.goTo('2026-11-24T08:00:10Z');
    calendar({ jobs: [DAILY] });
    await time.goTo('2026-11-24T08:05:00Z');
    expect(ran).toEqual(['24 08:00:00 for 24 08:00', '24 08:01:10 for 24 08:00']);
    expect(told).toContain('daily/health-check of 2026-11-24T08:00:00.000Z: its worker died, attempt 2 begins');
    expect(ledger.runs.map(({ state, attempts }) => [state, attempts])).toEqual([['finished', 2]]);
  });

  test('takes no more than three with it', async () => {
    const { time, calendar, ran, ledger, told } = scene('2026-11-24T07:59:00Z');
    for (let worker = 0; worker < 5; worker += 1) calendar({ jobs: [DAILY], dies: true });
    await time.goTo('2026-11-24T09:00:00Z');
    expect(ran).toHaveLength(MOST_ATTEMPTS);
    expect(ledger.runs.map(({ state }) => state)).toEqual(['given up']);
    expect(told.filter((line) => line.includes('given up'))).toHaveLength(1);
  });

  test('is not taken for dead while its run is long', async () => {
    const { time, calendar, ran } = scene('2026-11-24T07:59:00Z');
    calendar({ jobs: [DAILY], takes: 60 * 60_000 });
    calendar({ jobs: [DAILY], takes: 60 * 60_000 });
    await time.goTo('2026-11-24T12:00:00Z');
    expect(ran).toHaveLength(1);
  });
});

test('a run that fails is said and kept, and the next instant is run all the same', async () => {
  const { time, calendar, ran, told, ledger } = scene('2026-11-23T07:00:00Z');
  calendar({ jobs: [DAILY], fails: 'no credentials' });
  await time.goTo('2026-11-24T09:00:00Z');
  expect(ran).toHaveLength(2);
  expect(told).toContain('daily/health-check: failed: no credentials');
  expect(ledger.runs.map(({ state }) => state)).toEqual(['no credentials', 'no credentials']);
});

test('a run that is still under way keeps the next instant of its job waiting, and not other jobs', async () => {
  const { time, calendar, ran } = scene('2026-11-24T07:59:00Z');
  const often = { name: 'often', cron: '*/10 * * * *', timezone: 'UTC' };
  calendar({ jobs: [often, DAILY], takes: 25 * 60_000 });
  await time.goTo('2026-11-24T08:40:00Z');
  expect(ran).toEqual(['24 08:00:00 for 24 08:00', '24 08:00:00 for 24 08:00', '24 08:25:00 for 24 08:20']);
});

test('a run that hangs is given up after hours, and does not keep its place', async () => {
  const { time, calendar, ran, told } = scene('2026-11-23T07:59:00Z');
  calendar({ jobs: [DAILY], takes: 999 * 3_600_000 });
  await time.goTo('2026-11-24T09:00:00Z');
  expect(ran).toHaveLength(2);
  expect(told).toContain('daily/health-check: failed: it was not over after 4 hours');
});

test('a worker that stops leaves what it had begun to another at once', async () => {
  const { time, calendar, ran } = scene('2026-11-24T07:59:00Z');
  const first = calendar({ jobs: [DAILY], takes: 24 * 3_600_000 });
  await time.goTo('2026-11-24T08:00:10Z');
  const stopped = first.stop();
  await time.goTo('2026-11-24T08:00:20Z');
  await stopped;
  calendar({ jobs: [DAILY] });
  await time.goTo('2026-11-24T08:00:21Z');
  expect(ran).toEqual(['24 08:00:00 for 24 08:00', '24 08:00:20 for 24 08:00']);
});

interface Worker {
  readonly jobs: readonly Job[];
  readonly off?: readonly string[];
  /** How long a run takes; no time where absent. */
  readonly takes?: number;
  /** Nothing more is heard of it once it has begun a run. */
  readonly dies?: boolean;
  readonly fails?: string;
}

function scene(start: string) {
  const time = virtualTime(start);
  const ledger = memoryLedger(time);
  const ran: string[] = [];
  const told: string[] = [];
  function calendar({ jobs, off = [], takes, dies = false, fails }: Worker): Calendar {
    let dead = false;
    return startCalendar({
      jobs,
      off,
      ledger: { ...ledger.port, renew: (claim) => (dead ? new Promise(() => undefined) : ledger.port.renew(claim)) },
      now: time.now,
      timer: { sleep: (ms, signal) => (dead ? new Promise(() => undefined) : time.timer.sleep(ms, signal)) },
      tell: (line) => told.push(line),
      async run(claim) {
        ran.push(`${clock(time.now(), 'seconds')} for ${clock(claim.instant)}`);
        if (fails !== undefined) throw new Error(fails);
        dead = dies;
        if (dies) await new Promise(() => undefined);
        if (takes !== undefined) await time.timer.sleep(takes);
        return ledger.finish(claim) ? 'kept' : 'not kept';
      },
    });
  }
  return { time, ledger, ran, told, calendar };
}

/** `24 08:00` */
function clock(at: Date, precision?: 'seconds'): string {
  return `${at.getUTCDate()} ${at.toISOString().slice(11, precision ? 19 : 16)}`;
}

interface Run {
  readonly job: string;
  readonly instant: Date;
  claim: string;
  leaseUntil: number;
  attempts: number;
  state: string;
}

/** What the database's ledger does, by the same rules; that one has tests of its own on PostgreSQL. */
function memoryLedger({ now }: VirtualTime) {
  const standing = new Map<string, { at: Date; cadence: string }>();
  const runs: Run[] = [];
  const missed: string[] = [];
  let claims = 0;
  const memory = { runs, missed, away: false, port: guarded(), finish };

  function begin(name: string, cadence: string, at: Date): void {
    if (standing.get(name)?.cadence !== cadence) standing.set(name, { at, cadence });
  }

  function find({ claim }: Claim): Run | undefined {
    return runs.find((run) => run.claim === claim && run.state === 'running');
  }

  function claimOf(run: Run): Claim {
    claims += 1;
    run.claim = `claim ${claims}`;
    run.leaseUntil = now().getTime() + LEASE_MS;
    return {
      runId: run.instant.toISOString(),
      claim: run.claim,
      job: run.job,
      instant: run.instant,
      attempt: run.attempts,
    };
  }

  function finish(claim: Claim, state = 'finished'): boolean {
    const run = find(claim);
    if (run) run.state = state;
    return run !== undefined;
  }

  function guarded(): Ledger {
    const port: Ledger = {
      async begin(jobs, off, at) {
        for (const { name, cron, timezone } of jobs) begin(name, `${cron} ${timezone}`, at);
        for (const name of off) begin(name, 'off', at);
      },
      async standing() {
        if (memory.away) throw new Error('away');
        return new Map([...standing].map(([name, { at }]) => [name, at] as const));
      },
      async fire(due, at) {
        const known = standing.get(due.job);
        if (!known || known.at >= due.instant) return { state: 'done' };
        const left = runs.filter(({ job, state }) => job === due.job && state === 'running');
        if (left.some(({ leaseUntil }) => leaseUntil > at.getTime())) return { state: 'busy' };
        for (const run of left) run.state = 'missed';
        missed.push(...due.missed.map((instant) => clock(instant)));
        known.at = due.instant;
        const run = { job: due.job, instant: due.instant, claim: '', leaseUntil: 0, attempts: 1, state: 'running' };
        runs.push(run);
        return { state: 'mine', claim: claimOf(run), abandoned: left.map(({ instant }) => instant) };
      },
      async adopt(jobs, at) {
        const dead = runs.filter(
          (run) => run.state === 'running' && run.leaseUntil <= at.getTime() && jobs.includes(run.job),
        );
        const givenUp = dead.filter(({ attempts }) => attempts >= MOST_ATTEMPTS);
        for (const run of givenUp) run.state = 'given up';
        const [orphan] = dead.filter(({ attempts }) => attempts < MOST_ATTEMPTS);
        if (orphan) orphan.attempts += 1;
        return { taken: orphan && claimOf(orphan), givenUp };
      },
      async renew(claim) {
        const run = find(claim);
        if (run) run.leaseUntil = now().getTime() + LEASE_MS;
        return run !== undefined;
      },
      async release(claim) {
        const run = find(claim);
        if (run) run.leaseUntil = now().getTime();
      },
      async fail(claim, error) {
        finish(claim, error);
      },
    };
    return port;
  }
  return memory;
}
