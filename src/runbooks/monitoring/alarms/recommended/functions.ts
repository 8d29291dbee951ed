import type { Aws } from '../../../../aws/execution.ts';
import { listFunctions } from '../../../../aws/lambda.ts';
import type { AlarmDefinition, WatchedMetric } from '../../../../model/monitoring.ts';

const ERROR_PERCENT = 5;

/**
 * Errors and throttles of every function. One that nobody calls sends no data, and that is no fault.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export async function functionAlarms(aws: Aws): Promise<AlarmDefinition[]> {
  const functions = await listFunctions(aws, {});
  return functions.flatMap(({ FunctionName: name = '' }) => [errors(name), throttles(name)]);
}

function errors(name: string): AlarmDefinition {
  return {
    name: `opsbook-lambda-${name}-errors`,
    description: `More than ${ERROR_PERCENT} % of the calls of ${name} fail.`,
    watches: {
      expression: '100 * FILL(errors, 0) / invocations',
      label: 'Errors, percent of calls',
      metrics: { errors: metric(name, 'Errors'), invocations: metric(name, 'Invocations') },
    },
    comparison: '>',
    threshold: ERROR_PERCENT,
    periods: 3,
    datapoints: 2,
    missingData: 'notBreaching',
  };
}

function throttles(name: string): AlarmDefinition {
  return {
    name: `opsbook-lambda-${name}-throttles`,
    description: `Calls of ${name} are refused: it, or the account, has no concurrency left.`,
    watches: metric(name, 'Throttles'),
    comparison: '>',
    threshold: 0,
    periods: 3,
    datapoints: 2,
    missingData: 'notBreaching',
  };
}

function metric(name: string, what: string): WatchedMetric {
  return {
    namespace: 'AWS/Lambda',
    metric: what,
    dimensions: { FunctionName: name },
    statistic: 'Sum',
    periodSeconds: 300,
  };
}
