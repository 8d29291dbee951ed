import { createExecution, type Account, type Aws } from '../aws/execution.ts';
import { AwsFault } from '../aws/fault.ts';
import { type OperationName, type Service, SERVICES } from '../aws/service.ts';
import type { Timing } from '../aws/budget.ts';
import { UsageError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import type { RunbookSettings } from '../model/runbook-settings.ts';
import { span } from '../model/span.ts';
import type { Runbook } from '../runbooks/define.ts';
import { makePlan } from '../runbooks/make-plan.ts';
import type { World } from '../sandbox/world/world.ts';
import { CHECKLISTS, CHECKS, RUNBOOKS } from './catalog.ts';
import { realTiming } from './clock.ts';
import { loadConfig, suggestion } from './config/load.ts';
import type { Config } from './config/schema.ts';
import { runbookSettingsOf } from './config/runbook-settings.ts';
import { openScene, type Scene, type SceneRequest } from './scene.ts';

export interface PlanRequest extends SceneRequest {
  readonly id: string;
  readonly configFile?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly now?: Date;
  /** Something between the plan and its account, which sees what is asked. */
  readonly through?: (account: Account) => Account;
}

/** The one account and region that a runbook changes. */
export interface Place {
  readonly account: Account;
  readonly region: string;
  readonly clock: () => Date;
  readonly timing: Timing;
  /** The embedded sandbox, where that is the place. */
  readonly world?: World;
}

export interface Planned {
  readonly plan: Plan;
  readonly place: Place;
  readonly config: Config;
}

/**
 * Makes a runbook's plan for one account and region. Changes nothing.
 * @throws UsageError where the request cannot be meant
 * @throws Refused where the runbook refuses, as things stand
 * @throws AwsFault where AWS does not tell what has to be known
 */
export function planRunbook(request: PlanRequest): Promise<Planned> {
  return span({ name: 'plan', attributes: { 'opsbook.runbook': request.id } }, () => planned(request));
}

async function planned(request: PlanRequest): Promise<Planned> {
  const runbook = getRunbook(request.id);
  const config = await loadConfig(request.configFile, CHECKS);
  const execution = createExecution(realTiming);
  const scene = await openScene(request, { config, execution, services: servicesOf(runbook) });
  const found = placeOf(scene, runbook.id);
  const place = request.through ? { ...found, account: request.through(found.account) } : found;
  const settings = runbookSettingsOf(config);
  const plan = await planAt(place, { runbook, parameters: request.parameters, settings, now: request.now });
  return { plan, place, config };
}

interface Wanted {
  readonly runbook: Runbook;
  readonly parameters: Readonly<Record<string, string>>;
  readonly settings: RunbookSettings;
  readonly now?: Date | undefined;
}

/** The plan for a place that is known: made again, it says whether what the first rested on has moved. */
export function planAt(place: Place, { runbook, parameters, settings, now }: Wanted): Promise<Plan> {
  const called = new Set<OperationName>();
  const aws = readsOf(place, runbook, called);
  return makePlan(runbook, parameters, { aws, settings, now: now ?? place.clock(), called: () => called });
}

/** A handle that refuses what the runbook does not declare, and changes nothing. */
function readsOf(place: Place, runbook: Runbook, called: Set<OperationName>): Aws {
  return createExecution(place.timing).open(place.account, place.region, {
    onRead(operation) {
      if (!runbook.calls.includes(operation)) throw new Error(`${runbook.id} does not declare ${operation}`);
      called.add(operation);
    },
  });
}

/** @throws UsageError for an id that nothing has, with the one that was probably meant */
export function getRunbook(id: string): Runbook {
  const runbook = RUNBOOKS.find((candidate) => candidate.id === id);
  if (runbook) return runbook;
  if ([...CHECKLISTS, ...CHECKS].some((known) => known.id === id)) {
    throw new UsageError(`${id} is no runbook, and changes nothing: opsbook run ${id}`);
  }
  throw new UsageError(
    `unknown runbook: ${id}${suggestion(
      id,
      RUNBOOKS.map((known) => known.id),
    )}`,
  );
}

/** A runbook changes one place: which one must not be a matter of luck. */
export function placeOf({ targets, clock, world }: Scene, id: string): Place {
  const [target, ...others] = targets;
  if (!target) throw new UsageError('no target');
  if (others.length > 0) {
    const names = targets.map(({ report }) => `${report.account}/${report.region}`);
    throw new UsageError(
      `${id} changes one account and region: choose with --target (${[...new Set(names)].join(', ')})`,
    );
  }
  if (target.account instanceof AwsFault) throw target.account;
  const timing = world ? timingOf(world) : realTiming;
  return { account: target.account, region: target.report.region, clock, timing, ...(world && { world }) };
}

/** In the sandbox time passes when somebody waits. */
export function timingOf(world: World): Timing {
  return {
    now: () => world.clock.now().getTime(),
    sleep: (ms) => Promise.resolve(world.clock.advance(ms)),
    random: () => realTiming.random(),
  };
}

function servicesOf(runbook: Runbook): Set<Service> {
  return new Set(SERVICES.filter((service) => runbook.calls.some((call) => call.startsWith(`${service}:`))));
}
