import type { Escalation, EscalationEvent, EscalationWorld, Moved, Page } from './escalation.ts';
import type { EscalationLevel, EscalationPolicy, PageTarget } from './policy.ts';

/** Where nobody can be told, who comes on call is to hear of it soon. */
export const LOOK_AGAIN_MS = 60_000;
/** Where no channel delivers, each further try is an entry on the timeline. */
export const TRY_AGAIN_MS = 10 * 60_000;
/** Levels of all laps and policies that one look may go through. */
const MOST_LEVELS = 10_000;

interface Walk {
  /** What is told before anything else. */
  readonly before?: readonly EscalationEvent[];
  /** Goes there at once, whatever time is left. */
  readonly to?: EscalationLevel | undefined;
  /** Whether anybody was told in this round; by itself: where it stands at a level. */
  readonly reached?: boolean;
  readonly againAfterMs?: number;
}

/** Before its first level, which is due now. */
export function fresh(policy: string, round: number, now: number): Escalation {
  return {
    policy,
    phase: 'paging',
    round,
    lap: 0,
    level: null,
    levelSince: now,
    until: null,
    acknowledgedBy: [],
    paged: [],
    reason: null,
  };
}

/** Goes through levels from where it stands until one has time left. */
export function walk(given: Escalation, world: EscalationWorld, options: Walk = {}): Moved {
  const events: EscalationEvent[] = [...(options.before ?? [])];
  const pages: Page[] = [];
  let here = given;
  let wanted = options.to;
  let reached = options.reached ?? given.level !== null;
  let origin = given;
  let passed: Passed | undefined;
  for (let looked = 0; looked < MOST_LEVELS; looked += 1) {
    const policy = policyOf(here, world);
    if (!policy)
      return outcome({ ...here, phase: 'exhausted', until: null }, { events: [...events, noPolicy(world.now)] });
    if (policy.name !== here.policy) {
      events.push(standsIn(policy, here, world.now));
      here = { ...fresh(policy.name, here.round + 1, world.now), acknowledgedBy: here.acknowledgedBy };
      origin = here;
      wanted = undefined;
      reached = false;
    }
    const start = wanted ? world.now : endOfLevel(here, policy);
    if (!wanted && here.level !== null && start > world.now) return outcome(here, { pages, events });
    const next = wanted ?? nextLevel(policy, here.level, world);
    wanted = undefined;
    if (!next) {
      const onward = nextLap(here, policy, { at: start, reached, world });
      if (!onward) break;
      here = onward.escalation;
      events.push(onward.event);
      continue;
    }
    const first = here.level === null ? levelsAtOnce(policy, world) : [next];
    const then = together(first, policy, { world, here, at: start });
    if (then.rest && start < world.now && start + then.rest.forMs <= world.now) {
      // It would be paged only to be passed over.
      events.push(passing(then.levels, start, world.now));
      here = { ...here, level: then.rest.level, levelSince: start, paged: [] };
      passed = { here, level: then.rest, pages: [...pages], events: [...events] };
      continue;
    }
    const now = together(first, policy, { world, here, at: world.now });
    const entered = enterAll(here, now, { world, pages });
    pages.push(...entered.pages);
    events.push(...entered.events);
    if (now.rest) {
      // Who was not there when their time began, has it from now on.
      const since = then.rest ? start : world.now;
      here = { ...here, level: now.rest.level, levelSince: since, paged: entered.paged };
      reached = true;
      passed = undefined;
    } else {
      // Nobody there, or nobody who would hear it: as if these had no time.
      const last = now.levels.at(-1) ?? next;
      here = { ...here, level: last.level, levelSince: start - last.forMs, paged: entered.paged };
    }
  }
  return through({ here, origin, passed, reached, againAfterMs: options.againAfterMs ?? LOOK_AGAIN_MS }, world, {
    pages,
    events,
  });
}

/** Where levels were passed over: who is told, late, where nobody else is to be. */
interface Passed {
  readonly here: Escalation;
  readonly level: EscalationLevel;
  /** Made until then: what comes after it, comes again when its time is over. */
  readonly pages: readonly Page[];
  readonly events: readonly EscalationEvent[];
}

interface Through {
  readonly here: Escalation;
  readonly origin: Escalation;
  readonly passed: Passed | undefined;
  readonly reached: boolean;
  readonly againAfterMs: number;
}

/** All levels are over. */
function through({ here, origin, passed, reached, againAfterMs }: Through, world: EscalationWorld, so: Said): Moved {
  const { now } = world;
  if (passed && reaches(passed.level, { world, here: passed.here, at: now })) {
    // All of it passed while nobody worked: who is last is told, late rather than never.
    const late = enter(passed.here, passed.level, { world });
    const pages = [...passed.pages, ...late.pages.filter((page) => !isDouble(passed.pages, page))];
    const standing = { ...passed.here, levelSince: now, paged: late.paged };
    return outcome(standing, { pages, events: [...passed.events, late.event] });
  }
  const { pages, events } = so;
  if (reached) {
    const laps = here.lap + 1;
    const text = `All levels of ${here.policy} are through, ${laps === 1 ? 'once' : `${laps} times`}, and nobody has acknowledged: nobody else is paged`;
    return outcome(
      { ...here, phase: 'exhausted', until: null },
      { pages, events: [...events, { kind: 'exhausted', at: now, text }] },
    );
  }
  if (here.acknowledgedBy.length > 0) {
    const forMs = policyOf(origin, world)?.acknowledgedForMs ?? null;
    return outcome({ ...here, phase: 'acknowledged', until: forMs === null ? null : now + forMs }, { pages, events });
  }
  const text = `Nobody can be paged by ${origin.policy}: no level has anybody who would hear it. It is tried again and again`;
  return outcome(
    { ...origin, phase: 'unreached', lap: 0, level: null, levelSince: now, paged: [], until: now + againAfterMs },
    { pages, events: [...events, { kind: 'unreached', at: now, text }] },
  );
}

interface Said {
  readonly pages: readonly Page[];
  readonly events: readonly EscalationEvent[];
}

/** What a look at a level depends on. */
interface Look {
  readonly world: EscalationWorld;
  readonly here: Escalation;
  readonly at: number;
}

interface Together {
  readonly levels: readonly EscalationLevel[];
  /** Whose time runs; undefined where none of them reaches anybody. */
  readonly rest: EscalationLevel | undefined;
}

/** Levels that are told at once: one that reaches nobody is followed by the next straight away. */
function together(first: readonly EscalationLevel[], policy: EscalationPolicy, look: Look): Together {
  const levels = [...first];
  for (let last = levels.at(-1); last && !reaches(last, look);) {
    last = nextLevel(policy, last.level, look.world);
    if (last) levels.push(last);
  }
  return { levels, rest: levels.findLast((level) => reaches(level, look)) };
}

/** Whether anybody hears it there. A level of nothing but places is read by whoever reads them. */
function reaches(level: EscalationLevel, { world, here, at }: Look): boolean {
  if (level.notify.length > 0 && level.notify.every((target) => 'channel' in target)) return true;
  return peopleAt(level, world, at).some((person) => !here.acknowledgedBy.includes(person) && world.hears(person, at));
}

function peopleAt({ notify }: EscalationLevel, { peopleOf }: EscalationWorld, at: number): string[] {
  return [...new Set(notify.flatMap((target) => ('channel' in target ? [] : peopleOf(target, at))))];
}

/** Whether those who have acknowledged leave anybody to be paged at the levels that are paged at once. */
export function asksMore(here: Escalation, world: EscalationWorld): boolean {
  const policy = policyOf(here, world);
  if (!policy) return false;
  return levelsAtOnce(policy, world).some((level) => {
    const people = peopleAt(level, world, world.now);
    return people.length === 0 || people.some((person) => !here.acknowledgedBy.includes(person));
  });
}

/** Of levels that are told together, nobody is paged twice. */
function enterAll(
  here: Escalation,
  { levels, rest }: Together,
  { world, pages: before }: { world: EscalationWorld; pages: readonly Page[] },
) {
  const pages: Page[] = [];
  const events: EscalationEvent[] = [];
  const paged = new Set<string>();
  for (const level of levels) {
    // What comes after the level whose time runs has its own time later, and pages once more.
    const as = rest && level.level > rest.level ? 'ahead/' : '';
    const entered = enter(here, level, { world, as });
    pages.push(...entered.pages.filter((page) => !isDouble([...before, ...pages], page)));
    events.push(entered.event);
    for (const person of entered.paged) paged.add(person);
  }
  return { pages, events, paged: [...paged] };
}

function isDouble(pages: readonly Page[], { to }: Page): boolean {
  return 'person' in to && pages.some((page) => 'person' in page.to && page.to.person === to.person);
}

interface Entering {
  readonly world: EscalationWorld;
  /** What sets the names of these pages apart from those of the level's own time. */
  readonly as?: string;
}

/** Whom a level tells now, and what is said of it. */
export function enter(here: Escalation, level: EscalationLevel, { world, as = '' }: Entering) {
  const { now } = world;
  const present = peopleAt(level, world, now);
  const paged = present.filter((person) => !here.acknowledgedBy.includes(person));
  const places = placesOf(level);
  const prefix = `${as}${here.round}/${here.policy}/${here.lap}/${level.level}`;
  const pages: Page[] = [
    ...paged.map((person) => ({ key: `${prefix}/${person}`, level: level.level, to: { person }, at: now })),
    ...places.map((to) => ({ key: `${prefix}/#${to.channel}/${to.to ?? ''}`, level: level.level, to, at: now })),
  ];
  const awake = paged.some((person) => world.hears(person, now));
  return { pages, paged, event: told() };

  function told(): EscalationEvent {
    const about = `Level ${level.level}${here.lap > 0 ? `, lap ${here.lap + 1}` : ''}`;
    const channels = places.map(({ channel }) => channel).join(', ');
    if (awake) return { kind: 'paged', at: now, text: `${about}: ${paged.join(', ')}` };
    if (paged.length === 0 && level.notify.every((target) => 'channel' in target) && places.length > 0) {
      return { kind: 'paged', at: now, text: `${about}: ${channels}` };
    }
    const also = places.length > 0 ? `; ${channels} is told` : '';
    return { kind: 'gap', at: now, text: `${about} is skipped: ${why()}${also}` };
  }

  function why(): string {
    if (paged.length > 0) return `${paged.join(', ')} cannot be told now (quiet hours, or no channel reaches them)`;
    if (present.length > 0) return `${present.join(', ')} acknowledged already`;
    return `nobody is on call at ${atTime(now)}`;
  }
}

/** Each once, however often the level has it. */
function placesOf({ notify }: EscalationLevel): Place[] {
  const places = notify.flatMap((target): Place[] => ('channel' in target ? [target] : []));
  return places.filter(
    ({ channel, to }, index) => places.findIndex((one) => one.channel === channel && one.to === to) === index,
  );
}

type Place = Extract<PageTarget, { channel: string }>;

/** The first level, and those that this severity goes to at once. */
function levelsAtOnce(policy: EscalationPolicy, world: EscalationWorld): EscalationLevel[] {
  const upTo = policy.startAt[world.severity] ?? Number.NEGATIVE_INFINITY;
  const levels = eligible(policy, world);
  const [first] = levels;
  return levels.filter((level) => level === first || level.level <= upTo);
}

export function nextLevel(
  policy: EscalationPolicy,
  after: number | null,
  world: EscalationWorld,
): EscalationLevel | undefined {
  return eligible(policy, world).find(({ level }) => after === null || level > after);
}

function eligible({ levels }: EscalationPolicy, { businessImpact }: EscalationWorld): EscalationLevel[] {
  return levels.filter(({ onBusinessImpact }) => businessImpact || !onBusinessImpact);
}

function endOfLevel({ level, levelSince }: Escalation, { levels }: EscalationPolicy): number {
  return levelSince + (levels.find((one) => one.level === level)?.forMs ?? 0);
}

interface Onward {
  readonly at: number;
  readonly reached: boolean;
  readonly world: EscalationWorld;
}

/** Once more through all levels, or on in the policy that follows; undefined where it is over. */
function nextLap(here: Escalation, policy: EscalationPolicy, { at, reached, world }: Onward) {
  const from = { ...here, level: null, levelSince: at, paged: [] };
  if (here.lap < policy.repeat && reached) {
    const lap = here.lap + 1;
    const text = `Nobody has acknowledged: lap ${lap + 1} of ${policy.repeat + 1} through ${policy.name} begins`;
    return { escalation: { ...from, lap }, event: { kind: 'lap', at, text } satisfies EscalationEvent };
  }
  if (policy.next === null || !world.policies.has(policy.next)) return undefined;
  const text = `${policy.name} is through: ${policy.next} takes over`;
  return {
    escalation: { ...from, lap: 0, policy: policy.next },
    event: { kind: 'policy', at, text } satisfies EscalationEvent,
  };
}

/** Where the configuration has lost a policy, its first one stands in: an incident is not to be forgotten for that. */
export function policyOf(
  { policy }: Pick<Escalation, 'policy'>,
  { policies }: Pick<EscalationWorld, 'policies'>,
): EscalationPolicy | undefined {
  const [first] = policies.values();
  return policies.get(policy) ?? first;
}

function standsIn(policy: EscalationPolicy, { policy: lost }: Escalation, at: number): EscalationEvent {
  return { kind: 'policy', at, text: `The configuration has no policy ${lost} any more: ${policy.name} takes over` };
}

function noPolicy(at: number): EscalationEvent {
  return { kind: 'exhausted', at, text: 'The configuration has no escalation policy any more: nobody is paged' };
}

function passing(levels: readonly EscalationLevel[], start: number, at: number): EscalationEvent {
  const numbers = levels.map(({ level }) => level).join(', ');
  return { kind: 'passed', at, text: `Level ${numbers} was due at ${atTime(start)}, when nobody worked: passed over` };
}

export function outcome(escalation: Escalation, more: Partial<Omit<Moved, 'escalation'>> = {}): Moved {
  const { pages = [], events = [], cancel = 'none' } = more;
  return { escalation, pages, events, cancel };
}

export function atTime(at: number | null): string {
  return at === null ? 'further notice' : new Date(at).toISOString().replace(/:\d\d\.\d+Z$/, 'Z');
}
