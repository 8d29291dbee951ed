import { formatDuration } from '../../model/duration.ts';
import { measureDrill } from '../../model/drill.ts';
import type { Outcome } from '../../model/execution.ts';
import { recordDrill } from '../../store/drills.ts';
import { listSteps } from '../../store/steps.ts';
import type { Conducting } from './database-ports.ts';

/**
 * Keeps what a drill has proved: a plan that takes its own work away again, and that names its drill. One that proved
 * nothing, or left something behind, is no success to be kept. Again for the same execution changes nothing. Gives what was
 * measured, in words.
 */
export async function keepDrill({ workplace, execution, plan }: Conducting, { status }: Outcome): Promise<string> {
  const { drill } = plan.parameters;
  if (status !== 'succeeded' || plan.conduct.afterwards !== 'undo' || typeof drill !== 'string') return '';
  const evidence = measureDrill(plan, await listSteps(workplace.db, execution.id));
  const { rtoMs, rpoMs, recoveredAt } = evidence;
  if (rtoMs === null || recoveredAt === null) return '';
  const succeededAt = new Date(recoveredAt);
  await recordDrill(workplace.db, { drill, executionId: execution.id, succeededAt, rtoMs, rpoMs, evidence });
  const lost = rpoMs === null ? '' : `, and what was written in the ${formatDuration(rpoMs)} before was lost (RPO)`;
  return `; it served after ${formatDuration(rtoMs)} (RTO)${lost}`;
}
