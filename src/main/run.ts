import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { createExecution } from '../aws/execution.ts';
import { type Service, SERVICES } from '../aws/service.ts';
import type { Check } from '../checks/define.ts';
import type { Checklist } from '../checklists/define.ts';
import { type CheckOverride, type Progress, runChecklist } from '../checklists/run.ts';
import { UsageError } from '../model/errors.ts';
import type { ChecklistResult } from '../model/result.ts';
import { span } from '../model/span.ts';
import { CHECKLISTS, CHECKS, RUNBOOK_IDS, RUNBOOKS } from './catalog.ts';
import { realTiming } from './clock.ts';
import { loadConfig, suggestion } from './config/load.ts';
import type { Config } from './config/schema.ts';
import { environmentsOf } from './config/environments.ts';
import { outsideOf, type Records } from './outside.ts';
import { openScene, type SceneRequest } from './scene.ts';

export interface RunRequest extends SceneRequest {
  /** A checklist's id, or a check's. */
  readonly id: string;
  readonly configFile?: string;
  /** `--set key=value`: what the checklist takes. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Evaluate as of this instant. */
  readonly now?: Date;
  readonly progress: (event: Progress, calls: number) => void;
  /** In place of that of the file. */
  readonly config?: Config;
  /** What the database knows, where there is one already. */
  readonly records?: Records;
}

/** Accounts looked at side by side: enough to hide latency, few enough to bound memory. */
const PARALLEL_TARGETS = 8;

/**
 * Runs a checklist, or a single check as a checklist of one, where the request says.
 * @throws UsageError before anything is asked of AWS
 */
export function run(request: RunRequest): Promise<ChecklistResult> {
  return span({ name: 'checklist', attributes: { 'opsbook.checklist': request.id } }, async (own) => {
    const result = await judged(request);
    const { summary, targets } = result;
    own.set({ 'opsbook.targets': targets.length, 'opsbook.fail': summary.fail, 'opsbook.unknown': summary.unknown });
    return result;
  });
}

async function judged(request: RunRequest): Promise<ChecklistResult> {
  const checklist = findChecklist(request.id);
  const config = request.config ?? (await loadConfig(request.configFile, CHECKS));
  const execution = createExecution(realTiming);
  const scene = await openScene(request, { config, execution, services: servicesOf(checklist) });
  return runChecklist(checklist, {
    targets: scene.targets,
    execution,
    id: randomUUID(),
    now: request.now ?? scene.clock(),
    clock: scene.clock,
    environments: environmentsOf(config),
    outside: outsideOf(config, {
      environment: request.environment,
      folder: dirname(request.configFile ?? '.'),
      records: request.records,
    }),
    overrides: overridesOf(config, request.id),
    parameters: request.parameters,
    runbooks: RUNBOOK_IDS,
    parallel: PARALLEL_TARGETS,
    progress: (event) => request.progress(event, execution.sent()),
  });
}

function servicesOf({ checks, sections }: Checklist): Set<Service> {
  const calls = [...checks, ...sections].flatMap((part) => part.calls);
  return new Set(SERVICES.filter((service) => calls.some((call) => call.startsWith(`${service}:`))));
}

/** @throws UsageError for an id that nothing has, with the one that was probably meant */
function findChecklist(id: string): Checklist {
  const checklist = CHECKLISTS.find((candidate) => candidate.id === id);
  if (checklist) return checklist;
  const check = CHECKS.find((candidate) => candidate.id === id);
  if (check) return checklistOfOne(check);
  const known = [...CHECKLISTS, ...CHECKS, ...RUNBOOKS].map((candidate) => candidate.id);
  throw new UsageError(`unknown checklist, check or runbook: ${id}${suggestion(id, known)}`);
}

function checklistOfOne(check: Check): Checklist {
  return { id: check.id, title: check.title, purpose: check.why, checks: [check], sections: [] };
}

/** A check that is asked for by its own name is run, also where the configuration leaves it out of checklists. */
function overridesOf(config: Config, asked: string): Record<string, CheckOverride> {
  return Object.fromEntries(
    Object.entries(config.checks).flatMap(([id, override]) => {
      if (!override) return [];
      const { enabled, severity, ...settings } = override;
      return [[id, { enabled: enabled || id === asked, settings, ...(severity && { severity }) }]];
    }),
  );
}
