import { randomUUID } from 'node:crypto';
import { createExecution } from '../aws/execution.ts';
import type { Checklist } from '../checklists/define.ts';
import { runChecklist, type Progress, type Target } from '../checklists/run.ts';
import type { ChecklistResult } from '../model/result.ts';
import { NOTHING_CONFIGURED } from './outside.ts';

export interface RunRequest {
  readonly checklist: Checklist;
  readonly targets: AsyncIterable<Target> | Iterable<Target>;
  readonly now: Date;
  readonly clock: () => Date;
  readonly progress: (event: Progress) => void;
}

const realTiming = {
  now: () => performance.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};

export function run(request: RunRequest): Promise<ChecklistResult> {
  return runChecklist(request.checklist, {
    targets: request.targets,
    execution: createExecution(realTiming),
    id: randomUUID(),
    now: request.now,
    clock: request.clock,
    environments: [],
    outside: NOTHING_CONFIGURED,
    overrides: {},
    parallel: 6,
    progress: request.progress,
  });
}
