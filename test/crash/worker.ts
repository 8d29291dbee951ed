// A worker that kills itself with SIGKILL at the point of a given number, or at none, and writes down each point it
// passes. It ends when its execution is over. The sweep bundles it and starts it once a life.
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Aws } from '../../src/aws/execution.ts';
import { conduct } from '../../src/engine/conduct/conduct.ts';
import type { Workplace } from '../../src/engine/conduct/workplace.ts';
import { startDurable } from '../../src/engine/durable/start.ts';
import { CHECKS } from '../../src/main/catalog.ts';
import { configSchema } from '../../src/main/config/schema.ts';
import { createWorkplace } from '../../src/main/workplace.ts';
import { isOver } from '../../src/model/execution.ts';
import { openDatabase } from '../../src/store/database.ts';
import { findExecution } from '../../src/store/executions.ts';
import { SCENARIOS } from '../sweep/scenarios.ts';

const life = z
  .object({
    databaseUrl: z.string(),
    scenario: z.string(),
    executionId: z.string(),
    /** The how manieth, or the first that begins so; 0: at none. */
    killAt: z.union([z.number(), z.string()]),
    pointsFile: z.string(),
    way: z.enum(['do', 'undo']),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const assignment = z.object({ executionId: z.string(), way: z.enum(['do', 'undo']) });
let passed = 0;

function point(name: string): void {
  passed += 1;
  appendFileSync(life.pointsFile, `${name}\n`);
  const isHere = typeof life.killAt === 'string' ? name.startsWith(life.killAt) : passed === life.killAt;
  if (!isHere) return;
  process.kill(process.pid, 'SIGKILL');
  // Until the signal is there, nothing more may happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}

function pointed(aws: Aws): Aws {
  return {
    ...aws,
    async change(service, operation, input) {
      point(`before ${service}:${operation}`);
      const answered = await aws.change(service, operation, input);
      point(`AWS took ${service}:${operation}`);
      return answered;
    },
  };
}

const scenario = SCENARIOS.find(({ name }) => name === life.scenario);
if (!scenario) throw new Error(`no scenario ${life.scenario}`);
const { terraform, probe } = scenario.ports?.() ?? {};
const db = await openDatabase(life.databaseUrl, { connections: 3 });
const base = createWorkplace({
  db,
  config: configSchema(CHECKS).parse({}),
  environment: process.env,
  ...(scenario.settings && { settings: scenario.settings }),
  progress: (_id, { phase, step, direction }) => {
    if (phase === 'begin') point(`${direction} ${step}`);
  },
});
const workplace: Workplace = {
  ...base,
  ...(terraform && { terraform }),
  ...(probe && { probe }),
  async open(execution) {
    const site = await base.open(execution);
    return {
      ...site,
      aws: (region) => pointed(site.aws(region)),
      async waiting(ms) {
        point('in a wait');
        return site.waiting(ms);
      },
    };
  },
};
const durable = await startDurable({
  url: life.databaseUrl,
  executorId: `crash-${process.pid}-${Date.now()}`,
  takeWork: true,
  work: (context, _run, input) => conduct(context, workplace, assignment.parse(input)),
});

const ended =
  life.way === 'do' ? ['succeeded', 'undone', 'cancelled', 'failed', 'waiting'] : ['undone', 'failed', 'cancelled'];
for (let look = 0; look < 3000; look += 1) {
  const execution = await findExecution(db, life.executionId);
  if (execution && ended.includes(execution.status) && (isOver(execution.status) || look > 5)) break;
  await sleep(20);
}
await durable.stop();
await db.destroy();
