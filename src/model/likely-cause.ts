/** Something that happened and might be why an alarm went off. */
export interface Candidate {
  readonly at: Date;
  readonly kind: 'change' | 'deployment' | 'event';
  /** One line: what happened. */
  readonly what: string;
  /** Who did it, where somebody did. */
  readonly actor: string | null;
  /** Names of the resources concerned, as an operator would type them. */
  readonly resources: readonly string[];
}

export interface Cause extends Candidate {
  /** Why it stands where it stands: its time against the onset, and what it shares with the alarms. */
  readonly because: string;
  /** Above 0; the likelier the greater. Comparable within one ranking only. */
  readonly score: number;
}

/** An alarm that is on: trouble that began at its time. */
export interface Onset {
  readonly alarm: string;
  readonly at: Date;
  /** Names that the alarm speaks of: its dimensions' values. */
  readonly resources: readonly string[];
}

const MINUTE_MS = 60_000;
/** A change works at once or within minutes; after an hour it is one suspect among many. */
const HALF_LIFE_MINUTES = 15;
const SAME_RESOURCE = 3;
const KIND_WEIGHT = { deployment: 1.5, change: 1, event: 0.8 } as const;
/** What comes after the onset is seldom its cause, but clocks differ and CloudWatch looks at whole periods. */
const AFTER_WEIGHT = 0.1;
const GRACE_MINUTES = 2;

/**
 * Candidates by how likely each is the cause of any alarm that is on: what changed shortly before an alarm comes first,
 * and what touches the very resource that alarms comes before what does not. Without an alarm, the newest first.
 */
export function rankCauses(onsets: readonly Onset[], candidates: readonly Candidate[]): Cause[] {
  return candidates
    .map((candidate) => likeliest(onsets, candidate))
    .toSorted((a, b) => b.score - a.score || b.at.getTime() - a.at.getTime());
}

function likeliest(onsets: readonly Onset[], candidate: Candidate): Cause {
  const [best] = onsets.map((onset) => judge(onset, candidate)).toSorted((a, b) => b.score - a.score);
  return best ?? { ...candidate, because: 'No alarm is on.', score: 1 };
}

function judge(onset: Onset, candidate: Candidate): Cause {
  const minutes = (onset.at.getTime() - candidate.at.getTime()) / MINUTE_MS;
  const shared = candidate.resources.filter((name) => onset.resources.includes(name));
  const late = minutes < -GRACE_MINUTES;
  const score =
    KIND_WEIGHT[candidate.kind] *
    2 ** (-Math.abs(minutes) / HALF_LIFE_MINUTES) *
    (late ? AFTER_WEIGHT : 1) *
    (shared.length > 0 ? SAME_RESOURCE : 1);
  const when = late ? `${span(-minutes)} after ${onset.alarm}` : `${span(Math.max(minutes, 0))} before ${onset.alarm}`;
  return { ...candidate, because: shared.length > 0 ? `${when}, which watches ${shared.join(', ')}` : when, score };
}

function span(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole < 1) return 'less than a minute';
  if (whole < 120) return `${whole} min`;
  return `${Math.round(whole / 60)} h`;
}
