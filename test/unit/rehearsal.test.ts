import { expect, test } from 'vitest';
import { MUTATIONS } from '../../src/aws/mutations.ts';
import type { OperationName } from '../../src/aws/service.ts';
import { recordAnswers } from '../../src/main/rehearse/record-answers.ts';
import { NO_RECOVERY } from '../../src/model/recovery-settings.ts';
import type { Rehearsal, RehearsedFailure } from '../../src/model/rehearsal.ts';
import { renderRehearsal } from '../../src/report/plan/rehearsal.ts';
import type { Runbook } from '../../src/runbooks/define.ts';
import { blueGreen } from '../../src/runbooks/deployment/blue-green.ts';
import { rollbackFunction } from '../../src/runbooks/deployment/rollback-function.ts';
import { rollbackService } from '../../src/runbooks/deployment/rollback-service.ts';
import { maintenanceMode } from '../../src/runbooks/incident/maintenance-mode.ts';
import { alarms } from '../../src/runbooks/monitoring/alarms.ts';
import { dashboard } from '../../src/runbooks/monitoring/dashboard.ts';
import { drDrill } from '../../src/runbooks/recovery/dr-drill.ts';
import { failOver } from '../../src/runbooks/recovery/fail-over.ts';
import { restoreDatabase } from '../../src/runbooks/recovery/restore-database.ts';
import { snapshotDatabase } from '../../src/runbooks/recovery/snapshot-database.ts';
import { scaleDatabase } from '../../src/runbooks/scaling/database.ts';
import { scaleGroup } from '../../src/runbooks/scaling/group.ts';
import { serviceAutoscaling } from '../../src/runbooks/scaling/service-autoscaling.ts';
import { scaleService } from '../../src/runbooks/scaling/service.ts';
import { createSandbox } from '../../src/sandbox/create.ts';
import { denying } from '../transport-faults.ts';
import { rehearseHere } from '../rehearsal.ts';
import { createStage } from '../runbook.ts';

const WEB = { cluster: 'production-cluster', service: 'web-service' };
const NEW_WEB = { ...WEB, taskDefinition: 'web-service:42', shift: '50,100', bake: '3m', keepBlueFor: '2m' };
const DATABASE = { database: 'production-db' };

const CASES: readonly (readonly [Runbook, Readonly<Record<string, string>>])[] = [
  [scaleService, { ...WEB, desiredCount: '5' }],
  [serviceAutoscaling, { ...WEB, min: '3', max: '20' }],
  [scaleGroup, { group: 'production-batch-asg', desiredCapacity: '1' }],
  [scaleDatabase, { ...DATABASE, instanceClass: 'db.r6g.2xlarge' }],
  [scaleDatabase, { ...DATABASE, instanceClass: 'db.r6g.2xlarge', when: 'maintenance-window' }],
  [snapshotDatabase, DATABASE],
  [
    snapshotDatabase,
    {
      ...DATABASE,
      exportTo: 's3://enterprise-database-exports-123456789012/monthly/',
      exportRole: 'arn:aws:iam::123456789012:role/rds-monitoring-role',
      kmsKey: 'arn:aws:kms:us-east-1:123456789012:key/0f6f9a3e-0000-4000-8000-000000000001',
    },
  ],
  [restoreDatabase, DATABASE],
  [restoreDatabase, { ...DATABASE, cutOver: 'yes' }],
  [restoreDatabase, { ...DATABASE, pointInTime: '2026-11-22T08:00:00Z' }],
  [maintenanceMode, { loadBalancer: 'production-alb', state: 'on' }],
  [dashboard, { name: 'production' }],
  [rollbackFunction, { function: 'invoice-renderer', alias: 'live' }],
  [rollbackService, { cluster: 'production-cluster', service: 'worker' }],
  [blueGreen, NEW_WEB],
  [alarms, {}],
];

test.each(CASES.map(([runbook, parameters]) => ({ id: runbook.id, runbook, parameters })))(
  'rehearsing $id $parameters: the same plan, the same end after about the same time, and nothing is changed where it was planned',
  async ({ runbook, parameters }) => {
    const { plan, rehearsal, sent } = await rehearsed(runbook, parameters);
    expect(rehearsal.faithful).toEqual({ same: true, hash: plan.hash, differences: [] });
    expect(rehearsal.ended).toMatchObject({ status: 'succeeded', reason: 'every step is done' });
    expect(changesIn(sent)).toEqual([]);

    const stage = createStage();
    const began = stage.world.clock.now().getTime();
    const executed = await stage.execute(await stage.plan(runbook, parameters));
    const seconds = (stage.world.clock.now().getTime() - began) / 1000;
    expect(executed.status).toBe('succeeded');
    expect(Math.abs(rehearsal.ended.seconds - seconds)).toBeLessThanOrEqual(Math.max(60, seconds * 0.1));

    expect(rehearsal.lostAnswers).toMatchObject({ status: 'succeeded', same: true });
    expect(rehearsal.permissions.missing).toEqual([]);
    expect(rehearsal.failures.filter(isDishonest)).toEqual([]);
    const mayFail = plan.steps.filter(({ kind }) => kind !== 'notify').map(({ key }) => key);
    expect(rehearsal.failures.map(({ step }) => step)).toEqual([...mayFail, null]);
  },
);

const done = new Map<string, ReturnType<typeof rehearseHere>>();

/** Each of the cases is rehearsed once, though more than one test looks at it. */
function rehearsed(runbook: Runbook, parameters: Readonly<Record<string, string>>) {
  const key = JSON.stringify([runbook.id, parameters]);
  const before = done.get(key) ?? rehearseHere(runbook, parameters);
  done.set(key, before);
  return before;
}

/** What AWS cannot take back, though its call to do so is answered: the files of an export that is complete. */
const STAYS = ['snapshot export production-db-opsbook-00000000 is still there'];

/** Said to be undone while something is otherwise than before, or said to be left and not what to do about it. */
function isDishonest({ status, left, residue }: RehearsedFailure): boolean {
  if (status === 'undone' || status === 'expired') {
    return residue.length > 0 || left.some((one) => !STAYS.includes(one));
  }
  return status !== 'failed' || residue.length === 0 || residue.some(({ todo }) => todo === '');
}

function changesIn(sent: readonly OperationName[]): OperationName[] {
  return sent.filter((operation) => MUTATIONS[operation] !== undefined);
}

test('the account is as it was when something was rehearsed there, and no time has passed', async () => {
  const untouched = createStage();
  const { world } = await rehearseHere(blueGreen, NEW_WEB, { version: 'bad' });
  const own = world.region(untouched.region().accountId, 'us-east-1');
  expect(own.ecs.services.map(({ serviceName }) => serviceName)).toEqual(
    untouched.region().ecs.services.map(({ serviceName }) => serviceName),
  );
  expect(own.elbv2.rules).toEqual(untouched.region().elbv2.rules);
  expect(world.clock.now()).toEqual(untouched.world.clock.now());
});

test('a good blue-green deployment loses no request, and says what it takes for granted of them', async () => {
  const { rehearsal } = await rehearsed(blueGreen, NEW_WEB);
  const [production] = rehearsal.requests;
  expect(production).toMatchObject({ loadBalancer: 'production-alb', failed: 0 });
  expect(production?.requests).toBeGreaterThan(1000);
  expect(rehearsal.assumed).toEqual([
    expect.stringMatching(/^production-alb goes on getting \d+ requests a minute, spread evenly over its rules\.$/),
    expect.stringMatching(/^web-service:42 starts within 30 seconds and answers every request well/),
  ]);
  expect(rehearsal.notRehearsed).toHaveLength(2);
});

test.each([
  ['bad', 'watch-50', /failed \d+ of \d+ requests/],
  ['never-healthy', 'green-ready', /the rollout failed/],
  ['crashes', 'watch-50', /has lost health/],
] as const)('a version that is %s is taken back before it serves everybody', async (version, failing, words) => {
  const { rehearsal } = await rehearseHere(blueGreen, NEW_WEB, { version });
  expect(rehearsal.ended.status).toBe('undone');
  expect(rehearsal.left).toEqual([]);
  const failed = rehearsal.timeline.find(({ how }) => how === 'failed');
  expect(failed?.key).toBe(failing);
  expect(failed?.observed).toMatch(words);
  const served = rehearsal.timeline.find(({ key }) => key === 'shift-100-rule-1');
  expect(served?.how).toBe('not-reached');
  expect(rehearsal.failures).toEqual([]);
});

test('how a new version behaves cannot be said of a plan that brings none', async () => {
  const rehearsed = rehearseHere(scaleService, { ...WEB, desiredCount: '5' }, { version: 'bad' });
  await expect(rehearsed).rejects.toThrow('--rehearse-version bad: this plan brings no new version of a service');
});

test('what could not be loaded faithfully is said, with what differs', async () => {
  const { rehearsal } = await rehearseHere(
    scaleService,
    { ...WEB, desiredCount: '5' },
    {
      meanwhile(recordings) {
        const at = recordings.findIndex(({ operation }) => operation === 'DescribeScalableTargets');
        recordings.splice(at, 1);
      },
    },
  );
  expect(rehearsal.faithful.same).toBe(false);
  expect(rehearsal.faithful.differences).toContainEqual({ path: 'steps[0].key', before: 'bounds', after: 'count' });
});

test('where nothing but what the plan needs may be read, the rest is taken to be in order, and said', async () => {
  const wrap = denying(({ service }) => service === 'elbv2' || service === 'cloudwatch');
  const { rehearsal, sent } = await rehearseHere(scaleService, { ...WEB, desiredCount: '5' }, { wrap });
  expect(rehearsal.faithful.same).toBe(true);
  expect(rehearsal.ended.status).toBe('succeeded');
  expect(rehearsal.assumed).toContainEqual(
    expect.stringMatching(
      /targetgroup\/web-service-blue\/\w+ could not be read \(AccessDenied\): it is taken to be in order\.$/,
    ),
  );
  expect(changesIn(sent)).toEqual([]);
});

test('an IAM action that the plan forgot is named', async () => {
  const { rehearsal } = await rehearseHere(snapshotDatabase, DATABASE, {
    change: (plan) => ({ ...plan, permissions: plan.permissions.filter((one) => one !== 'rds:DeleteDBSnapshot') }),
  });
  expect(rehearsal.permissions.missing).toEqual(['rds:DeleteDBSnapshot']);
});

test('where a failure cannot be undone as a whole, what stands is found by looking, not by what is on record', async () => {
  const { rehearsal } = await rehearseHere(snapshotDatabase, DATABASE, {
    change: (plan) => ({
      ...plan,
      steps: plan.steps.map((step) =>
        step.kind === 'change' ? { ...step, undo: { impossible: 'a snapshot is kept' } } : step,
      ),
    }),
  });
  const waiting = rehearsal.failures.find(({ step }) => step === 'available');
  expect(waiting?.status).toBe('failed');
  expect(waiting?.left).toEqual(['snapshot production-db-opsbook-00000000 is still there']);
  expect(waiting?.residue).toMatchObject([{ step: 'snapshot', todo: 'It cannot be undone: a snapshot is kept' }]);
});

test('what stays although it is said to be undone is found too: the files of an export that is complete', async () => {
  const exporting = CASES.find(([runbook, { exportTo }]) => runbook === snapshotDatabase && exportTo !== undefined);
  const { rehearsal } = await rehearsed(snapshotDatabase, exporting?.[1] ?? {});
  const takenBack = rehearsal.failures.find(({ step }) => step === null);
  expect(takenBack?.left).toEqual(STAYS);
});

test('Terraform is not run and nothing is asked in a rehearsal of a drill: both are said, and take their time', async () => {
  const { plan, rehearsal, sent } = await rehearseHere(drDrill, { drill: 'quarterly' }, { settings: DRILL_SETTINGS });
  expect(rehearsal.faithful.same).toBe(true);
  expect(rehearsal.ended).toMatchObject({
    status: 'succeeded',
    reason: 'every step is done, and what it made is gone',
  });
  const network = rehearsal.timeline.find(({ key }) => key === 'network');
  expect(network).toMatchObject({ how: 'assumed', seconds: network?.expectedSeconds });
  expect(rehearsal.notRehearsed).toContainEqual(
    expect.stringMatching(/^Step 1, “.+”: Terraform is not run here; something stands in for what it would bring/),
  );
  expect(rehearsal.failures.filter(({ left }) => left.length > 0)).toEqual([]);
  expect(rehearsal.failures).toHaveLength(plan.steps.length);
  expect(changesIn(sent)).toEqual([]);
});

const NOTHING = { services: [], databases: [], loadBalancers: [] };
const DRILL_SETTINGS = {
  environments: [
    { ...NOTHING, name: 'production', production: true },
    { ...NOTHING, name: 'drills', production: false },
  ],
  layers: [],
  recovery: {
    ...NO_RECOVERY,
    drills: {
      quarterly: {
        database: 'production-db',
        environment: 'drills',
        subnetGroup: { output: 'db-subnet-group' },
        securityGroups: [{ output: 'database-sg' }],
        network: { directory: 'layers/networking/dr-test', variables: {} },
        probes: [{ type: 'http', url: 'http://drill.example.com/health', status: 200, within: '10m' }],
        within: '4h',
      },
    },
  },
} as const;

test('a fail-over is rehearsed in both regions, with the database that cannot be given back named in what is left', async () => {
  const world = createSandbox();
  const shop = world.account('123456789012').route53.zones.find(({ zone }) => zone.Name === 'shop.example.com.');
  const zone = shop?.zone.Id?.replace('/hostedzone/', '') ?? '';
  const europe = {
    region: 'eu-west-1',
    services: [{ cluster: 'dr-cluster', service: 'web-service', desiredCount: 3, standbyCount: 1 }],
    replica: 'production-db-replica',
    globalCluster: {
      id: 'orders-global',
      cluster: 'arn:aws:rds:eu-west-1:123456789012:cluster:orders-cluster-eu',
    },
    records: [{ zone, name: 'shop.example.com', type: 'A', primary: 'primary', secondary: 'recovery' }],
    shares: [10, 100],
    watch: '5m',
    alarms: [],
    homeAlarms: [],
  };
  const settings = { environments: [], recovery: { ...NO_RECOVERY, failOvers: { europe } } };
  const { rehearsal, sent } = await rehearseHere(failOver, { to: 'europe' }, { world, settings });
  expect(rehearsal.faithful.same).toBe(true);
  expect(rehearsal.ended).toMatchObject({ status: 'succeeded', reason: 'every step is done' });
  expect(rehearsal.requests).toMatchObject([{ loadBalancer: 'dr-alb', failed: 0 }]);
  expect(rehearsal.failures.filter(isDishonest)).toEqual([]);
  const last = rehearsal.failures.find(({ step }) => step === 'watch-100');
  expect(last).toMatchObject({
    asksFirst: true,
    status: 'failed',
    left: ['database production-db-replica is not what it was before'],
    residue: [{ step: 'promote' }],
  });
  expect(changesIn(sent)).toEqual([]);
});

test('the recorder lets no change through, and asks nothing twice', async () => {
  const sent: string[] = [];
  const recorder = recordAnswers({
    id: '123456789012',
    partition: 'aws',
    transport: { send: (call) => Promise.resolve(sent.push(call.operation)) },
  });
  const call = (operation: string) =>
    recorder.account.transport.send(
      { service: 'ecs', operation, region: 'us-east-1', input: { cluster: 'shop' } },
      () => undefined,
    );
  await call('DescribeServices');
  await call('DescribeServices');
  await expect(call('UpdateService')).rejects.toThrow(
    'ecs:UpdateService would change AWS, which a rehearsal never does',
  );
  expect(sent).toEqual(['DescribeServices']);
});

test('the page says how it goes, what every failure leaves, and what suffices', async () => {
  const { plan, rehearsal } = await rehearseHere(scaleService, { ...WEB, desiredCount: '5' });
  const page = pageOf(plan, rehearsal);
  expect(page).toContain('was loaded into an empty sandbox, where planning gives the same plan.');
  expect(page).toContain('It succeeds after 40s; about 2m2s were planned.');
  expect(page).toContain('     0s     40s      2m  ✓  3. web-service runs 5 tasks');
  expect(page).toContain('Rehearsed too: 4 failures. After each of them everything is as it was before.');
  expect(page).toContain('     2.  AWS refuses ecs:UpdateService → undone at once');
  expect(page).toContain('The 5 IAM actions of the plan suffice');
});

test('the page does not hide that a rehearsal went wrong', async () => {
  const { plan, rehearsal } = await rehearseHere(blueGreen, NEW_WEB, { version: 'never-healthy' });
  const page = pageOf(plan, {
    ...rehearsal,
    faithful: { same: false, hash: '', differences: [{ path: 'steps[0].key', before: 'bounds', after: 'count' }] },
    permissions: { called: ['ecs:UpdateService'], missing: ['ecs:UpdateService'], unused: [] },
  });
  expect(page).toContain('planning there gives another plan');
  expect(page).toContain('steps[0].key: bounds → count');
  expect(page).toContain('It does not succeed: undone after');
  expect(page).toContain('Afterwards everything is as it was before.');
  expect(page).toContain("! Missing in the plan's IAM actions, and called: ecs:UpdateService");
});

function pageOf(plan: Parameters<typeof renderRehearsal>[0], rehearsal: Rehearsal): string {
  return renderRehearsal(plan, rehearsal, { color: false, width: 200 });
}
