import { randomUUID } from 'node:crypto';
import { Refused } from '../../model/errors.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Plan } from '../../model/plan.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database.ts';
import { insertExecution } from '../../store/executions.ts';
import { keepPlan } from '../../store/plans.ts';
import { planSteps } from '../../store/steps.ts';
import type { Actor } from '../conduct/workplace.ts';
import { mask } from '../execute/mask.ts';
import type { Desk } from './desk.ts';
import { requireRole } from './require-role.ts';
import { requireScope } from './require-scope.ts';

export interface ExecutionRequest {
  readonly plan: Plan;
  /** Of a stored plan; a new one is stored where absent. */
  readonly planId?: string;
  readonly environment: string | null;
  /** By which way the account is reached: a profile, an endpoint. */
  readonly access: JsonObject;
  readonly reason: string | null;
  /** Why it is to be carried out although something keeps it from that: the change calendar, a preflight. */
  readonly override?: string | undefined;
}

/**
 * Keeps the plan and asks for its execution; any worker takes it up. Gives the execution's id.
 * @throws Refused for who may not, and for what must not be done as things stand, unless that is overridden
 */
export async function requestExecution(desk: Desk, actor: Actor, request: ExecutionRequest): Promise<string> {
  requireRole(actor, 'operator', 'execute a runbook');
  const { plan, environment, access, reason } = request;
  const { runbook, hash, target } = plan;
  requireScope(actor, { runbook, environment }, 'execute it');
  const id = randomUUID();
  const at = desk.now();
  const hindrances = await refuseHindered(desk, actor, request);
  const planId = request.planId ?? (await storePlan(desk, actor, plan));
  await inTransaction(desk.db, async (trx) => {
    await insertExecution(trx, {
      id,
      planId,
      runbook,
      account: target.account,
      region: target.region,
      environment,
      status: 'planned',
      requestedBy: actor.id,
      reason,
      outcome: null,
      residue: null,
      access: JSON.stringify(access),
      override: request.override ?? null,
      createdAt: at,
    });
    await planSteps(
      trx,
      plan.steps.map(({ key, kind, title }, position) => ({
        executionId: id,
        key,
        direction: 'do',
        position,
        kind,
        title,
      })),
    );
    const details = { runbook, hash, environment, parameters: mask(plan.parameters), via: actor.via };
    await appendAudit(trx, { at, actor: actor.id, action: 'execution.request', subject: `execution/${id}`, details });
    if (request.override === undefined) return;
    const overridden = { reason: request.override, despite: [...hindrances], via: actor.via };
    const subject = `execution/${id}`;
    await appendAudit(trx, { at, actor: actor.id, action: 'execution.override', subject, details: overridden });
  });
  await desk.durable.start(id, { executionId: id, way: 'do' });
  return id;
}

/** What is overridden, if anything. @throws Refused for what hinders and is not overridden, which is recorded too */
async function refuseHindered(desk: Desk, actor: Actor, request: ExecutionRequest): Promise<readonly string[]> {
  if (request.override?.trim() === '') throw new Refused('an override needs a reason');
  const hindrances = (await desk.hindrances?.(request)) ?? [];
  if (hindrances.length === 0 || request.override !== undefined) return hindrances;
  const { runbook, hash } = request.plan;
  await appendAudit(desk.db, {
    at: desk.now(),
    actor: actor.id,
    action: 'execution.refused',
    subject: `runbook/${runbook}`,
    details: { hash, why: [...hindrances], via: actor.via },
  });
  throw new Refused(
    `nothing was changed: ${hindrances.join('; ')}. --override "reason" does it all the same, on record`,
  );
}

/** Keeps a plan; the same plan has the same id, so that keeping it again changes nothing. */
export async function storePlan(desk: Desk, actor: Actor, plan: Plan): Promise<string> {
  const id = `${plan.runbook.split('/').at(-1) ?? 'plan'}-${plan.hash.slice(7, 19)}`;
  const { hash, runbook } = plan;
  await keepPlan(desk.db, { id, hash, runbook, document: plan, createdAt: desk.now(), createdBy: actor.id });
  return id;
}
