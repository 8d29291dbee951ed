import type {
  AlarmHistoryItem,
  CompositeAlarm,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
  Metric,
  MetricAlarm,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list } from './read.ts';

export type { AlarmHistoryItem, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';

export type Alarm = MetricAlarm | CompositeAlarm;

/**
 * Metric alarms and composite alarms alike; asked without `AlarmTypes`, AWS leaves the composite ones out.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const describeAlarms = list<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput, Alarm>(
  'cloudwatch',
  'DescribeAlarms',
  {
    items: (page) => [...(page.CompositeAlarms ?? []), ...(page.MetricAlarms ?? [])],
    next: ['NextToken', (page) => page.NextToken],
    page: { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'], MaxRecords: 100 },
  },
);

/**
 * What happened to the alarms of a region, newest first, composite ones too. CloudWatch keeps it for 30 days.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
 */
export const describeAlarmHistory = list<
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  AlarmHistoryItem
>('cloudwatch', 'DescribeAlarmHistory', {
  items: (page) => page.AlarmHistoryItems,
  next: ['NextToken', (page) => page.NextToken],
  page: { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'], MaxRecords: 100, ScanBy: 'TimestampDescending' },
});

/**
 * Metrics that have had data within two weeks, 500 a page.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
export const listMetrics = list<ListMetricsCommandInput, ListMetricsCommandOutput, Metric>(
  'cloudwatch',
  'ListMetrics',
  {
    items: (page) => page.Metrics,
    next: ['NextToken', (page) => page.NextToken],
  },
);

/** An alarm as a resource, by the name an operator would type. */
export function alarmResource(aws: Aws, alarm: Alarm): Resource {
  const { AlarmName: id = '' } = alarm;
  return {
    type: isComposite(alarm) ? 'AWS::CloudWatch::CompositeAlarm' : 'AWS::CloudWatch::Alarm',
    id,
    arn: alarm.AlarmArn ?? `arn:${aws.partition}:cloudwatch:${aws.region}:${aws.account}:alarm:${id}`,
  };
}

/** A composite alarm watches other alarms, by a rule. */
export function isComposite(alarm: Alarm): alarm is CompositeAlarm {
  return 'AlarmRule' in alarm && alarm.AlarmRule !== undefined;
}

export interface MetricQuery {
  /** e.g. `AWS/RDS` */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum' | 'SampleCount' | 'p95' | 'p99';
  readonly periodSeconds: number;
}

/** Half-open `[from, to)`. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

export interface Datapoint {
  readonly at: Date;
  readonly value: number;
}

/** AWS's limit of one GetMetricData. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_REQUEST = 500;
/** How long a metric waits for the metrics that other checks are about to ask for. */
const GATHER_MS = 5;

const getMetricData = list<GetMetricDataCommandInput, GetMetricDataCommandOutput, MetricDataResult>(
  'cloudwatch',
  'GetMetricData',
  { items: (page) => page.MetricDataResults, next: ['NextToken', (page) => page.NextToken] },
);

/**
 * A metric's datapoints, oldest first; empty where AWS has none. Metrics of one time range are asked for together,
 * 500 a request, whichever checks want them.
 * @throws AwsFault
 */
export async function metric(aws: Aws, query: MetricQuery, range: TimeRange): Promise<readonly Datapoint[]> {
  const gathering = aws.gather(`GetMetricData ${range.from.toISOString()} ${range.to.toISOString()}`, () =>
    createGathering(range),
  );
  const { input, id } = await gathering(query);
  const results = await getMetricData(aws, input);
  return results
    .filter((result) => result.Id === id)
    .flatMap(({ Timestamps = [], Values = [] }) => Timestamps.map((at, index) => ({ at, value: Values[index] ?? NaN })))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

interface Place {
  readonly input: GetMetricDataCommandInput;
  readonly id: string;
}

function createGathering(range: TimeRange): (query: MetricQuery) => Promise<Place> {
  const places = new Map<string, Promise<Place>>();
  let open: { queries: MetricDataQuery[]; input: Promise<GetMetricDataCommandInput> } | undefined;

  function openBatch(): NonNullable<typeof open> {
    const queries: MetricDataQuery[] = [];
    const batch = {
      queries,
      input: new Promise<GetMetricDataCommandInput>((resolve) =>
        setTimeout(() => {
          if (open === batch) open = undefined;
          resolve({
            MetricDataQueries: queries,
            StartTime: range.from,
            EndTime: range.to,
            ScanBy: 'TimestampAscending',
          });
        }, GATHER_MS),
      ),
    };
    return batch;
  }

  return (query) => {
    const key = JSON.stringify([query.namespace, query.name, query.dimensions, query.statistic, query.periodSeconds]);
    const known = places.get(key);
    if (known) return known;
    open ??= openBatch();
    const batch = open;
    const id = `m${batch.queries.length}`;
    batch.queries.push(toMetricDataQuery(id, query));
    if (batch.queries.length >= QUERIES_PER_REQUEST) open = undefined;
    const place = batch.input.then((input) => ({ input, id }));
    places.set(key, place);
    return place;
  };
}

function toMetricDataQuery(id: string, query: MetricQuery): MetricDataQuery {
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: query.namespace,
        MetricName: query.name,
        Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: query.periodSeconds,
      Stat: query.statistic,
    },
  };
}
