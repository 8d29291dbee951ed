import type { CompositeAlarm, Dimension, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import {
  ALARMS,
  DATABASES,
  FUNCTIONS,
  LOAD_BALANCERS,
  loadBalancerArn,
  type Place,
  TARGET_GROUPS,
  targetGroupArn,
  TOPIC,
} from '../cast.ts';
import { before, DAY_MS, HOUR_MS, MINUTE_MS, type RegionSeed } from '../seed.ts';

interface Alarms {
  readonly metricAlarms: MetricAlarm[];
  readonly compositeAlarms: CompositeAlarm[];
}

export function seedAlarms(seed: RegionSeed): Alarms {
  if (seed.furnishing === 'empty') return { metricAlarms: [], compositeAlarms: [] };
  if (seed.furnishing === 'secondary') return { metricAlarms: [serverErrors(seed)], compositeAlarms: [] };
  return {
    metricAlarms: [
      storage(seed),
      unhealthyHosts(seed),
      backlog(seed),
      functionErrors(seed),
      database(seed, ALARMS.cpu, 'CPUUtilization', 80),
      database(seed, ALARMS.connections, 'DatabaseConnections', 400),
      serverErrors(seed),
    ],
    compositeAlarms: [degraded(seed)],
  };
}

interface AlarmSeed extends Partial<MetricAlarm> {
  readonly AlarmName: string;
  /** How long it has been in its state. */
  readonly sinceMs?: number;
}

/** A metric alarm as AWS describes it: OK and heard by the topic, but for what the seed says. */
export function metricAlarm(
  place: Place & { readonly start: Date },
  { sinceMs = 20 * DAY_MS, ...seed }: AlarmSeed,
): MetricAlarm {
  const at = before(place.start, sinceMs);
  const { Statistic: statistic = 'Average', Period: period = 300, Threshold: threshold = 0 } = seed;
  return {
    AlarmArn: alarmArn(place, seed.AlarmName),
    AlarmConfigurationUpdatedTimestamp: before(place.start, 200 * DAY_MS),
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [topicArn(place)],
    InsufficientDataActions: [],
    StateValue: 'OK',
    StateReason:
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    // The same for machines.
    StateReasonData: JSON.stringify({
      version: '1.0',
      queryDate: at.toISOString().replace('Z', '+0000'),
      startDate: before(at, period * 1000)
        .toISOString()
        .replace('Z', '+0000'),
      statistic,
      period,
      recentDatapoints: [],
      threshold,
    }),
    StateUpdatedTimestamp: at,
    StateTransitionedTimestamp: at,
    Statistic: 'Average',
    Period: 300,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'missing',
    ...seed,
  };
}

function alarmArn({ accountId, region }: Place, name: string): string {
  return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
}

function topicArn({ accountId, region }: Place): string {
  return `arn:aws:sns:${region}:${accountId}:${TOPIC}`;
}

function storage(seed: RegionSeed): MetricAlarm {
  const sinceMs = 5 * HOUR_MS + 20 * MINUTE_MS;
  return metricAlarm(seed, {
    AlarmName: ALARMS.storage,
    sinceMs,
    AlarmDescription: 'The disk of the production database is filling up.',
    Namespace: 'AWS/RDS',
    MetricName: 'FreeStorageSpace',
    Dimensions: dimensions({ DBInstanceIdentifier: DATABASES.production }),
    Statistic: 'Minimum',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 16_106_127_360,
    StateValue: 'ALARM',
    StateReason: crossed(
      before(seed.start, sinceMs + 5 * MINUTE_MS),
      '1.6102E10',
      'less than the threshold (1.610612736E10)',
    ),
  });
}

function unhealthyHosts(seed: RegionSeed): MetricAlarm {
  const sinceMs = 47 * MINUTE_MS;
  return metricAlarm(seed, {
    AlarmName: ALARMS.unhealthyHosts,
    sinceMs,
    AlarmDescription: 'Targets of the API are unhealthy.',
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'UnHealthyHostCount',
    Dimensions: dimensions({
      TargetGroup: suffix(targetGroupArn(seed, TARGET_GROUPS.api), 'targetgroup/', true),
      LoadBalancer: suffix(loadBalancerArn(seed, LOAD_BALANCERS.production), 'loadbalancer/', false),
    }),
    Statistic: 'Maximum',
    Period: 60,
    StateValue: 'ALARM',
    StateReason: crossed(before(seed.start, sinceMs + MINUTE_MS), '1.0', 'greater than the threshold (0.0)'),
  });
}

function backlog(seed: RegionSeed): MetricAlarm {
  return metricAlarm(seed, {
    AlarmName: ALARMS.backlog,
    sinceMs: 40 * DAY_MS,
    AlarmDescription: 'The worker falls behind.',
    Namespace: 'Enterprise/Worker',
    MetricName: 'OldestJobAgeSeconds',
    Dimensions: dimensions({ Service: 'worker' }),
    Unit: 'Seconds',
    Threshold: 900,
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Insufficient Data: 1 datapoint was unknown.',
  });
}

function functionErrors(seed: RegionSeed): MetricAlarm {
  return metricAlarm(seed, {
    AlarmName: ALARMS.functionErrors,
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: dimensions({ FunctionName: FUNCTIONS.current }),
    Statistic: 'Sum',
    TreatMissingData: 'notBreaching',
    AlarmActions: [],
  });
}

function database(seed: RegionSeed, AlarmName: string, MetricName: string, Threshold: number): MetricAlarm {
  return metricAlarm(seed, {
    AlarmName,
    AlarmDescription: `${MetricName} of the production database is high.`,
    Namespace: 'AWS/RDS',
    MetricName,
    Dimensions: dimensions({ DBInstanceIdentifier: DATABASES.production }),
    Threshold,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
  });
}

function serverErrors(seed: RegionSeed): MetricAlarm {
  return metricAlarm(seed, {
    AlarmName: ALARMS.serverErrors,
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'HTTPCode_ELB_5XX_Count',
    Dimensions: dimensions({
      LoadBalancer: suffix(loadBalancerArn(seed, LOAD_BALANCERS.production), 'loadbalancer/', false),
    }),
    Statistic: 'Sum',
    Threshold: 50,
    TreatMissingData: 'notBreaching',
  });
}

function degraded(seed: RegionSeed): CompositeAlarm {
  const at = before(seed.start, 46 * MINUTE_MS);
  const child = alarmArn(seed, ALARMS.unhealthyHosts);
  return {
    AlarmName: ALARMS.degraded,
    AlarmArn: alarmArn(seed, ALARMS.degraded),
    AlarmDescription: 'Users notice that something is wrong.',
    AlarmConfigurationUpdatedTimestamp: before(seed.start, 150 * DAY_MS),
    AlarmRule: `ALARM("${ALARMS.unhealthyHosts}") OR ALARM("${ALARMS.serverErrors}")`,
    ActionsEnabled: true,
    OKActions: [topicArn(seed)],
    AlarmActions: [topicArn(seed)],
    InsufficientDataActions: [],
    StateValue: 'ALARM',
    StateReason: `${child} transitioned to ALARM at ${at.toUTCString()}`,
    StateUpdatedTimestamp: at,
    StateTransitionedTimestamp: at,
  };
}

function dimensions(values: Readonly<Record<string, string>>): Dimension[] {
  return Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
}

/** Load balancing's dimensions are the ends of ARNs: `app/name/id` and `targetgroup/name/id`. */
function suffix(arn: string, from: string, included: boolean): string {
  const at = arn.indexOf(from);
  return arn.slice(included ? at : at + from.length);
}

/** `23/11/26 07:12:00`, day before month, as CloudWatch writes it. */
function crossed(at: Date, value: string, comparison: string): string {
  const [date = '', time = ''] = at.toISOString().slice(0, 19).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return (
    `Threshold Crossed: 1 out of the last 1 datapoints [${value} (${day}/${month}/${year.slice(2)} ${time})] was ` +
    `${comparison} (minimum 1 datapoint for OK -> ALARM transition).`
  );
}
