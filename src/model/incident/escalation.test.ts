import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acknowledge,
  advance,
  beginEscalation,
  beginHeld,
  calm,
  endLevel,
  escalateNow,
  type Escalation,
  escalationDue,
  type EscalationWorld,
  hold,
  type Moved,
  pageAgain,
  pageForImpact,
  release,
  renew,
  replacePolicy,
  snooze,
  stop,
  unacknowledge,
} from './escalation.ts';
import { Refused } from '../errors.ts';
import type { EscalationLevel, EscalationPolicy, PageTarget } from './policy.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from './severity.ts';

const MINUTE = 60_000;
const PEOPLE = ['ann', 'ben', 'cy', 'dee', 'eve'] as const;
const SCHEDULES = ['day', 'night', 'lead'] as const;
const began = Date.parse('2026-03-03T12:00:00Z');

/** Who is on call, by schedule, in each hour; it begins anew after the last. */
type Roster = Readonly<Record<string, readonly (readonly string[])[]>>;

interface Situation {
  readonly policies: readonly EscalationPolicy[];
  readonly roster: Roster;
  /** Who hears of nothing, whatever happens. */
  readonly deaf: readonly string[];
  readonly severity: IncidentSeverity;
}

const person = fc.constantFrom(...PEOPLE);
const target: fc.Arbitrary<PageTarget> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...SCHEDULES).map((schedule) => ({ schedule })) },
  { weight: 2, arbitrary: person.map((one) => ({ person: one })) },
  { weight: 1, arbitrary: fc.constant({ channel: 'ops' }) },
);

function anyPolicy(name: string, next: string | null): fc.Arbitrary<EscalationPolicy> {
  const level = fc.record({
    level: fc.integer({ min: 1, max: 9 }),
    notify: fc.array(target, { minLength: 1, maxLength: 3 }),
    forMs: fc.integer({ min: 1, max: 60 }).map((minutes) => minutes * MINUTE),
    acknowledge: fc.constantFrom('one' as const, 'all' as const),
    onBusinessImpact: fc.boolean(),
  });
  return fc.record({
    name: fc.constant(name),
    levels: fc
      .uniqueArray(level, { minLength: 1, maxLength: 4, selector: (one) => one.level })
      .map((levels) => levels.toSorted((a, b) => a.level - b.level)),
    repeat: fc.integer({ min: 0, max: 3 }),
    startAt: fc
      .option(fc.integer({ min: 1, max: 9 }), { nil: undefined })
      .map((P0) => (P0 === undefined ? {} : { P0 })),
    acknowledgedForMs: fc.option(fc.integer({ min: 1, max: 120 }).map((minutes) => minutes * MINUTE)),
    next: fc.constant(next),
  });
}

function anySituation(hours: number): fc.Arbitrary<Situation> {
  const shift = fc.array(fc.subarray([...PEOPLE], { maxLength: 2 }), { minLength: hours, maxLength: hours });
  return fc.record({
    policies: fc.tuple(anyPolicy('first', 'second'), anyPolicy('second', null), anyPolicy('other', null)),
    roster: fc.record({ day: shift, night: shift, lead: shift }),
    deaf: fc.subarray([...PEOPLE], { maxLength: 2 }),
    severity: fc.constantFrom(...INCIDENT_SEVERITIES),
  });
}

function onCall(roster: Roster, schedule: string, at: number): readonly string[] {
  const hours = roster[schedule] ?? [];
  return hours[Math.floor((at - began) / (60 * MINUTE)) % hours.length] ?? [];
}

function worldOf(
  { policies, roster, deaf, severity }: Situation,
  now: number,
  businessImpact = false,
): EscalationWorld {
  return {
    now,
    severity,
    businessImpact,
    policies: new Map(policies.map((policy) => [policy.name, policy])),
    peopleOf: (one, at) => ('person' in one ? [one.person] : 'schedule' in one ? onCall(roster, one.schedule, at) : []),
    hears: (one) => !deaf.includes(one),
  };
}

type Action =
  | { readonly do: 'wait' | 'sleep'; readonly ms: number }
  | { readonly do: 'acknowledge'; readonly person: string }
  | { readonly do: 'severity'; readonly severity: IncidentSeverity }
  | { readonly do: 'policy'; readonly policy: string }
  | { readonly do: 'snooze' | 'hold'; readonly ms: number }
  | {
      readonly do:
        | 'unacknowledge'
        | 'release'
        | 'escalate'
        | 'impact'
        | 'end-level'
        | 'stop-and-again'
        | 'renew'
        | 'calm';
    };

const span = fc.integer({ min: 1, max: 300 }).map((minutes) => minutes * MINUTE);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: span.map((ms) => ({ do: 'wait' as const, ms })) },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 3000 }).map((minutes) => ({ do: 'sleep' as const, ms: minutes * MINUTE })),
  },
  { weight: 4, arbitrary: person.map((one) => ({ do: 'acknowledge' as const, person: one })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...INCIDENT_SEVERITIES).map((severity) => ({ do: 'severity' as const, severity })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('first', 'second', 'other').map((policy) => ({ do: 'policy' as const, policy })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('snooze' as const, 'hold' as const), span)
      .map(([how, ms]) => ({ do: how, ms })),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('unacknowledge', 'release', 'escalate', 'impact', 'end-level', 'stop-and-again', 'renew', 'calm')
      .map((how) => ({ do: how }) as Action),
  },
);

/** An escalation that is lived through, and looked at closely at every turn. */
function live(given: Situation, actions: readonly Action[]): { readonly turns: number } {
  const { policies } = given;
  let situation = given;
  let now = began;
  let impact = false;
  let turns = 0;
  const made = new Set<string>();
  let here = take(undefined, beginEscalation('first', world()));

  function world(): EscalationWorld {
    return worldOf(situation, now, impact);
  }

  function take(before: Escalation | undefined, moved: Moved): Escalation {
    turns += 1;
    const { escalation, pages } = moved;
    for (const page of pages) {
      expect(made, `${page.key} is made twice`).not.toContain(page.key);
      made.add(page.key);
      const [, policyName] = /\d+\/(\w+)\//.exec(page.key) ?? [];
      const level = levelOf(policies, policyName ?? '', page.level);
      expect(level, `${page.key} is of a level that there is`).toBeDefined();
      expect(impact || !level?.onBusinessImpact, `${page.key} waits for the business`).toBe(true);
      if (!('person' in page.to) || !level) continue;
      expect(peopleAt(level, world()), `${page.key} is on call`).toContain(page.to.person);
      expect(escalation.acknowledgedBy, `${page.key} has acknowledged`).not.toContain(page.to.person);
      expect(page.at).toBe(now);
    }
    const people = pages.flatMap(({ to, key }) => ('person' in to && !/^(impact|ahead)/.test(key) ? [to.person] : []));
    expect(new Set(people).size, 'nobody is paged twice at an instant').toBe(people.length);
    expect(escalation.lap).toBeLessThanOrEqual(policyNamed(policies, escalation.policy).repeat);
    expect(JSON.parse(JSON.stringify(escalation))).toEqual(escalation);
    if (before) toldOf(before, moved, { policies, impact });
    const again = advance(escalation, world());
    expect(again.escalation).toEqual(escalation);
    expect(again.pages).toEqual([]);
    expect(again.events).toEqual([]);
    const due = escalationDue(escalation, world().policies);
    if (due !== null) expect(due, 'what is due is ahead').toBeGreaterThan(now);
    return escalation;
  }

  function escalateOrNot(): Moved {
    try {
      return escalateNow(here, 'ann', world());
    } catch (error) {
      if (error instanceof Refused) return renew(here, world());
      throw error;
    }
  }

  function step(): void {
    const before = here;
    const moved = advance(here, world());
    const isQuiet =
      ['acknowledged', 'snoozed', 'held'].includes(before.phase) && (before.until === null || before.until > now);
    if (isQuiet || before.phase === 'stopped') expect(moved.pages, `${before.phase} pages nobody`).toEqual([]);
    here = take(before, moved);
  }

  function wait(ms: number): void {
    const end = now + ms;
    for (let looked = 0; looked < 2000; looked += 1) {
      const due = escalationDue(here, world().policies);
      now = due === null ? end : Math.min(end, Math.max(due, now));
      step();
      if (now >= end) return;
    }
    throw new Error('it never ends');
  }

  for (const one of actions) {
    switch (one.do) {
      case 'wait':
        wait(one.ms);
        break;
      case 'sleep':
        now += one.ms;
        step();
        break;
      case 'acknowledge':
        here = take(undefined, acknowledge(here, one.person, world()));
        break;
      case 'severity':
        situation = { ...situation, severity: one.severity };
        if (here.phase !== 'held' && here.phase !== 'snoozed') here = take(undefined, pageAgain(here, world(), true));
        break;
      case 'policy':
        here = take(undefined, replacePolicy(here, one.policy, world()));
        break;
      case 'snooze':
        here = take(undefined, snooze(here, { until: now + one.ms, by: 'ann' }, now));
        break;
      case 'hold':
        here = take(undefined, hold(here, { until: now + one.ms, reason: 'Maintenance' }, now));
        break;
      case 'unacknowledge':
        here = take(undefined, unacknowledge(here, world()));
        break;
      case 'release':
        here = take(undefined, release(here, world()));
        break;
      case 'escalate':
        here = take(undefined, escalateOrNot());
        break;
      case 'impact':
        if (!impact) {
          impact = true;
          here = take(undefined, pageForImpact(here, world()));
        }
        break;
      case 'end-level':
        here = take(undefined, endLevel(here, world(), made.size % 2 === 0));
        break;
      case 'stop-and-again':
        here = take(undefined, stop(here));
        here = take(undefined, pageAgain(here, world()));
        break;
      case 'renew':
        here = take(undefined, renew(here, world()));
        break;
      case 'calm':
        here = take(undefined, calm(here, world()));
        break;
    }
  }
  return { turns };
}

/** Whatever level it is at now, of each that lies before it something is told. */
function toldOf(
  before: Escalation,
  { escalation, events }: Moved,
  { policies, impact }: { policies: readonly EscalationPolicy[]; impact: boolean },
): void {
  const isSame =
    before.policy === escalation.policy && before.lap === escalation.lap && before.round === escalation.round;
  if (!isSame || escalation.level === null || escalation.phase !== 'paging') return;
  const told = events
    .filter(({ kind }) => kind === 'paged' || kind === 'gap' || kind === 'passed')
    .flatMap(({ text }) => (/^Level ([\d, ]+)/.exec(text)?.[1] ?? '').split(', ').map(Number));
  for (const { level, onBusinessImpact } of policyNamed(policies, escalation.policy).levels) {
    if (onBusinessImpact && !impact) continue;
    if (level > (before.level ?? 0) && level <= escalation.level)
      expect(told, `level ${level} is told of`).toContain(level);
  }
}

function policyNamed(policies: readonly EscalationPolicy[], name: string): EscalationPolicy {
  const found = policies.find((one) => one.name === name);
  if (!found) throw new Error(`no policy ${name}`);
  return found;
}

function levelOf(policies: readonly EscalationPolicy[], name: string, level: number): EscalationLevel | undefined {
  return policyNamed(policies, name).levels.find((one) => one.level === level);
}

function peopleAt({ notify }: EscalationLevel, { peopleOf, now }: EscalationWorld): string[] {
  return notify.flatMap((one) => peopleOf(one, now));
}

describe('whatever happens', () => {
  test('no page is made twice, none goes to who is not on call, and nothing is skipped in silence', () => {
    fc.assert(
      fc.property(anySituation(5), fc.array(action, { maxLength: 25 }), (situation, actions) => {
        expect(live(situation, actions).turns).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  test('one long sleep leads to the level that many small steps lead to', () => {
    let compared = 0;
    fc.assert(
      fc.property(anySituation(1), fc.integer({ min: 1, max: 400 }), (situation, minutes) => {
        const start = beginEscalation('first', worldOf(situation, began)).escalation;
        const end = began + minutes * MINUTE;
        let small = start;
        for (let at = began; at <= end; at += MINUTE) small = advance(small, worldOf(situation, at)).escalation;
        const big = advance(start, worldOf(situation, end)).escalation;
        if (small.phase !== 'paging') return;
        compared += 1;
        const { policy, lap, level, levelSince } = small;
        expect(big).toMatchObject({ phase: 'paging', policy, lap, level, levelSince });
      }),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  test('all levels and laps are over in bounded time, and nobody is paged after that', () => {
    fc.assert(
      fc.property(anySituation(1), (situation) => {
        let here = beginEscalation('first', worldOf(situation, began)).escalation;
        let paged = 0;
        let now = began;
        for (let looks = 0; looks < 100; looks += 1) {
          const due = escalationDue(here, worldOf(situation, now).policies);
          if (due === null) break;
          now = due;
          const moved = advance(here, worldOf(situation, now));
          here = moved.escalation;
          paged += moved.pages.length;
        }
        const levels = situation.policies.reduce((sum, { levels: all, repeat }) => sum + all.length * (repeat + 1), 0);
        expect(paged).toBeLessThanOrEqual(levels * (PEOPLE.length + 1));
        expect(['exhausted', 'unreached']).toContain(here.phase);
      }),
    );
  });
});

const SIMPLE: EscalationPolicy = {
  name: 'simple',
  levels: [
    { level: 1, notify: [{ schedule: 'day' }], forMs: 30 * MINUTE, acknowledge: 'one', onBusinessImpact: false },
    { level: 2, notify: [{ person: 'ben' }], forMs: 30 * MINUTE, acknowledge: 'one', onBusinessImpact: false },
  ],
  repeat: 0,
  startAt: { P0: 2 },
  acknowledgedForMs: 60 * MINUTE,
  next: null,
};

function simple(more: Partial<Situation> = {}, now = began, policy = SIMPLE): EscalationWorld {
  return worldOf({ policies: [policy], roster: { day: [['ann']] }, deaf: [], severity: 'P1', ...more }, now);
}

function names({ pages }: Moved): string[] {
  return pages.map(({ to }) => ('person' in to ? to.person : `#${to.channel}`));
}

describe('edges', () => {
  test('a level of places alone has its time: who reads them may answer', () => {
    const policy: EscalationPolicy = {
      ...SIMPLE,
      levels: SIMPLE.levels.map((one) => (one.level === 1 ? { ...one, notify: [{ channel: 'ops' }] } : one)),
    };
    const first = beginEscalation('simple', simple({}, began, policy));
    expect(names(first)).toEqual(['#ops']);
    expect(names(advance(first.escalation, simple({}, began + 30 * MINUTE, policy)))).toEqual(['ben']);
  });

  test('a policy that the configuration has lost is stood in for by the first', () => {
    const { escalation } = beginEscalation('simple', simple());
    const other = { ...SIMPLE, name: 'default' };
    const moved = advance(escalation, simple({}, began + 30 * MINUTE, other));
    expect(names(moved)).toEqual(['ann']);
    expect(moved.escalation).toMatchObject({ policy: 'default', phase: 'paging' });
    const none = { ...simple({}, began + 30 * MINUTE), policies: new Map() };
    expect(advance(escalation, none).escalation.phase).toBe('exhausted');
  });

  test('becoming worse leaves it to who has it, where nobody else is to be told at once', () => {
    const { escalation } = beginEscalation('simple', simple());
    const mine = acknowledge(escalation, 'ann', simple()).escalation;
    expect(pageAgain(mine, simple({ severity: 'P1' }), true).escalation.phase).toBe('acknowledged');
    expect(names(pageAgain(mine, simple({ severity: 'P0' }), true))).toEqual(['ben']);
  });

  test('where no channel delivers, it is tried again after a while, and no lap is used up', () => {
    const { escalation } = beginEscalation('simple', simple());
    const second = endLevel(escalation, simple(), false);
    expect(names(second)).toEqual(['ben']);
    const none = endLevel(second.escalation, simple(), false);
    expect(none.escalation).toMatchObject({ phase: 'unreached', until: began + 10 * MINUTE });
    expect(names(advance(none.escalation, simple({}, began + 10 * MINUTE)))).toEqual(['ann']);
  });

  test('where some levels reach nobody after others that were told at once, these keep their time', () => {
    const world = simple({ severity: 'P0', deaf: ['ben'] });
    const first = beginEscalation('simple', world);
    expect(first.escalation).toMatchObject({ level: 1, levelSince: began });
    const later = advance(first.escalation, { ...world, now: began + 30 * MINUTE });
    expect(later.escalation.phase).toBe('exhausted');
    expect(new Set([...first.pages, ...later.pages].map(({ key }) => key)).size).toBe(
      first.pages.length + later.pages.length,
    );
  });

  test('who has acknowledged in a hold is let be; held anew afterwards, nobody has it', () => {
    const held = beginHeld('simple', { until: began + MINUTE, reason: 'Maintenance: x' }, simple()).escalation;
    const mine = acknowledge(held, 'ann', simple());
    expect(mine.escalation).toMatchObject({ phase: 'acknowledged', until: began + 60 * MINUTE });
    expect(names(advance(mine.escalation, simple({}, began + 60 * MINUTE)))).toEqual(['ann']);
  });
});
