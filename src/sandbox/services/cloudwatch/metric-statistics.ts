import type {
  Datapoint,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { hash } from '../../world/random.ts';
import { isPeriod } from './metric-data.ts';
import { findSeries } from './series.ts';
import { aggregate, percentileOf, published, roundedStart, STATISTICS } from './statistics.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
const MOST_DATAPOINTS = 1440;

export function getMetricStatistics(
  input: GetMetricStatisticsCommandInput,
  { region, now }: SandboxContext,
): Omit<GetMetricStatisticsCommandOutput, '$metadata'> {
  const { name, namespace, start, end, periodMs } = validated(input);
  const series = findSeries(region.metrics, namespace, name, input.Dimensions);
  if (!series || (input.Unit !== undefined && input.Unit !== series.unit)) return { Label: name, Datapoints: [] };
  const from = roundedStart(start, now.getTime(), periodMs);
  const window = published({ start: from, end, periodMs }, now.getTime());
  const datapoints = new Map<number, Datapoint & { ExtendedStatistics?: Record<string, number> }>();

  function collect(stat: string, extended: boolean): void {
    if (!series) return;
    const { at, values } = aggregate(series, window, stat);
    at.forEach((instant, index) => {
      const point = datapoints.get(instant) ?? { Timestamp: new Date(instant), Unit: unitOf(series.unit) };
      datapoints.set(instant, point);
      if (extended) point.ExtendedStatistics = { ...point.ExtendedStatistics, [stat]: values[index] ?? NaN };
      else Object.assign(point, { [stat]: values[index] });
    });
  }
  for (const stat of input.Statistics ?? []) collect(stat, false);
  for (const stat of input.ExtendedStatistics ?? []) collect(stat, true);
  return { Label: name, Datapoints: unordered([...datapoints.values()]) };
}

interface Validated {
  readonly namespace: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly periodMs: number;
}

function validated(input: GetMetricStatisticsCommandInput): Validated {
  const { Namespace: namespace, MetricName: name, StartTime, EndTime, Period } = input;
  if (!namespace) throw missing('Namespace');
  if (!name) throw missing('MetricName');
  if (!StartTime) throw missing('StartTime');
  if (!EndTime) throw missing('EndTime');
  if (Period === undefined) throw missing('Period');
  if (!isPeriod(Period)) {
    throw new SandboxError(
      'InvalidParameterValue',
      'The parameter Period must be a multiple of 60 or one of [1, 5, 10, 20, 30]',
    );
  }
  validateStatistics(input);
  if (StartTime >= EndTime) {
    const message = 'The parameter StartTime must be less than the parameter EndTime.';
    throw new SandboxError('InvalidParameterCombination', message);
  }
  const datapoints = Math.ceil((EndTime.getTime() - StartTime.getTime()) / (Period * 1000));
  if (datapoints > MOST_DATAPOINTS) {
    throw new SandboxError(
      'InvalidParameterCombination',
      `You have requested up to ${datapoints.toLocaleString('en-US')} datapoints, which exceeds the limit of 1,440. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  }
  return { namespace, name, start: StartTime.getTime(), end: EndTime.getTime(), periodMs: Period * 1000 };
}

function validateStatistics({
  Statistics: plain,
  ExtendedStatistics: extended,
}: GetMetricStatisticsCommandInput): void {
  if (!plain && !extended) {
    throw new SandboxError('InvalidParameterCombination', 'Must specify either Statistics or ExtendedStatistics');
  }
  if (plain && extended) {
    throw new SandboxError('InvalidParameterCombination', 'Cannot specify both Statistics and ExtendedStatistics');
  }
  // `Maximum,Average` is one value, and none that CloudWatch knows.
  if (plain && !plain.every((stat) => STATISTICS.some((known) => known === stat))) {
    throw new SandboxError(
      'ValidationError',
      `1 validation error detected: Value '[${plain.join(', ')}]' at 'statistics' failed to satisfy constraint: ` +
        `Member must satisfy constraint: [Member must satisfy enum value set: [${STATISTICS.join(', ')}]]`,
    );
  }
  if (extended && !extended.every((stat) => percentileOf(stat) !== undefined)) {
    throw new SandboxError(
      'InvalidParameterValue',
      `The values [${extended.join(', ')}] for ExtendedStatistics are not supported`,
    );
  }
}

/** CloudWatch gives datapoints in no order, and scripts that forget to sort them should fail here too. */
function unordered(datapoints: readonly Datapoint[]): Datapoint[] {
  const rank = (point: Datapoint): number => hash(String(point.Timestamp?.getTime()));
  return datapoints.toSorted((a, b) => rank(a) - rank(b));
}

function missing(parameter: string): SandboxError {
  return new SandboxError('MissingParameter', `The request must contain the parameter ${parameter}.`);
}

const UNITS: readonly StandardUnit[] = [
  'Seconds',
  'Milliseconds',
  'Microseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Percent',
  'Count',
  'Bytes/Second',
  'Count/Second',
];

function unitOf(unit: string): StandardUnit {
  return UNITS.find((known) => known === unit) ?? 'None';
}
