import { UsageError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { parsePlan } from '../model/plan-schema.ts';
import { type AuditRow, type AuditVerdict, listAudit, verifyAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { type ExecutionRow, findExecution, listExecutions } from '../store/executions.ts';
import { findPlan } from '../store/plans.ts';
import { listSteps, type StepRow } from '../store/steps.ts';

/** All that is known of one execution. */
export interface Found {
  readonly execution: Omit<ExecutionRow, 'access'>;
  readonly plan: Plan;
  readonly steps: readonly Omit<StepRow, 'executionId'>[];
  /** The newest last. */
  readonly audit: readonly AuditRow[];
}

/** Where executions are looked at, and nothing more. */
export interface Ledger {
  /** The newest first. */
  list(limit: number): Promise<readonly Omit<ExecutionRow, 'access'>[]>;
  /** By its id, or the beginning of it. @throws UsageError */
  find(id: string): Promise<Found>;
  verifyAudit(): Promise<AuditVerdict>;
}

export function localLedger(db: Database): Ledger {
  return {
    async list(limit) {
      return (await listExecutions(db, { limit })).map(withoutAccess);
    },
    async find(id) {
      const execution = await getExecution(db, id);
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
    verifyAudit: () => verifyAudit(db),
  };
}

function withoutAccess({ access: _access, ...execution }: ExecutionRow): Omit<ExecutionRow, 'access'> {
  return execution;
}

/** @throws UsageError where none is called so, or more than one */
export async function getExecution(db: Database, id: string): Promise<ExecutionRow> {
  const exact = await findExecution(db, id);
  if (exact) return exact;
  const known = id === '' ? [] : (await listExecutions(db, { limit: 500 })).filter((one) => one.id.startsWith(id));
  const [execution, ...others] = known;
  if (!execution) throw new UsageError(`unknown execution: ${id} (opsbook executions list)`);
  if (others.length > 0) throw new UsageError(`${id} is the beginning of ${known.length} executions: give more of it`);
  return execution;
}
