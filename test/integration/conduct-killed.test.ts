import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/engine/conduct/workplace.ts';
import { requestExecution } from '../../src/engine/desk/request-execution.ts';
import { connectDurable } from '../../src/engine/durable/connect.ts';
import { createSandbox } from '../../src/sandbox/create.ts';
import { serveSandbox } from '../../src/sandbox/wire/main.ts';
import { listAudit } from '../../src/store/audit.ts';
import { openDatabase } from '../../src/store/database.ts';
import { findExecution } from '../../src/store/executions.ts';
import { listLocks } from '../../src/store/locks.ts';
import { bundleWorker, type Lane, live } from '../crash/lane.ts';
import { createStage } from '../runbook.ts';
import { SCENARIOS } from '../sweep/scenarios.ts';
import { type Databases, startDatabases } from './store/databases.ts';

const ANNA: Actor = { id: 'anna', name: 'Anna', roles: ['operator'], via: 'cli' };
const scenario = SCENARIOS.find(({ name }) => name === 'scaling/service') ?? SCENARIOS[0];

let databases: Databases;
let lane: Lane;
let worker = '';

beforeAll(async () => {
  [databases, worker] = await Promise.all([startDatabases(), bundleWorker()]);
  const url = await databases.fresh();
  const db = await openDatabase(url, { connections: 2 });
  const durable = await connectDurable(url);
  const close = () => durable.stop().then(() => db.destroy());
  lane = { db, desk: { db, durable, now: () => new Date() }, url, close };
});
afterAll(async () => {
  await lane.close();
  await databases.stop();
  await rm(worker, { recursive: true, force: true });
});

/** Lets a worker live until it is over, or until it is killed at a point, on a sandbox of its own. */
async function story(killAt: number | string) {
  if (!scenario) throw new Error('no scenario');
  const world = createSandbox();
  scenario.prepare?.(world);
  const server = await serveSandbox({ world });
  const plan = await createStage({ world }).plan(scenario.runbook, scenario.parameters);
  const executionId = await requestExecution(lane.desk, ANNA, { plan, environment: null, access: {}, reason: null });
  const life = { worker, lane, scenario: scenario.name, executionId, sandboxUrl: server.url, way: 'do' } as const;
  return { executionId, close: () => server.close(), first: await live({ ...life, killAt }), life };
}

test('EN08: killed with -9 after AWS took a change and before that was written down, its lock holds, and the next worker goes on with the change made once', async () => {
  const undisturbed = await story(0);
  await undisturbed.close();
  const { points } = undisturbed.first;
  const changes = points.filter((point) => point.startsWith('AWS took')).length;
  expect(changes).toBeGreaterThan(0);

  // By its name: how many points are before it depends on how busy the machine is.
  const { executionId, first, life, close } = await story('AWS took');
  expect(first.killed).toBe(true);
  expect((await findExecution(lane.db, executionId))?.status).toBe('running');
  expect(await listLocks(lane.db)).toMatchObject([{ executionId }]);

  const second = await live({ ...life, killAt: 0 });
  await close();
  expect(await findExecution(lane.db, executionId)).toMatchObject({ status: 'succeeded' });
  expect(await listLocks(lane.db)).toEqual([]);
  // What states a number is stated again, at most; every other change is made once.
  expect(second.points.filter((point) => point.startsWith('AWS took')).length).toBeLessThanOrEqual(changes);
  const audit = await listAudit(lane.db, { subject: `execution/${executionId}`, limit: 100 });
  expect(audit.filter(({ action }) => action === 'step.do.succeeded')).toHaveLength(changes);
});
