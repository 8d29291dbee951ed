/** A CloudWatch metric as a function of time: thirty days of it cost no memory, and it is the same at every reading. */
export interface MetricSeries {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  /** How often a sample is published. */
  readonly everySeconds: number;
  /** The sample published at an instant (milliseconds since 1970), or undefined where there is none: a gap. */
  at(instant: number): number | undefined;
}
