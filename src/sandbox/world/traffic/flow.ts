/** Requests of one kind: what rules look at. */
export interface RequestKind {
  /** Of the listener's requests, 0 to 1. */
  readonly share: number;
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly sourceIp?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests per minute in the minute that begins at an instant. */
export type Rate = (instant: number) => number;

/** What becomes of a share of the requests. */
export interface Portion {
  /** Of the listener's requests, 0 to 1. */
  readonly share: number;
  /** `target`: a target was chosen and answers; `lost`: one was chosen and does not; the others need no target. */
  readonly end: 'target' | 'lost' | 'no-target' | 'fixed-error' | 'fixed';
  readonly targetGroupArn?: string;
  /** The task definition behind the target, where it is a task. */
  readonly version?: string;
  /** Of the portion, 0 to 1: what the target answers with a 5xx. */
  readonly errorRate: number;
  readonly latencySeconds: number;
}

/** How many targets of a group are in which state. */
export interface Hosts {
  readonly healthy: number;
  readonly unhealthy: number;
  readonly registered: number;
}

export interface Mix {
  readonly portions: readonly Portion[];
  /** By target group, of those that the listener forwards to. */
  readonly hosts: Readonly<Record<string, Hosts>>;
}

/** In effect from an instant (milliseconds since 1970) until that of the next. */
export interface Step<T> {
  readonly from: number;
  readonly value: T;
}

/** What the world is furnished with beside what versions do: by the minute that begins at an instant. */
export interface Weather {
  /** Answers of targets that are errors, of so many requests. */
  targetErrors(instant: number, requests: number): number;
  /** The target group that they are the fault of. */
  readonly errorsOf?: string;
  ownErrors(instant: number): number;
  /** What a good version takes to answer. */
  latencySeconds(instant: number): number;
}

/** The requests that arrive at a listener: how many, of which kinds, and what became of them, since ever. */
export interface Flow {
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  /** Oldest first, the first from `-Infinity`. */
  readonly rates: Step<Rate>[];
  readonly mixes: Step<Mix>[];
  kinds: readonly RequestKind[];
  readonly weather?: Weather;
}

/** What was in effect at an instant. */
export function at<T>(steps: readonly Step<T>[], instant: number): T | undefined {
  return (steps.findLast(({ from }) => from <= instant) ?? steps[0])?.value;
}

/** From now on; what was to begin at the same instant never was. */
export function begin<T>(steps: Step<T>[], from: number, value: T): void {
  if (steps.at(-1)?.from === from) steps.pop();
  steps.push({ from, value });
}

/** The parts of `[from, to)` in which one thing was in effect. */
export function* spans<T>(
  steps: readonly Step<T>[],
  from: number,
  to: number,
): Generator<{ readonly from: number; readonly to: number; readonly value: T }> {
  let index = Math.max(
    steps.findLastIndex((step) => step.from <= from),
    0,
  );
  for (let begun = from; begun < to && index < steps.length; index += 1) {
    const step = steps[index];
    if (!step) return;
    const ends = Math.min(steps[index + 1]?.from ?? Infinity, to);
    yield { from: begun, to: ends, value: step.value };
    begun = ends;
  }
}
