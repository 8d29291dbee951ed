import { applyPlan } from '../main/apply.ts';
import { readProcess } from '../main/process.ts';
import { Refused } from '../model/errors.ts';
import { outcomeText } from '../report/plan/timeline.ts';
import { confirmed } from './confirm.ts';
import { interruptSignal } from './interrupt.ts';
import { print } from './out.ts';
import { exitCodeOf } from './outcome.ts';
import { pageOf } from './plan.ts';
import { endpointUrlOf } from './url.ts';

export interface ApplyOptions {
  readonly config?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly reason?: string;
  readonly override?: string;
  readonly yes?: boolean;
  readonly quiet?: boolean;
  readonly output: string;
  readonly color: boolean;
}

/** `opsbook apply <plan-id | FILE>`: executes a saved plan, after the approvals that it needs. */
export async function applyCommand(named: string, options: ApplyOptions): Promise<number> {
  const { environment, columns: width } = readProcess();
  const endpointUrl = endpointUrlOf(options, environment);
  const tell = (line: string) => {
    if (options.quiet !== true) process.stderr.write(`${line}\n`);
  };
  const outcome = await applyPlan(named, {
    environment,
    configFile: options.config,
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    reason: options.reason ?? null,
    override: options.override,
    tell,
    width,
    signal: interruptSignal(),
    begun: (id) => tell(`execution ${id}`),
    async confirm(plan) {
      process.stderr.write(pageOf(plan, { color: options.color, outputFile: '-' }));
      return options.yes === true || confirmed('Execute this plan?');
    },
  });
  if (!outcome)
    throw new Refused('nothing was changed: the plan was not confirmed (--yes confirms without a question)');
  await print(options.output === 'json' ? `${JSON.stringify(outcome, null, 2)}\n` : outcomeText(outcome));
  return exitCodeOf(outcome);
}
