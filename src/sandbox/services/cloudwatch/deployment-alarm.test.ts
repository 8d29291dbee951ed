import type { DescribeAlarmHistoryCommandOutput } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import { loadBalancerArn, targetGroupArn } from '../../world/newcomer/cast.ts';

const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
const BALANCER = loadBalancerArn(PLACE, 'production-alb').split(':loadbalancer/')[1];
const GROUP = targetGroupArn(PLACE, 'web-service-blue').split(':').at(-1);

/** The changes of an alarm on the web service's errors, over a quarter of an hour after a version was deployed. */
async function ringing(taskDefinition: string): Promise<(string | undefined)[]> {
  const world = createSandbox();
  const ask = <O>(service: string, operation: string, input: object) =>
    dispatch(world, { ...PLACE, service, operation, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<O>;
  await ask('cloudwatch', 'PutMetricAlarm', {
    AlarmName: 'web-errors',
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'HTTPCode_Target_5XX_Count',
    Dimensions: [
      { Name: 'LoadBalancer', Value: BALANCER },
      { Name: 'TargetGroup', Value: GROUP },
    ],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 2,
    Threshold: 40,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
  await ask('ecs', 'UpdateService', { cluster: 'production-cluster', service: 'web-service', taskDefinition });
  world.clock.advance(15 * 60_000);
  const history = await ask<DescribeAlarmHistoryCommandOutput>('cloudwatch', 'DescribeAlarmHistory', {
    AlarmName: 'web-errors',
    HistoryItemType: 'StateUpdate',
    ScanBy: 'TimestampAscending',
  });
  return (history.AlarmHistoryItems ?? []).map(({ HistorySummary }) => HistorySummary);
}

test('the deployment of a version that serves errors rings the alarm on them', async () => {
  expect(await ringing('web-service:43')).toEqual([
    'Alarm updated from INSUFFICIENT_DATA to OK',
    'Alarm updated from OK to ALARM',
  ]);
});

test('the deployment of a good version rings nothing', async () => {
  expect(await ringing('web-service:46')).toEqual(['Alarm updated from INSUFFICIENT_DATA to OK']);
});
