import type { Ended } from '../main/ended.ts';
import { executeInSandbox } from '../main/execute-in-sandbox.ts';
import type { Planned } from '../main/plan.ts';
import { readProcess } from '../main/process.ts';
import { UsageError } from '../model/errors.ts';
import { changesOf } from '../model/plan.ts';
import { createTimeline } from '../report/plan/timeline.ts';
import { carriedOutByServer, serverOf } from './by-server.ts';
import { confirmed, notConfirmed } from './confirm.ts';
import { catchInterrupts, type Interrupts } from './interrupt.ts';
import { print } from './out.ts';
import { endText, exitCodeOf, leavingCodeOf } from './outcome.ts';
import { checkWritable, writeWhole } from './output-file.ts';
import { parseParameters } from './parameters.ts';
import { pageOf, planFor } from './plan.ts';
import type { RunOptions } from './run.ts';
import { tell } from './tell.ts';
import { endpointUrlOf } from './url.ts';

const NOTHING_TO_DO: Ended = { execution: null, status: 'succeeded', reason: 'nothing is to be done', residue: [] };

/** Hears which execution it is as soon as that is known. */
export type Begun = (execution: string) => void;

/** `opsbook run <runbook>`: plans, shows the plan, asks, executes, and says how it ended. */
export async function runRunbookCommand(id: string, options: RunOptions): Promise<number> {
  refuseMeaningless(id, options);
  const { outputFile, output } = options;
  if (outputFile !== undefined) await checkWritable(outputFile);
  const { ended, code } = await planAndCarryOut(id, options);
  const text = endText(ended, output);
  if (outputFile !== undefined) await writeWhole(outputFile, text);
  else if (output === 'json' || serverOf(options) !== undefined) await print(text);
  else if (ended !== NOTHING_TO_DO) await print(`\n${text}`);
  return code;
}

/** Plans, shows the plan, asks, and executes: here, or by the server of `OPSBOOK_SERVER`. */
export async function planAndCarryOut(
  id: string,
  options: RunOptions,
  begun: Begun = () => undefined,
): Promise<{ readonly ended: Ended; readonly code: number }> {
  const interrupts = catchInterrupts();
  const { outputFile, output } = options;
  const server = serverOf(options);
  if (server !== undefined) {
    return carriedOutByServer(server, wishOf(id, options), { ...options, interrupts, begun });
  }
  const planned = await planFor(id, options);
  const page = pageOf(planned.plan, options);
  // Where the result goes to a file or to a script, the plan is for who sits here.
  const isResultAlone = output === 'json' || outputFile !== undefined;
  if (isResultAlone) process.stderr.write(page);
  else await print(page);
  return carriedOut(planned, options, { interrupts, begun });
}

function wishOf(runbook: string, { set, target: [target], region: [region] }: RunOptions) {
  const place = { ...(target !== undefined && { target }), ...(region !== undefined && { region }) };
  return { runbook, parameters: parseParameters(set), ...place };
}

/** @throws UsageError for what is said of checklists only */
function refuseMeaningless(id: string, { output, now }: RunOptions): void {
  if (output !== 'table' && output !== 'json') {
    throw new UsageError(`--output ${output}: ${id} is a runbook, expected table or json`);
  }
  if (now) throw new UsageError(`--now: ${id} changes things, and does so at present (opsbook plan ${id} --now …)`);
}

interface Conduct {
  readonly interrupts: Interrupts;
  readonly begun: Begun;
}

async function carriedOut(planned: Planned, options: RunOptions, { interrupts, begun }: Conduct) {
  if (changesOf(planned.plan).length === 0) return { ended: NOTHING_TO_DO, code: exitCodeOf(NOTHING_TO_DO) };
  if (options.yes !== true && !(await confirmed('Execute this plan?'))) {
    throw notConfirmed();
  }
  const { plan, place } = planned;
  if (place.world) {
    const timeline = createTimeline(plan, readProcess().columns);
    const outcome = await executeInSandbox(plan, place, (event) => tell(timeline.line(event), options));
    return { ended: { execution: null, ...outcome }, code: exitCodeOf(outcome) };
  }
  const signal = interrupts.letEnd();
  const ended = await executed(planned, options, { signal, begun });
  return { ended, code: leavingCodeOf(ended, signal) };
}

interface Execute {
  readonly signal: AbortSignal;
  readonly begun: Begun;
}

async function executed(planned: Planned, options: RunOptions, { signal, begun }: Execute): Promise<Ended> {
  const { columns: width, environment } = readProcess();
  const { executeDurably } = await import('../main/execute-durably.ts');
  const endpointUrl = endpointUrlOf(options, environment);
  return executeDurably(planned, {
    environment,
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    reason: null,
    override: options.override,
    configFile: options.config,
    tell: (line) => tell(line, options),
    width,
    signal,
    begun(execution) {
      tell(`execution ${execution}`, options);
      begun(execution);
    },
  });
}
