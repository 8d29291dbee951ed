import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  MetricDataResult,
  MetricStat,
} from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { hash } from '../../world/random.ts';
import { evaluateMath } from './metric-math.ts';
import { findSeries } from './series.ts';
import {
  aggregate,
  percentileOf,
  type Points,
  published,
  roundedStart,
  STATISTICS,
  type Window,
} from './statistics.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 100_800;

/** Where a page ends: the query that it could not give whole, and how many of its datapoints were given. */
interface Position {
  readonly query: number;
  readonly datapoint: number;
}

export function getMetricData(
  input: GetMetricDataCommandInput,
  context: Pick<SandboxContext, 'region' | 'now'>,
): GetMetricDataCommandOutputBody {
  const { queries, start, end, most } = validated(input);
  const evaluate = evaluator(queries, { start, end }, context);
  const descending = input.ScanBy !== 'TimestampAscending';
  const returned = queries.filter((query) => query.ReturnData !== false);
  const results: MetricDataResult[] = [];
  let { query: index, datapoint: from } = positionOf(input.NextToken);
  let room = most;
  for (; index < returned.length && room > 0; index += 1) {
    const query = returned[index];
    if (query?.Id === undefined) break;
    const points = evaluate(query.Id);
    const given = slice(points, { from, room, descending });
    const whole = from + given.at.length >= points.at.length;
    results.push({
      Id: query.Id,
      Label: query.Label ?? query.MetricStat?.Metric?.MetricName ?? query.Id,
      Timestamps: given.at.map((at) => new Date(at)),
      Values: given.values,
      StatusCode: whole ? 'Complete' : 'PartialData',
    });
    room -= given.at.length;
    if (!whole)
      return {
        MetricDataResults: results,
        NextToken: tokenOf({ query: index, datapoint: from + given.at.length }),
        Messages: [],
      };
    from = 0;
  }
  const more = index < returned.length ? { NextToken: tokenOf({ query: index, datapoint: 0 }) } : {};
  return { MetricDataResults: results, ...more, Messages: [] };
}

type GetMetricDataCommandOutputBody = Omit<GetMetricDataCommandOutput, '$metadata'>;

interface Validated {
  readonly queries: readonly MetricDataQuery[];
  readonly start: number;
  readonly end: number;
  readonly most: number;
}

function validated({
  MetricDataQueries: queries,
  StartTime,
  EndTime,
  MaxDatapoints,
}: GetMetricDataCommandInput): Validated {
  if (!queries || queries.length === 0) throw invalid('The parameter MetricDataQueries is required.');
  if (!StartTime) throw invalid('The parameter StartTime is required.');
  if (!EndTime) throw invalid('The parameter EndTime is required.');
  if (queries.length > MOST_QUERIES) {
    throw invalid(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
  }
  if (StartTime >= EndTime) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  if (MaxDatapoints !== undefined && (MaxDatapoints < 1 || MaxDatapoints > MOST_DATAPOINTS)) {
    throw invalid(`The parameter MaxDatapoints must be between 1 and ${MOST_DATAPOINTS}.`);
  }
  const ids = new Set<string>();
  queries.forEach((query, index) => validateQuery(query, index, ids));
  if (queries.every((query) => query.ReturnData === false)) {
    throw invalid('At least one of the MetricDataQueries must return data.');
  }
  return { queries, start: StartTime.getTime(), end: EndTime.getTime(), most: MaxDatapoints ?? MOST_DATAPOINTS };
}

function validateQuery({ Id, MetricStat, Expression }: MetricDataQuery, index: number, ids: Set<string>): void {
  const where = `MetricDataQueries.member.${index + 1}`;
  if (Id === undefined) throw invalid(`The parameter ${where}.Id is required.`);
  if (!/^[a-z]\w{0,254}$/.test(Id))
    throw invalid(
      `The value ${Id} for parameter ${where}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  if (ids.has(Id)) throw invalid(`The values for parameter id in the MetricDataQueries list must be unique: ${Id}`);
  ids.add(Id);
  if ((MetricStat === undefined) === (Expression === undefined)) {
    throw invalid(`Exactly one of the parameters ${where}.Expression and ${where}.MetricStat must be given.`);
  }
  if (MetricStat) validateStat(MetricStat, `${where}.MetricStat`);
}

function validateStat({ Metric, Period, Stat }: MetricStat, where: string): void {
  if (!Metric?.MetricName) throw invalid(`The parameter ${where}.Metric.MetricName is required.`);
  if (!Metric.Namespace) throw invalid(`The parameter ${where}.Metric.Namespace is required.`);
  if (!Stat) throw invalid(`The parameter ${where}.Stat is required.`);
  if (!isStatistic(Stat)) throw invalid(`The value ${Stat} for parameter ${where}.Stat is not supported.`);
  if (!isPeriod(Period)) {
    throw invalid(`The parameter ${where}.Period must be 1, 5, 10, 20, 30 or a multiple of 60, not ${Period}.`);
  }
}

function isStatistic(stat: string): boolean {
  return STATISTICS.some((known) => known === stat) || percentileOf(stat) !== undefined;
}

export function isPeriod(seconds: number | undefined): seconds is number {
  return seconds !== undefined && seconds > 0 && ([1, 5, 10, 20, 30].includes(seconds) || seconds % 60 === 0);
}

/** Each query is computed when it is first needed, and once. */
function evaluator(
  queries: readonly MetricDataQuery[],
  range: { readonly start: number; readonly end: number },
  { region, now }: Pick<SandboxContext, 'region' | 'now'>,
): (id: string) => Points {
  const known = new Map<string, Points>();
  const underWay = new Set<string>();
  const byId = new Map(queries.map((query) => [query.Id, query]));
  const finest = Math.min(...queries.map((query) => query.MetricStat?.Period ?? query.Period ?? Infinity));

  function windowOf(periodSeconds: number): Window {
    const periodMs = periodSeconds * 1000;
    const start = roundedStart(range.start, now.getTime(), periodMs);
    return published({ start, end: range.end, periodMs }, now.getTime());
  }

  function compute({ Id = '', MetricStat: wanted, Expression: expression = '' }: MetricDataQuery): Points {
    if (wanted) {
      const { Namespace = '', MetricName = '', Dimensions } = wanted.Metric ?? {};
      const series = findSeries(region.metrics, Namespace, MetricName, Dimensions);
      if (!series || (wanted.Unit !== undefined && wanted.Unit !== series.unit)) return { at: [], values: [] };
      return aggregate(series, windowOf(wanted.Period ?? 60), wanted.Stat ?? 'Average');
    }
    return evaluateMath(expression, {
      lookUp: evaluate,
      window: windowOf(Number.isFinite(finest) ? finest : 300),
      problem: (text) => invalid(`Error in expression '${Id}': ${text}`),
    });
  }

  function evaluate(id: string): Points {
    const before = known.get(id);
    if (before) return before;
    const query = byId.get(id);
    if (!query) throw invalid(`Error in expression: the id ${id} is not in MetricDataQueries`);
    if (underWay.has(id)) throw invalid(`Error in expression '${id}': it refers to itself`);
    underWay.add(id);
    const points = compute(query);
    known.set(id, points);
    return points;
  }
  return evaluate;
}

function slice(
  { at, values }: Points,
  { from, room, descending }: { readonly from: number; readonly room: number; readonly descending: boolean },
): Points {
  if (!descending) return { at: at.slice(from, from + room), values: values.slice(from, from + room) };
  const end = at.length - from;
  const start = Math.max(end - room, 0);
  return { at: at.slice(start, end).toReversed(), values: values.slice(start, end).toReversed() };
}

function tokenOf({ query, datapoint }: Position): string {
  const text = `${query}.${datapoint}`;
  return Buffer.from(`${text}.${hash(`GetMetricData ${text}`)}`).toString('base64url');
}

function positionOf(token: string | undefined): Position {
  if (token === undefined || token === '') return { query: 0, datapoint: 0 };
  const [query = '', datapoint = '', check] = Buffer.from(token, 'base64url').toString('utf8').split('.');
  if (check !== String(hash(`GetMetricData ${query}.${datapoint}`))) {
    throw new SandboxError(
      'InvalidNextToken',
      'The service cannot process the request because the NextToken is invalid.',
    );
  }
  return { query: Number(query), datapoint: Number(datapoint) };
}

function invalid(message: string): SandboxError {
  return new SandboxError('ValidationError', message);
}
