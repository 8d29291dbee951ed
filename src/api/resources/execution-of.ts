import type { Database } from '../../store/database.ts';
import { type ExecutionRow, findExecution, listExecutions } from '../../store/executions.ts';
import { Problem } from '../problem.ts';

/** By its id, or the beginning of it among the newest. @throws Problem 404, 409 */
export async function getExecution(db: Database, id: string): Promise<ExecutionRow> {
  const exact = await findExecution(db, id);
  if (exact) return exact;
  const [execution, ...others] = (await listExecutions(db, { limit: 500 })).filter((one) => one.id.startsWith(id));
  if (!execution) throw new Problem(404, `there is no execution ${id}`);
  if (others.length > 0) throw new Problem(409, `${id} is the beginning of several executions: give more of it`);
  return execution;
}
