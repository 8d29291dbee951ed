import { Refused } from '../errors.ts';
import type { EscalationLevel, EscalationPolicy, PageTarget } from './policy.ts';
import type { IncidentSeverity } from './severity.ts';

/**
 * Where the paging of one incident stands. Times are milliseconds since 1970. Everything that happens to it is a function
 * from one such value to the next, with what is to be paged and told: so that it can be kept in one row, moved in one
 * transaction, and taken up by anybody after a crash.
 */
export interface Escalation {
  readonly policy: string;
  /**
   * `paging`: the level has so much time. `acknowledged`, `snoozed`, `held` (maintenance or a silence): nobody is paged
   * until `until`. `unreached`: nobody was on call anywhere; it is looked again at `until`. `exhausted`: all levels and laps
   * are over. `stopped`: the incident is over, or is a ticket.
   */
  readonly phase: 'paging' | 'acknowledged' | 'snoozed' | 'held' | 'unreached' | 'exhausted' | 'stopped';
  /** Counts how often paging began anew; with lap, level and person it names a page, so that none is made twice. */
  readonly round: number;
  readonly lap: number;
  /** Where it stands; null before the first. */
  readonly level: number | null;
  readonly levelSince: number;
  readonly until: number | null;
  /** Who has acknowledged in this round, in order. */
  readonly acknowledgedBy: readonly string[];
  /** Who was paged at the level it stands at. */
  readonly paged: readonly string[];
  /** Why it is held. */
  readonly reason: string | null;
}

/** Somebody to be paged, or a place to be told. */
export interface Page {
  /** Unique within the incident. */
  readonly key: string;
  readonly level: number;
  readonly to: { readonly person: string } | { readonly channel: string; readonly to?: string | undefined };
  readonly at: number;
}

export interface EscalationEvent {
  readonly kind:
    | 'paged'
    | 'gap'
    | 'passed'
    | 'lap'
    | 'policy'
    | 'exhausted'
    | 'unreached'
    | 'acknowledged'
    | 'acknowledgement-expired'
    | 'snoozed'
    | 'snooze-ended'
    | 'held'
    | 'hold-ended'
    | 'escalated';
  readonly at: number;
  readonly text: string;
  readonly actor?: string;
}

export interface Moved {
  readonly escalation: Escalation;
  readonly pages: readonly Page[];
  readonly events: readonly EscalationEvent[];
  /** Whose pages that were not sent yet are not sent any more: nobody's, some people's, or everybody's. */
  readonly cancel: 'none' | 'all' | readonly string[];
}

export interface EscalationWorld {
  readonly now: number;
  readonly severity: IncidentSeverity;
  readonly businessImpact: boolean;
  readonly policies: ReadonlyMap<string, EscalationPolicy>;
  /** Whom a target means at an instant, in order; nobody where that is a gap. */
  readonly peopleOf: (target: PageTarget, at: number) => readonly string[];
  /** Whether a person would hear of it then: no quiet hours are in the way, and some channel reaches them. */
  readonly hears: (person: string, at: number) => boolean;
}

const LOOK_AGAIN_MS = 60_000;
/** Levels of all laps and policies that one look may go through. */
const MOST_LEVELS = 10_000;

/** Begins: the first level is paged at once, and with a P0 also the next, as far as the policy says. */
export function beginEscalation(policy: string, world: EscalationWorld): Moved {
  return advance(fresh(policy, 0, world.now), world);
}

/** Begins held, in a maintenance window or under a silence: nobody is paged before `until`. */
export function beginHeld(policy: string, hold: { until: number; reason: string }, world: EscalationWorld): Moved {
  const escalation: Escalation = { ...fresh(policy, 0, world.now), phase: 'held', ...hold };
  return outcome(escalation, { events: [heldEvent(hold, world.now)] });
}

/** For what pages nobody: a ticket, or an incident without a policy. */
export function stopped(policy: string, now: number): Escalation {
  return { ...fresh(policy, 0, now), phase: 'stopped' };
}

function fresh(policy: string, round: number, now: number): Escalation {
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

/**
 * Brings it to where it has to be now. Levels whose time passed while nobody worked are passed over: the level that time
 * demands is paged, straight.
 */
export function advance(escalation: Escalation, world: EscalationWorld): Moved {
  const { phase, until } = escalation;
  if (phase === 'stopped' || phase === 'exhausted') return outcome(escalation);
  if (phase !== 'paging') {
    if (until === null || until > world.now) return outcome(escalation);
    if (phase === 'unreached')
      return walk(
        { ...escalation, phase: 'paging', lap: 0, level: null, until: null, levelSince: world.now },
        world,
        [],
        true,
      );
    return rearm(escalation, world);
  }
  return walk(escalation, world, []);
}

/** Pages anew, from the first level: an acknowledgement that ran out, a snooze or a hold that ended. */
function rearm(escalation: Escalation, world: EscalationWorld): Moved {
  const at = world.now;
  const ended: EscalationEvent =
    escalation.phase === 'acknowledged'
      ? {
          kind: 'acknowledgement-expired',
          at,
          text: `Acknowledged by ${escalation.acknowledgedBy.join(', ')}, and nothing followed: it counts as not acknowledged`,
        }
      : escalation.phase === 'snoozed'
        ? { kind: 'snooze-ended', at, text: 'The snooze is over, and it still stands' }
        : { kind: 'hold-ended', at, text: `${escalation.reason ?? 'The hold'} is over, and it still stands` };
  return walk(fresh(escalation.policy, escalation.round + 1, world.now), world, [ended]);
}

/** Pages anew though nothing ran out: it came back, it became worse, or somebody asks for it. */
export function pageAgain(escalation: Escalation, world: EscalationWorld, keepsAcknowledgements = false): Moved {
  const again = fresh(escalation.policy, escalation.round + 1, world.now);
  return walk(keepsAcknowledgements ? { ...again, acknowledgedBy: escalation.acknowledgedBy } : again, world, []);
}

/** Another policy: the old one pages nobody any more, the new one at once. */
export function replacePolicy(escalation: Escalation, policy: string, world: EscalationWorld): Moved {
  const event: EscalationEvent = {
    kind: 'policy',
    at: world.now,
    text: `${policy} takes over from ${escalation.policy}`,
  };
  if (escalation.phase === 'stopped' || escalation.phase === 'held' || escalation.phase === 'snoozed') {
    return outcome({ ...escalation, policy }, { events: [event], cancel: 'all' });
  }
  return { ...walk(fresh(policy, escalation.round + 1, world.now), world, [event]), cancel: 'all' };
}

/** @throws Refused where nobody may be paged now, or there is no further level */
export function escalateNow(escalation: Escalation, actor: string, world: EscalationWorld): Moved {
  const { phase } = escalation;
  if (phase === 'held')
    throw new Refused(`it is held until ${iso(escalation.until)}: ${escalation.reason ?? 'maintenance'}`);
  if (phase === 'stopped') throw new Refused('it pages nobody: raise its severity, or open it again');
  const policy = policyOf(escalation, world);
  const next = policy && nextLevel(policy, escalation.level, world);
  if (!next) throw new Refused(`there is no level after ${escalation.level ?? 0} in ${escalation.policy}`);
  const event: EscalationEvent = {
    kind: 'escalated',
    at: world.now,
    actor,
    text: `${actor} escalates to level ${next.level}`,
  };
  const round = phase === 'paging' ? escalation.round : escalation.round + 1;
  return walk({ ...escalation, phase: 'paging', round, until: null }, world, [event], false, next);
}

/** The business is hit: levels that wait for that are paged at once, whether or not somebody has acknowledged. */
export function pageForImpact(escalation: Escalation, world: EscalationWorld): Moved {
  const policy = policyOf(escalation, world);
  if (escalation.phase === 'held' || escalation.phase === 'stopped' || !policy) return outcome(escalation);
  const pages: Page[] = [];
  const events: EscalationEvent[] = [];
  for (const level of policy.levels.filter(({ onBusinessImpact }) => onBusinessImpact)) {
    const entered = enter(escalation, level, world.now, world);
    pages.push(...entered.pages.map((page) => ({ ...page, key: `impact/${page.key}` })));
    events.push(...entered.events);
  }
  return outcome(escalation, { pages, events });
}

/** One has seen it. Where all who were paged have to, the others go on being paged. */
export function acknowledge(escalation: Escalation, person: string, world: EscalationWorld): Moved {
  const { phase, acknowledgedBy } = escalation;
  const already = acknowledgedBy.includes(person);
  const by = already ? acknowledgedBy : [...acknowledgedBy, person];
  const policy = policyOf(escalation, world);
  const events: EscalationEvent[] = already
    ? []
    : [{ kind: 'acknowledged', at: world.now, actor: person, text: `${person} acknowledges` }];
  if (phase === 'stopped' || (phase === 'exhausted' && !policy))
    return outcome({ ...escalation, acknowledgedBy: by }, { events });
  const level = policy?.levels.find((one) => one.level === escalation.level);
  const missing = level?.acknowledge === 'all' ? escalation.paged.filter((one) => !by.includes(one)) : [];
  if (phase === 'paging' && missing.length > 0) {
    return outcome({ ...escalation, acknowledgedBy: by }, { events, cancel: [person] });
  }
  const until = policy?.acknowledgedForMs == null ? null : world.now + policy.acknowledgedForMs;
  return outcome(
    { ...escalation, phase: 'acknowledged', acknowledgedBy: by, until, reason: null },
    { events, cancel: 'all' },
  );
}

/** Takes an acknowledgement back: it is paged anew. */
export function unacknowledge(escalation: Escalation, world: EscalationWorld): Moved {
  if (escalation.phase !== 'acknowledged') return outcome(escalation);
  return pageAgain(escalation, world);
}

/** Nobody is paged until then; afterwards, what still stands is paged anew. */
export function snooze(escalation: Escalation, { until, by }: { until: number; by: string }, now: number): Moved {
  const event: EscalationEvent = { kind: 'snoozed', at: now, actor: by, text: `${by} snoozes it until ${iso(until)}` };
  return outcome({ ...escalation, phase: 'snoozed', until }, { events: [event], cancel: 'all' });
}

/** A silence that a person chose, or maintenance: nobody is paged until then. */
export function hold(escalation: Escalation, given: { until: number; reason: string }, now: number): Moved {
  return outcome({ ...escalation, phase: 'held', ...given }, { events: [heldEvent(given, now)], cancel: 'all' });
}

/** Ends a hold or a snooze before its time. */
export function release(escalation: Escalation, world: EscalationWorld): Moved {
  if (escalation.phase !== 'held' && escalation.phase !== 'snoozed') return outcome(escalation);
  return rearm(escalation, world);
}

/** The incident is over, or became a ticket. */
export function stop(escalation: Escalation): Moved {
  return outcome({ ...escalation, phase: 'stopped', until: null }, { cancel: 'all' });
}

/**
 * Goes through levels from where it stands until one has time left. `to`: goes there at once, whatever time is left.
 * `quietly`: a further try, of which nothing is said where it reaches nobody either.
 */
function walk(
  given: Escalation,
  world: EscalationWorld,
  before: readonly EscalationEvent[],
  quietly = false,
  to?: EscalationLevel,
): Moved {
  const events: EscalationEvent[] = [...before];
  const pages: Page[] = [];
  let here = given;
  let wanted = to;
  /** Whether anybody was paged in this round, as far as is known here. */
  let reached = given.level !== null && given.paged.length > 0;
  let passed: { level: EscalationLevel; at: number } | undefined;
  for (let looked = 0; looked < MOST_LEVELS; looked += 1) {
    const policy = policyOf(here, world);
    if (!policy)
      return outcome({ ...here, phase: 'exhausted' }, { pages, events: [...events, noPolicy(here, world.now)] });
    const current = policy.levels.find(({ level }) => level === here.level);
    const endsAt = wanted || here.level === null ? world.now : here.levelSince + (current?.forMs ?? 0);
    const startsAt = wanted ? world.now : here.level === null ? here.levelSince : endsAt;
    // Where it stands has time left, and nobody wants it elsewhere.
    if (!wanted && here.level !== null && (current ? world.now < endsAt : false)) {
      return outcome(here, { pages, events });
    }
    const first = here.level === null;
    const next = wanted ?? nextLevel(policy, here.level, world);
    wanted = undefined;
    if (!next) {
      const onward = nextLap(here, policy, startsAt, reached);
      if (onward) {
        here = onward.escalation;
        if (onward.event) events.push(onward.event);
        continue;
      }
      if (passed) {
        // All of it passed while nobody worked: who is last is told, late rather than never.
        const entered = enter({ ...here, levelSince: world.now }, passed.level, world.now, world);
        if (entered.pages.length > 0) {
          return outcome(
            { ...here, level: passed.level.level, levelSince: world.now, paged: entered.paged },
            { pages: [...pages, ...entered.pages], events: [...events, ...entered.events] },
          );
        }
      }
      if (reached) {
        const text = `All levels of ${here.policy} were paged, ${policy.repeat + 1} time${policy.repeat > 0 ? 's' : ''}, and nobody has acknowledged`;
        return outcome(
          { ...here, phase: 'exhausted', until: null },
          { pages, events: [...events, { kind: 'exhausted', at: world.now, text }] },
        );
      }
      const until = world.now + LOOK_AGAIN_MS;
      const nobody: EscalationEvent = {
        kind: 'unreached',
        at: world.now,
        text: `Nobody can be paged by ${here.policy}: no level has anybody on call. It is looked again every minute`,
      };
      return outcome(
        { ...here, phase: 'unreached', until },
        { pages, events: quietly ? [...before] : [...events, nobody] },
      );
    }
    const levels = first ? levelsAtOnce(policy, world) : [next];
    const last = levels.at(-1) ?? next;
    here = { ...here, level: last.level, levelSince: startsAt, paged: [] };
    // Its time is over already: it would be paged only to be passed over.
    if (startsAt + last.forMs <= world.now && last.forMs > 0 && startsAt < world.now) {
      events.push({
        kind: 'passed',
        at: world.now,
        text: `Level ${last.level} was due at ${iso(startsAt)}, when nobody worked: it is passed over`,
      });
      passed = { level: last, at: startsAt };
      continue;
    }
    const paged: string[] = [];
    let awake = false;
    for (const level of levels) {
      const entered = enter(here, level, startsAt, world);
      pages.push(
        ...entered.pages.filter((page) => !pages.some(({ key }) => key === page.key) && !isDouble(pages, page)),
      );
      events.push(...entered.events);
      paged.push(...entered.paged);
      awake ||= entered.awake;
    }
    here = { ...here, paged: [...new Set(paged)] };
    if (paged.length > 0 || awake) reached = true;
    // Nobody there, or nobody who would hear it: the next level at once, as if this one had no time.
    if (!awake) here = { ...here, levelSince: startsAt - last.forMs };
  }
  return outcome({ ...here, phase: 'exhausted' }, { pages, events });
}

/** Of the levels that are paged together, nobody twice. */
function isDouble(pages: readonly Page[], { to }: Page): boolean {
  return 'person' in to && pages.some((page) => 'person' in page.to && page.to.person === to.person);
}

function enter(here: Escalation, level: EscalationLevel, at: number, world: EscalationWorld) {
  const people = new Set<string>();
  const places: Extract<PageTarget, { channel: string }>[] = [];
  for (const target of level.notify) {
    if ('channel' in target) places.push(target);
    else for (const person of world.peopleOf(target, world.now)) people.add(person);
  }
  for (const person of here.acknowledgedBy) people.delete(person);
  const prefix = `${here.round}/${here.policy}/${here.lap}/${level.level}`;
  const paged = [...people];
  const pages: Page[] = [
    ...paged.map((person) => ({ key: `${prefix}/${person}`, level: level.level, to: { person }, at: world.now })),
    ...places.map((to) => ({ key: `${prefix}/#${to.channel}/${to.to ?? ''}`, level: level.level, to, at: world.now })),
  ];
  const awake = paged.some((person) => world.hears(person, world.now));
  return { pages, paged, awake, events: [told()] };

  function told(): EscalationEvent {
    const about = `Level ${level.level}`;
    if (paged.length === 0) {
      const also = places.length > 0 ? ` (${places.map(({ channel }) => channel).join(', ')} is told)` : '';
      return {
        kind: 'gap',
        at: world.now,
        text: `${about} has nobody on call at ${iso(at)}${also}: the next level is paged at once`,
      };
    }
    if (!awake) {
      return {
        kind: 'gap',
        at: world.now,
        text: `${about}: ${paged.join(', ')} cannot be told now (quiet hours, or no channel reaches them): the next level is paged at once`,
      };
    }
    const laps = here.lap > 0 ? `, lap ${here.lap + 1}` : '';
    return { kind: 'paged', at: world.now, text: `${about}${laps}: ${paged.join(', ')}` };
  }
}

/** When it has to be looked at again; null for never. */
export function escalationDue(
  { phase, policy, level, levelSince, until }: Escalation,
  policies: EscalationWorld['policies'],
): number | null {
  if (phase === 'stopped' || phase === 'exhausted') return null;
  if (phase !== 'paging') return until;
  const standing = policies.get(policy)?.levels.find((one) => one.level === level);
  return levelSince + (standing?.forMs ?? 0);
}

/** Nobody at this level could be told by any way: its time is over now. */
export function endLevel(escalation: Escalation, world: EscalationWorld): Moved {
  if (escalation.phase !== 'paging') return outcome(escalation);
  const forMs = policyOf(escalation, world)?.levels.find(({ level }) => level === escalation.level)?.forMs ?? 0;
  const text = `Nobody at level ${escalation.level ?? 1} could be told by any channel: the next level is paged at once`;
  const levelSince = world.now - forMs;
  return walk({ ...escalation, levelSince }, world, [{ kind: 'gap', at: world.now, text }]);
}

/** The first level, and those that this severity goes to at once. */
function levelsAtOnce(policy: EscalationPolicy, world: EscalationWorld): EscalationLevel[] {
  const upTo = policy.startAt[world.severity] ?? Number.NEGATIVE_INFINITY;
  const levels = eligible(policy, world);
  const [first] = levels;
  return levels.filter((level) => level === first || level.level <= upTo);
}

function nextLevel(
  policy: EscalationPolicy,
  after: number | null,
  world: EscalationWorld,
): EscalationLevel | undefined {
  return eligible(policy, world).find(({ level }) => after === null || level > after);
}

function eligible({ levels }: EscalationPolicy, { businessImpact }: EscalationWorld): EscalationLevel[] {
  return levels.filter(({ onBusinessImpact }) => businessImpact || !onBusinessImpact);
}

/** Once more through all levels, or on in the policy that follows; undefined where it is over. */
function nextLap(here: Escalation, policy: EscalationPolicy, at: number, reached: boolean) {
  const from = { ...here, level: null, levelSince: at, paged: [] };
  if (here.lap < policy.repeat && reached) {
    const lap = here.lap + 1;
    const text = `Nobody has acknowledged: lap ${lap + 1} of ${policy.repeat + 1} through ${policy.name} begins`;
    return { escalation: { ...from, lap }, event: { kind: 'lap', at, text } satisfies EscalationEvent };
  }
  if (policy.then === null) return undefined;
  const text = `${policy.name} is through: ${policy.then} takes over`;
  return {
    escalation: { ...from, lap: 0, policy: policy.then },
    event: { kind: 'policy', at, text } satisfies EscalationEvent,
  };
}

function policyOf({ policy }: Escalation, { policies }: EscalationWorld): EscalationPolicy | undefined {
  return policies.get(policy);
}

function noPolicy({ policy }: Escalation, at: number): EscalationEvent {
  return { kind: 'exhausted', at, text: `The configuration has no policy ${policy} any more: nobody is paged by it` };
}

function heldEvent({ until, reason }: { until: number; reason: string }, at: number): EscalationEvent {
  return { kind: 'held', at, text: `${reason}: nobody is paged before ${iso(until)}` };
}

function outcome(escalation: Escalation, more: Partial<Omit<Moved, 'escalation'>> = {}): Moved {
  const { pages = [], events = [], cancel = 'none' } = more;
  return { escalation, pages, events, cancel };
}

function iso(at: number | null): string {
  return at === null ? 'further notice' : new Date(at).toISOString().replace(/:\d\d\.\d+Z$/, 'Z');
}
