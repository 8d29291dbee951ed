import { createExecution } from '../src/aws/execution.ts';
import type { Checklist } from '../src/checklists/define.ts';
import { type RunOptions, runChecklist } from '../src/checklists/run.ts';
import type { ChecklistResult } from '../src/model/result.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION, type SandboxOptions } from '../src/sandbox/create.ts';
import { inProcessTransport } from '../src/sandbox/in-process.ts';
import type { World } from '../src/sandbox/world/world.ts';
import { realTiming } from '../src/main/clock.ts';
import { NOTHING_CHOSEN } from './answers.ts';

export function newcomerWorld(options: SandboxOptions = {}): World {
  return createSandbox(options);
}

/** Runs a checklist on the newcomer's account, in process. */
export function runInSandbox(
  checklist: Checklist,
  options: Partial<RunOptions> & { readonly world?: World; readonly regions?: readonly string[] } = {},
): Promise<ChecklistResult> {
  const { world = newcomerWorld(), regions = [SANDBOX_REGION], ...rest } = options;
  const account = { id: SANDBOX_ACCOUNT, partition: 'aws', transport: inProcessTransport(world, SANDBOX_ACCOUNT) };
  return runChecklist(checklist, {
    targets: regions.map((region, index) => ({
      report: { account: SANDBOX_ACCOUNT, region },
      account,
      first: index === 0,
      elsewhere: regions.filter((other) => other !== region),
    })),
    execution: createExecution(realTiming),
    id: 'test',
    now: world.clock.now(),
    clock: () => world.clock.now(),
    ...NOTHING_CHOSEN,
    parallel: 4,
    ...rest,
  });
}
