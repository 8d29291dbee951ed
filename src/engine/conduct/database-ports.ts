import type { StepRecord } from '../../model/execution.ts';
import type { Json } from '../../model/json.ts';
import type { ApproveStep, Plan } from '../../model/plan.ts';
import { appendAudit } from '../../store/audit.ts';
import { type ExecutionRow, moveExecution } from '../../store/executions.ts';
import { releaseLocks } from '../../store/locks.ts';
import { takeOrder } from '../../store/orders.ts';
import { beginStep, changeStep, findStep, type StepRow } from '../../store/steps.ts';
import type { DurableContext } from '../durable/durable.ts';
import type { Journal, People, Ports } from '../execute/ports.ts';
import { standingOf } from './approvals.ts';
import { takeLocks } from './locks.ts';
import type { Site, Workplace } from './workplace.ts';

export interface Conducting {
  readonly workplace: Workplace;
  readonly site: Site;
  readonly execution: ExecutionRow;
  readonly plan: Plan;
  readonly context: DurableContext;
}

/** How long a person may take to answer before it is looked again; an answer is a signal, so nothing polls. */
const MONTH_MS = 30 * 86_400_000;

/** What executing a plan needs, from the database and from the place where it works. */
export function databasePorts(conducting: Conducting): Ports {
  const { workplace, site, execution, plan, context } = conducting;
  const { db } = workplace;
  const policy = workplace.policyOf(execution.environment);
  return {
    executionId: execution.id,
    actor: execution.requestedBy,
    durable: {
      once: (name, work) => context.once(name, work),
      async waitFor(ms) {
        await context.waitFor(await site.waiting(ms));
      },
    },
    journal: journalOf(conducting),
    approvals: {
      async decision(step, at) {
        if (!policy) return { decision: 'not-needed', words: 'this environment asks for no approval' };
        if (!policy.steps) return { decision: 'not-needed', words: 'the approval of the plan covers it' };
        // `at` is people's time here, as `people` has it.
        return standingOf(db, questionOf(step, conducting), at, (person) => workplace.mayApprove(person));
      },
    },
    people: peopleOf(conducting),
    terraform: workplace.terraform,
    aws: (region = plan.target.region) => site.aws(region),
    clock: () => site.now(),
    pause: site.pause,
    async releaseLocks() {
      await releaseLocks(db, execution.id, await site.now());
    },
    takeLocks: () => takeLocks(conducting),
    probe: (probe) => workplace.probe(probe),
    notify: (step) => workplace.notify(step, execution.id),
    progress: (event) => workplace.progress(execution.id, event),
  };
}

function questionOf({ key, quorum, expires, onExpiry }: ApproveStep, { workplace, execution, plan }: Conducting) {
  const policy = workplace.policyOf(execution.environment);
  return {
    executionId: execution.id,
    stepKey: key,
    planHash: plan.hash,
    quorum: Math.max(quorum, policy?.quorum ?? 1),
    expires,
    onExpiry,
    excluded: policy?.fourEyes ? [execution.requestedBy] : [],
  };
}

function peopleOf({ workplace, execution, context }: Conducting): People {
  const { db } = workplace;
  return {
    // The looks of another run are others, though they have the same names.
    order: (look) => takeOrder(db, execution.id, `${context.runId} ${look}`),
    time: {
      now: () => Promise.resolve(workplace.now()),
      async waitFor(ms) {
        await context.waitFor(ms);
      },
    },
    async awaitOrder(name) {
      for (let look = 1; ; look += 1) {
        const taken = `${name}: order ${look}`;
        const order = await context.once(
          taken,
          async () => (await takeOrder(db, execution.id, `${context.runId} ${taken}`)) ?? null,
        );
        if (order !== null) return order;
        await context.waitFor(MONTH_MS);
      }
    },
  };
}

function journalOf({ workplace, site, execution, plan }: Conducting): Journal {
  const { db } = workplace;
  const places = new Map(plan.steps.map((step, index) => [step.key, { step, index }] as const));
  const planned = (key: string) => {
    const { step, index = 0 } = places.get(key) ?? {};
    return { kind: step?.kind ?? 'change', title: step?.title ?? key, position: index };
  };
  return {
    async begin(key, direction, at) {
      const step = { executionId: execution.id, key, direction, ...planned(key) };
      const row = await beginStep(db, step, { at, actor: execution.requestedBy });
      return recordOf(row);
    },
    async change(key, direction, change) {
      await changeStep(db, { executionId: execution.id, key, direction }, change);
      const { status, awsRequestId } = change;
      const { kind } = planned(key);
      if (status === undefined || status === 'running' || (kind !== 'change' && kind !== 'terraform')) return;
      await appendAudit(db, {
        at: await site.now(),
        actor: execution.requestedBy,
        action: `step.${direction}.${status}`,
        subject: `execution/${execution.id}`,
        details: { step: key, ...(awsRequestId && { awsRequestId }), ...(change.error && { error: change.error }) },
      });
    },
    async find(key, direction) {
      const row = await findStep(db, { executionId: execution.id, key, direction });
      return row && row.status !== 'pending' ? recordOf(row) : undefined;
    },
    async status(status, reason) {
      await moveExecution(db, execution.id, status, { at: await site.now(), outcome: reason });
    },
  };
}

function recordOf(row: StepRow): StepRecord {
  const json = (value: Json | null): Json => value;
  return {
    key: row.key,
    direction: row.direction,
    status: row.status,
    attempts: row.attempts,
    request: json(row.request),
    response: json(row.response),
    awsRequestId: row.awsRequestId,
    actor: row.actor ?? '',
    startedAt: row.startedAt ?? new Date(Number.NaN),
    finishedAt: row.finishedAt,
    observed: row.observed,
    error: row.error,
  };
}
