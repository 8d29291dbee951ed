import type { JsonObject } from '../../../model/json.ts';
import type { PutInput } from './put-input.ts';

/** A whole alarm as one would say it; what AWS is told, field by field, is in the call. */
export function shown(input: PutInput): JsonObject {
  const { AlarmDescription, TreatMissingData = 'missing' } = input;
  return {
    says: AlarmDescription ?? null,
    watches: watchedBy(input),
    rings: whenItRings(input),
    missingData: TreatMissingData,
    tells: tells(input),
  };
}

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
};

function whenItRings(input: PutInput): string {
  const {
    ComparisonOperator = '',
    Threshold = '?',
    EvaluationPeriods: periods = 1,
    DatapointsToAlarm = periods,
  } = input;
  const sign = SIGNS[ComparisonOperator] ?? ComparisonOperator;
  return `${sign} ${Threshold} in ${DatapointsToAlarm} of ${periods} ${periods === 1 ? 'period' : 'periods'}`;
}

function watchedBy({
  Metrics = [],
  Namespace,
  MetricName,
  Dimensions,
  Statistic,
  ExtendedStatistic,
  Period,
}: PutInput) {
  if (Metrics.length === 0) {
    return line({ Namespace, MetricName, Dimensions, stat: ExtendedStatistic ?? Statistic, period: Period });
  }
  const parts = Metrics.map(({ Id, Expression, MetricStat }) =>
    MetricStat
      ? `${Id} is ${line({ ...MetricStat.Metric, stat: MetricStat.Stat, period: MetricStat.Period })}`
      : Expression,
  );
  return parts.join('; ');
}

interface Line extends Pick<PutInput, 'Namespace' | 'MetricName' | 'Dimensions'> {
  readonly stat: string | undefined;
  readonly period: number | undefined;
}

function line({ Namespace, MetricName, Dimensions = [], stat, period }: Line): string {
  const where = Dimensions.map(({ Name, Value }) => `${Name} ${Value}`).join(', ');
  return `${stat} of ${Namespace} ${MetricName}${where === '' ? '' : ` (${where})`} over ${period} s`;
}

function tells({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }: PutInput): JsonObject | string {
  const [ringing, over, blind] = [AlarmActions, OKActions, InsufficientDataActions].map((all) => all.join(', '));
  if (ringing === over && over === blind) return `${ringing || 'nobody'}: when it rings, is over, and has no data`;
  return { ringing: ringing || 'nobody', over: over || 'nobody', 'without data': blind || 'nobody' };
}
