import type { Database } from './database.ts';

export interface IncidentExecutionRow {
  readonly executionId: string;
  readonly runbook: string;
  readonly status: string;
  readonly requestedBy: string;
  readonly createdAt: Date;
}

/** An execution belongs to an incident from now on: how it goes is told there. */
export async function linkExecution(db: Database, incident: number, executionId: string): Promise<void> {
  await db
    .insertInto('incidentExecutions')
    .values({ incident, executionId, status: 'planned' })
    .onConflict((conflict) => conflict.columns(['incident', 'executionId']).doNothing())
    .execute();
}

/** As they stand. */
export function listIncidentExecutions(db: Database, incident: number): Promise<IncidentExecutionRow[]> {
  return db
    .selectFrom('incidentExecutions')
    .innerJoin('executions', 'executions.id', 'incidentExecutions.executionId')
    .select(['executions.id as executionId', 'runbook', 'executions.status', 'requestedBy', 'executions.createdAt'])
    .where('incident', '=', incident)
    .orderBy('executions.createdAt')
    .execute();
}

/** Those whose status is another than the timeline last said: what it was, what it is, and how it ended. */
export function listMovedExecutions(db: Database) {
  return db
    .selectFrom('incidentExecutions')
    .innerJoin('executions', 'executions.id', 'incidentExecutions.executionId')
    .select(['incident', 'executionId', 'runbook', 'incidentExecutions.status as told', 'executions.status', 'outcome'])
    .whereRef('incidentExecutions.status', '!=', 'executions.status')
    .limit(100)
    .execute();
}

/** Keeps what the timeline says of one. Says whether that is new. */
export async function tellExecution(
  db: Database,
  incident: number,
  executionId: string,
  status: string,
): Promise<boolean> {
  const told = await db
    .updateTable('incidentExecutions')
    .set({ status })
    .where('incident', '=', incident)
    .where('executionId', '=', executionId)
    .where('status', '!=', status)
    .executeTakeFirst();
  return told.numUpdatedRows > 0n;
}
