import { requestExecution, storePlan } from '../engine/desk/request-execution.ts';
import { environmentOf } from '../model/approval-policy.ts';
import { UsageError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { CHECKS } from './catalog.ts';
import { environmentsOf } from './config/environments.ts';
import { loadConfig } from './config/load.ts';
import type { Ended } from './ended.ts';
import { type Executing, refuseInterrupted } from './execute-durably.ts';
import { follow } from './follow.ts';
import { localActor } from './local-actor.ts';
import { openDesk } from './open-desk.ts';
import { planInFile, storedPlan } from './saved-plan.ts';

export interface Applying extends Omit<Executing, 'signal'> {
  /** `--target` and `--region`: where it is thought to be for. */
  readonly names: readonly string[];
  readonly regions: readonly string[];
  /** Shows the plan and asks; false leaves everything as it is. */
  readonly confirm: (plan: Plan) => Promise<boolean>;
  /** Called when it is to be carried out: what asks it to leave from then on. */
  readonly letEnd: () => AbortSignal;
}

/**
 * Executes a plan that was saved to a file or is stored: exactly that one. What it was based on is read again first.
 * @throws UsageError where there is no such plan, or it is for another place
 */
export async function applyPlan(named: string, applying: Applying): Promise<Ended | undefined> {
  const { environment, configFile, profile, endpointUrl, reason, tell, width, begun } = applying;
  const config = await loadConfig(configFile, CHECKS);
  const fromFile = await planInFile(named);
  if (fromFile) {
    requireSamePlace(fromFile, applying);
    // It can be judged without a database: who says no has started none.
    if (!(await applying.confirm(fromFile))) return undefined;
  }
  const desk = await openDesk({ config, configFile, environment, takeWork: true });
  try {
    const plan = fromFile ?? (await storedPlan(desk.db, named));
    if (!fromFile) {
      requireSamePlace(plan, applying);
      if (!(await applying.confirm(plan))) return undefined;
    }
    const signal = applying.letEnd();
    const actor = await localActor(desk, environment);
    const planId = await storePlan(desk, actor, plan);
    const access = { ...(profile !== undefined && { profile }), ...(endpointUrl !== undefined && { endpointUrl }) };
    const belongsTo = environmentOf(plan.parameters, environmentsOf(config))?.name ?? null;
    refuseInterrupted(signal);
    const id = await requestExecution(desk, actor, {
      plan,
      planId,
      environment: belongsTo,
      access,
      reason,
      override: applying.override,
    });
    begun(id);
    const outcome = await follow(desk.db, id, plan, { tell, width, signal, untilSomebodyIsNeeded: true });
    return { execution: id, ...outcome };
  } finally {
    await desk.close();
  }
}

/** A plan is for one place, and says which. @throws UsageError where somebody thinks that it is another */
export function requireSamePlace(
  { target: { account, region } }: Plan,
  { names, regions }: Pick<Applying, 'names' | 'regions'>,
): void {
  const place = `${account}/${region}`;
  if (regions.length > 0 && !regions.includes(region)) {
    throw new UsageError(`the plan is for ${place}, not for region ${regions.join(', ')}`);
  }
  // What is called by a name of the configuration is looked up where it is opened.
  const places = names.filter((name) => /^\d{12}(\/|$)/.test(name));
  if (places.length > 0 && !places.some((name) => name === place || name === account)) {
    throw new UsageError(`the plan is for ${place}, not for ${places.join(', ')}`);
  }
}
