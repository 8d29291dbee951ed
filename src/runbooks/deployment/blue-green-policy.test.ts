import { expect, test } from 'vitest';
import { createDeploymentStage, WEB, WEB_GROUP } from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';

test('BG28: a policy that reckons with several metrics measures the new colour too, and in the same cluster', async () => {
  const stage = createDeploymentStage();
  const [policy] = stage
    .region()
    .applicationAutoscaling.policies.filter(({ ResourceId }) => ResourceId?.endsWith('/web-service'));
  const query = (service: string, group: string) => ({
    Id: 'busy',
    ReturnData: true,
    MetricStat: {
      Stat: 'Average',
      Metric: {
        Namespace: 'Shop',
        MetricName: 'Busy',
        Dimensions: [
          // A cluster that is called like its service.
          { Name: 'ClusterName', Value: 'web-service' },
          { Name: 'ServiceName', Value: service },
          { Name: 'TargetGroup', Value: group },
        ],
      },
    },
  });
  const blue = WEB_GROUP.slice(WEB_GROUP.indexOf('targetgroup/'));
  if (policy) {
    policy.TargetTrackingScalingPolicyConfiguration = {
      TargetValue: 5,
      CustomizedMetricSpecification: { Metrics: [query('web-service', blue)] },
    };
  }
  const plan = await stage.plan(blueGreen, WEB);
  const put = plan.steps.find(({ key }) => key === 'scale-green-policy-1')?.call;
  const Dimensions = [
    { Name: 'ClusterName', Value: 'web-service' },
    { Name: 'ServiceName', Value: 'web-service-green' },
    { Name: 'TargetGroup', Value: { $step: 'green-target-group' } },
  ];
  const Metrics = [{ MetricStat: { Metric: { Dimensions } } }];
  expect(put?.input).toMatchObject({
    TargetTrackingScalingPolicyConfiguration: { CustomizedMetricSpecification: { Metrics } },
  });
});
