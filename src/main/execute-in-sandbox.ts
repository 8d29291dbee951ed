import { randomUUID } from 'node:crypto';
import { changingHandles } from '../aws/changing.ts';
import type { ProgressEvent } from '../engine/execute/ports.ts';
import { runPlan } from '../engine/execute/run-plan.ts';
import { createMemory, memoryPorts } from '../engine/memory/ports.ts';
import type { Outcome } from '../model/execution.ts';
import type { Plan } from '../model/plan.ts';
import { span } from '../model/span.ts';
import type { Place } from './plan.ts';

/**
 * Executes a plan in the embedded sandbox: its clock moves when the plan waits, so that an hour takes no time. Nothing of
 * it is kept when the process ends, and so needs no database.
 */
export function executeInSandbox(
  plan: Plan,
  { account, timing, world }: Place,
  progress: (event: ProgressEvent) => void,
): Promise<Outcome> {
  if (!world) throw new Error('this place is no sandbox');
  const handles = changingHandles(account, timing);
  const ports = memoryPorts({
    memory: createMemory(),
    clock: world.clock,
    executionId: randomUUID(),
    aws: (region = plan.target.region) => handles(region),
    progress,
  });
  return span({ name: 'execution', attributes: { 'opsbook.runbook': plan.runbook } }, async (own) => {
    const outcome = await runPlan(plan, ports);
    own.set({ 'opsbook.status': outcome.status });
    return outcome;
  });
}
