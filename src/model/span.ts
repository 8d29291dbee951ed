/** What is told of a piece of work, by OpenTelemetry's names where it has one: never inputs, answers, or what others wrote. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface SpanAbout {
  /** Of few values: what tells one from the other is an attribute. */
  readonly name: string;
  /** `server` answers others, `client` asks others, `consumer` works on what was handed in before. */
  readonly kind?: 'server' | 'client' | 'consumer';
  readonly attributes?: SpanAttributes;
  /** The header of whoever asked: https://www.w3.org/TR/trace-context/#traceparent-header */
  readonly traceparent?: string | undefined;
}

export interface Span {
  rename(name: string): void;
  set(attributes: SpanAttributes): void;
  /** It went wrong: by a word of few values, like an error's code. */
  fail(type: string): void;
}

export type SpanRecorder = <T>(about: SpanAbout, work: (span: Span) => Promise<T>) => Promise<T>;

const UNSEEN: Span = { rename: () => undefined, set: () => undefined, fail: () => undefined };

/** One for the process, as a trace goes through all of it: nobody who works has to hand it on. */
let recorder: SpanRecorder | undefined;

/** From now on spans are recorded so; undefined for no more. */
export function recordSpansBy(next: SpanRecorder | undefined): void {
  recorder = next;
}

/** Does the work, and records how long it took, within what, and how it ended. Costs nothing where nobody records. */
export function span<T>(about: SpanAbout, work: (span: Span) => Promise<T>): Promise<T> {
  return recorder ? recorder(about, work) : work(UNSEEN);
}
