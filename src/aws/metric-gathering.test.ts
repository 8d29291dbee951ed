import { expect, test } from 'vitest';
import { type Answers, judge, lines, REGION } from '../../test/answers.ts';
import { serverErrorsQuiet } from '../checks/elbv2/5xx-quiet.ts';

const balancers: Answers = {
  'elbv2:DescribeLoadBalancers': {
    LoadBalancers: ['shop', 'web'].map((LoadBalancerName) => ({
      LoadBalancerName,
      LoadBalancerArn: `arn:aws:elasticloadbalancing:${REGION}:123456789012:loadbalancer/app/${LoadBalancerName}/1`,
      Type: 'application',
    })),
  },
};

interface Asked {
  readonly NextToken?: string;
  readonly MetricDataQueries: readonly { Id: string; MetricStat: { Metric: { Dimensions: { Value: string }[] } } }[];
}

/** Says so of every metric of `web`; those of `shop` are complete and empty. */
function statusOf(web: string, NextToken?: string) {
  return (asked: Asked) => {
    const status = asked.NextToken === undefined ? web : 'Complete';
    const results = asked.MetricDataQueries.map(({ Id, MetricStat }) => ({
      Id,
      Timestamps: [],
      Values: [],
      StatusCode: MetricStat.Metric.Dimensions[0]?.Value === 'app/web/1' ? status : 'Complete',
    }));
    return {
      MetricDataResults: results,
      ...(asked.NextToken === undefined && NextToken !== undefined && { NextToken }),
    };
  };
}

test.each([
  ['InternalError', "web: unknown: InternalError: cloudwatch:GetMetricData failed on AWS's side."],
  ['PartialData', 'web: unknown: PartialData: cloudwatch:GetMetricData gave only a part of the datapoints.'],
  ['Forbidden', 'web: unknown: Forbidden: cloudwatch:GetMetricData may not read this metric.'],
])('G3 a metric that AWS answers with %s is unknown, never quiet, and hides no other', async (status, web) => {
  const findings = await judge(serverErrorsQuiet, { ...balancers, 'cloudwatch:GetMetricData': statusOf(status) });
  expect(lines(findings)).toEqual([web, 'shop: pass: shop had no requests in the last hour.']);
});

test('a metric that is partial on one page and complete on the last is known', async () => {
  const paged = { ...balancers, 'cloudwatch:GetMetricData': statusOf('PartialData', 'more') };
  expect((await judge(serverErrorsQuiet, paged)).map(({ status }) => status)).toEqual(['pass', 'pass']);
});
