import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../../src/aws/service.ts';
import type { Ports } from '../../src/engine/execute/ports.ts';
import type { Plan } from '../../src/model/plan.ts';
import { RUNBOOKS } from '../../src/runbooks/registry.ts';
import { createSide, type Side } from './differential/side.ts';
import { type Lab, motoMissing, startLab } from './lab.ts';
import { createMotoStage, type MotoStage } from './stage.ts';
import {
  answerOf,
  attachments,
  deploymentRecord,
  exportStateInCapitals,
  schedule,
  scheduler,
  type Wrap,
} from './stand-ins.ts';

const missing = motoMissing();
if (missing) console.warn(`SKIPPED test/moto/runbooks.test.ts: ${missing}`);

interface Aside {
  /** What stands in for something that moto lacks. */
  readonly wrap?: Wrap;
  readonly person?: Ports['people'];
}

const cluster = 'production-cluster';
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:critical-alerts';

describe.skipIf(missing !== undefined)('planned and executed against moto by the AWS SDK:', () => {
  let lab: Lab;
  let moto: Side;

  beforeAll(async () => {
    lab = await startLab('small');
    moto = createSide({ name: 'moto', url: lab.url, now: new Date() });
    // A rollout that began is never complete in moto by itself.
    await lab.ecs(cluster, 'web-service', 3);
    await lab.ecs(cluster, 'api', 2);
    await ask('sns:Subscribe', { TopicArn: TOPIC, Protocol: 'https', Endpoint: 'https://pager.example.com/1' });
  });
  afterAll(() => lab?.stop());

  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever moto answers
  function ask(operation: OperationName, input: object): Promise<any> {
    return answerOf(moto, operation, input);
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever moto answers
  async function serviceOf(name: string): Promise<any> {
    return (await ask('ecs:DescribeServices', { cluster, services: [name] })).services[0];
  }

  /** Plans, sees that planning only reads, and executes. */
  async function run(id: string, parameters: Readonly<Record<string, string>>, { wrap, person }: Aside = {}) {
    const stage: MotoStage = createMotoStage({ url: lab.url, ...(wrap && { wrap }) });
    const runbook = RUNBOOKS.find((one) => one.id === id);
    if (!runbook) throw new Error(`there is no runbook ${id}`);
    const plan = await stage.plan(runbook, parameters);
    expect(changesOf(stage.sent.splice(0))).toEqual([]);
    const outcome = await stage.execute(plan, person && { people: person });
    return { plan, outcome, changes: changesOf(stage.sent) };
  }

  test('scaling/service sets a service from two tasks to four, and back', async () => {
    const up = await run('scaling/service', { cluster, service: 'api', desiredCount: '4' });
    expect(up.outcome).toMatchObject({ status: 'succeeded', residue: [] });
    expect(up.changes).toEqual(['ecs:UpdateService']);
    expect(await serviceOf('api')).toMatchObject({ desiredCount: 4, runningCount: 4 });
    await lab.ecs(cluster, 'api', 4);
    const down = await run('scaling/service', { cluster, service: 'api', desiredCount: '2' });
    expect(down.outcome).toMatchObject({ status: 'succeeded' });
    expect(await serviceOf('api')).toMatchObject({ desiredCount: 2, runningCount: 2 });
  });

  test('scaling/service takes the bounds of auto scaling along', async () => {
    const scaled = {
      ServiceNamespace: 'ecs',
      ResourceId: `service/${cluster}/api`,
      ScalableDimension: 'ecs:service:DesiredCount',
    };
    await ask('application-autoscaling:RegisterScalableTarget', { ...scaled, MinCapacity: 1, MaxCapacity: 4 });
    const { outcome } = await run('scaling/service', { cluster, service: 'api', desiredCount: '6' });
    expect(outcome).toMatchObject({ status: 'succeeded' });
    const { ScalableTargets } = await ask('application-autoscaling:DescribeScalableTargets', {
      ServiceNamespace: 'ecs',
    });
    expect(ScalableTargets).toMatchObject([{ MinCapacity: 6, MaxCapacity: 6 }]);
  });

  test('scaling/group raises the bounds that AWS would hold it to, and waits for its instances', async () => {
    const group = 'production-asg';
    const wanted = { group, desiredCapacity: '6' };
    await expect(run('scaling/group', wanted)).rejects.toThrow(/between 1 and 4/);
    const { outcome, changes } = await run('scaling/group', { ...wanted, raiseBounds: 'yes' });
    expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
    expect(changes).toEqual(['autoscaling:UpdateAutoScalingGroup', 'autoscaling:SetDesiredCapacity']);
    const { AutoScalingGroups } = await ask('autoscaling:DescribeAutoScalingGroups', {
      AutoScalingGroupNames: [group],
    });
    expect(AutoScalingGroups).toMatchObject([{ DesiredCapacity: 6, MinSize: 1, MaxSize: 6 }]);
    expect(AutoScalingGroups[0].Instances).toHaveLength(6);
  });

  test('recovery/snapshot-database takes a snapshot, tagged with its execution', async () => {
    const { outcome } = await run('recovery/snapshot-database', { database: 'production-db' });
    expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
    const { DBSnapshots } = await ask('rds:DescribeDBSnapshots', { DBInstanceIdentifier: 'production-db' });
    const own = DBSnapshots.find((one: { DBSnapshotIdentifier: string }) =>
      one.DBSnapshotIdentifier.startsWith('production-db-opsbook-'),
    );
    const { TagList } = await ask('rds:ListTagsForResource', { ResourceName: own.DBSnapshotArn });
    expect(TagList).toContainEqual({ Key: 'opsbook:execution', Value: expect.stringMatching(/^0000/) });
    await ask('rds:DeleteDBSnapshot', { DBSnapshotIdentifier: own.DBSnapshotIdentifier });
  });

  test('recovery/snapshot-database exports that very snapshot (with its state put into AWS’s capitals, which moto writes small)', async () => {
    const parameters = {
      database: 'production-db',
      exportTo: 's3://my-deployment-bucket/exports',
      exportRole: 'arn:aws:iam::123456789012:role/rds-export-role',
      kmsKey: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    };
    const { outcome, changes } = await run('recovery/snapshot-database', parameters, {
      wrap: exportStateInCapitals,
    });
    expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
    expect(changes).toEqual(['rds:CreateDBSnapshot', 'rds:StartExportTask']);
    const { ExportTasks } = await ask('rds:DescribeExportTasks', {});
    expect(ExportTasks).toMatchObject([
      { S3Bucket: 'my-deployment-bucket', SourceArn: expect.stringMatching(/:snapshot:production-db-opsbook-/) },
    ]);
  });

  test('deployment/rollback-function points the alias to the version before, once', async () => {
    const parameters = { function: 'my-function', alias: 'live' };
    const { outcome } = await run('deployment/rollback-function', parameters);
    expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
    expect(await ask('lambda:GetAlias', { FunctionName: 'my-function', Name: 'live' })).toMatchObject({
      FunctionVersion: '1',
    });
    expect((await run('deployment/rollback-function', parameters)).plan.steps).toEqual([]);
  });

  test('deployment/rollback-service goes back by a record put in the place of ECS’s, up to the deployment, which moto does not follow: then it puts back what it found', async () => {
    const wrap = deploymentRecord(['web-service:39', 'web-service:41']);
    const { plan, outcome, changes } = await run(
      'deployment/rollback-service',
      { cluster, service: 'web-service' },
      { wrap },
    );
    expect(titlesOf(plan)[0]).toContain('web-service:39');
    expect(changes).toEqual(['ecs:UpdateService', 'ecs:UpdateService']);
    // moto takes the version and leaves the deployment as it was, which is what ECS's own roll-back looks like.
    expect(outcome).toMatchObject({
      status: 'undone',
      residue: [],
      reason: expect.stringContaining('ECS went back to'),
    });
    expect((await serviceOf('web-service')).taskDefinition).toMatch(/web-service:41$/);
  });

  test('monitoring/alarms makes what is recommended, finds nothing to do the next time, and brings back what somebody changed', async () => {
    const first = await run('monitoring/alarms', {});
    expect(first.outcome).toMatchObject({ status: 'succeeded', residue: [] });
    const name = 'opsbook-rds-production-db-cpu';
    const { MetricAlarms } = await ask('cloudwatch:DescribeAlarms', { AlarmNames: [name] });
    expect(MetricAlarms).toMatchObject([
      {
        Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'production-db' }],
        AlarmActions: [TOPIC],
        OKActions: [TOPIC],
      },
    ]);
    expect((await run('monitoring/alarms', {})).plan.steps).toEqual([]);

    const [{ Threshold, ...alarm }] = MetricAlarms;
    const { AlarmName, Namespace, MetricName, Dimensions, Period, EvaluationPeriods, ComparisonOperator } = alarm;
    const settings = { AlarmName, Namespace, MetricName, Dimensions, Period, EvaluationPeriods, ComparisonOperator };
    const told = { AlarmActions: [TOPIC], OKActions: [TOPIC], Statistic: alarm.Statistic };
    await ask('cloudwatch:PutMetricAlarm', { ...settings, ...told, Threshold: 99 });
    const again = await run('monitoring/alarms', {});
    expect(again.outcome).toMatchObject({ status: 'succeeded' });
    expect(again.changes).toEqual(['cloudwatch:PutMetricAlarm']);
    const { MetricAlarms: back } = await ask('cloudwatch:DescribeAlarms', { AlarmNames: [name] });
    expect(back).toMatchObject([{ Threshold }]);
  });

  describe('deployment/blue-green, with stand-ins for ECS’s scheduler and record and for what detaches a target group, and without metrics,', () => {
    const parameters = { cluster, service: 'shop', taskDefinition: 'web-service:42', shift: '10,100', bake: '12m' };
    let shop: Awaited<ReturnType<typeof standShop>>;
    let wrap: Wrap;

    beforeAll(async () => {
      shop = await standShop();
      wrap = (own) => scheduler(lab, moto)(attachments(moto)(deploymentRecord([])(own)));
    });

    async function listenerText(): Promise<string> {
      return JSON.stringify(await ask('elbv2:DescribeListeners', { ListenerArns: [shop.listener] }));
    }

    test('asks a person when it cannot see whether an alarm has rung, since moto has no history of alarms, and undoes all on her word', async () => {
      const questions: string[] = [];
      const person: Ports['people'] = {
        order: () => Promise.resolve(undefined),
        awaitOrder(_name, reason) {
          questions.push(reason);
          return Promise.resolve('undo');
        },
      };
      const undone = await run('deployment/blue-green', parameters, { wrap, person });
      expect(questions).toEqual([
        expect.stringMatching(/10 % of the requests: a guard is blind: .*DescribeAlarmHistory/),
      ]);
      expect(undone.outcome).toMatchObject({ status: 'undone', residue: [] });
      expect(await serviceOf('shop-green')).toMatchObject({ status: 'INACTIVE' });
      expect(await serviceOf('shop')).toMatchObject({ status: 'ACTIVE', runningCount: 2 });
      expect(await listenerText()).not.toContain('shop-green');
    });

    test('with a history of alarms that is always empty it brings green up, shifts the requests and takes blue away', async () => {
      await lab.canned('monitoring', 'DescribeAlarmHistory', { AlarmHistoryItems: [] });
      const { outcome } = await run('deployment/blue-green', { ...parameters, keepBlueFor: '10m' }, { wrap });
      expect(outcome).toMatchObject({ status: 'succeeded', residue: [] });
      expect(await serviceOf('shop')).toMatchObject({ status: 'INACTIVE' });
      const green = await serviceOf('shop-green');
      expect(green).toMatchObject({ status: 'ACTIVE', desiredCount: 2, runningCount: 2 });
      expect(green.taskDefinition).toMatch(/web-service:42$/);
      const listener = await listenerText();
      expect(listener).toContain(green.loadBalancers[0].targetGroupArn);
      expect(listener).not.toContain(shop.group);
      const gone = { TargetGroupArns: [shop.group] };
      await expect(ask('elbv2:DescribeTargetGroups', gone)).rejects.toThrow('TargetGroupNotFound');
    });
  });

  /** A service of two tasks that a listener of its own sends requests to. */
  async function standShop(): Promise<{ readonly listener: string; readonly group: string }> {
    const { LoadBalancers } = await ask('elbv2:DescribeLoadBalancers', { Names: ['production-alb'] });
    const [{ LoadBalancerArn, VpcId }] = LoadBalancers;
    const settings = { Name: 'shop', Protocol: 'HTTP', Port: 80, VpcId, TargetType: 'ip' };
    const { TargetGroups } = await ask('elbv2:CreateTargetGroup', settings);
    const [{ TargetGroupArn }] = TargetGroups;
    const DefaultActions = [{ Type: 'forward', TargetGroupArn }];
    const { Listeners } = await ask('elbv2:CreateListener', {
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 8080,
      DefaultActions,
    });
    const { networkConfiguration } = await serviceOf('web-service');
    await ask('ecs:CreateService', {
      cluster,
      serviceName: 'shop',
      taskDefinition: 'web-service:41',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration,
      loadBalancers: [{ targetGroupArn: TargetGroupArn, containerName: 'web', containerPort: 80 }],
    });
    await schedule(lab, moto, { cluster, name: 'shop' });
    return { listener: Listeners[0].ListenerArn, group: TargetGroupArn };
  }
});

function changesOf(sent: readonly OperationName[]): OperationName[] {
  return sent.filter((operation) => !/:(Describe|List|Get)/.test(operation));
}

function titlesOf({ steps }: Plan): string[] {
  return steps.map(({ title }) => title);
}
