import { setTimeout as sleep } from 'node:timers/promises';
import { changingHandles } from '../../../src/aws/changing.ts';
import { operationName } from '../../../src/aws/service.ts';
import { conduct } from '../../../src/engine/conduct/conduct.ts';
import type { Actor, Site, Workplace } from '../../../src/engine/conduct/workplace.ts';
import type { Desk } from '../../../src/engine/desk/desk.ts';
import { takeCareOfOrphans } from '../../../src/engine/desk/orphans.ts';
import { requestExecution } from '../../../src/engine/desk/request-execution.ts';
import { connectDurable } from '../../../src/engine/durable/connect.ts';
import { startDurable } from '../../../src/engine/durable/start.ts';
import type { ProgressEvent } from '../../../src/engine/execute/ports.ts';
import type { ApprovalPolicy } from '../../../src/model/approval-policy.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { type ExecutionRow, findExecution } from '../../../src/store/executions.ts';
import { ACCOUNT, type Answers, answering, REGION } from '../../answers.ts';
import { createTerraformPort, type TerraformPort } from '../../terraform-port.ts';

const ANNA: Actor = { id: 'anna', name: 'Anna', roles: ['operator'], via: 'cli' };
export const BEN: Actor = { id: 'ben', name: 'Ben', roles: ['approver', 'operator'], via: 'cli' };

/** A desk and a worker on a real database, with canned answers for AWS: time passes as soon as somebody waits. */
export interface Bench {
  readonly db: Database;
  readonly desk: Desk;
  readonly terraform: TerraformPort;
  /** The operations that changed something, in order. */
  changes(): string[];
  /** What happens otherwise than usual; each test sets what it needs. */
  readonly mischief: Mischief;
  request(plan: Plan, environment?: string): Promise<string>;
  /** Executes in this process; ends like one that is told to. */
  work(): Promise<() => Promise<void>>;
  lookForOrphans(): Promise<void>;
  find(id: string): Promise<ExecutionRow>;
  /** Until it stands there, for some seconds. */
  until(id: string, status: ExecutionRow['status']): Promise<ExecutionRow>;
  close(): Promise<void>;
}

interface Mischief {
  policy: ApprovalPolicy | null;
  /** May throw: an error of ours, in the midst of what is reported. */
  progress: (event: ProgressEvent) => void;
  open: (execution: ExecutionRow) => Promise<void>;
  replan: ((plan: Plan) => Plan) | undefined;
  mayApprove: (person: string) => boolean;
  /** How far the clock of people is ahead. */
  aheadMs: number;
}

export async function openBench(url: string, answers: Answers): Promise<Bench> {
  const db = await openDatabase(url, { connections: 4 });
  const client = await connectDurable(url);
  const transport = answering(answers);
  const terraform = createTerraformPort();
  let siteClock = new Date('2026-11-23T08:00:00Z').getTime();
  const mischief: Mischief = {
    policy: null,
    progress: () => undefined,
    open: () => Promise.resolve(),
    replan: undefined,
    mayApprove: () => true,
    aheadMs: 0,
  };
  const now = () => new Date(Date.now() + mischief.aheadMs);
  const move = (ms: number) => {
    siteClock += ms;
  };
  const timing = { now: () => siteClock, sleep: (ms: number) => Promise.resolve(move(ms)), random: () => 0.5 };
  const handles = changingHandles({ id: ACCOUNT, partition: 'aws', transport }, timing);
  const site: Site = {
    aws: (region = REGION) => handles(region),
    now: () => Promise.resolve(new Date(siteClock)),
    pause: timing.sleep,
    waiting(ms) {
      move(ms);
      return Promise.resolve(1);
    },
    replan: (plan) => Promise.resolve(mischief.replan?.(plan) ?? plan),
  };
  const workplace: Workplace = {
    db,
    now,
    async open(execution) {
      await mischief.open(execution);
      return site;
    },
    pause: () => sleep(5),
    terraform,
    probe: () => Promise.resolve({ ok: true, observed: 'it answers' }),
    notify: () => Promise.resolve('told'),
    policyOf: () => mischief.policy,
    mayApprove: (person) => Promise.resolve(mischief.mayApprove(person)),
    progress: (_id, event) => mischief.progress(event),
  };
  const desk: Desk = { db, durable: client, now };
  const working: (() => Promise<void>)[] = [];

  async function find(id: string): Promise<ExecutionRow> {
    const execution = await findExecution(db, id);
    if (!execution) throw new Error(`no execution ${id}`);
    return execution;
  }

  return {
    db,
    desk,
    terraform,
    mischief,
    changes: () => transport.asked.map(operationName).filter((name) => !/:(Describe|List|Get)/.test(name)),
    request: (plan, environment) =>
      requestExecution(desk, ANNA, { plan, environment: environment ?? null, access: {}, reason: null }),
    async work() {
      const durable = await startDurable({
        url,
        executorId: `bench-${process.pid}-${Date.now()}`,
        takeWork: true,
        work: (context, _run, input) => conduct(context, workplace, input as Parameters<typeof conduct>[2]),
      });
      let over = false;
      const stop = async () => {
        if (over) return;
        over = true;
        await durable.stop();
      };
      working.push(stop);
      return stop;
    },
    lookForOrphans: async () => takeCareOfOrphans(desk, await client.underWay()),
    find,
    async until(id, status) {
      for (let look = 0; look < 900; look += 1) {
        const execution = await find(id);
        if (execution.status === status) return execution;
        await sleep(50);
      }
      const { status: is, outcome } = await find(id);
      throw new Error(`expected ${id} to be ${status}; it is ${is}: ${outcome}`);
    },
    async close() {
      for (const stop of working) await stop();
      await client.stop();
      await db.destroy();
    },
  };
}
