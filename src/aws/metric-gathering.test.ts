import { expect, test } from 'vitest';
import { ACCOUNT, answering, REGION, testTiming } from '../../test/answers.ts';
import { metric } from './cloudwatch.ts';
import { createExecution } from './execution.ts';

const range = { from: new Date('2026-11-23T07:00:00Z'), to: new Date('2026-11-23T08:00:00Z') };

interface Asked {
  readonly NextToken?: string;
  readonly MetricDataQueries: readonly { Id: string; MetricStat: { Metric: { MetricName: string } } }[];
}

/** What becomes of two metrics that are asked for together: AWS says so of `bad`, and answers the other in full. */
async function outcomes(statusOfBad: string, token?: string): Promise<unknown[]> {
  const transport = answering({
    'cloudwatch:GetMetricData': ({ NextToken, MetricDataQueries }: Asked) => ({
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => ({
        Id,
        Timestamps: [],
        Values: [],
        StatusCode: Metric.MetricName === 'bad' && NextToken === undefined ? statusOfBad : 'Complete',
      })),
      ...(NextToken === undefined && token !== undefined && { NextToken: token }),
    }),
  });
  const aws = createExecution(testTiming()).open({ id: ACCOUNT, partition: 'aws', transport }, REGION);
  const asked = ['bad', 'good'].map((name) =>
    metric(aws, { namespace: 'N', name, dimensions: {}, statistic: 'Sum', periodSeconds: 60 }, range),
  );
  const settled = await Promise.allSettled(asked);
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)));
}

test.each([
  ['InternalError', "AwsFault: InternalError: cloudwatch:GetMetricData failed on AWS's side."],
  ['PartialData', 'AwsFault: PartialData: cloudwatch:GetMetricData gave only a part of the datapoints.'],
  ['Forbidden', 'AwsFault: Forbidden: cloudwatch:GetMetricData may not read this metric.'],
])(
  'G3 a metric that AWS answers with %s is a fault, not one without datapoints, and hides no other',
  async (status, fault) => {
    expect(await outcomes(status)).toEqual([fault, []]);
  },
);

test('a metric that is partial on one page and complete on the last is known', async () => {
  expect(await outcomes('PartialData', 'more')).toEqual([[], []]);
});
