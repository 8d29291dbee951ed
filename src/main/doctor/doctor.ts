import { createExecution, type Execution } from '../../aws/execution.ts';
import { AwsFault } from '../../aws/fault.ts';
import { clockSkewSeconds, clockUrl } from '../../aws/sdk/server-clock.ts';
import type { Check } from '../../checks/define.ts';
import type { Checklist } from '../../checklists/define.ts';
import type { Target } from '../../checklists/run.ts';
import { UsageError } from '../../model/errors.ts';
import { readVersion } from '../../terraform/version.ts';
import { realTiming } from '../clock.ts';
import { checkConfig, describeProblem } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { quietSdk } from '../process.ts';
import { partitionOf } from '../regions.ts';
import { resolveTargets, type TargetChoice } from '../targets.ts';
import { examineChecklists } from './checklists.ts';
import { database } from './database.ts';
import { respond } from './respond.ts';
import { examineTarget } from './operations.ts';
import { type DoctorReport, isTrouble, type Part, type TargetHealth } from './report.ts';

export interface DoctorRequest extends TargetChoice {
  readonly configFile?: string;
  readonly sandbox: boolean;
}

/** What there is to run: given, so that a test can bring its own. */
export interface DoctorCatalog {
  readonly checks: readonly Check[];
  readonly checklists: readonly Checklist[];
}

/** AWS refuses signatures five minutes off. */
const SKEW_PROBLEM_SECONDS = 60;
const TERRAFORM_TIMEOUT_MS = 15_000;

/** Looks at everything that a checklist needs, and says what works and what does not. It changes nothing. */
export async function examine(request: DoctorRequest, { checks, checklists }: DoctorCatalog): Promise<DoctorReport> {
  const parts: Part[] = [runtime()];
  const config = await configuration(request, checks, parts);
  const targets = config ? await lookAround(request, config, { checklists, parts }) : [];
  if (config) {
    parts.push(await terraform(config, request), await database(request.environment));
    parts.push(...(await respond(config, request.environment)));
  }
  const well =
    parts.every(({ health }) => health !== 'problem') &&
    targets.every(({ problem, operations }) => problem === null && !operations.some(({ access }) => isTrouble(access)));
  return {
    schema: 'opsbook/doctor@1',
    well,
    parts,
    targets,
    checklists: config ? examineChecklists(checklists, targets) : [],
  };
}

function runtime(): Part {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const text = `Node.js ${process.versions.node} on ${process.platform}-${process.arch}`;
  if (major >= 20) return { name: 'runtime', health: 'ok', text };
  return { name: 'runtime', health: 'problem', text: `${text}: Opsbook needs Node.js 20.19 or later` };
}

async function configuration(
  { configFile }: DoctorRequest,
  checks: readonly Check[],
  parts: Part[],
): Promise<Config | undefined> {
  const name = 'configuration';
  try {
    const outcome = await checkConfig(configFile, checks);
    if (outcome.ok) {
      const text =
        outcome.file === null ? 'no opsbook.yaml here: everything has its default' : `${outcome.file} is right`;
      parts.push({ name, health: 'ok', text });
      return outcome.config;
    }
    for (const problem of outcome.problems) parts.push({ name, health: 'problem', text: describeProblem(problem) });
  } catch (error) {
    parts.push({ name, health: 'problem', text: explained(error) });
  }
  return undefined;
}

interface Surroundings {
  readonly checklists: readonly Checklist[];
  readonly parts: Part[];
}

async function lookAround(
  request: DoctorRequest,
  config: Config,
  { checklists, parts }: Surroundings,
): Promise<TargetHealth[]> {
  const execution = createExecution(realTiming);
  if (request.endpointUrl !== undefined && !request.sandbox) {
    parts.push({ name: 'endpoint', health: 'note', text: `requests go to ${request.endpointUrl}, not to AWS` });
  }
  const targets = await findTargets(request, config, { execution, parts });
  const [first] = targets;
  if (first) parts.push(await clock(request, first));
  return Promise.all(targets.map((target) => examineTarget(target, checklists, execution)));
}

async function findTargets(
  request: DoctorRequest,
  config: Config,
  { execution, parts }: { readonly execution: Execution; readonly parts: Part[] },
): Promise<readonly Target[]> {
  const name = 'credentials';
  try {
    const targets = await (request.sandbox
      ? sandboxTargets(request, execution)
      : awsTargets(request, config, execution));
    const dead = targets.filter(({ account }) => account instanceof AwsFault).length;
    const places = `${targets.length} ${targets.length === 1 ? 'target' : 'targets'}`;
    if (dead > 0) parts.push({ name, health: 'problem', text: `${dead} of ${places} cannot be looked at` });
    else parts.push({ name, health: 'ok', text: `accepted for ${places}` });
    return targets;
  } catch (error) {
    parts.push({ name, health: 'problem', text: explained(error) });
    return [];
  }
}

async function sandboxTargets(request: DoctorRequest, execution: Execution): Promise<readonly Target[]> {
  const { sandboxScene } = await import('../sandbox.ts');
  return (await sandboxScene(request, execution)).targets;
}

function awsTargets(request: DoctorRequest, config: Config, execution: Execution): Promise<readonly Target[]> {
  quietSdk();
  return resolveTargets(request, { config, execution, now: Date.now });
}

async function clock({ endpointUrl, sandbox }: DoctorRequest, { report: { region } }: Target): Promise<Part> {
  const name = 'clock';
  if (sandbox) return { name, health: 'ok', text: 'the sandbox keeps its own time' };
  const place = { partition: partitionOf(region), region, ...(endpointUrl !== undefined && { endpointUrl }) };
  const skew = await clockSkewSeconds(clockUrl(place), Date.now);
  if (skew === undefined) return { name, health: 'note', text: 'nothing answered to compare with' };
  const text = `${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} AWS`;
  if (Math.abs(skew) <= SKEW_PROBLEM_SECONDS)
    return { name, health: 'ok', text: skew === 0 ? 'agrees with AWS' : text };
  return { name, health: 'problem', text: `${text}: at five minutes AWS refuses every request` };
}

async function terraform({ terraform: { binary, layers } }: Config, { environment }: DoctorRequest): Promise<Part> {
  const name = 'terraform';
  const found = await readVersion({ binary, environment, timeoutMs: TERRAFORM_TIMEOUT_MS });
  const many = `${layers.length} ${layers.length === 1 ? 'layer' : 'layers'} configured`;
  if ('version' in found) return { name, health: 'ok', text: `${binary} ${found.version}, ${many}` };
  return { name, health: layers.length > 0 ? 'problem' : 'note', text: `${found.problem} (${many})` };
}

function explained(error: unknown): string {
  if (error instanceof UsageError || error instanceof AwsFault) return error.message;
  throw error;
}
