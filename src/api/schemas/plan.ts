import { z } from '@hono/zod-openapi';
import { mask } from '../../engine/execute/mask.ts';
import type { Json } from '../../model/json.ts';
import { document, instant } from './answers.ts';

/** `opsbook/plan@1`, as the command line prints it; the steps are described by its documentation. */
export const planSchema = z
  .looseObject({
    schema: z.literal('opsbook/plan@1'),
    runbook: z.string(),
    title: z.string(),
    parameters: z.record(z.string(), document),
    target: z.object({ account: z.string(), region: z.string() }),
    hash: z.string().openapi({ description: 'sha256 of everything else: an approval is bound to it.' }),
    warnings: z.array(z.string()),
    steps: z.array(z.looseObject({ key: z.string(), kind: z.string(), title: z.string(), impact: z.string() })),
    permissions: z.array(z.string()),
  })
  .openapi('Plan');

export const storedPlanSchema = z
  .object({ id: z.string(), hash: z.string(), runbook: z.string(), createdAt: instant, createdBy: z.string() })
  .openapi('StoredPlan');

export const planWishSchema = z
  .strictObject({
    runbook: z.string().min(1).max(200),
    parameters: z.record(z.string().max(200), z.string().max(10_000)).default({}),
    target: z
      .string()
      .max(200)
      .optional()
      .openapi({ description: 'A target of the configuration, or account/region.' }),
    region: z.string().max(50).optional(),
  })
  .openapi('PlanWish');

/** A plan as people may see it: what looks like a secret is hidden. */
export function planView(plan: unknown): z.infer<typeof planSchema> {
  const json: Json = JSON.parse(JSON.stringify(plan));
  return planSchema.parse(mask(json));
}
