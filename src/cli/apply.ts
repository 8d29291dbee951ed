import type { Ended } from '../main/ended.ts';
import { readProcess } from '../main/process.ts';
import type { Plan } from '../model/plan.ts';
import { createTimeline, type Timeline } from '../report/plan/timeline.ts';
import { carriedOutByServer, serverOf } from './by-server.ts';
import { confirmed, notConfirmed } from './confirm.ts';
import { catchInterrupts } from './interrupt.ts';
import { print } from './out.ts';
import { endText, exitCodeOf, leavingCodeOf } from './outcome.ts';
import { checkWritable, writeWhole } from './output-file.ts';
import { pageOf } from './plan.ts';
import { tell } from './tell.ts';
import { endpointUrlOf } from './url.ts';

export interface ApplyOptions {
  readonly config?: string;
  readonly target: readonly string[];
  readonly profile?: string;
  readonly region: readonly string[];
  readonly endpointUrl?: string;
  readonly sandbox?: boolean;
  readonly reason?: string;
  readonly override?: string;
  readonly yes?: boolean;
  readonly quiet?: boolean;
  readonly output: string;
  readonly outputFile?: string;
  readonly color: boolean;
}

/** `opsbook apply <plan-id | FILE>`: executes a saved plan, after the approvals that it needs. */
export async function applyCommand(named: string, options: ApplyOptions): Promise<number> {
  const { outputFile, output } = options;
  if (outputFile !== undefined) await checkWritable(outputFile);
  const { ended, code } = await carriedOut(named, options);
  const text = endText(ended, output);
  if (outputFile === undefined) await print(text);
  else await writeWhole(outputFile, text);
  return code;
}

function carriedOut(named: string, options: ApplyOptions) {
  const server = serverOf(options);
  if (server !== undefined) {
    return carriedOutByServer(server, { planId: named }, { ...options, interrupts: catchInterrupts() });
  }
  return options.sandbox === true ? inSandbox(named, options) : durably(named, options);
}

async function durably(named: string, options: ApplyOptions) {
  const interrupts = catchInterrupts();
  const { environment, columns: width } = readProcess();
  const endpointUrl = endpointUrlOf(options, environment);
  const { applyPlan } = await import('../main/apply.ts');
  let signal = new AbortController().signal;
  const ended = await applyPlan(named, {
    environment,
    configFile: options.config,
    names: options.target,
    regions: options.region,
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    reason: options.reason ?? null,
    override: options.override,
    tell: (line) => tell(line, options),
    width,
    letEnd: () => (signal = interrupts.letEnd()),
    begun: (id) => tell(`execution ${id}`, options),
    confirm: (plan) => shownAndConfirmed(plan, options),
  });
  return { ended: requireConfirmed(ended), code: leavingCodeOf(requireConfirmed(ended), signal) };
}

async function inSandbox(named: string, options: ApplyOptions) {
  catchInterrupts();
  const { environment, columns } = readProcess();
  const { applyInSandbox } = await import('../main/apply-in-sandbox.ts');
  let timeline: Timeline | undefined;
  const ended = requireConfirmed(
    await applyInSandbox(named, {
      environment,
      configFile: options.config,
      names: options.target,
      regions: options.region,
      confirm: (plan) => shownAndConfirmed(plan, options),
      progress(plan, event) {
        timeline ??= createTimeline(plan, columns);
        tell(timeline.line(event), options);
      },
    }),
  );
  return { ended, code: exitCodeOf(ended) };
}

async function shownAndConfirmed(plan: Plan, options: ApplyOptions): Promise<boolean> {
  process.stderr.write(pageOf(plan, { color: options.color, outputFile: '-' }));
  return options.yes === true || confirmed('Execute this plan?');
}

function requireConfirmed(ended: Ended | undefined): Ended {
  if (ended) return ended;
  throw notConfirmed();
}
