import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import { COMPARISONS } from './comparison.ts';
import { isPeriod } from './metric-data.ts';
import { percentileOf, STATISTICS } from './statistics.ts';

const DAY_SECONDS = 86_400;
const TREATMENTS: readonly string[] = ['breaching', 'notBreaching', 'ignore', 'missing'];

/**
 * What CloudWatch refuses to make an alarm of. Whether the metric exists, or the topic, it does not look at.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function validateMetricAlarm(input: PutMetricAlarmCommandInput): void {
  const { AlarmName, ComparisonOperator: operator, EvaluationPeriods: periods, Threshold } = input;
  if (!AlarmName) throw missing('alarmName');
  if (AlarmName.length > 255)
    throw invalid('alarmName', AlarmName, 'Member must have length less than or equal to 255');
  if (operator === undefined) throw missing('comparisonOperator');
  if (!COMPARISONS.has(operator)) {
    if (!operator.includes('Upper') && !operator.includes('Lower')) {
      throw invalid(
        'comparisonOperator',
        operator,
        `Member must satisfy enum value set: [${[...COMPARISONS.keys()].join(', ')}]`,
      );
    }
    throw new SandboxError('NotImplemented', 'The sandbox does not evaluate anomaly detection.', 501);
  }
  if (periods === undefined) throw missing('evaluationPeriods');
  if (periods < 1) throw invalid('evaluationPeriods', periods, 'Member must have value greater than or equal to 1');
  if (Threshold === undefined) throw refused('The parameter Threshold is required.');
  validateDatapoints(input, periods);
  validateSource(input, periods);
  validateActions(input);
}

function validateDatapoints(
  { DatapointsToAlarm, TreatMissingData }: PutMetricAlarmCommandInput,
  periods: number,
): void {
  if (DatapointsToAlarm !== undefined && (DatapointsToAlarm < 1 || DatapointsToAlarm > periods)) {
    throw refused('DatapointsToAlarm must be between 1 and EvaluationPeriods.');
  }
  if (TreatMissingData !== undefined && !TREATMENTS.includes(TreatMissingData)) {
    throw refused(`The value ${TreatMissingData} for parameter TreatMissingData is not supported.`);
  }
}

function validateSource(input: PutMetricAlarmCommandInput, periods: number): void {
  const { Metrics, MetricName, Namespace, Period, Statistic, ExtendedStatistic } = input;
  if ((Metrics === undefined) === (MetricName === undefined)) {
    throw refused('Exactly one of the parameters Metrics and MetricName must be given.');
  }
  if (Metrics !== undefined) {
    if (Metrics.filter(({ ReturnData }) => ReturnData !== false).length !== 1) {
      throw refused('Exactly one element of the metrics list should return data.');
    }
    return;
  }
  if (!Namespace) throw refused('The parameter Namespace is required.');
  if (!isPeriod(Period)) throw invalid('period', Period, 'Member must be 10, 20, 30 or a multiple of 60');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    throw refused('Exactly one of the parameters Statistic and ExtendedStatistic must be given.');
  }
  if (Statistic !== undefined && !STATISTICS.some((known) => known === Statistic)) {
    throw invalid('statistic', Statistic, `Member must satisfy enum value set: [${STATISTICS.join(', ')}]`);
  }
  if (ExtendedStatistic !== undefined && percentileOf(ExtendedStatistic) === undefined) {
    throw refused(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`);
  }
  const most = Period >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS;
  if (periods * Period > most) {
    const span = Period >= 3600 ? 'seven days' : 'a day';
    throw refused(
      `Metrics cannot be checked across more than ${span} (EvaluationPeriods * Period must be <= ${most}).`,
    );
  }
}

interface Actions {
  readonly AlarmActions?: readonly string[] | undefined;
  readonly OKActions?: readonly string[] | undefined;
  readonly InsufficientDataActions?: readonly string[] | undefined;
}

export function validateActions({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }: Actions): void {
  for (const actions of [AlarmActions, OKActions, InsufficientDataActions]) {
    if (actions.length > 5) throw refused('An alarm can have at most 5 actions for each of its states.');
    const bad = actions.find((action) => !/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+$/.test(action));
    if (bad !== undefined) throw refused(`Invalid arn syntax: ${bad}`);
  }
}

function missing(member: string): SandboxError {
  return refused(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function invalid(member: string, value: unknown, constraint: string): SandboxError {
  return refused(
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

function refused(message: string): SandboxError {
  return new SandboxError('ValidationError', message);
}
