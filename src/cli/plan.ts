import { readProcess, wantsColor } from '../main/process.ts';
import { planRunbook, type Planned } from '../main/plan.ts';
import { renderPlan } from '../report/plan/terminal.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';
import { writeWhole } from './output-file.ts';
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
}

/** `opsbook plan <runbook>`: what it would do, and the hash that an approval is bound to. Changes nothing. */
export async function planCommand(id: string, options: PlanOptions): Promise<number> {
  const { plan } = await planFor(id, options);
  const json = `${JSON.stringify(plan, null, 2)}\n`;
  if (options.out !== undefined) await writeWhole(options.out, json);
  const text = options.output === 'json' ? json : pageOf(plan, options);
  if (options.outputFile === undefined) await print(text);
  else await writeWhole(options.outputFile, text);
  return EXIT.done;
}

/** The plan for what the command line says. */
export function planFor(id: string, options: Omit<PlanOptions, 'output' | 'color'>): Promise<Planned> {
  const { environment } = readProcess();
  const endpointUrl = endpointUrlOf(options, environment);
  return planRunbook({
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
  });
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
