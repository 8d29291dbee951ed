import { expect, test } from 'vitest';
import { createDeploymentStage, type DeploymentStage, WEB } from '../../../test/deployment.ts';
import { blueGreen } from './blue-green.ts';

const BALANCER = {
  Name: 'LoadBalancer',
  Value: 'app/production-alb/0000000000000000',
};

function put(stage: DeploymentStage, AlarmName: string, more: object): void {
  const judged = { EvaluationPeriods: 1, Threshold: 1000, ComparisonOperator: 'GreaterThanThreshold' };
  stage.elsewhere('cloudwatch', 'PutMetricAlarm', { AlarmName, ...judged, ...more });
  stage.elsewhere('cloudwatch', 'SetAlarmState', { AlarmName, StateValue: 'OK', StateReason: 'for this test' });
}

function watched(plan: Awaited<ReturnType<DeploymentStage['plan']>>): unknown {
  return plan.basis.find(({ title }) => title === 'Alarms that are watched')?.value;
}

test('more alarms than AWS tells at once are watched all the same, and none is taken for gone', async () => {
  const stage = createDeploymentStage();
  const names = Array.from({ length: 130 }, (_, index) => `web-${String(index).padStart(3, '0')}`);
  for (const name of names) {
    put(stage, name, { Namespace: 'Shop', MetricName: name, Statistic: 'Sum', Period: 60, TreatMissingData: 'ignore' });
  }
  const plan = await stage.plan(blueGreen, { ...WEB, alarms: names.join(','), bake: '3m', keepBlueFor: '1m' });
  expect(await stage.execute(plan)).toMatchObject({ status: 'succeeded' });
});

test('an alarm that is reckoned from metrics of the load balancer is watched too, and one of another is not', async () => {
  const stage = createDeploymentStage();
  const arn = stage
    .region()
    .elbv2.loadBalancers.find((one) => one.LoadBalancerName === 'production-alb')?.LoadBalancerArn;
  const own = { ...BALANCER, Value: arn?.slice(arn.indexOf('app/')) ?? '' };
  const math = (dimension: typeof BALANCER) => ({
    Metrics: [
      { Id: 'rate', Expression: '100 * errors / requests', ReturnData: true },
      ...['errors', 'requests'].map((Id) => ({
        Id,
        ReturnData: false,
        MetricStat: {
          Stat: 'Sum',
          Period: 60,
          Metric: { Namespace: 'AWS/ApplicationELB', MetricName: Id, Dimensions: [dimension] },
        },
      })),
    ],
  });
  put(stage, 'web-error-rate', math(own));
  put(stage, 'other-error-rate', math(BALANCER));
  const plan = await stage.plan(blueGreen, WEB);
  expect(watched(plan)).toContain('web-error-rate');
  expect(watched(plan)).not.toContain('other-error-rate');
});

test('BG21: an alarm that rang and fell silent while somebody made up their mind takes the new version back', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, { ...WEB, shift: '10,100' });
  let asked = 0;
  const approvals = {
    decision() {
      asked += 1;
      if (asked === 2) {
        ring(stage, 'ALARM');
        stage.world.clock.advance(30_000);
        ring(stage, 'OK');
        stage.world.clock.advance(30_000);
      }
      return Promise.resolve({ decision: 'approved', words: 'alice said yes' } as const);
    },
  };
  const { status, reason } = await stage.execute(plan, { approvals });
  expect(status).toBe('undone');
  expect(reason).toMatch(/production-alb-5xx has not rung meanwhile: alarm production-alb-5xx rang at /);
});

test('a version that failed while somebody made up their mind gets no more requests', async () => {
  const stage = createDeploymentStage();
  const plan = await stage.plan(blueGreen, { ...WEB, shift: '10,100' });
  let asked = 0;
  const approvals = {
    decision() {
      asked += 1;
      if (asked === 2) {
        stage.behave('web-service:42', { errorRate: 0.2 });
        stage.world.clock.advance(10 * 60_000);
      }
      return Promise.resolve({ decision: 'approved', words: 'alice said yes' } as const);
    },
  };
  const { status, reason } = await stage.execute(plan, { approvals });
  expect(status).toBe('undone');
  expect(reason).toContain('the targets of web-service-green failed');
  expect(stage.events.some(({ step }) => step === 'watch-100')).toBe(false);
});

test('an alarm that knows the old colour by name is named: it will ring when that is taken away', async () => {
  const stage = createDeploymentStage();
  const Dimensions = [
    { Name: 'ClusterName', Value: 'production-cluster' },
    { Name: 'ServiceName', Value: 'web-service' },
  ];
  const metric = { Namespace: 'AWS/ECS', MetricName: 'MemoryUtilization', Statistic: 'Average', Period: 60 };
  put(stage, 'web-memory', { ...metric, Dimensions, TreatMissingData: 'breaching' });
  const plan = await stage.plan(blueGreen, WEB);
  expect(plan.warnings).toContainEqual(
    expect.stringMatching(/^web-memory watches web-service or its target group by name, and rings or goes blind/),
  );
});

function ring(stage: DeploymentStage, StateValue: string): void {
  const AlarmName = 'production-alb-5xx';
  stage.elsewhere('cloudwatch', 'SetAlarmState', { AlarmName, StateValue, StateReason: 'for this test' });
}
