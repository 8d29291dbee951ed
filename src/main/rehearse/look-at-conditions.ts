import type { Aws } from '../../aws/execution.ts';
import { AwsFault } from '../../aws/fault.ts';
import { MUTATIONS } from '../../aws/mutations.ts';
import { operationName } from '../../aws/service.ts';
import { serviceOf } from '../../engine/execute/service-of.ts';
import { holds } from '../../model/expression.ts';
import { type Condition, conditionsOf, type Plan } from '../../model/plan.ts';
import type { Json } from '../../model/json.ts';
import { plainJson } from '../../model/plan-hash.ts';
import { resolveInput, stepsReferredTo } from '../../model/reference.ts';

/**
 * Asks what the plan's conditions will ask, as far as no step has to come before it: planning need not have asked it all.
 * What AWS does not tell is no reason not to rehearse: the conditions will see it missing.
 */
export async function lookAtConditions(plan: Plan, aws: (region?: string) => Aws, now: Date): Promise<void> {
  for (const condition of plan.steps.flatMap((step) => conditionsOf(step))) await lookAt(condition, aws, now);
}

async function lookAt({ reads }: Condition, aws: (region?: string) => Aws, now: Date): Promise<void> {
  const answers: Record<string, Json> = {};
  const known = { executionId: '', answers: new Map(), now, stepStartedAt: now, executionStartedAt: now };
  for (const { as, call, when } of reads) {
    const { operation, input, region } = call;
    const service = serviceOf(call.service);
    if (stepsReferredTo(input).length > 0 || MUTATIONS[operationName({ service, operation })]) return;
    if (when !== undefined && !holds(when, answers)) continue;
    try {
      const resolved = resolveInput(input, { ...known, reads: answers });
      answers[as] = plainJson(await aws(region).ask(service, operation, resolved));
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      return;
    }
  }
}
