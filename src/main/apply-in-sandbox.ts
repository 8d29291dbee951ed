import { createExecution } from '../aws/execution.ts';
import type { ProgressEvent } from '../engine/execute/ports.ts';
import { Refused } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { differences } from '../model/plan-diff.ts';
import { plainJson } from '../model/plan-hash.ts';
import { type Applying, requireSamePlace } from './apply.ts';
import { CHECKS } from './catalog.ts';
import { realTiming } from './clock.ts';
import { loadConfig } from './config/load.ts';
import { runbookSettingsOf } from './config/runbook-settings.ts';
import type { Ended } from './ended.ts';
import { executeInSandbox } from './execute-in-sandbox.ts';
import { getRunbook, placeOf, planAt } from './plan.ts';
import { planInFile, storedPlan } from './saved-plan.ts';
import { openScene } from './scene.ts';
import { withDatabase } from './with-database.ts';
import { textsOf } from './workplace.ts';

type ApplyingHere = Pick<Applying, 'environment' | 'configFile' | 'names' | 'regions' | 'confirm'> & {
  readonly progress: (plan: Plan, event: ProgressEvent) => void;
};

/**
 * The same in an embedded sandbox, which is as new as the one that it was planned in.
 * @throws Refused where planning there gives another plan
 */
export async function applyInSandbox(named: string, applying: ApplyingHere): Promise<Ended | undefined> {
  const { environment, configFile, confirm, progress } = applying;
  const config = await loadConfig(configFile, CHECKS);
  const fromFile = await planInFile(named);
  const plan = fromFile ?? (await withDatabase(environment, (db) => storedPlan(db, named)));
  requireSamePlace(plan, applying);
  const { account, region } = plan.target;
  const request = { regions: [region], names: [], environment, sandbox: true };
  const scene = await openScene(request, { config, execution: createExecution(realTiming), services: [] });
  const place = placeOf(scene, plan.runbook);
  if (place.account.id !== account)
    throw new Refused(`the plan is for ${account}, and the sandbox is ${place.account.id}`);
  const parameters = textsOf(plan.parameters);
  const fresh = await planAt(place, {
    runbook: getRunbook(plan.runbook),
    parameters,
    settings: runbookSettingsOf(config),
  });
  if (fresh.hash !== plan.hash) throw new Refused(`nothing was changed: ${movedText(plan, fresh)}`);
  if (!(await confirm(plan))) return undefined;
  const outcome = await executeInSandbox(plan, place, (event) => progress(plan, event));
  return { execution: null, ...outcome };
}

function movedText(plan: Plan, fresh: Plan): string {
  const [first] = differences(plainJson(plan.basis), plainJson(fresh.basis));
  const what = first ? `: ${first.path} was ${first.before ?? 'none'} and is ${first.after ?? 'none'}` : '';
  return `planning in the sandbox gives another plan${what}`;
}
