import {
  type AlarmDefinition,
  COMPARISONS,
  isExpression,
  isStatistic,
  type WatchedExpression,
  type WatchedMetric,
} from '../../model/monitoring.ts';
import { argument, block, type Part } from './hcl.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_metric_alarm */
export function alarmResource(definition: AlarmDefinition, topic: string, label: string): Part {
  const { name, description, watches, comparison, threshold, periods, datapoints, missingData } = definition;
  const actions = [definition.topic ?? topic];
  return block(
    'resource',
    ['aws_cloudwatch_metric_alarm', label],
    [
      argument('alarm_name', name),
      argument('alarm_description', description),
      argument('comparison_operator', COMPARISONS[comparison]),
      argument('threshold', threshold),
      argument('evaluation_periods', periods),
      argument('datapoints_to_alarm', datapoints),
      argument('treat_missing_data', missingData),
      argument('alarm_actions', actions),
      argument('ok_actions', actions),
      argument('insufficient_data_actions', actions),
      ...(isExpression(watches) ? queriesOf(watches) : metricOf(watches)),
    ],
  );
}

function metricOf({ namespace, metric, dimensions, statistic, periodSeconds }: WatchedMetric): Part[] {
  return [
    argument('namespace', namespace),
    argument('metric_name', metric),
    argument('period', periodSeconds),
    ...(isStatistic(statistic)
      ? [argument('statistic', statistic)]
      : [argument('extended_statistic', statistic), argument('evaluate_low_sample_count_percentiles', 'ignore')]),
    ...dimensionsOf(dimensions),
  ];
}

function queriesOf({ expression, label, metrics }: WatchedExpression): Part[] {
  const result = block(
    'metric_query',
    [],
    [
      argument('id', 'result'),
      argument('expression', expression),
      argument('label', label),
      argument('return_data', true),
    ],
  );
  const queries = Object.entries(metrics).map(([id, { namespace, metric, dimensions, statistic, periodSeconds }]) =>
    block(
      'metric_query',
      [],
      [
        argument('id', id),
        block(
          'metric',
          [],
          [
            argument('namespace', namespace),
            argument('metric_name', metric),
            argument('period', periodSeconds),
            argument('stat', statistic),
            ...dimensionsOf(dimensions),
          ],
        ),
      ],
    ),
  );
  return [result, ...queries];
}

function dimensionsOf(dimensions: Readonly<Record<string, string>>): Part[] {
  return Object.keys(dimensions).length === 0 ? [] : [argument('dimensions', dimensions)];
}
