import { type Selectable, sql } from 'kysely';
import type { StepDirection, StepStatus } from '../model/execution.ts';
import type { Database } from './database.ts';
import { stored, storedText } from './json.ts';
import type { StepsTable } from './tables.ts';

export type StepRow = Selectable<StepsTable>;

interface StepId {
  readonly executionId: string;
  readonly key: string;
  readonly direction: StepDirection;
}

export interface PlannedStep extends StepId {
  readonly position: number;
  readonly kind: string;
  readonly title: string;
}

/** Writes down what is going to be done, all `pending`. Again changes nothing. */
export async function planSteps(db: Database, steps: readonly PlannedStep[]): Promise<void> {
  if (steps.length === 0) return;
  await db
    .insertInto('steps')
    .values(steps.map((step) => ({ ...step, status: 'pending' as const })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Opens a step's record, or opens it again with one attempt more; when it first began stays. */
export function beginStep(db: Database, step: PlannedStep, by: { at: Date; actor: string }): Promise<StepRow> {
  return db
    .insertInto('steps')
    .values({ ...step, status: 'running', attempts: 1, startedAt: by.at, actor: by.actor })
    .onConflict((conflict) =>
      conflict.columns(['executionId', 'key', 'direction']).doUpdateSet((eb) => ({
        status: 'running',
        attempts: eb('steps.attempts', '+', 1),
        startedAt: eb.fn.coalesce(eb.ref('steps.startedAt'), eb.val(by.at)),
        finishedAt: null,
        error: null,
        actor: by.actor,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface StepChange {
  readonly status?: StepStatus;
  /** Masked by the caller, like the response. */
  readonly request?: unknown;
  readonly response?: unknown;
  readonly awsRequestId?: string | null;
  readonly actor?: string | null;
  readonly observed?: string | null;
  readonly error?: string | null;
  readonly finishedAt?: Date | null;
}

/** Changes what is given, and nothing else, of a record that is open. */
export async function changeStep(
  db: Database,
  { executionId, key, direction }: StepId,
  change: StepChange,
): Promise<void> {
  const { request, response, observed, error, ...rest } = change;
  const set = {
    ...rest,
    ...(request !== undefined && { request: stored(request) }),
    ...(response !== undefined && { response: stored(response) }),
    ...(observed !== undefined && { observed: observed === null ? null : storedText(observed) }),
    ...(error !== undefined && { error: error === null ? null : storedText(error) }),
  };
  if (Object.keys(set).length === 0) return;
  await db
    .updateTable('steps')
    .set(set)
    .where('executionId', '=', executionId)
    .where('key', '=', key)
    .where('direction', '=', direction)
    .execute();
}

export function findStep(db: Database, { executionId, key, direction }: StepId): Promise<StepRow | undefined> {
  return db
    .selectFrom('steps')
    .selectAll()
    .where('executionId', '=', executionId)
    .where('key', '=', key)
    .where('direction', '=', direction)
    .executeTakeFirst();
}

/** The way there in its order, then the way back, newest first. */
export function listSteps(db: Database, executionId: string): Promise<StepRow[]> {
  return db
    .selectFrom('steps')
    .selectAll()
    .where('executionId', '=', executionId)
    .orderBy('direction')
    .orderBy(sql`case direction when 'do' then position else -position end`)
    .execute();
}
