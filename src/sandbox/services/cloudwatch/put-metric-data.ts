import type { MetricDatum, PutMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { MetricSeries } from '../../world/metrics.ts';
import { findSeries } from './series.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const TWO_WEEKS_MS = 14 * 24 * 60 * MINUTE_MS;
const TWO_HOURS_MS = 120 * MINUTE_MS;

/** The samples that somebody published, by their second. */
const PUBLISHED = new WeakMap<MetricSeries, Map<number, number>>();

/**
 * Samples of one minute lie on seconds of their own in it, so that sixty of them are told apart; more replace the oldest.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export function putMetricData(
  { Namespace: namespace, MetricData = [] }: PutMetricDataCommandInput,
  context: SandboxContext,
): object {
  if (!namespace) throw new SandboxError('MissingParameter', 'The parameter Namespace is required.');
  if (namespace.startsWith('AWS/')) {
    throw new SandboxError('InvalidParameterValue', 'The value AWS/ for parameter Namespace is invalid.');
  }
  if (MetricData.length > 1000) {
    throw new SandboxError(
      'InvalidParameterValue',
      'The collection MetricData must not have a size greater than 1000.',
    );
  }
  MetricData.forEach((datum, index) => validate(datum, `MetricData.member.${index + 1}`, context.now));
  for (const datum of MetricData) {
    const samples = samplesOf(namespace, datum, context);
    const at = Math.floor((datum.Timestamp ?? context.now).getTime() / SECOND_MS) * SECOND_MS;
    for (const value of valuesOf(datum)) samples.set(freeSecond(samples, at), value);
  }
  return {};
}

function validate(datum: MetricDatum, where: string, now: Date): void {
  const { MetricName, Value, Values, StatisticValues, Timestamp } = datum;
  if (!MetricName) throw new SandboxError('MissingParameter', `The parameter ${where}.MetricName is required.`);
  if (StatisticValues !== undefined) {
    throw new SandboxError('NotImplemented', 'The sandbox takes values, not sets of statistics.', 501);
  }
  if (Value === undefined && Values === undefined) {
    const message = `At least one of the parameters ${where}.Value and ${where}.Values must be specified.`;
    throw new SandboxError('MissingParameter', message);
  }
  if ([Value ?? 0, ...(Values ?? [])].some((value) => !Number.isFinite(value))) {
    throw new SandboxError('InvalidParameterValue', `The value of ${where} must be a finite number.`);
  }
  const age = now.getTime() - (Timestamp ?? now).getTime();
  if (age > TWO_WEEKS_MS || age < -TWO_HOURS_MS) {
    const message = `The parameter ${where}.Timestamp must specify a time within the past two weeks and no more than two hours in the future.`;
    throw new SandboxError('InvalidParameterValue', message);
  }
}

function valuesOf({ Value, Values, Counts = [] }: MetricDatum): number[] {
  if (Values === undefined) return Value === undefined ? [] : [Value];
  return Values.flatMap((value, index) => Array.from({ length: Math.min(Counts[index] ?? 1, 60) }, () => value));
}

function samplesOf(namespace: string, datum: MetricDatum, { region }: SandboxContext): Map<number, number> {
  const { MetricName: name = '', Dimensions = [], Unit: unit = 'None' } = datum;
  const known = findSeries(region.metrics, namespace, name, Dimensions);
  const before = known && PUBLISHED.get(known);
  if (before) return before;
  const samples = new Map<number, number>();
  const series: MetricSeries = {
    namespace,
    name,
    dimensions: Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
    unit,
    everySeconds: 1,
    at: (instant) => samples.get(instant) ?? known?.at(instant),
  };
  PUBLISHED.set(series, samples);
  region.metrics.push(series);
  return samples;
}

/** The sample's own second, or the next of its minute where nothing lies yet. */
function freeSecond(samples: ReadonlyMap<number, number>, at: number): number {
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  for (let step = 0; step < MINUTE_MS; step += SECOND_MS) {
    const second = minute + ((at - minute + step) % MINUTE_MS);
    if (!samples.has(second)) return second;
  }
  return at;
}
