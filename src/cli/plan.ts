import { readProcess, wantsColor } from '../main/process.ts';
import { planRunbook, type Planned, type PlanRequest } from '../main/plan.ts';
import type { RehearsedVersion } from '../main/rehearse/versions.ts';
import { renderPlan } from '../report/plan/terminal.ts';
import { EXIT } from './exit.ts';
import { catchInterrupts } from './interrupt.ts';
import { print } from './out.ts';
import { checkWritable, writeWhole } from './output-file.ts';
import { parseParameters } from './parameters.ts';
import { endpointUrlOf } from './url.ts';

export interface PlanOptions {
  readonly config?: string;
  readonly set: readonly string[];
  readonly target: readonly string[];
  readonly profile?: string;
  readonly region: readonly string[];
  readonly endpointUrl?: string;
  readonly sandbox?: boolean;
  readonly output: string;
  readonly outputFile?: string;
  readonly out?: string;
  readonly now?: Date;
  readonly color: boolean;
  readonly rehearse?: boolean;
  readonly rehearseVersion?: RehearsedVersion;
}

/** `opsbook plan <runbook>`: what it would do, and the hash that an approval is bound to. Changes nothing. */
export async function planCommand(id: string, options: PlanOptions): Promise<number> {
  catchInterrupts();
  if (options.out !== undefined) await checkWritable(options.out, '--out');
  if (options.outputFile !== undefined) await checkWritable(options.outputFile);
  if (options.rehearse === true) {
    const { rehearseCommand } = await import('./rehearse.ts');
    return rehearseCommand(id, options);
  }
  const { plan } = await planFor(id, options);
  const json = `${JSON.stringify(plan, null, 2)}\n`;
  if (options.out !== undefined) await writeWhole(options.out, json);
  const text = await textOfPlan(plan, json, options);
  if (options.outputFile === undefined) await print(text);
  else await writeWhole(options.outputFile, text);
  return EXIT.done;
}

async function textOfPlan(plan: Planned['plan'], json: string, options: PlanOptions): Promise<string> {
  if (options.output === 'json') return json;
  if (options.output !== 'markdown') return pageOf(plan, options);
  const { renderPlanMarkdown } = await import('../report/plan/markdown.ts');
  return renderPlanMarkdown(plan);
}

/** The plan for what the command line says. */
export function planFor(id: string, options: Omit<PlanOptions, 'output' | 'color'>): Promise<Planned> {
  return planRunbook(requestOf(id, options));
}

export function requestOf(id: string, options: Omit<PlanOptions, 'output' | 'color'>): PlanRequest {
  const { environment } = readProcess();
  const endpointUrl = endpointUrlOf(options, environment);
  return {
    id,
    parameters: parseParameters(options.set),
    regions: options.region,
    names: options.target,
    environment,
    sandbox: options.sandbox === true,
    ...(options.config !== undefined && { configFile: options.config }),
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    ...(options.now !== undefined && { now: options.now }),
  };
}

export function pageOf(
  plan: Planned['plan'],
  { color, outputFile }: Pick<PlanOptions, 'color' | 'outputFile'>,
): string {
  const facts = readProcess();
  return renderPlan(plan, {
    color: outputFile === undefined && wantsColor(facts, color),
    width: Math.min(facts.columns, 100),
  });
}
