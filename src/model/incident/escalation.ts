import { Refused } from '../errors.ts';
import type { EscalationPolicy, PageTarget } from './policy.ts';
import type { IncidentSeverity } from './severity.ts';
import {
  asksMore,
  atTime,
  enter,
  fresh,
  LOOK_AGAIN_MS,
  nextLevel,
  outcome,
  policyOf,
  TRY_AGAIN_MS,
  walk,
} from './walk.ts';

/**
 * Where the paging of one incident stands. Times are milliseconds since 1970. Everything that happens to it is a function
 * from one such value to the next, with what is to be paged and told: so that it can be kept in one row, moved in one
 * transaction, and taken up by anybody after a crash.
 */
export interface Escalation {
  readonly policy: string;
  /**
   * `paging`: the level has so much time. `acknowledged`, `snoozed`, `held` (maintenance or a silence): nobody is paged
   * until `until`. `unreached`: nobody could be told anywhere; it is looked again at `until`. `exhausted`: all levels and
   * laps are over. `stopped`: the incident is over, or is a ticket.
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

/** Begins: the first level is paged at once, and with a P0 also the next, as far as the policy says. */
export function beginEscalation(policy: string, world: EscalationWorld): Moved {
  return advance(fresh(policy, 0, world.now), world);
}

/** Begins held, in a maintenance window or under a silence: nobody is paged before `until`. */
export function beginHeld(policy: string, given: { until: number; reason: string }, world: EscalationWorld): Moved {
  return hold(fresh(policy, 0, world.now), given, world.now);
}

/** For what pages nobody: a ticket, or an incident without a policy. */
export function stopped(policy: string, now: number): Escalation {
  return { ...fresh(policy, 0, now), phase: 'stopped' };
}

/**
 * Brings it to where it has to be now. Levels whose time passed while nobody worked are passed over: the level that time
 * demands is paged, straight.
 */
export function advance(escalation: Escalation, world: EscalationWorld): Moved {
  const { phase, until } = escalation;
  if (phase === 'stopped' || phase === 'exhausted') return outcome(escalation);
  if (phase === 'paging') return walk(escalation, world);
  if (until === null || until > world.now) return outcome(escalation);
  return phase === 'unreached' ? lookAgain(escalation, world) : rearm(escalation, world);
}

/** Somebody may be there by now. Where nobody is, nothing is said of it: that was said. */
function lookAgain(escalation: Escalation, world: EscalationWorld): Moved {
  const { policy, round, acknowledgedBy } = escalation;
  const moved = walk({ ...fresh(policy, round + 1, world.now), acknowledgedBy }, world);
  if (moved.escalation.phase !== 'unreached') return moved;
  return outcome({ ...escalation, until: world.now + LOOK_AGAIN_MS });
}

/** Pages anew, from the first level: an acknowledgement that ran out, a snooze or a hold that ended. */
function rearm(escalation: Escalation, world: EscalationWorld): Moved {
  const { policy, round } = escalation;
  return walk(fresh(policy, round + 1, world.now), world, { before: [endOf(escalation, world.now)] });
}

function endOf({ phase, acknowledgedBy, reason }: Escalation, now: number): EscalationEvent {
  if (phase === 'acknowledged') {
    const text = `Acknowledged by ${acknowledgedBy.join(', ')}, and nothing followed: it counts as not acknowledged`;
    return { kind: 'acknowledgement-expired', at: now, text };
  }
  if (phase === 'snoozed') return { kind: 'snooze-ended', at: now, text: 'The snooze is over, and it still stands' };
  return { kind: 'hold-ended', at: now, text: `Over, and it still stands: ${reason ?? 'the hold'}` };
}

/**
 * Pages anew though nothing ran out: it came back, it became worse, or somebody asks for it. Who is paged anew is not told
 * by what was still to be sent to them.
 */
export function pageAgain(escalation: Escalation, world: EscalationWorld, keepsAcknowledgements = false): Moved {
  const acknowledgedBy = keepsAcknowledgements ? escalation.acknowledgedBy : [];
  const again = { ...fresh(escalation.policy, escalation.round + 1, world.now), acknowledgedBy };
  if (acknowledgedBy.length > 0 && !asksMore(again, world)) {
    return outcome({ ...again, phase: 'acknowledged', until: acknowledgedUntil(again, world) });
  }
  const moved = walk(again, world);
  return { ...moved, cancel: moved.pages.flatMap(({ to }) => ('person' in to ? [to.person] : [])) };
}

/** Another policy: the old one pages nobody any more, the new one at once. */
export function replacePolicy(escalation: Escalation, policy: string, world: EscalationWorld): Moved {
  const text = `${policy} takes over from ${escalation.policy}`;
  const event: EscalationEvent = { kind: 'policy', at: world.now, text };
  if (escalation.phase === 'stopped' || escalation.phase === 'held' || escalation.phase === 'snoozed') {
    return outcome({ ...escalation, policy, lap: 0, level: null, paged: [] }, { events: [event], cancel: 'all' });
  }
  return { ...walk(fresh(policy, escalation.round + 1, world.now), world, { before: [event] }), cancel: 'all' };
}

/** @throws Refused where nobody may be paged now, or there is no further level */
export function escalateNow(escalation: Escalation, actor: string, world: EscalationWorld): Moved {
  const { phase, reason, until } = escalation;
  if (phase === 'held') throw new Refused(`it is held until ${atTime(until)}: ${reason ?? 'maintenance'}`);
  if (phase === 'stopped') throw new Refused('it pages nobody: raise its severity, or open it again');
  const policy = policyOf(escalation, world);
  const next = policy && nextLevel(policy, escalation.level, world);
  if (!next) throw new Refused(noFurther(escalation, policy));
  const event: EscalationEvent = {
    kind: 'escalated',
    at: world.now,
    actor,
    text: `${actor} escalates to level ${next.level}`,
  };
  const round = phase === 'paging' ? escalation.round : escalation.round + 1;
  return walk({ ...escalation, phase: 'paging', round, until: null }, world, { before: [event], to: next });
}

function noFurther({ level, policy: name }: Escalation, policy: EscalationPolicy | undefined): string {
  const waits = policy?.levels.some((one) => one.onBusinessImpact && (level === null || one.level > level)) ?? false;
  return `there is no level after ${level ?? 0} in ${name}${waits ? ' unless the business is hit: say so, and it is paged at once' : ''}`;
}

/** The business is hit: levels that wait for that are paged at once, whether or not somebody has acknowledged. */
export function pageForImpact(escalation: Escalation, world: EscalationWorld): Moved {
  const { phase } = escalation;
  // Where nobody was to be found, there are more to look for now.
  if (phase === 'unreached') return lookAgain(escalation, world);
  const policy = policyOf(escalation, world);
  if (phase === 'held' || phase === 'stopped' || !policy) return outcome(escalation);
  const entered = policy.levels
    .filter(({ onBusinessImpact }) => onBusinessImpact)
    .map((level) => enter(escalation, level, { world, as: 'impact/' }));
  return outcome(escalation, {
    pages: entered.flatMap(({ pages }) => pages),
    events: entered.map(({ event }) => event),
  });
}

/**
 * One has seen it. Where all who were paged have to, the others go on being paged. Who says so again, still has it: their
 * time begins anew.
 */
export function acknowledge(escalation: Escalation, person: string, world: EscalationWorld): Moved {
  const { phase, acknowledgedBy } = escalation;
  const already = acknowledgedBy.includes(person);
  const by = already ? acknowledgedBy : [...acknowledgedBy, person];
  const events: EscalationEvent[] = already
    ? []
    : [{ kind: 'acknowledged', at: world.now, actor: person, text: `${person} acknowledges` }];
  if (phase === 'stopped') return outcome({ ...escalation, acknowledgedBy: by }, { events, cancel: 'all' });
  const level = policyOf(escalation, world)?.levels.find((one) => one.level === escalation.level);
  const missing = level?.acknowledge === 'all' ? escalation.paged.filter((one) => !by.includes(one)) : [];
  if (phase === 'paging' && missing.length > 0) {
    return outcome({ ...escalation, acknowledgedBy: by }, { events, cancel: [person] });
  }
  return taken({ ...escalation, acknowledgedBy: by }, world, events);
}

function taken(escalation: Escalation, world: EscalationWorld, events: readonly EscalationEvent[] = []): Moved {
  const until = acknowledgedUntil(escalation, world);
  return outcome({ ...escalation, phase: 'acknowledged', until, reason: null }, { events, cancel: 'all' });
}

function acknowledgedUntil(escalation: Escalation, world: EscalationWorld): number | null {
  const forMs = policyOf(escalation, world)?.acknowledgedForMs ?? null;
  return forMs === null ? null : world.now + forMs;
}

/** Something followed an acknowledgement: it counts for as long again. */
export function renew(escalation: Escalation, world: EscalationWorld): Moved {
  if (escalation.phase !== 'acknowledged') return outcome(escalation);
  return outcome({ ...escalation, until: acknowledgedUntil(escalation, world) });
}

/** Its source is quiet, and somebody works on it: nobody else is paged for it. */
export function calm(escalation: Escalation, world: EscalationWorld): Moved {
  const { phase } = escalation;
  if (phase !== 'paging' && phase !== 'unreached' && phase !== 'exhausted') return outcome(escalation);
  return taken(escalation, world);
}

/** Takes an acknowledgement back: it is paged anew. */
export function unacknowledge(escalation: Escalation, world: EscalationWorld): Moved {
  if (escalation.phase !== 'acknowledged') return outcome(escalation);
  return pageAgain(escalation, world);
}

/** Nobody is paged until then; afterwards, what still stands is paged anew. */
export function snooze(escalation: Escalation, { until, by }: { until: number; by: string }, now: number): Moved {
  const text = `${by} snoozes it until ${atTime(until)}`;
  const event: EscalationEvent = { kind: 'snoozed', at: now, actor: by, text };
  return outcome({ ...escalation, phase: 'snoozed', until }, { events: [event], cancel: 'all' });
}

/** A silence that a person chose, or maintenance: nobody is paged until then. */
export function hold(escalation: Escalation, given: { until: number; reason: string }, now: number): Moved {
  const { until, reason } = given;
  const text = `${reason}: nobody is paged before ${atTime(until)}`;
  return outcome(
    { ...escalation, phase: 'held', until, reason },
    { events: [{ kind: 'held', at: now, text }], cancel: 'all' },
  );
}

/** It would be paged anew, and is held instead: who had it before has it no more. */
export function holdAgain(escalation: Escalation, given: { until: number; reason: string }, now: number): Moved {
  return hold(fresh(escalation.policy, escalation.round + 1, now), given, now);
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

/**
 * Nobody at this level could be told by any way: its time is over now. `told`: whether anybody was in this round; where
 * nobody was, no lap is used up by it, and it is tried again.
 */
export function endLevel(escalation: Escalation, world: EscalationWorld, told = true): Moved {
  if (escalation.phase !== 'paging') return outcome(escalation);
  const forMs = policyOf(escalation, world)?.levels.find(({ level }) => level === escalation.level)?.forMs ?? 0;
  const text = `Nobody at level ${escalation.level ?? 1} could be told by any channel: it is skipped`;
  return walk({ ...escalation, levelSince: world.now - forMs }, world, {
    before: [{ kind: 'gap', at: world.now, text }],
    ...(!told && { reached: false, againAfterMs: TRY_AGAIN_MS }),
  });
}
