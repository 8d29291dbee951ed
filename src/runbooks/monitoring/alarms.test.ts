import { beforeEach, expect, test } from 'vitest';
import { createStage, type Stage } from '../../../test/runbook.ts';
import type { AlarmDefinition, MonitoringSettings } from '../../model/monitoring.ts';
import { alarms } from './alarms.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:critical-alerts';
const UNHEARD = 'arn:aws:sns:us-east-1:123456789012:deploy-notices';
const DONE = { status: 'succeeded', reason: 'every step is done', residue: [] };
const MINUTE_MS = 60_000;

const BACKLOG: AlarmDefinition = {
  name: 'orders-backlog',
  description: 'Orders wait.',
  watches: {
    namespace: 'Shop',
    metric: 'Backlog',
    dimensions: { Queue: 'orders' },
    statistic: 'Maximum',
    periodSeconds: 60,
  },
  comparison: '>',
  threshold: 100,
  periods: 5,
  datapoints: 3,
  missingData: 'breaching',
};

let stage: Stage;

beforeEach(() => {
  stage = createStage();
});

function configured(...own: readonly AlarmDefinition[]): Stage {
  const monitoring: MonitoringSettings = { unheardTopic: 'refuse', alarms: own, dashboards: {} };
  return createStage({ world: stage.world, settings: { environments: [], monitoring } });
}

/** An alarm of the sandbox as it is now. */
function alarm(name: string) {
  return stage.region().cloudwatch.metricAlarms.find(({ AlarmName }) => AlarmName === name);
}

function inputs(plan: Awaited<ReturnType<Stage['plan']>>) {
  return plan.steps.flatMap((step) => (step.kind === 'change' ? [step.call.input] : []));
}

test('without any configured, those recommended for what is here are made, and a second run finds nothing to do', async () => {
  const plan = await stage.plan(alarms, {});
  expect(plan.steps.length).toBeGreaterThan(20);
  expect(plan.basis).toContainEqual({
    title: 'The alarms tell',
    value: { topic: TOPIC, heardBy: ['https https://events.pager.example.com/integration/1'], pending: [] },
  });
  expect(await stage.execute(plan)).toEqual(DONE);
  const again = await stage.plan(alarms, {});
  expect([again.steps, again.warnings.at(-1)]).toEqual([[], 'Every alarm is as it should be: nothing is to be done']);
});

test('E17.1: unhealthy hosts have one alarm for each target group, by group and load balancer, and its maximum', async () => {
  const found = inputs(await stage.plan(alarms, {})).filter(({ MetricName }) => MetricName === 'UnHealthyHostCount');
  const groups = found.map(({ Dimensions, Statistic }) => ({ Dimensions, Statistic }));
  expect(groups).toContainEqual({
    Dimensions: [
      { Name: 'TargetGroup', Value: expect.stringMatching(/^targetgroup\/api\/[0-9a-f]{16}$/) },
      { Name: 'LoadBalancer', Value: expect.stringMatching(/^app\/production-alb\/[0-9a-f]{16}$/) },
    ],
    Statistic: 'Maximum',
  });
  expect(groups.length).toBeGreaterThan(3);
  expect(new Set(groups.map((group) => JSON.stringify(group))).size).toBe(groups.length);
});

test('E17.1: an unhealthy target makes its alarm ring, and the topic hears it', async () => {
  await stage.execute(await stage.plan(alarms, {}));
  stage.world.clock.advance(10 * MINUTE_MS);
  expect(alarm('opsbook-elb-production-alb-api-unhealthy')?.StateValue).toBe('ALARM');
  const { published } = stage.region().sns;
  expect(published.some(({ subject }) => subject?.includes('opsbook-elb-production-alb-api-unhealthy'))).toBe(true);
});

test('E17.2: absence is as bad where it means that something is down, and every alarm says when it is over', async () => {
  const made = inputs(await stage.plan(alarms, {}));
  const treatments = new Map(made.map(({ AlarmName, TreatMissingData }) => [AlarmName, TreatMissingData]));
  expect(treatments.get('opsbook-rds-production-db-cpu')).toBe('breaching');
  expect(treatments.get('opsbook-ecs-production-cluster-web-service-cpu')).toBe('breaching');
  expect(treatments.get('opsbook-elb-production-alb-api-unhealthy')).toBe('breaching');
  // Nobody who asks is no fault.
  expect(treatments.get('opsbook-elb-production-alb-5xx')).toBe('notBreaching');
  for (const input of made) {
    expect(input).toMatchObject({ AlarmActions: [TOPIC], OKActions: [TOPIC], InsufficientDataActions: [TOPIC] });
  }
});

test.each([
  ['arn:aws:sns:us-east-1:123456789:critical-alerts', /the account with 12 digits/],
  ['arn:aws:sns:us-east-1:123456789012:no-such', /there is no topic .*no-such: CloudWatch would tell it, and nobody/],
  ['arn:aws:sns:eu-west-1:123456789012:critical-alerts', /alarms tell topics of their own region, us-east-1/],
  [
    UNHEARD,
    /nobody listens to deploy-notices: email platform@example.com has not confirmed\. The link is in the message/,
  ],
])('E17.3: alarms that nobody would hear are refused: %s', async (topic, reason) => {
  await expect(stage.plan(alarms, { topic })).rejects.toThrow(reason);
});

test('E17.3: where the configuration says so, an unheard topic is only warned of', async () => {
  const monitoring: MonitoringSettings = { unheardTopic: 'warn', alarms: [BACKLOG], dashboards: {}, topic: UNHEARD };
  const plan = await createStage({ settings: { environments: [], monitoring } }).plan(alarms, {});
  expect(plan.warnings[0]).toContain('nobody listens to deploy-notices');
  expect(plan.steps[0]?.title).toBe('Make the alarm orders-backlog');
});

test('E17.4: storage is the least of several periods against a part of what is allocated; services, errors and latency have alarms too', async () => {
  const made = inputs(await stage.plan(alarms, {}));
  const named = new Map(made.map((input) => [input['AlarmName'], input]));
  expect(named.get('opsbook-rds-production-db-storage')).toMatchObject({
    MetricName: 'FreeStorageSpace',
    Statistic: 'Minimum',
    Threshold: Math.round(500 * 2 ** 30 * 0.1),
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
  });
  expect(named.get('opsbook-ecs-production-cluster-web-service-memory')).toMatchObject({
    Dimensions: [
      { Name: 'ClusterName', Value: 'production-cluster' },
      { Name: 'ServiceName', Value: 'web-service' },
    ],
  });
  expect(named.get('opsbook-elb-production-alb-5xx')?.['Metrics']).toHaveLength(4);
  expect(named.get('opsbook-elb-production-alb-latency')).toMatchObject({ ExtendedStatistic: 'p95' });
  expect(named.get('opsbook-lambda-invoice-renderer-errors')?.['Metrics']).toHaveLength(3);
  expect(named.has('opsbook-rds-staging-db-cpu'), 'a stopped database is watched').toBe(false);
});

test('what somebody changed by hand is shown field by field, and brought back', async () => {
  await stage.execute(await configured(BACKLOG).plan(alarms, {}));
  const { metricAlarms } = stage.region().cloudwatch;
  const at = metricAlarms.findIndex(({ AlarmName }) => AlarmName === BACKLOG.name);
  metricAlarms[at] = { ...metricAlarms[at], Threshold: 5000, OKActions: [] };
  const plan = await configured(BACKLOG).plan(alarms, {});
  expect(plan.steps[0]).toMatchObject({
    title: 'Change Threshold, OKActions of the alarm orders-backlog',
    before: { OKActions: null, Threshold: 5000 },
    after: { OKActions: [TOPIC], Threshold: 100 },
  });
  expect(await stage.execute(plan)).toEqual(DONE);
  expect(alarm(BACKLOG.name)).toMatchObject({ Threshold: 100, OKActions: [TOPIC] });
});

test('an alarm that is to be made is shown as one would say it', async () => {
  const [step] = (await configured(BACKLOG).plan(alarms, {})).steps;
  expect([step?.before, step?.after]).toEqual([
    null,
    {
      says: 'Orders wait.',
      watches: 'Maximum of Shop Backlog (Queue orders) over 60 s',
      rings: '> 100 in 3 of 5 periods',
      missingData: 'breaching',
      tells: `${TOPIC}: when it rings, is over, and has no data`,
    },
  ]);
});

test('what is not configured any more is deleted where it was made here, and nothing else is', async () => {
  const before = stage.region().cloudwatch.metricAlarms.map(({ AlarmName }) => AlarmName);
  await stage.execute(await configured(BACKLOG).plan(alarms, {}));
  const plan = await configured({ ...BACKLOG, name: 'orders-backlog-2' }).plan(alarms, {});
  expect(plan.steps.map(({ title }) => title)).toEqual([
    'Make the alarm orders-backlog-2',
    'Delete the alarm orders-backlog: what it watched is gone, or it is not configured any more',
    'The alarm is there',
  ]);
  expect(await stage.execute(plan)).toEqual(DONE);
  expect(stage.region().cloudwatch.metricAlarms.map(({ AlarmName }) => AlarmName)).toEqual([
    ...before,
    'orders-backlog-2',
  ]);
});

test('undoing restores what was changed, brings back what was deleted and takes away what was made', async () => {
  await stage.execute(await configured(BACKLOG, { ...BACKLOG, name: 'left' }).plan(alarms, {}));
  const had = ['orders-backlog', 'left'].map((name) => alarm(name)?.Threshold);
  const plan = await configured({ ...BACKLOG, threshold: 7 }, { ...BACKLOG, name: 'new' }).plan(alarms, {});
  const outcome = await stage.execute({ ...plan, conduct: { ...plan.conduct, afterwards: 'undo' } });
  expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
  expect(['orders-backlog', 'left'].map((name) => alarm(name)?.Threshold)).toEqual(had);
  expect(alarm('new')).toBeUndefined();
  const again = await configured(BACKLOG, { ...BACKLOG, name: 'left' }).plan(alarms, {});
  expect(again.steps, 'what came back is not looked after any more').toEqual([]);
});

test("somebody else's alarm of the same name stays, until one says that it may be taken over", async () => {
  const theirs = { ...BACKLOG, name: 'production-db-cpu' };
  const left = await configured(theirs).plan(alarms, {});
  expect([left.steps, left.warnings[0]]).toEqual([
    [],
    'production-db-cpu: somebody else made an alarm of that name, which stays as it is. To take it over: --set adopt=yes',
  ]);
  const adopted = await configured(theirs).plan(alarms, { adopt: 'yes' });
  expect(await stage.execute(adopted)).toEqual(DONE);
  expect(alarm('production-db-cpu')).toMatchObject({ MetricName: 'Backlog' });
  expect((await configured(theirs).plan(alarms, {})).steps).toEqual([]);
});

test('an alarm that a composite alarm watches is not deleted: AWS would refuse it', async () => {
  await stage.execute(await configured(BACKLOG).plan(alarms, {}));
  const { compositeAlarms } = stage.region().cloudwatch;
  compositeAlarms.push({ ...compositeAlarms[0], AlarmName: 'shop-down', AlarmRule: 'ALARM("orders-backlog")' });
  const plan = await configured().plan(alarms, {});
  expect(plan.steps).toEqual([]);
  expect(plan.warnings).toContain(
    'orders-backlog is not wanted any more, but shop-down watches it: AWS would not delete it',
  );
});

test('an alarm of somebody else that watches the same is named, since both will ring', async () => {
  const plan = await stage.plan(alarms, {});
  expect(plan.warnings).toContain(
    'production-db-cpu watches what opsbook-rds-production-db-cpu watches: both will ring',
  );
});

test('an alarm that a stack once made comes back without the tags that AWS keeps to itself', async () => {
  await configured(BACKLOG).execute(await configured(BACKLOG).plan(alarms, {}));
  const { AlarmArn = '' } = alarm('orders-backlog') ?? {};
  const { tags } = stage.region().cloudwatch;
  tags.set(AlarmArn, [...(tags.get(AlarmArn) ?? []), { Key: 'aws:cloudformation:stack-name', Value: 'shop' }]);
  const without = configured({ ...BACKLOG, name: 'another' });
  const plan = await without.plan(alarms, {});
  const outcome = await without.execute({ ...plan, conduct: { ...plan.conduct, afterwards: 'undo' } });
  expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
  expect(alarm('orders-backlog')?.Threshold).toBe(100);
});
