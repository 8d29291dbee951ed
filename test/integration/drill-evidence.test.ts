import { afterAll, beforeAll, expect, test } from 'vitest';
import { conduct } from '../../src/engine/conduct/conduct.ts';
import type { Workplace } from '../../src/engine/conduct/workplace.ts';
import { NO_RECOVERY } from '../../src/model/recovery-settings.ts';
import { drDrill } from '../../src/runbooks/recovery/dr-drill.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { listLastDrills } from '../../src/store/drills.ts';
import { insertExecution } from '../../src/store/executions.ts';
import { keepPlan } from '../../src/store/plans.ts';
import { createStage } from '../runbook.ts';
import { createTerraformPort } from '../terraform-port.ts';
import { type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
let db: Database;

beforeAll(async () => {
  databases = await startDatabases();
  db = await openDatabase(await databases.fresh());
});
afterAll(async () => {
  await db.destroy();
  await databases.stop();
});

test('DR07: what a drill has proved is kept, with the time and the data it took, and the probes that prove it', async () => {
  expect(await hold('e1', true)).toMatchObject({ status: 'succeeded' });
  const [kept] = await listLastDrills(db);
  expect(kept).toMatchObject({
    drill: 'quarterly',
    executionId: 'e1',
    evidence: { probes: [{ succeeded: true, observed: 'it answers' }] },
  });
  expect(kept?.rtoMs).toBeGreaterThan(10 * 60_000);
  expect(kept?.rpoMs).toBeGreaterThan(0);
});

test('DR07: a drill whose probe fails is not kept as a success', async () => {
  expect(await hold('e2', false)).toMatchObject({ status: 'undone' });
  expect((await listLastDrills(db)).map(({ executionId }) => executionId)).toEqual(['e1']);
});

async function hold(executionId: string, ok: boolean) {
  const stage = createStage({
    settings: {
      environments: [{ name: 'drills', production: false, services: [], databases: [], loadBalancers: [] }],
      recovery: {
        ...NO_RECOVERY,
        drills: {
          quarterly: {
            database: 'production-db',
            environment: 'drills',
            subnetGroup: 'development',
            securityGroups: [],
            probes: [{ type: 'http', url: 'http://drill.example.com/', status: 200, within: '5m' }],
            within: '4h',
          },
        },
      },
    },
  });
  const { clock } = stage.world;
  const plan = await stage.plan(drDrill, { drill: 'quarterly' });
  const createdAt = clock.now();
  const { hash, runbook } = plan;
  await keepPlan(db, { id: executionId, hash, runbook, document: plan, createdAt, createdBy: 'anna' });
  await insertExecution(db, {
    id: executionId,
    planId: executionId,
    runbook,
    account: plan.target.account,
    region: plan.target.region,
    environment: null,
    status: 'planned',
    requestedBy: 'anna',
    createdAt,
  });
  const workplace: Workplace = {
    db,
    now: () => clock.now(),
    open: () =>
      Promise.resolve({
        aws: (region) => stage.ports(plan).aws(region),
        now: () => Promise.resolve(clock.now()),
        pause: (ms) => Promise.resolve(clock.advance(ms)),
        waiting: (ms) => Promise.resolve(clock.advance(ms)).then(() => 0),
        replan: () => stage.plan(drDrill, { drill: 'quarterly' }),
      }),
    terraform: createTerraformPort(),
    probe: () => Promise.resolve({ ok, observed: ok ? 'it answers' : 'it does not answer' }),
    notify: () => Promise.resolve(''),
    pause: () => Promise.resolve(),
    policyOf: () => null,
    mayApprove: () => Promise.resolve(true),
    progress: () => undefined,
  };
  const context = {
    runId: executionId,
    once: <T>(_name: string, body: () => Promise<T>) => body(),
    waitFor: () => Promise.resolve(undefined),
    now: () => Promise.resolve(clock.now()),
  };
  return conduct(context, workplace, { executionId, way: 'do' });
}
