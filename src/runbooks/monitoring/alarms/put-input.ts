import type { MetricAlarm } from '../../../aws/cloudwatch.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import {
  type AlarmDefinition,
  COMPARISONS,
  isExpression,
  isStatistic,
  type WatchedMetric,
} from '../../../model/monitoring.ts';
import { plainJson } from '../../../model/plan-hash.ts';

/** What PutMetricAlarm takes, all of it: it replaces the whole configuration of an alarm. */
const FIELDS = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'Metrics',
  'ThresholdMetricId',
] as const satisfies readonly (keyof MetricAlarm)[];

export type PutInput = Pick<MetricAlarm, (typeof FIELDS)[number]>;

/** An alarm as it stands, in the form in which it could be put again. */
export function inputOf(alarm: MetricAlarm): PutInput {
  const isMath = (alarm.Metrics ?? []).length > 0;
  const kept = FIELDS.flatMap((field) => {
    const value = alarm[field];
    const isLeftOut = value === undefined || (field === 'Dimensions' && isMath) || (field === 'Metrics' && !isMath);
    return isLeftOut ? [] : [[field, value] as const];
  });
  return Object.fromEntries(kept);
}

/**
 * An alarm as it should be. It tells the topic when it rings, when it stops and when it goes blind.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function inputFor(definition: AlarmDefinition, topic: string): PutInput {
  const { name, description, watches, comparison, threshold, periods, datapoints, missingData } = definition;
  const actions = [definition.topic ?? topic];
  return {
    AlarmName: name,
    AlarmDescription: description,
    ActionsEnabled: true,
    OKActions: actions,
    AlarmActions: actions,
    InsufficientDataActions: actions,
    EvaluationPeriods: periods,
    DatapointsToAlarm: datapoints,
    Threshold: threshold,
    ComparisonOperator: COMPARISONS[comparison],
    TreatMissingData: missingData,
    ...(isExpression(watches) ? { Metrics: mathOf(watches) } : metricOf(watches)),
  };
}

function metricOf({ namespace, metric, dimensions, statistic, periodSeconds }: WatchedMetric): Partial<PutInput> {
  return {
    Namespace: namespace,
    MetricName: metric,
    Dimensions: dimensionsOf(dimensions),
    Period: periodSeconds,
    ...(isStatistic(statistic)
      ? { Statistic: statistic }
      : // With few requests, a percentile says little.
        { ExtendedStatistic: statistic, EvaluateLowSampleCountPercentile: 'ignore' }),
  };
}

function mathOf({ expression, label, metrics }: Extract<AlarmDefinition['watches'], { expression: string }>) {
  const queries = Object.entries(metrics).map(([Id, { namespace, metric, dimensions, statistic, periodSeconds }]) => ({
    Id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions: dimensionsOf(dimensions) },
      Period: periodSeconds,
      Stat: statistic,
    },
    ReturnData: false,
  }));
  return [{ Id: 'result', Expression: expression, Label: label, ReturnData: true }, ...queries];
}

function dimensionsOf(dimensions: Readonly<Record<string, string>>) {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

/** The fields in which two alarms differ, with what each has: null where it has none. */
export function differences(before: PutInput, after: PutInput): { before: JsonObject; after: JsonObject } {
  const [had, has] = [comparable(before), comparable(after)];
  const keys = [...new Set([...Object.keys(had), ...Object.keys(has)])];
  const different = keys.filter((key) => JSON.stringify(had[key] ?? null) !== JSON.stringify(has[key] ?? null));
  const only = (all: JsonObject) => Object.fromEntries(different.map((key) => [key, all[key] ?? null]));
  return { before: only(had), after: only(has) };
}

/** An alarm in a form in which equal ones look equal: defaults filled in, lists that have no order sorted. */
export function comparable(input: PutInput): JsonObject {
  const plain = plainJson(input);
  const { AlarmName: _name, ...rest } = isJsonObject(plain) ? plain : {};
  const filled = {
    ActionsEnabled: true,
    TreatMissingData: 'missing',
    DatapointsToAlarm: rest['EvaluationPeriods'] ?? null,
    ...rest,
  };
  const entries = Object.entries(filled).filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value)]));
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function sorted(value: Json | undefined): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => sorted(item));
    return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (!isJsonObject(value)) return value ?? null;
  const entries = Object.entries(value).filter(([, member]) => !isEmpty(member));
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]),
  );
}
