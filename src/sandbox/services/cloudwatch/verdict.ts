import type { MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch';
import { breaches } from './comparison.ts';
import { reasonOf } from './state-reason.ts';

/** One period of an alarm's metric; without a value where nothing was published. */
export interface Slot {
  /** Where the period begins, in milliseconds since 1970. */
  readonly at: number;
  readonly value: number | undefined;
}

export interface Verdict {
  readonly state: StateValue;
  readonly reason: string;
  /** The same for machines: `StateReasonData`. */
  readonly data: string;
}

/** Periods that are looked at beyond those that count: what is missing of the latter is made up for by older datapoints. */
const SPARE_PERIODS = 2;

export function periodsLookedAt({ EvaluationPeriods: counted = 1 }: MetricAlarm): number {
  return counted + SPARE_PERIODS;
}

/**
 * What an alarm's datapoints say, newest first in `slots`. Missing ones are treated as the alarm says only where too few
 * real ones are left in the evaluation range; where the alarm ignores them, it stays as it is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function verdictOf(alarm: MetricAlarm, slots: readonly Slot[], now: Date): Verdict {
  const counted = alarm.EvaluationPeriods ?? 1;
  const real = slots.filter(({ value }) => value !== undefined).slice(0, counted);
  const breaching = real.filter(({ value = NaN }) => breaches(alarm, value));
  const state = stateOf(alarm, slots, { real, breaching });
  return { state, ...reasonOf(alarm, { state, real, breaching, now }) };
}

interface Evidence {
  readonly real: readonly Slot[];
  readonly breaching: readonly Slot[];
}

function stateOf(alarm: MetricAlarm, slots: readonly Slot[], { real, breaching }: Evidence): StateValue {
  const { EvaluationPeriods: counted = 1, StateValue: current = 'INSUFFICIENT_DATA' } = alarm;
  const needed = alarm.DatapointsToAlarm ?? counted;
  const missing = counted - real.length;
  if (breaching.length >= needed) return 'ALARM';
  if (missing <= 0) return 'OK';
  switch (alarm.TreatMissingData ?? 'missing') {
    case 'breaching':
      return breaching.length + missing >= needed ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'ignore':
      return real.length > breaching.length ? 'OK' : current;
    default:
      if (real.length === 0) return 'INSUFFICIENT_DATA';
      if (real.length > breaching.length) return 'OK';
      // Everything that is there is bad. It rings once the oldest of it is as old as the datapoints that were wanted.
      return slots.findLastIndex(({ value }) => value !== undefined) + 1 >= needed ? 'ALARM' : current;
  }
}
