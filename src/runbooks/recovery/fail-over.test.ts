import { expect, test } from 'vitest';
import { elsewhere } from '../../../test/elsewhere.ts';
import { createStage, type Stage } from '../../../test/runbook.ts';
import { dyingAfter, losingFirst, type Wrap } from '../../../test/transport-faults.ts';
import { type FailOverSettings, NO_RECOVERY } from '../../model/recovery-settings.ts';
import { failOver } from './fail-over.ts';

const ORDERS_EU = 'arn:aws:rds:eu-west-1:123456789012:cluster:orders-cluster-eu';
const ORDERS_HOME = 'arn:aws:rds:us-east-1:123456789012:cluster:orders-cluster';
const HOME = 'us-east-1';
const THERE = 'eu-west-1';

test('services are scaled up, the replica promoted, the writer moved, and traffic shifted in shares', async () => {
  const { stage, plan } = scene();
  const made = await plan();
  expect(made.steps.map(({ kind, key }) => `${kind}: ${key}`)).toEqual([
    'change: web-service-bounds',
    'change: web-service-count',
    'wait: web-service-steady',
    'approve: promotion',
    'change: promote',
    'wait: promoted',
    'approve: writer',
    'change: move-writer',
    'wait: writer-moved',
    'approve: traffic',
    'change: shift-10',
    'wait: shifted-10',
    'watch: watch-10',
    'change: shift-100',
    'wait: shifted-100',
    'watch: watch-100',
  ]);
  const outcome = await stage.execute(made);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  expect(weightsOf(stage)).toEqual({ primary: 0, recovery: 100 });
  expect(replica(stage)).toMatchObject({ DBInstanceStatus: 'available', BackupRetentionPeriod: 7 });
  expect(replica(stage)?.ReadReplicaSourceDBInstanceIdentifier).toBeUndefined();
  expect(writerOf(stage)).toBe(ORDERS_EU);
  expect(webOf(stage)?.runningCount).toBe(3);
});

test('planning changes nothing, gives the same hash, and names the way back', async () => {
  const [one, other] = [scene(), scene()];
  const made = await one.plan();
  expect((await other.plan()).hash).toBe(made.hash);
  expect(one.stage.sent.every((operation) => /:(Describe|List|Get)/.test(operation))).toBe(true);
  expect(made.basis.find(({ title }) => title === 'The way back')?.value).toEqual([
    'opsbook run recovery/fail-over --set to=europe --set back=yes',
    expect.stringMatching(/^by hand: a new replica of production-db-replica in us-east-1/),
    'the writer of orders-global switches back to us-east-1',
    'shop.example.com A: the weight goes back to "primary", in shares',
    'web-service in eu-west-1 is scaled to 1',
  ]);
});

test('planning asks nothing of the region that is left: it may not answer', async () => {
  const asked: string[] = [];
  const { plan } = scene({
    wrap: (own) => ({
      send(call, onRequest) {
        asked.push(`${call.region} ${call.service}`);
        return own.send(call, onRequest);
      },
    }),
  });
  await plan();
  expect(new Set(asked.filter((one) => one.startsWith(HOME)))).toEqual(new Set(['us-east-1 route53']));
});

test('the promotion is said to be irreversible, and with what it is replaced', async () => {
  const made = await scene().plan();
  const promote = made.steps.find(({ key }) => key === 'promote');
  expect(promote).toMatchObject({
    impact: 'irreversible',
    undo: { impossible: expect.stringContaining('new replica') },
  });
  expect(made.warnings).toContain(
    'Promoting production-db-replica cannot be undone: a new replica of it has to be made where its source is.',
  );
});

test('an alarm that rings after the first share stops there, asks, and goes back on a person’s word', async () => {
  const { stage, plan } = scene({ move: { replica: undefined, globalCluster: undefined } });
  const made = await plan();
  stage.events.splice(0);
  let rung = false;
  const outcome = await stage.execute(made, {
    progress({ step, phase }) {
      if (step !== 'watch-10' || phase !== 'begin' || rung) return;
      rung = true;
      ring(stage, 'dr-alb-5xx');
    },
    people: { order: () => Promise.resolve(undefined), awaitOrder: () => Promise.resolve('undo') },
  });
  expect(rung).toBe(true);
  expect(outcome).toMatchObject({ status: 'undone', residue: [] });
  expect(outcome.reason).toContain('dr-alb-5xx rings');
  expect(weightsOf(stage)).toEqual({ primary: 100, recovery: 0 });
  expect(webOf(stage)?.desiredCount).toBe(1);
});

test('BG21: an alarm that rang and fell silent between two looks is seen here too', async () => {
  const { stage, plan } = scene({ move: { replica: undefined, globalCluster: undefined } });
  const made = await plan();
  const outcome = await stage.execute(made, {
    progress({ step, phase }) {
      if (step !== 'watch-10' || phase !== 'begin') return;
      stage.world.clock.after(20_000, () => ring(stage, 'dr-alb-5xx'));
      stage.world.clock.after(22_000, () => ring(stage, 'dr-alb-5xx', 'OK'));
    },
  });
  expect(outcome.status).toBe('failed');
  expect(outcome.reason).toMatch(/alarm dr-alb-5xx rang at /);
});

test('with nobody to ask, a breached guard leaves the shares as they stand, and says what stands', async () => {
  const { stage, plan } = scene({ move: { replica: undefined, globalCluster: undefined } });
  const made = await plan();
  const outcome = await stage.execute(made, {
    progress: ({ step, phase }) => (step === 'watch-10' && phase === 'begin' ? ring(stage, 'dr-alb-5xx') : undefined),
  });
  expect(outcome.status).toBe('failed');
  expect(outcome.residue.map(({ step }) => step)).toEqual(['shift-10', 'web-service-count', 'web-service-bounds']);
  expect(weightsOf(stage)).toEqual({ primary: 90, recovery: 10 });
});

test('the way back: the writer and the weights return, and the services stand by again', async () => {
  const { stage, plan } = scene({ move: { replica: undefined } });
  await stage.execute(await plan());
  const back = await plan({ back: 'yes' });
  expect(back.steps.filter(({ kind }) => kind === 'change').map(({ title }) => title)).toEqual([
    'Switch the global cluster orders-global over',
    'Send 10 % of the traffic to us-east-1',
    'Send 100 % of the traffic to us-east-1',
    'Set the auto scaling bounds of web-service from 3–12 to 1–12',
    'Set web-service in eu-west-1 from 3 to 1 tasks',
  ]);
  const outcome = await stage.execute(back);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  expect(writerOf(stage)).toBe(ORDERS_HOME);
  expect(weightsOf(stage)).toEqual({ primary: 100, recovery: 0 });
  expect(webOf(stage)?.desiredCount).toBe(1);
});

test('`to=back` is the way back of the only fail-over', async () => {
  const made = await scene({ move: { replica: undefined } }).plan({ to: 'back' });
  expect(made.basis).toContainEqual({
    title: 'The way there',
    value: 'opsbook run recovery/fail-over --set to=europe',
  });
});

test('what was promoted is not brought back by itself: a person says that the data are there', async () => {
  const { stage, plan } = scene();
  await stage.execute(await plan());
  const back = await plan({ back: 'yes' });
  expect(back.steps[0]).toMatchObject({ kind: 'approve', title: expect.stringContaining('has every row of') });
});

test('a fail-over that was made already changes nothing again', async () => {
  const { stage, plan } = scene();
  await stage.execute(await plan());
  const again = await plan();
  expect(again.steps.filter(({ kind }) => kind === 'change')).toEqual([]);
});

test.each(['PromoteReadReplica', 'SwitchoverGlobalCluster'])(
  'killed after AWS took %s, it is not called again',
  async (operation) => {
    const dying = dyingAfter((call) => call.operation === operation);
    const { stage, plan } = scene({ wrap: dying.wrap });
    const made = await plan();
    void stage.execute(made);
    await dying.died;
    const outcome = await stage.execute(made);
    expect(outcome.status, outcome.reason).toBe('succeeded');
    expect(stage.sent.filter((one) => one === `rds:${operation}`)).toHaveLength(1);
  },
);

test.each(['PromoteReadReplica', 'SwitchoverGlobalCluster'])(
  'the answer to %s gets lost: what AWS has taken is seen, and the fail-over goes on',
  async (operation) => {
    const losing = losingFirst((call) => call.operation === operation);
    const { stage, plan } = scene({ wrap: losing.wrap });
    const outcome = await stage.execute(await plan());
    expect(losing.lost()).toBe(1);
    expect(outcome.status, outcome.reason).toBe('succeeded');
  },
);

test('where the primary cannot be reached, the writer is failed over, and the loss is said', async () => {
  const { stage, plan } = scene({ move: { replica: undefined } });
  const made = await plan({ dataLoss: 'yes' });
  const call = made.steps.find(({ key }) => key === 'move-writer')?.call;
  expect(call).toMatchObject({ operation: 'FailoverGlobalCluster', region: THERE, input: { AllowDataLoss: true } });
  expect(made.warnings).toContain(`What ${ORDERS_HOME} has not sent to ${ORDERS_EU} by then is lost.`);
  expect((await stage.execute(made)).status).toBe('succeeded');
});

const REFUSED: [string, Partial<FailOverSettings>, Record<string, string>, RegExp][] = [
  ['is not configured', {}, { to: 'asia' }, /no fail-over asia in the configuration \(recovery.failOvers\): europe/],
  ['leads nowhere else', { region: 'us-east-1' }, {}, /leads to us-east-1, which it is to lead away from/],
  [
    'could not shift its traffic back',
    { records: [{ zone: 'ZONE', name: 'shop.example.com', type: 'A', primary: 'no-such', secondary: 'recovery' }] },
    {},
    /has no weighted record "no-such".*nor shifted back/,
  ],
  ['names a replica that is not there', { replica: 'no-such' }, {}, /there is no database no-such/],
  [
    'names a global cluster that is not there',
    { globalCluster: { id: 'no-such', cluster: ORDERS_EU } },
    {},
    /no global/,
  ],
  [
    'moves nothing',
    { services: [], records: [], replica: undefined, globalCluster: undefined },
    {},
    /moves nothing: it has no services, records or database/,
  ],
];
test.each(REFUSED)('a fail-over that %s is refused before anything is called', async (_, move, parameters, words) => {
  const { stage, plan } = scene({ move });
  await expect(plan(parameters)).rejects.toThrow(words);
  expect(stage.sent.every((operation) => /:(Describe|List|Get)/.test(operation))).toBe(true);
});

interface SceneOptions {
  readonly move?: Partial<FailOverSettings>;
  readonly wrap?: Wrap;
}

function scene({ move = {}, wrap }: SceneOptions = {}) {
  const world = createStage().world;
  const { zones } = world.account('123456789012').route53;
  const zone = zones.find((one) => one.zone.Name === 'shop.example.com.')?.zone.Id?.replace('/hostedzone/', '') ?? '';
  const europe: FailOverSettings = {
    region: THERE,
    services: [{ cluster: 'dr-cluster', service: 'web-service', desiredCount: 3, standbyCount: 1 }],
    replica: 'production-db-replica',
    globalCluster: { id: 'orders-global', cluster: ORDERS_EU },
    records: [{ zone, name: 'shop.example.com', type: 'A', primary: 'primary', secondary: 'recovery' }],
    shares: [10, 100],
    watch: '5m',
    alarms: ['dr-alb-5xx'],
    homeAlarms: [],
    ...move,
  };
  const records = europe.records.map((record) => ({ ...record, zone }));
  const stage = createStage({
    world,
    ...(wrap && { wrap }),
    settings: {
      environments: [],
      recovery: { ...NO_RECOVERY, failOvers: { europe: { ...europe, records } } },
    },
  });
  putAlarm(stage, 'dr-alb-5xx');
  return {
    stage,
    plan: (parameters: Readonly<Record<string, string>> = {}) => stage.plan(failOver, { to: 'europe', ...parameters }),
  };
}

function weightsOf({ world }: Stage): Record<string, number | undefined> {
  const { zones } = world.account('123456789012').route53;
  const records = zones.flatMap(({ records: all }) => all).filter(({ SetIdentifier }) => SetIdentifier !== undefined);
  return Object.fromEntries(records.map(({ SetIdentifier, Weight }) => [SetIdentifier, Weight]));
}

function replica(stage: Stage) {
  return stage.region(THERE).rds.instances.find((one) => one.DBInstanceIdentifier === 'production-db-replica');
}

function writerOf(stage: Stage): string | undefined {
  const [cluster] = stage.region(HOME).rds.globalClusters;
  return cluster?.GlobalClusterMembers?.find(({ IsWriter }) => IsWriter)?.DBClusterArn;
}

function webOf(stage: Stage) {
  return stage.region(THERE).ecs.services.find(({ serviceName }) => serviceName === 'web-service');
}

/** Quiet where there is nothing to measure. */
function putAlarm({ world }: Stage, AlarmName: string): void {
  elsewhere(world, THERE)('cloudwatch', 'PutMetricAlarm', {
    AlarmName,
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'HTTPCode_ELB_5XX_Count',
    Dimensions: [{ Name: 'LoadBalancer', Value: 'app/none/0000000000000000' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
  world.clock.advance(3 * 60_000);
}

function ring({ world }: Stage, AlarmName: string, StateValue = 'ALARM'): void {
  const alarm = { AlarmName, StateValue, StateReason: 'for this test' };
  elsewhere(world, THERE)('cloudwatch', 'SetAlarmState', alarm);
}
