import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/engine/conduct/workplace.ts';
import { giveOrder } from '../../src/engine/desk/give-order.ts';
import { requestExecution } from '../../src/engine/desk/request-execution.ts';
import { createSandbox } from '../../src/sandbox/create.ts';
import { serveSandbox } from '../../src/sandbox/wire/main.ts';
import { findExecution } from '../../src/store/executions.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/store/embedded/start.ts';
import { createStage } from '../runbook.ts';
import { essenceOf } from '../sweep/essence.ts';
import { type Scenario, SCENARIOS } from '../sweep/scenarios.ts';
import { bundleWorker, type Lane, live, openLane } from './lane.ts';

const TESTER: Actor = { id: 'tester', name: 'tester', roles: ['admin'], via: 'cli' };
const SETTLE_MS = 30 * 60_000;
const LANES = 2;
/** Every n-th point only: the rest is swept by the same executor in memory (test/sweep). 1 by hand, for all of them. */
const EVERY = Number(process.env['CRASH_EVERY'] ?? '1');

let folder = '';
let postgres: EmbeddedPostgres;
let worker = '';
let lanes: Lane[] = [];
let crashed = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsbook-crash-'));
  postgres = await startEmbedded(folder);
  worker = await bundleWorker();
  lanes = await Promise.all(Array.from({ length: LANES }, (_, index) => openLane(postgres.url, `crash_${index}`)));
});

afterAll(async () => {
  console.log(`kill -9 at ${crashed} crash points`);
  await Promise.all(lanes.map((lane) => lane.close()));
  await postgres.leave();
  await rm(folder, { recursive: true, force: true });
  await rm(worker, { recursive: true, force: true });
});

interface Story {
  readonly status: string;
  readonly essence: object;
  readonly points: readonly string[];
  readonly where: string;
}

/** A world, an execution in it, a worker that is killed at one point of the way there or back, and a second one. */
async function story(lane: Lane, scenario: Scenario, way: 'do' | 'undo', killAt: number): Promise<Story> {
  const world = createSandbox();
  scenario.prepare?.(world);
  const server = await serveSandbox({ world });
  const stage = createStage({ world, ...(scenario.settings && { settings: scenario.settings }) });
  const plan = await stage.plan(scenario.runbook, scenario.parameters);
  const request = { plan, environment: null, access: {}, reason: null };
  const executionId = await requestExecution(lane.desk, TESTER, request);
  const life = { worker, lane, scenario: scenario.name, executionId, sandboxUrl: server.url };
  if (way === 'undo') {
    await live({ ...life, way: 'do', killAt: 0 });
    await giveOrder(lane.desk, TESTER, { executionId, order: 'undo', reason: null });
  }
  const first = await live({ ...life, way, killAt });
  const second = first.killed ? await live({ ...life, way, killAt: 0 }) : first;
  world.clock.advance(SETTLE_MS);
  const execution = await findExecution(lane.db, executionId);
  const essence: object = JSON.parse(
    JSON.stringify(essenceOf(world))
      .replaceAll(executionId, '<execution>')
      .replaceAll(executionId.replaceAll('-', '').slice(0, 8), '<short>'),
  );
  await server.close();
  const where = `${scenario.name} ${way}: killed at ${killAt}: ${first.points[killAt - 1] ?? 'none'}${second.words}`;
  return { status: execution?.status ?? 'gone', essence, points: first.points, where };
}

describe.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  test('kill -9 on the way there, and it ends as if nothing had happened', async () => {
    expect(await sweep(scenario, 'do')).toBeGreaterThan(0);
  });

  test.skipIf(scenario.lasting === true)('kill -9 on the way back, and it is undone all the same', async () => {
    expect(await sweep(scenario, 'undo')).toBeGreaterThan(0);
  });
});

/** At how many points it was killed. */
async function sweep(scenario: Scenario, way: 'do' | 'undo'): Promise<number> {
  const [first] = lanes;
  if (!first) throw new Error('no lane');
  const undisturbed = await story(first, scenario, way, 0);
  expect({ where: undisturbed.where, status: undisturbed.status }).toMatchObject({
    status: way === 'undo' ? 'undone' : (scenario.ends ?? 'succeeded'),
  });
  const points = undisturbed.points.map((_, index) => index + 1).filter((point) => (point - 1) % EVERY === 0);
  const left = [...points];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let point = left.shift(); point !== undefined; point = left.shift()) {
        const { where, status, essence } = await story(lane, scenario, way, point);
        expect({ where, status }).toEqual({ where, status: undisturbed.status });
        expect({ where, essence }).toEqual({ where, essence: undisturbed.essence });
        crashed += 1;
      }
    }),
  );
  return points.length;
}
