import { executeInSandbox } from '../main/execute-in-sandbox.ts';
import type { Planned } from '../main/plan.ts';
import { readProcess } from '../main/process.ts';
import { Refused } from '../model/errors.ts';
import type { Outcome } from '../model/execution.ts';
import { changesOf } from '../model/plan.ts';
import { createTimeline, outcomeText } from '../report/plan/timeline.ts';
import { confirmed } from './confirm.ts';
import { EXIT } from './exit.ts';
import { interruptSignal } from './interrupt.ts';
import { exitCodeOf } from './outcome.ts';
import { print } from './out.ts';
import { pageOf, planFor } from './plan.ts';
import type { RunOptions } from './run.ts';
import { endpointUrlOf } from './url.ts';

/** `opsbook run <runbook>`: plans, shows the plan, asks, executes, and says how it ended. */
export async function runRunbookCommand(id: string, options: RunOptions): Promise<number> {
  const planned = await planFor(id, options);
  const page = pageOf(planned.plan, options);
  if (options.output !== 'json') await print(page);
  else process.stderr.write(page);
  if (changesOf(planned.plan).length === 0) return EXIT.done;
  if (options.yes !== true && !(await confirmed('Execute this plan?'))) {
    throw new Refused('nothing was changed: the plan was not confirmed (--yes confirms without a question)');
  }
  const outcome = await execute(planned, options);
  const text = options.output === 'json' ? `${JSON.stringify(outcome, null, 2)}\n` : `\n${outcomeText(outcome)}`;
  await print(text);
  return exitCodeOf(outcome);
}

async function execute(planned: Planned, options: RunOptions): Promise<Outcome> {
  const { plan, place } = planned;
  const { columns: width, environment } = readProcess();
  const tell = (line: string | undefined) => {
    if (line !== undefined && options.quiet !== true) process.stderr.write(`${line}\n`);
  };
  if (place.world) {
    const timeline = createTimeline(plan, width);
    return executeInSandbox(plan, place, (event) => tell(timeline.line(event)));
  }
  const { executeDurably } = await import('../main/execute-durably.ts');
  const endpointUrl = endpointUrlOf(options, environment);
  return executeDurably(planned, {
    environment,
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    reason: null,
    override: options.override,
    configFile: options.config,
    tell,
    width,
    signal: interruptSignal(),
    begun: (id) => tell(`execution ${id}`),
  });
}
