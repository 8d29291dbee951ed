import { expect, test } from 'vitest';
import { createStage, type Stage } from '../../../test/runbook.ts';
import { createTerraformPort, type TerraformPort } from '../../../test/terraform-port.ts';
import { denying, dyingAfter, losingFirst, type Wrap } from '../../../test/transport-faults.ts';
import { measureDrill } from '../../model/drill.ts';
import { type DrillSettings, NO_RECOVERY, type ProductionGuard } from '../../model/recovery-settings.ts';
import { drDrill } from './dr-drill.ts';

const RESTORED = 'drill-production-db-00000000';
const HOUR_MS = 3_600_000;
const DRILL: DrillSettings = {
  database: 'production-db',
  environment: 'drills',
  subnetGroup: { output: 'db-subnet-group' },
  securityGroups: [],
  network: { directory: 'layers/networking/dr-test', variables: { cidr: '10.99.0.0/16' } },
  compute: {
    directory: 'layers/compute/dr-test',
    variables: { database_host: '${database.address}', vpc: '${network.vpc_id}', replicas: 2 },
  },
  probes: [
    { type: 'http', url: 'http://${compute.host}/health', status: 200, within: '10m' },
    {
      type: 'sql',
      url: 'postgres://app:${env:DRILL_PASSWORD}@${database.address}:${database.port}/app',
      query: "select count(*) > 0 from orders where at > now() - interval '2 days'",
      expect: 'true',
      within: '10m',
    },
  ],
  within: '4h',
};
const OUTPUTS = {
  'layers/networking/dr-test': { 'db-subnet-group': 'development', vpc_id: 'vpc-drill' },
  'layers/compute/dr-test': { host: 'drill.example.com' },
};

test('a drill restores into its own network, deploys, verifies, and takes everything away again', async () => {
  const { stage, terraform, hold, plan } = scene();
  const made = await plan();
  expect(made.steps.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
    'terraform: Bring the drill’s network about',
    'change: Restore production-db into the drill’s network',
    'wait: The restored database is available',
    'change: Make sure that it can be deleted again, and learn its address',
    'terraform: Deploy the application',
    'probe: http://${compute.host}/health answers 200',
    expect.stringMatching(/^probe: The database answers: select count/),
  ]);
  const outcome = await hold(made);
  expect(outcome).toEqual({ status: 'succeeded', reason: 'every step is done, and what it made is gone', residue: [] });
  expect(terraform.asked).toEqual([
    'apply layers/networking/dr-test',
    'apply layers/compute/dr-test',
    'destroy layers/compute/dr-test',
    'destroy layers/networking/dr-test',
  ]);
  expect(named(stage, RESTORED)).toBeUndefined();
  expect(rds(stage).retainedBackups).toEqual([]);
});

test('what the network layer and the restore bring is handed on, and a secret stands in no plan', async () => {
  const { stage, terraform, hold, plan, probed } = scene();
  const made = await plan();
  expect(JSON.stringify(made)).toContain('${env:DRILL_PASSWORD}');
  await hold(made);
  const host = expect.stringMatching(/^drill-production-db-00000000\..*\.us-east-1\.rds\.amazonaws\.com$/);
  expect(terraform.applied.get('layers/compute/dr-test')).toEqual({
    database_host: host,
    vpc: 'vpc-drill',
    replicas: 2,
  });
  expect(probed).toEqual([
    'http://drill.example.com/health',
    expect.stringMatching(/^postgres:\/\/app:\$\{env:DRILL_PASSWORD\}@drill-production-db-00000000\..*:5432\/app$/),
  ]);
  const request = stage.memory.records.get('do restore')?.request;
  expect(request).toMatchObject({ DBSubnetGroupName: 'development', PubliclyAccessible: false });
});

test('planning a drill changes nothing, and gives the same hash', async () => {
  const [one, other] = [scene(), scene()];
  expect((await one.plan()).hash).toBe((await other.plan()).hash);
  expect(one.stage.sent.every((operation) => operation.startsWith('rds:Describe'))).toBe(true);
  expect(one.terraform.asked).toEqual([]);
});

test('DR01: a restore that fails half-way is cleaned up in reverse order, and the drill is no success', async () => {
  const { stage, terraform, hold, plan } = scene();
  const made = await plan();
  stage.world.clock.after(5 * 60_000, () => change(stage, RESTORED, { DBInstanceStatus: 'incompatible-restore' }));
  const outcome = await hold(made);
  expect(outcome).toMatchObject({ status: 'undone', residue: [] });
  expect(outcome.reason).toContain('the database is incompatible-restore');
  expect(terraform.asked).toEqual(['apply layers/networking/dr-test', 'destroy layers/networking/dr-test']);
  expect(named(stage, RESTORED)).toBeUndefined();
});

test('DR01: what cannot be cleaned up is listed by tag, the rest is cleaned up all the same, and the drill is failed', async () => {
  const { stage, terraform, hold, plan } = scene({
    wrap: denying(({ operation }) => operation === 'DeleteDBInstance'),
  });
  const outcome = await hold(await plan());
  expect(outcome.status).toBe('failed');
  expect(outcome.residue).toMatchObject([
    { step: 'restore', todo: expect.stringContaining('opsbook:execution=00000000-0000-4000-8000-000000000000') },
  ]);
  expect(terraform.standing.size).toBe(0);
  expect(tagsOf(stage, RESTORED)).toContainEqual({
    Key: 'opsbook:execution',
    Value: '00000000-0000-4000-8000-000000000000',
  });
});

test('DR01: a network whose apply fails half-way is destroyed too', async () => {
  const { terraform, hold, plan, stage } = scene();
  terraform.failing.add('apply layers/networking/dr-test');
  const outcome = await hold(await plan());
  expect(outcome).toMatchObject({ status: 'undone', residue: [] });
  expect(terraform.asked).toEqual(['apply layers/networking/dr-test', 'destroy layers/networking/dr-test']);
  expect(stage.sent).not.toContain('rds:RestoreDBInstanceFromDBSnapshot');
});

test('DR02: killed in the middle of the restore, the drill goes on, and leaves nothing', async () => {
  const dying = dyingAfter(({ operation }) => operation === 'RestoreDBInstanceFromDBSnapshot');
  const { stage, terraform, hold, plan } = scene({ wrap: dying.wrap });
  const made = await plan();
  void hold(made);
  await dying.died;
  const outcome = await hold(made);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  expect(terraform.asked.filter((words) => words === 'apply layers/networking/dr-test')).toHaveLength(1);
  expect(stage.sent.filter((one) => one === 'rds:RestoreDBInstanceFromDBSnapshot')).toHaveLength(1);
  expect(leftovers(stage, terraform)).toEqual([]);
});

test('DR02: killed, and started again only after its time is over, the drill takes everything away', async () => {
  const dying = dyingAfter(({ operation }) => operation === 'RestoreDBInstanceFromDBSnapshot');
  const { stage, terraform, hold, plan } = scene({ wrap: dying.wrap });
  const made = await plan();
  void hold(made);
  await dying.died;
  stage.world.clock.advance(30 * HOUR_MS);
  change(stage, RESTORED, { DBInstanceStatus: 'creating' });
  stage.world.clock.after(HOUR_MS, () => change(stage, RESTORED, { DBInstanceStatus: 'available' }));
  const outcome = await hold(made);
  expect(outcome.status).toBe('undone');
  expect(outcome.reason).toMatch(/time for all steps is over|not after 4h/);
  expect(leftovers(stage, terraform)).toEqual([]);
});

test('DR02: killed during its cleanup, the cleanup goes on', async () => {
  const dying = dyingAfter(({ operation }) => operation === 'DeleteDBInstance');
  const { stage, terraform, hold, plan } = scene({ wrap: dying.wrap });
  const made = await plan();
  void hold(made);
  await dying.died;
  const outcome = await hold(made);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  expect(terraform.asked.filter((words) => words === 'destroy layers/compute/dr-test')).toHaveLength(1);
  expect(leftovers(stage, terraform)).toEqual([]);
});

test('DR03: a terraform destroy that fails is no success: what is left is listed, and the rest is taken away', async () => {
  const { stage, terraform, hold, plan } = scene();
  terraform.failing.add('destroy layers/compute/dr-test');
  const outcome = await hold(await plan());
  expect(outcome.status).toBe('failed');
  expect(outcome.residue).toMatchObject([
    {
      step: 'compute',
      why: expect.stringContaining('left in its state: aws_vpc.drill'),
      todo: 'terraform -chdir=layers/compute/dr-test destroy',
    },
  ]);
  expect(leftovers(stage, terraform)).toEqual(['layers/compute/dr-test']);
});

test('DR04: the database that was made outside Terraform is deleted, without a final snapshot, before its network goes', async () => {
  const { stage, hold, plan } = scene();
  const made = await plan();
  const outcome = await hold(made);
  expect(outcome.status).toBe('succeeded');
  expect(stage.memory.records.get('undo restore')?.request).toEqual({
    DBInstanceIdentifier: RESTORED,
    SkipFinalSnapshot: true,
    DeleteAutomatedBackups: true,
  });
  expect(rds(stage).snapshots.filter(({ DBInstanceIdentifier: id }) => id === RESTORED)).toEqual([]);
});

test('DR05: of snapshots that are being made or failed, the newest that is available is drilled with', async () => {
  const { stage, plan } = scene();
  const { snapshots } = rds(stage);
  const [newest] = available(stage);
  const later = new Date(stage.world.clock.now().getTime() - 60_000);
  snapshots.push({
    ...newest,
    DBSnapshotIdentifier: 'in-the-making',
    Status: 'creating',
    SnapshotCreateTime: undefined,
  });
  snapshots.unshift({ ...newest, DBSnapshotIdentifier: 'failed', Status: 'failed', SnapshotCreateTime: later });
  const restore = (await plan()).steps.find(({ key }) => key === 'restore');
  expect(restore?.call?.input['DBSnapshotIdentifier']).toBe(newest?.DBSnapshotIdentifier);
});

test('DR06: without any snapshot, the drill is refused with the reason', async () => {
  const { stage, plan } = scene();
  rds(stage).snapshots.splice(0);
  await expect(plan()).rejects.toThrow('there is no snapshot of production-db to restore: it has none');
});

test('DR07: recovery time and recovery point are measured, and the probes are evidence', async () => {
  const { stage, hold, plan } = scene();
  const made = await plan();
  const began = stage.world.clock.now();
  await hold(made);
  const [newest] = available(stage);
  const evidence = measureDrill(made, [...stage.memory.records.values()]);
  expect(evidence).toMatchObject({
    rpoMs: began.getTime() - (newest?.SnapshotCreateTime?.getTime() ?? 0),
    startedAt: began.toISOString(),
    probes: [{ succeeded: true }, { succeeded: true, observed: 'it answers' }],
  });
  // More than the ten minutes that RDS takes, less than the time limit.
  expect(evidence.rtoMs).toBeGreaterThan(10 * 60_000);
  expect(evidence.rtoMs).toBeLessThan(HOUR_MS);
});

test('DR07: a database that was restored empty or stale fails its probe: no success, no recovery time, all taken away', async () => {
  const { stage, terraform, hold, plan } = scene({ probe: (url) => !url.startsWith('postgres:') });
  const made = await plan();
  const outcome = await hold(made);
  expect(outcome.status).toBe('undone');
  expect(outcome.reason).toContain('not after 10m: it answers otherwise');
  const evidence = measureDrill(made, [...stage.memory.records.values()]);
  expect(evidence).toMatchObject({ rtoMs: null, probes: [{ succeeded: true }, { succeeded: false }] });
  expect(leftovers(stage, terraform)).toEqual([]);
});

const REFUSED: [string, Partial<DrillSettings>, Partial<ProductionGuard>, RegExp][] = [
  [
    'an environment that is production',
    { environment: 'production' },
    {},
    /names the environment production, which is/,
  ],
  ['an environment that is not there', { environment: 'elsewhere' }, {}, /needs an environment of the configuration/],
  ['an account of production', {}, { accounts: ['123456789012'] }, /account 123456789012 is marked as production/],
  ['the VPC of the database', { subnetGroup: 'production' }, {}, /is in vpc-\w+, a VPC of production/],
  [
    'a layer of the configuration',
    { network: { directory: './layers/prod/', variables: {} } },
    {},
    /which is the layer prod/,
  ],
  ['no probes', { probes: [] }, {}, /a drill that looks at nothing proves nothing/],
  ['no subnet group', { subnetGroup: undefined }, {}, /needs a subnetGroup/],
  ['no database', { database: undefined }, {}, /needs a database/],
  [
    'a cost above its limit',
    { hourlyUsd: 10, costLimitUsd: 39.99 },
    {},
    /may cost 40.00 USD, more than its limit of 39.99/,
  ],
];
test.each(REFUSED)(
  'DR08: a drill with %s is refused before the first call that changes',
  async (_, drill, guard, words) => {
    const { stage, terraform, plan } = scene({ drill, guard });
    await expect(plan()).rejects.toThrow(words);
    expect(stage.sent.filter((operation) => !operation.startsWith('rds:Describe'))).toEqual([]);
    expect(terraform.asked).toEqual([]);
  },
);

test('DR08: a subnet group that Terraform brings, and that turns out to be production’s, is not restored into', async () => {
  const outputs = { ...OUTPUTS, 'layers/networking/dr-test': { 'db-subnet-group': 'production', vpc_id: 'vpc-1' } };
  const { stage, terraform, hold, plan } = scene({ outputs });
  const outcome = await hold(await plan());
  expect(outcome.status).toBe('undone');
  expect(outcome.reason).toContain('the subnet group is in no VPC of production');
  expect(stage.sent).not.toContain('rds:RestoreDBInstanceFromDBSnapshot');
  expect(leftovers(stage, terraform)).toEqual([]);
});

test('DR08: a layer whose state holds something already is neither applied nor destroyed', async () => {
  const { terraform, hold, plan } = scene();
  terraform.standing.set('layers/networking/dr-test', {});
  const outcome = await hold(await plan());
  expect(outcome.status).toBe('undone');
  expect(outcome.reason).toContain('its state holds aws_vpc.main already');
  expect(terraform.asked).toEqual([]);
});

test('DR09: the answer to the restore gets lost, and the drill adopts what carries its tag', async () => {
  const losing = losingFirst(({ operation }) => operation === 'RestoreDBInstanceFromDBSnapshot');
  const { stage, terraform, hold, plan } = scene({ wrap: losing.wrap });
  const outcome = await hold(await plan());
  expect(losing.lost()).toBe(1);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  expect(leftovers(stage, terraform)).toEqual([]);
});

test('in the region of the database, the plan says that this is not the disaster it is for', async () => {
  const { warnings } = await scene().plan();
  expect(warnings).toContain(
    'It is held in us-east-1, where production-db is: that this region fails, the drill quarterly does not rehearse.',
  );
});

test('in another region, the newest snapshot is copied there first, and the copy goes with the rest', async () => {
  const kmsKey = 'arn:aws:kms:eu-west-1:123456789012:key/drill';
  const drill = { region: 'eu-west-1', kmsKey, network: undefined, subnetGroup: 'production' };
  const { stage, terraform, hold, plan } = scene({ drill: { ...drill, compute: undefined, probes: [SQL] } });
  const made = await plan();
  expect(made.steps.map(({ key }) => key)).toEqual(['copy', 'copied', 'restore', 'available', 'address', 'probe-1']);
  expect(made.warnings).toContain(
    'There is no snapshot of production-db in eu-west-1: one is copied from us-east-1, which a disaster there would not allow.',
  );
  const outcome = await hold(made);
  expect(outcome.status, outcome.reason).toBe('succeeded');
  const { snapshots, instances } = stage.region('eu-west-1').rds;
  expect(snapshots.filter(({ DBSnapshotIdentifier: id }) => id?.startsWith('drill-'))).toEqual([]);
  expect(instances.filter(({ DBInstanceIdentifier: id }) => id?.startsWith('drill-'))).toEqual([]);
  expect(leftovers(stage, terraform)).toEqual([]);
});

const SQL = { type: 'sql', url: 'postgres://app@${database.address}/app', query: 'select 1', within: '5m' } as const;

interface SceneOptions {
  readonly drill?: Partial<DrillSettings>;
  readonly guard?: Partial<ProductionGuard>;
  readonly outputs?: typeof OUTPUTS;
  readonly wrap?: Wrap;
  /** Whether a probe succeeds. */
  readonly probe?: (url: string) => boolean;
}

function scene({ drill, guard, outputs = OUTPUTS, wrap, probe = () => true }: SceneOptions = {}) {
  const environment = { services: [], databases: [], loadBalancers: [] };
  const stage = createStage({
    ...(wrap && { wrap }),
    settings: {
      environments: [
        { ...environment, name: 'production', production: true },
        { ...environment, name: 'drills', production: false },
      ],
      layers: [{ name: 'prod', directory: 'layers/prod' }],
      recovery: {
        ...NO_RECOVERY,
        production: { ...NO_RECOVERY.production, ...guard },
        drills: { quarterly: { ...DRILL, ...drill } },
      },
    },
  });
  const terraform = createTerraformPort(outputs);
  const probed: string[] = [];
  const options: Parameters<typeof stage.execute>[1] = {
    terraform,
    probe(asked) {
      const url = 'url' in asked && typeof asked.url === 'string' ? asked.url : '';
      if (probed.at(-1) !== url) probed.push(url);
      const ok = probe(url);
      return Promise.resolve({ ok, observed: ok ? 'it answers' : 'it answers otherwise' });
    },
  };
  return {
    stage,
    terraform,
    probed,
    plan: () => stage.plan(drDrill, { drill: 'quarterly' }),
    hold: (plan: Parameters<typeof stage.execute>[0]) => stage.execute(plan, options),
  };
}

function rds(stage: Stage) {
  return stage.region().rds;
}

function named(stage: Stage, id: string) {
  return rds(stage).instances.find((one) => one.DBInstanceIdentifier === id);
}

function tagsOf(stage: Stage, id: string) {
  return named(stage, id)?.TagList;
}

function available(stage: Stage) {
  return rds(stage)
    .snapshots.filter(({ DBInstanceIdentifier: id, Status }) => id === 'production-db' && Status === 'available')
    .toSorted((a, b) => Number(b.SnapshotCreateTime) - Number(a.SnapshotCreateTime));
}

function change(stage: Stage, id: string, values: object): void {
  const { instances } = rds(stage);
  const at = instances.findIndex((one) => one.DBInstanceIdentifier === id);
  if (at >= 0) instances[at] = { ...instances[at], ...values };
}

/** What a drill has left: databases by name, layers by directory. */
function leftovers(stage: Stage, { standing }: TerraformPort): string[] {
  const databases = rds(stage).instances.flatMap(({ DBInstanceIdentifier: id = '' }) =>
    id.startsWith('drill-') ? [id] : [],
  );
  return [...databases, ...standing.keys()];
}
