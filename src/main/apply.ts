import { readFile } from 'node:fs/promises';
import { requestExecution, storePlan } from '../engine/desk/request-execution.ts';
import { environmentOf } from '../model/approval-policy.ts';
import { UsageError } from '../model/errors.ts';
import type { Outcome } from '../model/execution.ts';
import type { Plan } from '../model/plan.ts';
import { parsePlan } from '../model/plan-schema.ts';
import type { Database } from '../store/database.ts';
import { findPlan, listPlans } from '../store/plans.ts';
import { CHECKS } from './catalog.ts';
import { loadConfig, suggestion } from './config/load.ts';
import { environmentsOf } from './config/environments.ts';
import type { Executing } from './execute-durably.ts';
import { follow } from './follow.ts';
import { localActor } from './local-actor.ts';
import { openDesk } from './open-desk.ts';

export interface Applying extends Executing {
  /** Shows the plan and asks; false leaves everything as it is. */
  readonly confirm: (plan: Plan) => Promise<boolean>;
}

/**
 * Executes a plan that was saved to a file or is stored: exactly that one. What it was based on is read again first.
 * @throws UsageError where there is no such plan
 */
export async function applyPlan(named: string, applying: Applying): Promise<Outcome | undefined> {
  const { environment, configFile, profile, endpointUrl, reason, tell, width, signal, begun, confirm } = applying;
  const config = await loadConfig(configFile, CHECKS);
  const fromFile = await planInFile(named);
  const desk = await openDesk({ config, configFile, environment, takeWork: true });
  try {
    const plan = fromFile ?? (await storedPlan(desk.db, named));
    if (!(await confirm(plan))) return undefined;
    const actor = await localActor(desk, environment);
    const planId = await storePlan(desk, actor, plan);
    const access = { ...(profile !== undefined && { profile }), ...(endpointUrl !== undefined && { endpointUrl }) };
    const belongsTo = environmentOf(plan.parameters, environmentsOf(config))?.name ?? null;
    const id = await requestExecution(desk, actor, {
      plan,
      planId,
      environment: belongsTo,
      access,
      reason,
      override: applying.override,
    });
    begun(id);
    return await follow(desk.db, id, plan, { tell, width, signal, untilSomebodyIsNeeded: true });
  } finally {
    await desk.close();
  }
}

/** Undefined where there is no such file: then it is an id. @throws UsageError for a file that is no plan */
async function planInFile(path: string): Promise<Plan | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no plan: it is not JSON`, { cause: error });
  }
  return parsePlan(document, path);
}

async function storedPlan(db: Database, id: string): Promise<Plan> {
  const row = await findPlan(db, id);
  if (row) return parsePlan(row.document);
  const known = (await listPlans(db, 200)).map((plan) => plan.id);
  throw new UsageError(`no plan file and no stored plan: ${id}${suggestion(id, known)}`);
}
