import type { MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch';
import { COMPARISONS } from './comparison.ts';

interface Datapoint {
  readonly at: number;
  readonly value: number | undefined;
}

interface Evidence {
  readonly state: StateValue;
  /** What counted, newest first, and what of it is beyond the threshold. */
  readonly real: readonly Datapoint[];
  readonly breaching: readonly Datapoint[];
  readonly now: Date;
}

/** Why an alarm is in its state, in CloudWatch's words and for machines. */
export function reasonOf(alarm: MetricAlarm, evidence: Evidence): { reason: string; data: string } {
  return { reason: sentence(alarm, evidence), data: JSON.stringify(reasonData(alarm, evidence)) };
}

function sentence(alarm: MetricAlarm, { state, real, breaching }: Evidence): string {
  const { EvaluationPeriods: counted = 1, Threshold: threshold = 0, ComparisonOperator: operator = '' } = alarm;
  const needed = alarm.DatapointsToAlarm ?? counted;
  const missing = counted - real.length;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${plural(counted, 'datapoint')} ${counted === 1 ? 'was' : 'were'} unknown.`;
  }
  const treated = `${plural(missing, 'missing datapoint')} ${missing === 1 ? 'was' : 'were'} treated as`;
  const as = alarm.TreatMissingData === 'breaching' ? '[Breaching]' : '[NonBreaching]';
  if (real.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${plural(counted, 'period')} and ${treated} ${as}.`;
  }
  const ringing = state === 'ALARM';
  const shown = ringing ? breaching : real.filter((one) => !breaching.includes(one));
  const values = shown.map(({ at, value = NaN }) => `${asDouble(value)} (${europeanTime(at)})`).join(', ');
  const verb = `${shown.length === 1 ? 'was' : 'were'}${ringing ? '' : ' not'}`;
  const least = ringing ? needed : counted - needed + 1;
  const words = COMPARISONS.get(operator)?.words ?? operator;
  const filled = missing > 0 && isFilled(alarm) ? ` and ${treated} ${as}` : '';
  return (
    `Threshold Crossed: ${shown.length} out of the last ${plural(counted, 'datapoint', true)} [${values}] ${verb} ${words} ` +
    `(${asDouble(threshold)})${filled} (minimum ${plural(least, 'datapoint')} for ` +
    `${ringing ? 'OK -> ALARM' : 'ALARM -> OK'} transition).`
  );
}

function isFilled({ TreatMissingData: treatment }: MetricAlarm): boolean {
  return treatment === 'breaching' || treatment === 'notBreaching';
}

function reasonData(alarm: MetricAlarm, { real, now }: Evidence): object {
  const oldestFirst = real.toReversed();
  const statistic = alarm.ExtendedStatistic ?? alarm.Statistic;
  const first = oldestFirst[0];
  return {
    version: '1.0',
    queryDate: stamp(now.getTime()),
    ...(first && { startDate: stamp(first.at) }),
    ...(statistic !== undefined && { statistic }),
    ...(alarm.Period !== undefined && { period: alarm.Period }),
    recentDatapoints: oldestFirst.map(({ value }) => value),
    threshold: alarm.Threshold,
    evaluatedDatapoints: real.map(({ at, value }) => ({ timestamp: stamp(at), value })),
  };
}

/** `2026-11-23T08:00:00.000+0000`, as CloudWatch writes instants for machines. */
export function stamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

/** `23/11/26 07:12:00`, day before month, as it writes them for people. */
function europeanTime(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().slice(0, 19).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time}`;
}

/** A number as Java prints a double, which is what CloudWatch's reasons show: `1.0`, `1.610612736E10`. */
function asDouble(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** CloudWatch says "the last 1 datapoints", but "1 missing datapoint". */
function plural(count: number, noun: string, always = false): string {
  return `${count} ${noun}${count === 1 && !always ? '' : 's'}`;
}
