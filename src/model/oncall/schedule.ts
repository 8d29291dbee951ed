/** Who is on call when: layers of rotations and rules, and what is otherwise for a while. The parsed configuration. */
export interface Schedule {
  readonly id: string;
  /** IANA: hand-offs and rules are wall-clock times in it. */
  readonly timezone: string;
  readonly rotations: readonly Rotation[];
  readonly rules: readonly Rule[];
  /** In order: each acts on what those before it left. */
  readonly overrides: readonly Override[];
}

export type Rotation = TurningRotation | FollowingRotation;

export interface TurningRotation {
  readonly name: string;
  readonly type: 'hourly' | 'daily' | 'weekly' | 'monthly';
  /** Hours, days, weeks or months of a turn. */
  readonly length: number;
  /** Local, without a zone: the first hand-off, and the pattern of all others. */
  readonly start: string;
  readonly participants: readonly string[];
  /** 0 where absent. */
  readonly priority?: number | undefined;
}

/** Takes its turns with another rotation, so many places after whoever has that one. */
export interface FollowingRotation {
  readonly name: string;
  readonly follows: string;
  readonly offset: number;
  /** That of the rotation it follows where absent. */
  readonly priority?: number | undefined;
}

/** Fixed weekly hours of one person. One that crosses midnight belongs to the day it starts on. */
export interface Rule {
  readonly name?: string | undefined;
  /** `MO` … `SU`; every day where empty. */
  readonly days: readonly string[];
  /** `20:00`; equal to the end, it is a whole day. */
  readonly start: string;
  readonly end: string;
  readonly person: string;
  readonly priority: number;
  /** Instead of the schedule's, for who follows the sun. */
  readonly timezone?: string | undefined;
}

export type Override = {
  /** Instants with their zone: half-open `[start, end)`. */
  readonly start: string;
  readonly end: string;
  /** Only there. */
  readonly rotation?: string | undefined;
  readonly reason?: string | undefined;
} & (
  | { readonly type: 'add'; readonly person: string }
  | { readonly type: 'remove'; readonly remove: string }
  /** In force only where who is replaced is on call. */
  | { readonly type: 'replace'; readonly remove: string; readonly person: string }
);

/** Half-open `[start, end)`. */
export interface Absence {
  readonly person: string;
  readonly start: Date;
  readonly end: Date;
  readonly summary: string;
}

/** What is not in the configuration: overrides of the database, absences of people's calendars. */
export interface OutsideSchedule {
  readonly overrides: readonly Override[];
  readonly absences: readonly Absence[];
}

export const NOTHING_OUTSIDE: OutsideSchedule = { overrides: [], absences: [] };
