import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  MetricDataResult,
  StatusCode,
} from '@aws-sdk/client-cloudwatch';
import type { Aws } from './execution.ts';
import { AwsFault } from './fault.ts';
import { list } from './read.ts';

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

interface Answer {
  /** By the query's id, oldest first. */
  readonly datapoints: ReadonlyMap<string, readonly Datapoint[]>;
  /** Of the queries that AWS did not answer in full, though the request as a whole succeeded. */
  readonly faults: ReadonlyMap<string, AwsFault>;
}

interface Batch {
  readonly queries: MetricDataQuery[];
  readonly answer: Promise<Answer>;
}

/** Gathers the metrics of one time range that are asked for within a moment, whoever asks, into few requests. */
export function gatherMetrics(range: TimeRange) {
  const places = new Map<string, Promise<readonly Datapoint[]>>();
  let open: Batch | undefined;

  function openBatch(aws: Aws): Batch {
    const queries: MetricDataQuery[] = [];
    const answer = new Promise<void>((resolve) => setTimeout(resolve, GATHER_MS)).then(() => {
      if (open === batch) open = undefined;
      return ask(aws, queries, range);
    });
    const batch: Batch = { queries, answer };
    return batch;
  }

  return (aws: Aws, query: MetricQuery): Promise<readonly Datapoint[]> => {
    const key = JSON.stringify([query.namespace, query.name, query.dimensions, query.statistic, query.periodSeconds]);
    const asked = places.get(key);
    if (asked) return asked;
    open ??= openBatch(aws);
    const batch = open;
    const id = `m${batch.queries.length}`;
    batch.queries.push(toMetricDataQuery(id, query));
    if (batch.queries.length >= QUERIES_PER_REQUEST) open = undefined;
    const datapoints = batch.answer.then(({ datapoints: known, faults }) => {
      const fault = faults.get(id);
      if (fault) throw fault;
      return known.get(id) ?? [];
    });
    places.set(key, datapoints);
    return datapoints;
  };
}

async function ask(aws: Aws, queries: readonly MetricDataQuery[], range: TimeRange): Promise<Answer> {
  const results = await getMetricData(aws, {
    MetricDataQueries: [...queries],
    StartTime: range.from,
    EndTime: range.to,
    ScanBy: 'TimestampAscending',
  });
  const byId = new Map<string, Datapoint[]>();
  const faults = new Map<string, AwsFault>();
  for (const { Id = '', Timestamps = [], Values = [], StatusCode = 'Complete' } of results) {
    const points = Timestamps.map((at, index) => ({ at, value: Values[index] ?? NaN }));
    byId.set(Id, [...(byId.get(Id) ?? []), ...points]);
    // What is partial on one page is complete on a later one.
    if (StatusCode === 'Complete') faults.delete(Id);
    else faults.set(Id, metricFault(aws, StatusCode));
  }
  for (const points of byId.values()) points.sort((a, b) => a.at.getTime() - b.at.getTime());
  return { datapoints: byId, faults };
}

/** No datapoints of such a metric are not the same as none. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html */
function metricFault({ region }: Aws, awsCode: Exclude<StatusCode, 'Complete'>): AwsFault {
  const operation = 'cloudwatch:GetMetricData';
  switch (awsCode) {
    case 'Forbidden':
      return new AwsFault(`${awsCode}: ${operation} may not read this metric.`, {
        kind: 'access-denied',
        operation,
        region,
        awsCode,
      });
    case 'PartialData':
      return new AwsFault(`${awsCode}: ${operation} gave only a part of the datapoints.`, {
        kind: 'server-error',
        operation,
        region,
        awsCode,
      });
    case 'InternalError':
      return new AwsFault(`${awsCode}: ${operation} failed on AWS's side.`, {
        kind: 'server-error',
        operation,
        region,
        awsCode,
      });
  }
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
