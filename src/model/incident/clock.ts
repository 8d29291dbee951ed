import { Temporal } from 'temporal-polyfill';
import { type IncidentSeverity, SEVERITY_MEANING } from './severity.ts';

/** When people work, for what may wait for that. */
export interface BusinessDays {
  readonly timezone: string;
  /** Local days, `2026-12-25`. */
  readonly holidays: readonly string[];
}

export interface ClockTimes {
  readonly severity: IncidentSeverity;
  readonly openedAt: Date;
  /** When somebody first had it. */
  readonly respondedAt: Date | null;
  readonly resolvedAt: Date | null;
}

export interface Clock {
  readonly name: 'response' | 'resolution';
  readonly dueAt: Date;
  /** `running`: there is time left. `late`: there is none. `met` and `missed`: it is over, and was in time or not. */
  readonly state: 'running' | 'late' | 'met' | 'missed';
  readonly stoppedAt: Date | null;
}

const BUSINESS_OPENS = '09:00';
/** A business that is closed for longer has other worries. */
const MOST_DAYS = 60;
/** What is due at once is late once a page could have been answered. */
const AT_ONCE_GRACE_MS = 60_000;
/** Foretold when so much of its time is over. */
const FORETOLD_AT = 0.75;

/** Both targets of an incident, as they stand at an instant. Of its present severity, and counted from its opening. */
export function clocksOf(incident: ClockTimes, business: BusinessDays, now: Date): readonly [Clock, Clock] {
  const { severity, openedAt, respondedAt, resolvedAt } = incident;
  const responded = respondedAt ?? resolvedAt;
  return [
    clock('response', {
      dueAt: respondBy(severity, openedAt, business),
      stoppedAt: responded,
      now,
      grace: AT_ONCE_GRACE_MS,
    }),
    clock('resolution', { dueAt: resolveBy(severity, openedAt), stoppedAt: resolvedAt, now, grace: 0 }),
  ];
}

export function respondBy(severity: IncidentSeverity, openedAt: Date, business: BusinessDays): Date {
  const { respondWithin } = SEVERITY_MEANING[severity];
  return respondWithin === 'next business day'
    ? nextBusinessMorning(openedAt, business)
    : new Date(openedAt.getTime() + respondWithin);
}

export function resolveBy(severity: IncidentSeverity, openedAt: Date): Date {
  return new Date(openedAt.getTime() + SEVERITY_MEANING[severity].resolveWithin);
}

/** 09:00, in the schedule's zone, of the first working day after the local day of an instant. */
export function nextBusinessMorning(after: Date, { timezone, holidays }: BusinessDays): Date {
  let day = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(timezone).toPlainDate();
  for (let looked = 0; looked < MOST_DAYS; looked += 1) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= 5 && !holidays.includes(day.toString())) break;
  }
  const morning = day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(BUSINESS_OPENS) });
  return new Date(morning.epochMilliseconds);
}

/** What of the clocks is to be told, and when. */
export interface ClockNews {
  readonly name: Clock['name'];
  readonly what: 'ahead' | 'breached';
  readonly at: Date;
}

/** What the running clocks will say, in order, unless they are stopped before. */
export function clockNews(incident: ClockTimes, business: BusinessDays): ClockNews[] {
  const { severity, openedAt, respondedAt, resolvedAt } = incident;
  if (resolvedAt) return [];
  const dues = [
    ...(respondedAt ? [] : [['response', respondBy(severity, openedAt, business)] as const]),
    ['resolution', resolveBy(severity, openedAt)] as const,
  ];
  return dues
    .flatMap(([name, due]): ClockNews[] => {
      const span = due.getTime() - openedAt.getTime();
      if (span === 0) return [{ name, what: 'breached', at: new Date(due.getTime() + AT_ONCE_GRACE_MS) }];
      return [
        { name, what: 'ahead', at: new Date(openedAt.getTime() + span * FORETOLD_AT) },
        { name, what: 'breached', at: due },
      ];
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

interface Running {
  readonly dueAt: Date;
  readonly stoppedAt: Date | null;
  readonly now: Date;
  /** How long after its time what is due at once still counts as in time. */
  readonly grace: number;
}

function clock(name: Clock['name'], { dueAt, stoppedAt, now, grace }: Running): Clock {
  const limit = dueAt.getTime() + grace;
  if (stoppedAt) return { name, dueAt, stoppedAt, state: stoppedAt.getTime() <= limit ? 'met' : 'missed' };
  return { name, dueAt, stoppedAt, state: now.getTime() <= limit ? 'running' : 'late' };
}
