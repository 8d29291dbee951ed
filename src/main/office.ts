import type { Desk } from '../engine/desk/desk.ts';
import { giveOrder } from '../engine/desk/give-order.ts';
import { vote } from '../engine/desk/vote.ts';
import { UsageError } from '../model/errors.ts';
import type { Order, VoteDecision } from '../model/execution.ts';
import type { Plan } from '../model/plan.ts';
import { parsePlan } from '../model/plan-schema.ts';
import { type AuditRow, type AuditVerdict, listAudit, verifyAudit } from '../store/audit.ts';
import { type ExecutionRow, findExecution, listExecutions } from '../store/executions.ts';
import { findPlan } from '../store/plans.ts';
import { listSteps, type StepRow } from '../store/steps.ts';
import { CHECKS } from './catalog.ts';
import { loadConfig } from './config/load.ts';
import { localActor } from './local-actor.ts';
import { openDesk } from './open-desk.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Where {
  readonly environment: Environment;
  readonly configFile?: string | undefined;
}

/** All that is known of one execution. */
export interface Found {
  readonly execution: Omit<ExecutionRow, 'access'>;
  readonly plan: Plan;
  readonly steps: readonly Omit<StepRow, 'executionId'>[];
  /** The newest last. */
  readonly audit: readonly AuditRow[];
}

export interface Counted {
  readonly approvals: number;
  readonly quorum: number;
  readonly outcome: string | null;
}

interface Word {
  readonly id: string;
  readonly reason: string | null;
}

/** Where executions are looked at and decided about: the database at hand, or a server that is asked. */
export interface Office {
  /** The newest first. */
  list(limit: number): Promise<readonly Omit<ExecutionRow, 'access'>[]>;
  /** By its id, or the beginning of it. @throws UsageError */
  find(id: string): Promise<Found>;
  /** @throws Refused */
  vote(decision: VoteDecision, word: Word): Promise<Counted>;
  /** @throws Refused */
  order(order: Order, word: Word): Promise<void>;
  verifyAudit(): Promise<AuditVerdict>;
}

/** The server of `OPSBOOK_SERVER`, where that is set; else the database, and a worker on it where one is wanted. */
export async function withOffice<T>(where: Where, work: (office: Office) => Promise<T>, takeWork = false): Promise<T> {
  const server = where.environment['OPSBOOK_SERVER'];
  if (server) {
    const { remoteOffice } = await import('./remote-desk.ts');
    return work(remoteOffice(server, where.environment['OPSBOOK_TOKEN']));
  }
  const config = await loadConfig(where.configFile, CHECKS);
  const desk = await openDesk({ config, configFile: where.configFile, environment: where.environment, takeWork });
  try {
    return await work(localOffice(desk, where.environment));
  } finally {
    await desk.close();
  }
}

function localOffice(desk: Desk, environment: Environment): Office {
  const { db } = desk;
  return {
    async list(limit) {
      return (await listExecutions(db, { limit })).map(withoutAccess);
    },
    async find(id) {
      const execution = await getExecution(desk, id);
      const [stored, steps, audit] = await Promise.all([
        findPlan(db, execution.planId),
        listSteps(db, execution.id),
        listAudit(db, { subject: `execution/${execution.id}`, limit: 200 }),
      ]);
      return {
        execution: withoutAccess(execution),
        plan: parsePlan(stored?.document),
        steps: steps.map(({ executionId: _id, ...step }) => step),
        audit: audit.toReversed(),
      };
    },
    async vote(decision, { id, reason }) {
      const execution = await getExecution(desk, id);
      return vote(desk, await localActor(desk, environment), { executionId: execution.id, decision, reason });
    },
    async order(order, { id, reason }) {
      const execution = await getExecution(desk, id);
      await giveOrder(desk, await localActor(desk, environment), { executionId: execution.id, order, reason });
    },
    verifyAudit: () => verifyAudit(db),
  };
}

function withoutAccess({ access: _access, ...execution }: ExecutionRow): Omit<ExecutionRow, 'access'> {
  return execution;
}

async function getExecution({ db }: Desk, id: string): Promise<ExecutionRow> {
  const exact = await findExecution(db, id);
  const known = exact ? [exact] : (await listExecutions(db, { limit: 500 })).filter((one) => one.id.startsWith(id));
  const [execution, ...others] = known;
  if (!execution) throw new UsageError(`unknown execution: ${id} (opsbook executions list)`);
  if (others.length > 0) throw new UsageError(`${id} is the beginning of ${known.length} executions: give more of it`);
  return execution;
}
