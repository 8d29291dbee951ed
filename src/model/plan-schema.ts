import { z } from 'zod';
import { UsageError } from './errors.ts';
import type { Json } from './json.ts';
import { type Plan, PLAN_SCHEMA } from './plan.ts';
import { requireHash } from './plan-hash.ts';

const json: z.ZodType<Json> = z.json();
const object = z.record(z.string(), json);
const text = z.string();
const impact = z.enum(['none', 'disruptive', 'irreversible']);

const call = z.object({ service: text, operation: text, input: object, region: text.optional() });
const read = z.object({ as: text, call, absent: z.array(text), when: text.optional() });
const verdict = z.object({ when: text, because: text });
const condition = z.object({
  says: text,
  reads: z.array(read),
  met: text,
  failed: z.array(verdict),
  unsure: z.array(verdict),
  observed: text,
});
const undo = z.union([
  z.object({ impossible: text }),
  z.object({ terraform: z.literal('destroy'), directory: text, variables: object }),
  z.object({
    ...call.shape,
    first: condition.optional(),
    until: condition.optional(),
    within: text.optional(),
    gone: z.array(text).optional(),
  }),
]);
const base = { key: text, title: text, impact, before: json, after: json, expectedSeconds: z.number() };
const quiet = { ...base, call: z.null(), undo: z.null() };
const probe = z.discriminatedUnion('type', [
  z.object({ type: z.literal('http'), url: json, status: z.int(), contains: text.optional() }),
  z.object({ type: z.literal('sql'), url: json, query: text, expect: text.optional() }),
  z.object({ type: z.literal('checklist'), checklist: text, parameters: z.record(text, text) }),
]);

const step = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('change'),
    call,
    undo,
    require: z.array(condition),
    unless: z.enum(['fail', 'finish']),
    already: condition.nullable(),
  }),
  z.object({
    ...quiet,
    kind: z.literal('wait'),
    condition: condition.nullable(),
    every: text,
    within: text,
    releasesLocks: z.boolean(),
  }),
  z.object({ ...quiet, kind: z.literal('watch'), guards: z.array(condition), every: text, for: text }),
  z.object({
    ...quiet,
    kind: z.literal('approve'),
    quorum: z.int().positive(),
    expires: text,
    onExpiry: z.enum(['undo', 'cancel']),
    guards: z.array(condition).optional(),
  }),
  z.object({
    ...base,
    kind: z.literal('terraform'),
    call: z.null(),
    undo,
    action: z.enum(['apply', 'destroy']),
    directory: text,
    variables: object,
    mustBeNew: z.boolean(),
  }),
  z.object({ ...quiet, kind: z.literal('probe'), probe, every: text, within: text }),
  z.object({ ...quiet, kind: z.literal('notify'), channel: text.nullable(), message: text }),
]);

/** The shape of `opsbook/plan@1`, also for its JSON Schema. */
const planSchema = z.object({
  schema: z.literal(PLAN_SCHEMA),
  runbook: text,
  title: text,
  parameters: object,
  target: z.object({ account: text, region: text }),
  hash: text,
  basis: z.array(z.object({ title: text, value: json })),
  warnings: z.array(text),
  locks: z.array(text),
  steps: z.array(step),
  conduct: z.object({
    onFailure: z.enum(['undo', 'ask']),
    afterwards: z.enum(['keep', 'undo']),
    undoGoesOn: z.boolean(),
    within: text.nullable(),
    settledAt: text.nullable().optional(),
  }),
  permissions: z.array(text),
});

/**
 * A plan that was stored or saved, as it was made.
 * @throws UsageError for what is no plan, or was changed since
 */
export function parsePlan(document: unknown, from = 'the stored plan'): Plan {
  const plan = parseShownPlan(document, from);
  try {
    return requireHash(plan);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${from}: ${error.message}`, { cause: error });
    throw error;
  }
}

/**
 * A plan to look at: where secrets are hidden in it, it is not what its hash was made of.
 * @throws UsageError for what is no plan
 */
export function parseShownPlan(document: unknown, from: string): Plan {
  const parsed = planSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(`${from} is no plan of this version: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  return asPlan(parsed.data);
}

/** The same, without the members that zod gives as undefined where a plan leaves them out. */
function asPlan(parsed: z.infer<typeof planSchema>): Plan {
  const plan: Plan = JSON.parse(JSON.stringify(parsed));
  return plan;
}
